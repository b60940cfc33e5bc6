package overlay_test

import (
	"context"
	"math"
	"math/rand"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo/overlay"
	"github.com/seed-4611ae28/lifecircle/geo/shape"
)

// step is one step of the grid in degrees.
const step = 1e-7

func square(x, y, w float64) orb.Polygon {
	return orb.Polygon{{{x, y}, {x + w, y}, {x + w, y + w}, {x, y + w}, {x, y}}}
}

// area is planar, in square degrees: exact enough to compare, and independent of
// the package.
func area(mp orb.MultiPolygon) float64 {
	sum := 0.0
	for _, p := range mp {
		for _, r := range p {
			sum += shape.SignedArea(r)
		}
	}
	return sum
}

func perimeter(mp orb.MultiPolygon) float64 {
	sum := 0.0
	for _, p := range mp {
		for _, r := range p {
			for i := 1; i < len(r); i++ {
				sum += math.Hypot(r[i][0]-r[i-1][0], r[i][1]-r[i-1][1])
			}
		}
	}
	return sum
}

// mustBeProper checks what the package promises of every result.
func mustBeProper(t *testing.T, mp orb.MultiPolygon, msg ...any) {
	t.Helper()
	require.NoError(t, shape.Validate(mp), msg...)
	require.Equal(t, mp, shape.RightHanded(mp), msg...)
	for _, p := range mp {
		for _, r := range p {
			for _, v := range r {
				require.Equal(t, shape.Round7Point(v), v, msg...)
			}
		}
	}
}

func TestHandDrawn(t *testing.T) {
	ctx := context.Background()
	a, b := orb.MultiPolygon{square(0, 0, 2)}, orb.MultiPolygon{square(1, 1, 2)}

	u, err := overlay.Union(ctx, a, b)
	require.NoError(t, err)
	assert.Equal(t, orb.MultiPolygon{{{{0, 0}, {2, 0}, {2, 1}, {3, 1}, {3, 3}, {1, 3}, {1, 2}, {0, 2}, {0, 0}}}}, u)

	i, err := overlay.Intersection(ctx, a, b)
	require.NoError(t, err)
	assert.Equal(t, orb.MultiPolygon{square(1, 1, 1)}, i)

	d, err := overlay.Difference(ctx, a, b)
	require.NoError(t, err)
	assert.Equal(t, orb.MultiPolygon{{{{0, 0}, {2, 0}, {2, 1}, {1, 1}, {1, 2}, {0, 2}, {0, 0}}}}, d)

	// Side by side: one polygon. Corner to corner: two.
	u, err = overlay.Union(ctx, a, orb.MultiPolygon{square(2, 0, 2)})
	require.NoError(t, err)
	assert.Equal(t, orb.MultiPolygon{{{{0, 0}, {4, 0}, {4, 2}, {0, 2}, {0, 0}}}}, u)
	u, err = overlay.Union(ctx, a, orb.MultiPolygon{square(2, 2, 2)})
	require.NoError(t, err)
	assert.Equal(t, orb.MultiPolygon{square(0, 0, 2), square(2, 2, 2)}, u)

	// Four squares around a gap; an island inside the gap.
	u, err = overlay.Union(ctx, orb.MultiPolygon{
		{{{0, 0}, {9, 0}, {9, 1}, {0, 1}, {0, 0}}}, {{{8, 0}, {9, 0}, {9, 9}, {8, 9}, {8, 0}}},
		{{{0, 8}, {9, 8}, {9, 9}, {0, 9}, {0, 8}}}, {{{0, 0}, {1, 0}, {1, 9}, {0, 9}, {0, 0}}}, square(4, 4, 1)})
	require.NoError(t, err)
	hole := orb.Ring{{1, 1}, {1, 8}, {8, 8}, {8, 1}, {1, 1}}
	assert.Equal(t, orb.MultiPolygon{{square(0, 0, 9)[0], hole}, square(4, 4, 1)}, u)

	// A ring in the hole of a ring: each hole goes to the shell next around it.
	ringOf := func(x, w float64) orb.MultiPolygon {
		return orb.MultiPolygon{{square(x, x, w)[0], square(x+1, x+1, w-2)[0]}}
	}
	u, err = overlay.Union(ctx, ringOf(0, 9), ringOf(2, 5))
	require.NoError(t, err)
	assert.Equal(t, orb.MultiPolygon{
		{square(0, 0, 9)[0], {{1, 1}, {1, 8}, {8, 8}, {8, 1}, {1, 1}}},
		{square(2, 2, 5)[0], {{3, 3}, {3, 6}, {6, 6}, {6, 3}, {3, 3}}},
	}, u)

	// Nothing with something, and nothing with nothing.
	for _, mp := range []orb.MultiPolygon{nil, {}, {{}}, {{{}}}, {{{{1, 1}, {2, 2}, {1, 1}}}}} {
		u, err = overlay.Union(ctx, a, mp)
		require.NoError(t, err)
		assert.Equal(t, a, u)
		u, err = overlay.Union(ctx, mp)
		require.NoError(t, err)
		assert.Equal(t, orb.MultiPolygon{}, u)
	}
	// A polygon less itself is nothing.
	d, err = overlay.Difference(ctx, a, a)
	require.NoError(t, err)
	assert.Empty(t, d)
}

