package main

import (
	"encoding/binary"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data/profiles"
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/network"
)

// crossing is a grid of 20 by 20 streets, with a detour beside one of them, a loop, a
// private road, a motorway and a gate.
func crossing(t *testing.T) *walkable {
	t.Helper()
	const side = 20
	at := func(x, y int) orb.Point { return orb.Point{119 + float64(x)*1e-3, 28 + float64(y)*1.1e-3} }
	id := func(x, y int) int64 { return int64(1 + y*side + x) }
	var roads []geo.RoadSegment
	add := func(x0, y0, x1, y1 int, via ...orb.Point) *geo.RoadSegment {
		line := append(append(orb.LineString{at(x0, y0)}, via...), at(x1, y1))
		roads = append(roads, geo.RoadSegment{From: id(x0, y0), To: id(x1, y1), Highway: "residential", Geometry: line})
		return &roads[len(roads)-1]
	}
	for y := range side {
		for x := range side {
			if x+1 < side {
				add(x, y, x+1, y)
			}
			if y+1 < side {
				add(x, y, x, y+1)
			}
		}
	}
	add(0, 0, 1, 0, orb.Point{119.0005, 28.0005})
	add(3, 3, 3, 3, orb.Point{119.0032, 28.0035}, orb.Point{119.0034, 28.0031})
	add(5, 5, 6, 6).Access = "private"
	add(7, 7, 8, 8).Highway = "motorway"
	roads[4].FromBarrier = "wall"
	rules, err := profiles.Load()
	require.NoError(t, err)
	walk, _ := rules.Mode("walk")
	n, err := newWalkable(t.Context(), "drawn", roads, walk)
	require.NoError(t, err)
	return n
}

func TestWalkableIsAPlainGraph(t *testing.T) {
	n := crossing(t)
	require.Len(t, n.Nodes, 400)
	require.Len(t, n.Edges, 2*20*19, "neither the detour nor the loop")
	require.Equal(t, 2*20*19+3, n.Roads, "no motorway")
	require.Equal(t, 1, n.LeftOut)
	require.Equal(t, []int32{0, 250}, n.Facilities)
}

// The exported graph has lifecircle's costs: those of the plainest search on it.
func TestExportedGraphGivesTheSameCosts(t *testing.T) {
	n := crossing(t)
	plain := make([]float64, len(n.Nodes))
	for v := range plain {
		plain[v] = math.Inf(1)
	}
	for _, v := range n.Facilities {
		plain[v] = 0
	}
	for changed := true; changed; {
		changed = false
		for _, e := range n.Edges {
			for _, s := range [][2]int32{{e.From, e.To}, {e.To, e.From}} {
				if c := plain[s[0]] + float64(e.Cost); c < plain[s[1]] {
					plain[s[1]], changed = c, true
				}
			}
		}
	}
	own, err := n.costsWithin(t.Context(), 0)
	require.NoError(t, err)
	c, err := compare(own, plain, 0)
	require.NoError(t, err)
	require.Equal(t, comparison{Nodes: 400, Reached: 400}, c)

	const limit = 300_000
	own, err = n.costsWithin(t.Context(), limit)
	require.NoError(t, err)
	for v, cost := range own {
		require.Equal(t, plain[v] <= limit, cost != network.Unreachable, "node %d", v)
	}
}

func TestExport(t *testing.T) {
	n := &walkable{Nodes: []orb.Point{{-8.5, 41}, {-8.4, 41.1}}, Edges: []edge{{0, 1, 17}}, Facilities: []int32{1}}
	folder := filepath.Join(t.TempDir(), "new")
	require.NoError(t, task{Runs: 5, LimitsMM: []uint32{1000, 0}}.write(folder))
	require.NoError(t, n.export(folder))
	for name, want := range map[string]string{
		"nodes.csv":      "node,lon,lat\n0,-8.5000000,41.0000000\n1,-8.4000000,41.1000000\n",
		"edges.csv":      "from,to,cost_mm\n0,1,17\n",
		"facilities.csv": "node\n1\n",
	} {
		b, err := os.ReadFile(filepath.Join(folder, name))
		require.NoError(t, err)
		require.Equal(t, want, string(b))
	}
	b, err := os.ReadFile(filepath.Join(folder, "task.json"))
	require.NoError(t, err)
	var got map[string]any
	require.NoError(t, json.Unmarshal(b, &got))
	require.Equal(t, map[string]any{"runs": 5.0, "limits_mm": []any{1000.0, 0.0}}, got)
}

func TestReadCosts(t *testing.T) {
	file := filepath.Join(t.TempDir(), "costs")
	want := []float64{0, 12.5, math.Inf(1)}
	var b []byte
	for _, v := range want {
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(v))
	}
	require.NoError(t, os.WriteFile(file, b, 0o600))
	got, err := readCosts(file)
	require.NoError(t, err)
	require.Equal(t, want, got)
	require.NoError(t, os.WriteFile(file, b[1:], 0o600))
	_, err = readCosts(file)
	require.Error(t, err)
}
