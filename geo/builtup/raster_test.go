package builtup

import (
	"math"
	"math/rand"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo/shape"
)

func random(t *testing.T) *rand.Rand {
	seed := rand.Int63()
	t.Logf("seed %d", seed)
	return rand.New(rand.NewSource(seed))
}

// blot is a random raster: dots, boxes and holes.
func blot(r *rand.Rand) *raster {
	w := newRaster(orb.Bound{Max: orb.Point{float64(20+r.Intn(250)) + .5, float64(20 + r.Intn(250))}}, 5+float64(r.Intn(3))*2.5)
	for range r.Intn(12) {
		x, y, on := r.Intn(w.nx), r.Intn(w.ny), r.Intn(4) > 0
		for j := y; j < min(w.ny, y+1+r.Intn(12)); j++ {
			for i := x; i < min(w.nx, x+1+r.Intn(12)); i++ {
				w.on[j*w.nx+i] = on
			}
		}
	}
	for range r.Intn(30) {
		w.on[r.Intn(len(w.on))] = true
	}
	return w
}

func (r *raster) centre(i int) orb.Point {
	return orb.Point{r.min[0] + (float64(i%r.nx)+0.5)*r.cell, r.rowCentre(i / r.nx)}
}

func TestWithinAgreesWithBruteForce(t *testing.T) {
	r := random(t)
	for range 60 {
		w := blot(r)
		radius := []float64{0, 3, w.cell, 25, 12.5, 50, r.Float64() * 60}[r.Intn(7)]
		for _, state := range []bool{true, false} {
			got := w.within(w.on, radius, state)
			for i := range w.on {
				want := false
				for j := range w.on {
					// In whole squares, so that no rounding decides what is exactly at the radius.
					dx, dy := i%w.nx-j%w.nx, i/w.nx-j/w.nx
					if w.on[j] == state && math.Sqrt(float64(dx*dx+dy*dy))*w.cell <= radius*(1+1e-12) {
						want = true
						break
					}
				}
				require.Equal(t, want, got[i], "square %d, radius %g of %g", i, radius, w.cell)
			}
		}
	}
}

func TestClosingKeepsWhatIsOnAndIsStable(t *testing.T) {
	r := random(t)
	for range 100 {
		w := blot(r)
		before := slices.Clone(w.on)
		w.closeGaps(25)
		once := slices.Clone(w.on)
		for i := range before {
			require.True(t, once[i] || !before[i], "closing turned square %d off", i)
		}
		w.closeGaps(25)
		require.Equal(t, once, w.on, "closing twice is closing once")
	}
}

// star draws a polygon without crossings around a place.
func star(r *rand.Rand, x, y, most float64) orb.Polygon {
	n := 3 + r.Intn(20)
	var ring orb.Ring
	for i := range n {
		s, c := math.Sincos((float64(i) + 0.8*r.Float64()) / float64(n) * 2 * math.Pi)
		d := most * (0.2 + 0.8*r.Float64())
		ring = append(ring, orb.Point{x + d*c, y + d*s})
	}
	p := orb.Polygon{append(ring, ring[0])}
	if r.Intn(2) == 0 {
		d := most * 0.05
		p = append(p, orb.Ring{{x - d, y - d}, {x, y + d}, {x + d, y - d}, {x - d, y - d}})
	}
	return p
}

func TestFillAndGrowAgreeWithBruteForce(t *testing.T) {
	r := random(t)
	for range 60 {
		w := newRaster(orb.Bound{Max: orb.Point{400, 300}}, 5)
		p := star(r, 500*r.Float64()-50, 400*r.Float64()-50, 5+r.Float64()*150)
		inside := func(at orb.Point) bool { return planar.PolygonContains(p, at) }
		w.fill(p)
		for i, on := range w.on {
			require.Equal(t, inside(w.centre(i)), on, "%v in %v", w.centre(i), p)
		}
		grow := 50 * r.Float64()
		w.fillGrown(p, grow)
		for i, on := range w.on {
			at := w.centre(i)
			d := math.Inf(1)
			for _, ring := range p {
				for k := 1; k < len(ring); k++ {
					d = min(d, planar.DistanceFromSegment(ring[k-1], ring[k], at))
				}
			}
			if math.Abs(d-grow) > 1e-9 {
				require.Equal(t, inside(at) || d < grow, on, "%v at %g of %g", at, d, grow)
			}
		}
	}
}

func TestPartsAgreeWithFloodFill(t *testing.T) {
	r := random(t)
	for range 200 {
		w := blot(r)
		p, err := w.findParts(t.Context())
		require.NoError(t, err)
		label := make([]int32, len(w.on))
		for i := range label {
			label[i] = -1
		}
		for i, u := range p.runs {
			for x := u.from; x < u.to; x++ {
				label[int(u.y)*w.nx+int(x)] = p.of[i]
			}
		}
		seen := map[int32]bool{}
		for i, on := range w.on {
			require.Equal(t, on, label[i] >= 0)
			if !on || seen[label[i]] {
				continue
			}
			seen[label[i]] = true
			stack, reached, n := []int{i}, map[int]bool{i: true}, 0
			for len(stack) > 0 {
				k := stack[len(stack)-1]
				stack = stack[:len(stack)-1]
				n++
				require.Equal(t, label[i], label[k])
				for _, d := range [][2]int{{1, 0}, {-1, 0}, {0, 1}, {0, -1}} {
					x, y := k%w.nx+d[0], k/w.nx+d[1]
					if q := y*w.nx + x; x >= 0 && y >= 0 && x < w.nx && y < w.ny && w.on[q] && !reached[q] {
						reached[q] = true
						stack = append(stack, q)
					}
				}
			}
			require.Equal(t, n, p.squares[label[i]])
		}
		require.Len(t, p.squares, len(seen))
	}
}

func TestOutlineIsValidAndSeparatesOnFromOff(t *testing.T) {
	r := random(t)
	for range 200 {
		w := blot(r)
		mp := assemble(w.outline())
		var small orb.MultiPolygon // in degrees, for the judge
		for _, p := range mp {
			var q orb.Polygon
			for _, ring := range p {
				var s orb.Ring
				for _, v := range ring {
					s = append(s, orb.Point{v[0] / 1000, v[1] / 1000})
				}
				q = append(q, s)
			}
			small = append(small, q)
			assert.Positive(t, signedArea(p[0]))
			for _, h := range p[1:] {
				assert.Negative(t, signedArea(h))
			}
		}
		require.NoError(t, shape.Validate(small))
		for i, on := range w.on {
			require.Equal(t, on, planar.MultiPolygonContains(mp, w.centre(i)), "square %d", i)
		}
	}
}

func TestSquaresThatMeetAtACornerArePartsOfTheirOwn(t *testing.T) {
	w := newRaster(orb.Bound{Max: orb.Point{20, 20}}, 10)
	w.on = []bool{true, false, false, true}
	p, err := w.findParts(t.Context())
	require.NoError(t, err)
	assert.Equal(t, []int{1, 1}, p.squares)
	assert.Len(t, assemble(w.outline()), 2)
	// A ring of eight around one that is off: one part with one hole.
	w = newRaster(orb.Bound{Max: orb.Point{30, 30}}, 10)
	for i := range w.on {
		w.on[i] = i != 4
	}
	mp := assemble(w.outline())
	require.Len(t, mp, 1)
	assert.Len(t, mp[0], 2)
}