// Two holes that touch each other, a hole that touches the shell, holes in a ring
// around an island: rings have to be cut so that none touches itself.
func TestTouchingHoles(t *testing.T) {
	ctx := context.Background()
	for name, holes := range map[string]orb.MultiPolygon{
		"two holes at a corner": {square(2, 2, 1), square(3, 3, 1)},
		"hole at the shell":     {{{{0, 4}, {1, 3}, {1, 5}, {0, 4}}}},
		"hole at two sides":     {{{{0, 4}, {5, 3}, {9, 4}, {5, 5}, {0, 4}}}},
		"ring of holes":         {square(3, 2, 1), square(4, 3, 1), square(3, 4, 1), square(2, 3, 1)},
	} {
		outer := orb.MultiPolygon{square(0, 0, 9)}
		d, err := overlay.Difference(ctx, outer, holes)
		require.NoError(t, err, name)
		mustBeProper(t, d, name)
		assert.InDelta(t, area(outer)-area(holes), area(d), 1e-12, name)
		back, err := overlay.Union(ctx, d, holes)
		require.NoError(t, err, name)
		assert.Equal(t, outer, back, name)
	}
}

func TestClean(t *testing.T) {
	ctx := context.Background()
	for name, c := range map[string]struct {
		in   orb.MultiPolygon
		area float64
	}{
		"bow tie":                 {orb.MultiPolygon{{{{0, 0}, {2, 2}, {2, 0}, {0, 2}, {0, 0}}}}, 2},
		"unclosed":                {orb.MultiPolygon{{{{0, 0}, {2, 0}, {2, 2}, {0, 2}}}}, 4},
		"spike":                   {orb.MultiPolygon{{{{0, 0}, {2, 0}, {2, 2}, {5, 5}, {2, 2}, {0, 2}, {0, 0}}}}, 4},
		"hole run the same way":   {orb.MultiPolygon{{square(0, 0, 4)[0], square(1, 1, 1)[0]}}, 15},
		"polygons that overlap":   {orb.MultiPolygon{square(0, 0, 2), square(1, 1, 2)}, 7},
		"clockwise and unclosed":  {orb.MultiPolygon{{{{0, 0}, {0, 2}, {2, 2}, {2, 0}}}}, 4},
		"outer ring drawn inside": {orb.MultiPolygon{{square(1, 1, 1)[0], square(0, 0, 4)[0]}}, 15},
		"no area":                 {orb.MultiPolygon{{{{0, 0}, {2, 2}, {0, 0}}}}, 0},
	} {
		out, err := overlay.Clean(ctx, c.in)
		require.NoError(t, err, name)
		mustBeProper(t, out, name)
		assert.InDelta(t, c.area, area(out), 1e-12, name)
	}
}

func TestBadInput(t *testing.T) {
	ctx := context.Background()
	_, err := overlay.Union(ctx, orb.MultiPolygon{{{{0, 0}, {1, math.NaN()}, {1, 1}, {0, 0}}}})
	assert.ErrorContains(t, err, "finite")
	_, err = overlay.Union(ctx, orb.MultiPolygon{{{{0, 0}, {math.Inf(1), 0}, {1, 1}, {0, 0}}}})
	assert.ErrorContains(t, err, "finite")
	_, err = overlay.Union(ctx, orb.MultiPolygon{square(-80, 0, 1), square(80, 0, 1)})
	assert.ErrorContains(t, err, "less than 100")
	_, err = overlay.Union(ctx, orb.MultiPolygon{square(515300, 3349722, 20)})
	assert.ErrorContains(t, err, "degrees")
	_, err = overlay.Union(ctx, orb.MultiPolygon{square(1e300, 0, 1e290)})
	assert.Error(t, err)
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := overlay.Union(ctx, orb.MultiPolygon{square(0, 0, 1)})
	assert.ErrorIs(t, err, context.Canceled)
}

