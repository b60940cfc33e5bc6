package oracle

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/greenway"
)

// greenwayTolerance is relative. In units with a short stretch only it is
// greenwayFloorM instead: package greenway takes pieces of 100 m, straight in degrees,
// as straight in its plane, which moves where they meet a border by up to 0.2 mm.
const (
	greenwayTolerance = 1e-6
	greenwayFloorM    = 0.0002
)

func TestGreenwayLengthIsThatOfPostGIS(t *testing.T) {
	t.Run("demo", func(t *testing.T) {
		ds := demoDataset(t)
		compareGreenways(t, "demo", ds.Greenways, ds.Units)
	})
	t.Run("Liechtenstein", func(t *testing.T) {
		ds, _ := extract(t, "liechtenstein.osm.pbf")
		greenways, name := ds.Greenways, "Liechtenstein"
		if len(greenways) < 10 {
			name = "Liechtenstein (foot and cycle ways for greenways)"
			greenways = pathsAsGreenways(ds.Roads)
		}
		compareGreenways(t, name, greenways, ds.Units)
	})
}

// pathsAsGreenways stands in for the greenways of an extract that names none.
func pathsAsGreenways(roads []geo.RoadSegment) []geo.Greenway {
	var out []geo.Greenway
	for i := range roads {
		if r := &roads[i]; slices.Contains([]string{"footway", "cycleway", "path", "pedestrian", "bridleway", "steps"}, r.Highway) {
			out = append(out, geo.Greenway{ID: r.ID, Geometry: orb.MultiLineString{r.Geometry}})
		}
	}
	return out
}

// greenwaySums is what PostGIS measures in a unit: all lines united and cut; every
// metre once by the rule of 1 m, with half of what runs along the border; and what
// runs along the border.
type greenwaySums struct {
	Unit                       int
	United, Once, AlongsideCut float64
}

func compareGreenways(t *testing.T, data string, greenways []geo.Greenway, units []geo.Unit) {
	d := newDatabase(t)
	var lines, grounds [][]any
	for i := range greenways {
		if g := &greenways[i]; g.Status.Exists() && !g.Connector {
			for _, l := range g.Geometry {
				lines = append(lines, []any{len(lines), l})
			}
		}
	}
	box := orb.MultiLineString{}
	for _, g := range greenways {
		box = append(box, g.Geometry...)
	}
	// The whole network: a unit that holds everything.
	whole := geo.Unit{Code: "whole", Name: "network", Geometry: orb.MultiPolygon{box.Bound().Pad(0.01).ToPolygon()}}
	units = append(slices.Clone(units), whole)
	for i := range units {
		grounds = append(grounds, []any{i, units[i].Geometry})
	}
	d.load("line", "id integer", lines)
	d.load("unit", "id integer", grounds)
	d.definePlane(box.Bound().Center())
	d.exec(greenwayRules()...)
	var exact, united worst
	lengthM := 0.0
	for _, s := range table[greenwaySums](d, greenwayQuery) {
		u := &units[s.Unit]
		r, err := greenway.Measure(t.Context(), u.Geometry, geo.Unknown(), greenways)
		require.NoError(t, err)
		ours, known := r.LengthM.Get()
		require.True(t, known, "%s: %s", u.Code, r.Reason)
		lengthM = max(lengthM, ours)
		diff := lengthsApart(ours, s.Once)
		exact.see(relative(ours, s.Once), "%s: %.2g m", u.Code, math.Abs(ours-s.Once))
		require.LessOrEqual(t, diff, greenwayTolerance, "%s: ours %.4f m, PostGIS %.4f m", u.Code, ours, s.Once)
		raw := lengthsApart(ours, s.United)
		united.see(raw, "%s", u.Code)
		if raw > greenwayTolerance {
			except(t, "greenway", data, "%s %s: ours %.3f m, bare `ST_Union` %.3f m (%+.2e): %+.3f m by the rule of %g m, %+.3f m on the border",
				u.Code, u.Name, ours, s.United, ours/s.United-1, s.Once+s.AlongsideCut-s.United, greenway.SameM, -s.AlongsideCut)
		}
	}
	report(t, finding{
		oracle: "greenway", data: data, compared: exact.n, what: "units, every metre once by our rule",
		largest: fmt.Sprintf("%.1e (%s)", exact.diff, exact.at), tolerance: fmt.Sprintf("%.0e or %.1f mm", greenwayTolerance, 1000*greenwayFloorM),
		remark: fmt.Sprintf("%s lines, %s km. Against a bare `ST_Union` the largest difference is %.1e. The rule of %g m finds %s", grouped(len(lines)),
			grouped(int(lengthM/1000)), united.diff, greenway.SameM, repeats(d)),
	})
}

// lengthsApart is the relative difference of two lengths, 0 when it is under
// greenwayFloorM.
func lengthsApart(a, b float64) float64 {
	if math.Abs(a-b) <= greenwayFloorM {
		return 0
	}
	return relative(a, b)
}

// relative is the relative difference of two lengths or areas, 0 for two that are
// both under a millimetre.
func relative(a, b float64) float64 {
	if math.Abs(a) < 1e-3 && math.Abs(b) < 1e-3 {
		return 0
	}
	return math.Abs(a-b) / max(math.Abs(a), math.Abs(b))
}
