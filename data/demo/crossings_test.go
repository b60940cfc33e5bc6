package demo

import (
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/tidwall/rtree"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

// piece is a straight part of a road.
type piece struct {
	road int
	a, b orb.Point
}

func pieces(roads []geo.RoadSegment) (*rtree.RTreeG[piece], []piece) {
	var tree rtree.RTreeG[piece]
	var all []piece
	for k, r := range roads {
		for i := 1; i < len(r.Geometry); i++ {
			p := piece{k, r.Geometry[i-1], r.Geometry[i]}
			lo, hi := p.box()
			tree.Insert(lo, hi, p)
			all = append(all, p)
		}
	}
	return &tree, all
}

func (p piece) box() (lo, hi [2]float64) {
	return [2]float64{min(p.a[0], p.b[0]), min(p.a[1], p.b[1])}, [2]float64{max(p.a[0], p.b[0]), max(p.a[1], p.b[1])}
}

// meet reports whether two straight lines have a point in common.
func meet(a, b, c, d orb.Point) bool {
	side := func(p, q, r orb.Point) float64 { return (q[0]-p[0])*(r[1]-p[1]) - (q[1]-p[1])*(r[0]-p[0]) }
	s1, s2, s3, s4 := side(a, b, c), side(a, b, d), side(c, d, a), side(c, d, b)
	if s1 == 0 && s2 == 0 && s3 == 0 && s4 == 0 {
		box := func(p, q, r orb.Point) bool {
			return min(p[0], q[0]) <= r[0] && r[0] <= max(p[0], q[0]) && min(p[1], q[1]) <= r[1] && r[1] <= max(p[1], q[1])
		}
		return box(a, b, c) || box(a, b, d) || box(c, d, a) || box(c, d, b)
	}
	return s1*s2 <= 0 && s3*s4 <= 0
}

// TestRoadsCrossOnlyAtNodesOrLevels: where two roads touch, it is at a node of
// both, or one of them is a bridge or a tunnel. The motorway meets others only at
// the ends of its ramps.
func TestRoadsCrossOnlyAtNodesOrLevels(t *testing.T) {
	several(t, func(t *testing.T, ds *geo.Dataset, _ int) {
		tree, all := pieces(ds.Roads)
		over := 0
		for _, p := range all {
			lo, hi := p.box()
			tree.Search(lo, hi, func(_, _ [2]float64, q piece) bool {
				if q.road <= p.road || !meet(p.a, p.b, q.a, q.b) {
					return true
				}
				r, s := &ds.Roads[p.road], &ds.Roads[q.road]
				shared := r.From == s.From || r.From == s.To || r.To == s.From || r.To == s.To
				if shared {
					// They touch where they join, and nowhere else: the point they
					// have in common is an end of both pieces.
					at := p.a == q.a || p.a == q.b || p.b == q.a || p.b == q.b
					assert.True(t, at, "%s and %s join, and cross besides", r.ID, s.ID)
					return true
				}
				if r.Level != s.Level && (r.Bridge || r.Tunnel || s.Bridge || s.Tunnel) {
					over++
					return true
				}
				assert.Fail(t, "cross without a node", "%s (%s) and %s (%s) at %v", r.ID, r.Highway, s.ID, s.Highway, p.a)
				return true
			})
		}
		assert.Greater(t, over, 5, "crossings at different levels")
	})
}

func TestMotorwayIsReachedByItsRampsOnly(t *testing.T) {
	several(t, func(t *testing.T, ds *geo.Dataset, _ int) {
		at := map[int64]map[string]int{}
		for _, r := range ds.Roads {
			for _, n := range []int64{r.From, r.To} {
				if at[n] == nil {
					at[n] = map[string]int{}
				}
				at[n][r.Highway]++
			}
		}
		ramps, junctions := 0, 0
		for _, r := range ds.Roads {
			if r.Highway == "motorway_link" {
				ramps++
			}
			if r.Highway == "motorway" || r.Highway == "motorway_link" {
				assert.Equal(t, geo.Forward, r.OneWay, r.ID)
			}
		}
		for n, classes := range at {
			if classes["motorway"] > 0 {
				assert.Equal(t, classes["motorway"]+classes["motorway_link"], total(classes), "node %d: %v", n, classes)
			}
			if classes["motorway_link"] > 0 && classes["motorway"] == 0 {
				assert.Positive(t, classes["primary"], "node %d: %v", n, classes)
				junctions++
			}
		}
		assert.GreaterOrEqual(t, ramps, 4)
		assert.Equal(t, ramps, 2*junctions)
	})
}

func total(m map[string]int) int {
	n := 0
	for _, v := range m {
		n += v
	}
	return n
}

// TestRiverIsCrossedOnBridgesOnly tries every straight part of the river's banks
// against every straight part of every road there.
func TestRiverIsCrossedOnBridgesOnly(t *testing.T) {
	several(t, func(t *testing.T, ds *geo.Dataset, towns int) {
		var river orb.Polygon
		for _, b := range ds.Barriers {
			if b.Kind == geo.BarrierWater {
				river = b.Geometry.(orb.Polygon)
			}
		}
		require.Len(t, river, 2, "a river with an island")
		crossing := map[int]bool{}
		tree, _ := pieces(ds.Roads)
		for _, ring := range river {
			for k := 1; k < len(ring); k++ {
				bank := piece{0, ring[k-1], ring[k]}
				lo, hi := bank.box()
				tree.Search(lo, hi, func(_, _ [2]float64, p piece) bool {
					if meet(p.a, p.b, bank.a, bank.b) {
						assert.True(t, ds.Roads[p.road].Bridge, "%s (%s) crosses a bank", ds.Roads[p.road].ID, ds.Roads[p.road].Highway)
						crossing[p.road] = true
					}
					return true
				})
			}
		}
		for k, r := range ds.Roads {
			if k%5 == 0 && !r.Bridge && river.Bound().Contains(r.Geometry[0]) && inside(orb.MultiPolygon{river}, r.Geometry[0]) {
				assert.Fail(t, "starts in the river", r.ID)
			}
		}
		assert.GreaterOrEqual(t, len(crossing), 4)
		assert.LessOrEqual(t, len(crossing), 8+towns)
	})
}

// TestRailwayIsCrossedInPlacesOnly: what crosses the railway is an underpass, the
// motorway's bridge, or a short level crossing, and there are some of each.
func TestRailwayIsCrossedInPlacesOnly(t *testing.T) {
	several(t, func(t *testing.T, ds *geo.Dataset, _ int) {
		var rail orb.LineString
		for _, b := range ds.Barriers {
			if b.Kind == geo.BarrierRailway {
				rail = b.Geometry.(orb.LineString)
			}
		}
		counts := map[string]int{}
		tree, _ := pieces(ds.Roads)
		for k := 1; k < len(rail); k++ {
			track := piece{0, rail[k-1], rail[k]}
			lo, hi := track.box()
			tree.Search(lo, hi, func(_, _ [2]float64, p piece) bool {
				if !meet(p.a, p.b, track.a, track.b) {
					return true
				}
				switch r := ds.Roads[p.road]; {
				case r.Tunnel:
					counts["underpass"]++
				case r.Bridge:
					counts["bridge"]++
					assert.Equal(t, "motorway", r.Highway, r.ID)
				default:
					counts["level crossing"]++
					assert.Less(t, crs.Length(r.Geometry), 80.0, r.ID)
				}
				return true
			})
		}
		assert.Positive(t, counts["underpass"])
		assert.Positive(t, counts["level crossing"])
		assert.Equal(t, 2, counts["bridge"])
		assert.Less(t, total(counts), 90)
	})
}

// TestEstatesAreGated: private streets are reached through gates only, each of
// which stands at the ends of the two ways that meet there, and no road crosses a
// wall.
func TestEstatesAreGated(t *testing.T) {
	several(t, func(t *testing.T, ds *geo.Dataset, _ int) {
		private, public, gates := map[int64]bool{}, map[int64]bool{}, map[int64][]string{}
		for _, r := range ds.Roads {
			for _, n := range []int64{r.From, r.To} {
				if r.Access == "private" {
					private[n] = true
				} else {
					public[n] = true
				}
			}
			if r.FromBarrier != "" {
				gates[r.From] = append(gates[r.From], r.FromBarrier)
			}
			if r.ToBarrier != "" {
				gates[r.To] = append(gates[r.To], r.ToBarrier)
			}
		}
		require.Greater(t, len(gates), 20)
		for n, g := range gates {
			require.Len(t, g, 2, "gate at node %d", n)
			assert.Equal(t, g[0], g[1])
			assert.True(t, private[n] && public[n], "gate at node %d", n)
		}
		for n := range private {
			if public[n] {
				assert.NotEmpty(t, gates[n], "node %d", n)
			}
		}

		tree, _ := pieces(ds.Roads)
		walls := 0
		for _, b := range ds.Barriers {
			if b.Kind != geo.BarrierWall {
				continue
			}
			walls++
			lines, ok := b.Geometry.(orb.MultiLineString)
			if !ok {
				lines = orb.MultiLineString{b.Geometry.(orb.LineString)}
			}
			for _, l := range lines {
				for k := 1; k < len(l); k++ {
					w := piece{0, l[k-1], l[k]}
					lo, hi := w.box()
					tree.Search(lo, hi, func(_, _ [2]float64, q piece) bool {
						assert.False(t, meet(w.a, w.b, q.a, q.b), "%s crosses %s", ds.Roads[q.road].ID, b.ID)
						return true
					})
				}
			}
		}
		assert.Greater(t, walls, 20)
	})
}

// TestFarmsteadHasNoGate: one wall is closed all round; two homes stand behind it,
// and no road.
func TestFarmsteadHasNoGate(t *testing.T) {
	several(t, func(t *testing.T, ds *geo.Dataset, _ int) {
		tree, _ := pieces(ds.Roads)
		found := 0
		for _, b := range ds.Barriers {
			line, ok := b.Geometry.(orb.LineString)
			if !ok || b.Kind != geo.BarrierWall || line[0] != line[len(line)-1] {
				continue
			}
			found++
			yard := orb.MultiPolygon{{orb.Ring(line)}}
			homes := 0
			for _, h := range ds.Homes {
				if yard.Bound().Contains(h.Location) && inside(yard, h.Location) {
					homes++
				}
			}
			assert.Equal(t, 2, homes)
			tree.Search(yard.Bound().Min, yard.Bound().Max, func(_, _ [2]float64, p piece) bool {
				assert.False(t, inside(yard, p.a), ds.Roads[p.road].ID)
				return true
			})
		}
		assert.Equal(t, 1, found)
	})
}
