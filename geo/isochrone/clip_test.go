package isochrone

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

// anywhere is a cost that every limit holds.
func anywhere(orb.Point) uint32 { return 0 }

// box in cells of 10 m from the corner of the test ground.
func (g grid) box(x0, y0, x1, y1 float64) orb.Polygon {
	at := func(x, y float64) orb.Point {
		return orb.Point{120 + x*float64(g.dx)/unit, 30 + y*float64(g.dy)/unit}
	}
	return orb.Polygon{{at(x0, y0), at(x1, y0), at(x1, y1), at(x0, y1), at(x0, y0)}}
}

func testGrid(t *testing.T) grid {
	t.Helper()
	g, err := newGrid(10, 30)
	require.NoError(t, err)
	return g
}

func TestClipIsFollowedWithinACell(t *testing.T) {
	g := testGrid(t)
	unit := orb.MultiPolygon{g.box(0, 0, 20, 20)}
	hole := g.box(8, 8, 12, 12)[0]
	hole.Reverse()
	cases := []struct {
		name    string
		clip    Clip
		cells   float64 // its area
		holes   []int
		corners float64 // how many corners may be cut
	}{
		{"a unit", Clip{Inside: []orb.MultiPolygon{unit}}, 400, []int{0}, 4},
		{"a unit with a hole", Clip{Inside: []orb.MultiPolygon{{{unit[0][0], hole}}}}, 384, []int{1}, 8},
		{"without what overlaps it", Clip{Inside: []orb.MultiPolygon{unit}, Outside: []orb.MultiPolygon{{g.box(10, -5, 30, 30)}}}, 200, []int{0}, 4},
		{"in both", Clip{Inside: []orb.MultiPolygon{unit, {g.box(15, 15, 40, 40)}}}, 25, []int{0}, 4},
		{"polygons that overlap count once", Clip{Inside: []orb.MultiPolygon{{g.box(0, 0, 12, 20), g.box(8, 0, 20, 20)}}}, 400, []int{0}, 4},
		{"cut in two", Clip{Inside: []orb.MultiPolygon{unit}, Outside: []orb.MultiPolygon{{g.box(-1, 8, 30, 12)}}}, 320, []int{0, 0}, 8},
		{"nothing in common", Clip{Inside: []orb.MultiPolygon{unit, {g.box(40, 40, 50, 50)}}}, 0, []int{}, 0},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			out, err := Ground(t.Context(), 10, anywhere, []uint32{0}, c.clip)
			require.NoError(t, err)
			checkShapes(t, out)
			require.Equal(t, c.holes, shape(out[0]))
			cells := 0.0
			for _, p := range out[0] {
				for _, r := range p {
					cells += float64(area(r)) / 2 / float64(g.dx) / float64(g.dy)
				}
			}
			require.InDelta(t, c.cells, cells, c.corners/2+1e-3, "the border is followed, less half a cell at a corner")
		})
	}
}

func TestRandomClipsAgainstEvenOdd(t *testing.T) {
	ties := 0
	for seed := uint64(1); seed <= 40; seed++ {
		r := rand.New(rand.NewPCG(seed, 3))
		g := testGrid(t)
		random := func() orb.Polygon {
			n, cx, cy := 3+r.IntN(9), r.Float64()*40, r.Float64()*40
			var ring orb.Ring
			for k := range n {
				a, d := 2*math.Pi*float64(k)/float64(n), 4+r.Float64()*20
				p := g.box(cx+d*math.Cos(a), cy+d*math.Sin(a), 0, 0)[0][0]
				if r.IntN(3) == 0 { // on a node, where ties are
					p = g.point(int(math.Round(p[0]*unit/float64(g.dx))), int(math.Round(p[1]*unit/float64(g.dy))))
				}
				ring = append(ring, p)
			}
			return orb.Polygon{append(ring, ring[0])}
		}
		clip := Clip{Inside: []orb.MultiPolygon{{random(), random()}, {random()}}, Outside: []orb.MultiPolygon{{random()}}}
		out, err := Ground(t.Context(), 10, anywhere, []uint32{0}, clip)
		require.NoError(t, err)
		checkShapes(t, out)
		kept := func(p orb.Point) bool {
			any := func(mp orb.MultiPolygon) bool {
				for _, q := range mp {
					if contains(orb.MultiPolygon{q}, p) {
						return true
					}
				}
				return false
			}
			return any(clip.Inside[0]) && any(clip.Inside[1]) && !any(clip.Outside[0])
		}
		n := 0
		for col := range 80 {
			for row := range 80 {
				p := g.point(int(120*unit/float64(g.dx))-20+col, int(30*unit/float64(g.dy))-20+row)
				if kept(p) {
					n++
				}
				// Where the border runs through the node itself, to a hundredth of a
				// millimetre, it depends on the order of the arithmetic which side it is on.
				const e = 1e-10
				if k := kept(p); kept(orb.Point{p[0] - e, p[1]}) != k || kept(orb.Point{p[0] + e, p[1]}) != k ||
					kept(orb.Point{p[0], p[1] - e}) != k || kept(orb.Point{p[0], p[1] + e}) != k {
					ties++
					continue
				}
				require.Equal(t, kept(p), contains(out[0], p), "seed %d: node at %v", seed, p)
			}
		}
		t.Logf("seed %d keeps %d nodes", seed, n)
	}
	require.Less(t, ties, 200, "nodes that the border runs through, of 256,000; 59 on amd64")
}

func TestStraightCirclesAreRound(t *testing.T) {
	g := testGrid(t)
	centres := []orb.Point{{120.0031, 30.0027}, {120.0049, 30.0029}}
	cost := func(p orb.Point) uint32 {
		return uint32(math.Round(1000 * min(crs.Distance(p, centres[0]), crs.Distance(p, centres[1]))))
	}
	out, err := Ground(t.Context(), 10, cost, []uint32{50_000, 150_000, 200_000}, Clip{Inside: []orb.MultiPolygon{{g.box(-50, -50, 120, 120)}}})
	require.NoError(t, err)
	checkShapes(t, out)
	require.Equal(t, []int{0, 0}, shape(out[0]), "two circles apart")
	require.Equal(t, []int{0}, shape(out[1]), "that have met")
	require.InEpsilon(t, 2*math.Pi*50*50, crs.Area(out[0]), 0.04, "a polygon with corners every cell lies within its circle, and simplifying may take up to 2 m")
	for i, m := range []float64{50, 150, 200} {
		for _, p := range out[i] {
			for _, v := range p[0] {
				require.InDelta(t, m, float64(cost(v))/1000, 2.5, "the border is where the limit is, give or take what simplifying moves")
			}
		}
	}
}

func TestGroundNeedsAnEnd(t *testing.T) {
	_, err := Ground(t.Context(), 10, anywhere, []uint32{0}, Clip{})
	require.ErrorContains(t, err, "nothing inside")
}