// star returns a star-shaped polygon, often with a hole, around a place.
func star(rng *rand.Rand, x, y, size float64) orb.Polygon {
	n := 5 + rng.Intn(12) // no two neighbours half a turn apart: the centre is inside
	var outer, hole orb.Ring
	for i := range n {
		s, c := math.Sincos((float64(i) + 0.8*rng.Float64()) / float64(n) * 2 * math.Pi)
		r := size * (0.5 + 0.5*rng.Float64())
		outer = append(outer, orb.Point{x + r*c, y + r*s})
		hole = append(hole, orb.Point{x + r*c*0.4, y + r*s*0.4})
	}
	outer, hole = append(outer, outer[0]), append(hole, hole[0])
	if rng.Intn(2) == 0 {
		return orb.Polygon{outer}
	}
	return orb.Polygon{outer, hole}
}

func inPolygons(p orb.Point, mp orb.MultiPolygon) bool {
	for _, poly := range mp {
		inside := false
		for _, r := range poly {
			for i := 1; i < len(r); i++ {
				a, b := r[i-1], r[i]
				if (a[1] > p[1]) != (b[1] > p[1]) && p[0] < a[0]+(p[1]-a[1])/(b[1]-a[1])*(b[0]-a[0]) {
					inside = !inside
				}
			}
		}
		if inside {
			return true
		}
	}
	return false
}

// nearBoundary reports whether p lies within d of any ring: there rounding decides.
func nearBoundary(p orb.Point, d float64, mps ...orb.MultiPolygon) bool {
	for _, mp := range mps {
		for _, poly := range mp {
			for _, r := range poly {
				for i := 1; i < len(r); i++ {
					a, b := r[i-1], r[i]
					dx, dy := b[0]-a[0], b[1]-a[1]
					t := 0.0
					if l := dx*dx + dy*dy; l > 0 {
						t = max(0, min(1, ((p[0]-a[0])*dx+(p[1]-a[1])*dy)/l))
					}
					if math.Hypot(p[0]-a[0]-t*dx, p[1]-a[1]-t*dy) < d {
						return true
					}
				}
			}
		}
	}
	return false
}

// Every point in the plane has to be on the side that each input says. The square
// degree is big and tiny by turns, so that rounding plays no part and a great one.
func TestAgreesWithPointByPoint(t *testing.T) {
	seed := time.Now().UnixNano()
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewSource(seed))
	ctx := context.Background()
	for round := range 150 {
		size := []float64{1, 1e-3, 100 * step}[round%3]
		x0, y0 := rng.Float64()*200-100, rng.Float64()*100-50
		var a, b orb.MultiPolygon
		for range 1 + rng.Intn(12) {
			a = append(a, star(rng, x0+size*3*rng.Float64(), y0+size*3*rng.Float64(), size))
		}
		for range 1 + rng.Intn(12) {
			b = append(b, star(rng, x0+size*3*rng.Float64(), y0+size*3*rng.Float64(), size))
		}
		both, err := overlay.Arrange(ctx, overlay.LayerOf(a), overlay.LayerOf(b))
		require.NoError(t, err, "seed %d round %d", seed, round)
		union := both.Region(func(w []int32) bool { return w[0] > 0 || w[1] > 0 })
		common := both.Region(func(w []int32) bool { return w[0] > 0 && w[1] > 0 })
		less := both.Region(func(w []int32) bool { return w[0] > 0 && w[1] <= 0 })
		onlyA := both.Region(func(w []int32) bool { return w[0] > 0 })
		onlyB := both.Region(func(w []int32) bool { return w[1] > 0 })
		for _, mp := range []orb.MultiPolygon{union, common, less, onlyA, onlyB} {
			mustBeProper(t, mp, "seed %d round %d", seed, round)
		}
		whole := area(onlyA) + area(onlyB)
		require.InDelta(t, whole, area(union)+area(common), 1e-9*whole, "seed %d round %d", seed, round)
		require.InDelta(t, area(onlyA), area(less)+area(common), 1e-9*whole, "seed %d round %d", seed, round)
		for range 100 {
			p := orb.Point{x0 + size*(5*rng.Float64()-1), y0 + size*(5*rng.Float64()-1)}
			if nearBoundary(p, 1.5*step, a, b) {
				continue
			}
			inA, inB := inPolygons(p, a), inPolygons(p, b)
			for name, c := range map[string]struct {
				want bool
				got  orb.MultiPolygon
			}{"union": {inA || inB, union}, "common": {inA && inB, common}, "less": {inA && !inB, less}} {
				require.Equal(t, c.want, inPolygons(p, c.got), "seed %d round %d: %s at %v", seed, round, name, p)
			}
		}
	}
}
