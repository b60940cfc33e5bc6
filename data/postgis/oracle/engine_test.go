package oracle

import (
	"encoding/csv"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data/importer/osm"
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/network"
)

const (
	// circleM is 15 minutes' walk, as the circles have it.
	circleM = 1000
	// engineReachM is how far pandana looks.
	engineReachM = 5000
)

// cell is a hexagon of people and schools, which stand at its centre.
type cell struct {
	id      string
	at      orb.Point
	persons float64
	schools int
}

// cells reads the hexagons. A blank is unknown and counts as nobody on both sides.
func cells(t *testing.T, path string) []cell {
	f, err := os.Open(path)
	require.NoError(t, err)
	defer func() { require.NoError(t, f.Close()) }()
	rows, err := csv.NewReader(f).ReadAll()
	require.NoError(t, err)
	var out []cell
	for _, r := range rows[1:] {
		number := func(i int) float64 {
			v, err := strconv.ParseFloat(r[i], 64)
			if r[i] == "" {
				return 0
			}
			require.NoError(t, err)
			return v
		}
		out = append(out, cell{r[0], orb.Point{number(1), number(2)}, number(3), int(number(4))})
	}
	return out
}

// Pandana is a second accessibility engine: contraction hierarchies, places snapped to
// the nearest node.
func TestSharesAreThoseOfPandana(t *testing.T) {
	roads, _, err := osm.ReadRoads(t.Context(), realdata(t, "porto-alegre.osm.pbf"), osm.Options{})
	require.NoError(t, err)
	homes := cells(t, realdata(t, "porto-alegre_hexgrid.csv"))
	program := python(t)
	top, err := network.NewTopology(t.Context(), roads)
	require.NoError(t, err)
	g, err := top.Graph(t.Context(), mode(t, "walk"), geo.NetworkDistance)
	require.NoError(t, err)
	e := newEdgeTable(t, network.NewLinker(g, nil), roads)
	nodes := e.publicNodes()

	dir := t.TempDir()
	e.write(t, dir, nodes, homes)
	out, err := exec.CommandContext(t.Context(), program, filepath.Join("testdata", "nearest.py"), dir, fmt.Sprint(engineReachM)).CombinedOutput()
	require.NoError(t, err, string(out))
	snapped, costs := readNumbers(t, filepath.Join(dir, "snapped.csv")), readNumbers(t, filepath.Join(dir, "costs.csv"))

	// Ours, made to snap as pandana does: every school a source at its node.
	var sources []network.Source
	for i, h := range homes {
		if h.schools > 0 {
			at := nodes[int32(snapped[int64(i)])]
			sources = append(sources, network.Source{ID: int32(i), Links: []network.Link{at}})
		}
	}
	field := fieldOf(t, g, sources, network.To)
	var w worst
	for v := range nodes {
		ours, _ := field.Node(v)
		theirs, ok := costs[int64(v)]
		require.True(t, ok, "pandana does not know node %d", v)
		if g.Value(ours) >= engineReachM {
			require.Equal(t, float64(engineReachM), theirs, "node %d is out of reach", v)
			continue
		}
		w.see(math.Abs(g.Value(ours)-theirs), "node %d", v)
	}
	require.Greater(t, w.n, len(nodes)/2, "hardly a node is reached: there is nothing to compare")
	// Pandana adds thousandths of a unit, which are our millimetres, and answers in
	// single precision: to 0.2 mm at 4 km.
	require.Less(t, w.diff, 0.0005, w.at)
	report(t, finding{oracle: "engine", data: "Porto Alegre, cost to the nearest school", compared: w.n, what: "nodes",
		largest: fmt.Sprintf("%.0e m", w.diff), tolerance: "0.5 mm (costs are whole millimetres)",
		remark: fmt.Sprintf("%s of the %s nodes of the public walking network lie within %s m of a school.", grouped(w.n), grouped(len(nodes)), grouped(engineReachM))})

	reached := func(i int) bool { return costs[int64(snapped[int64(i)])] <= circleM }
	inside := func(i int) bool {
		ours, _ := field.Node(int32(snapped[int64(i)]))
		return ours <= g.Units(circleM)
	}
	explain(t, e, homes, reached, inside)
}

// readNumbers reads a file of two columns, a whole number and a number.
func readNumbers(t *testing.T, path string) map[int64]float64 {
	f, err := os.Open(path)
	require.NoError(t, err)
	defer func() { require.NoError(t, f.Close()) }()
	rows, err := csv.NewReader(f).ReadAll()
	require.NoError(t, err)
	out := map[int64]float64{}
	for _, r := range rows[1:] {
		k, err := strconv.ParseInt(r[0], 10, 64)
		require.NoError(t, err)
		v, err := strconv.ParseFloat(r[1], 64)
		require.NoError(t, err)
		out[k] = v
	}
	return out
}
