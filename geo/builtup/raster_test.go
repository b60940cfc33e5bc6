package builtup

import (
	"math"
	"math/rand"
	"os"
	"slices"
	"strconv"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo/shape"
)

// random logs its seed; SEED=… in the environment plays it again.
func random(t *testing.T) *rand.Rand {
	seed, err := strconv.ParseInt(os.Getenv("SEED"), 10, 64)
	if err != nil {
		seed = rand.Int63()
	}
	t.Logf("SEED=%d", seed)
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
	for range 30 {
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
	if n >= 8 { // enough corners to go around a hole in the middle
		d := most * 0.05
		p = append(p, orb.Ring{{x - d, y - d}, {x, y + d}, {x + d, y - d}, {x - d, y - d}})
	}
	return p
}

func TestFillAndGrowAgreeWithBruteForce(t *testing.T) {
	r := random(t)
	for range 25 {
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

func TestCornersOnTheLineOfARow(t *testing.T) {
	// A square on its corner, with every corner on a row of centres or a column.
	w := newRaster(orb.Bound{Max: orb.Point{70, 70}}, 10)
	w.fill(orb.Polygon{{{35, 5}, {65, 35}, {35, 65}, {5, 35}, {35, 5}}})
	for i, on := range w.on {
		c := w.centre(i)
		switch d := math.Abs(c[0]-35) + math.Abs(c[1]-35); {
		case d < 30:
			assert.True(t, on, "%v", c)
		case d > 30:
			assert.False(t, on, "%v", c)
		}
	}
	// A notch whose tip touches the row.
	w = newRaster(orb.Bound{Max: orb.Point{70, 30}}, 10)
	w.fill(orb.Polygon{{{1, 1}, {69, 1}, {69, 29}, {35, 15}, {1, 29}, {1, 1}}})
	for x := range 7 {
		assert.True(t, w.on[w.nx+x], "column %d of the row of the tip", x)
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

// Rings that share no corner and have the ground on their left neither cross nor
// touch: every edge of theirs cuts one corner or one side between two centres.
func TestOutlineSeparatesOnFromOff(t *testing.T) {
	r := random(t)
	for range 60 {
		w := blot(r)
		rings := w.outline()
		seen := map[orb.Point]bool{}
		area := 0.0
		for _, ring := range rings {
			require.Equal(t, ring[0], ring[len(ring)-1])
			for i, v := range ring[1:] {
				require.False(t, seen[v], "corner %v twice", v)
				seen[v] = true
				require.LessOrEqual(t, math.Hypot(v[0]-ring[i][0], v[1]-ring[i][1]), w.cell+1e-9)
			}
			area += shape.SignedArea(ring)
		}
		n := 0
		for i, on := range w.on {
			around := 0
			for _, ring := range rings {
				if planar.RingContains(ring, w.centre(i)) {
					around++
				}
			}
			require.Equal(t, on, around%2 == 1, "square %d", i)
			if on {
				n++
			}
		}
		// Counter-clockwise around the ground and clockwise around holes: the sum is
		// the ground, but for an eighth of a square at each corner turned.
		require.InDelta(t, float64(n)*w.cell*w.cell, area, float64(len(seen))/8*w.cell*w.cell+1e-6)
	}
}

func TestSquaresThatMeetAtACornerArePartsOfTheirOwn(t *testing.T) {
	w := newRaster(orb.Bound{Max: orb.Point{20, 20}}, 10)
	w.on = []bool{true, false, false, true}
	p, err := w.findParts(t.Context())
	require.NoError(t, err)
	assert.Equal(t, []int{1, 1}, p.squares)
	assert.Len(t, w.outline(), 2)
}

func TestSimplifyStaysWithinItsTolerance(t *testing.T) {
	r := random(t)
	fewer := 0
	for range 100 {
		for _, ring := range blot(r).outline() {
			s := simplify(ring, 2)
			fewer += len(ring) - len(s)
			require.Equal(t, s[0], s[len(s)-1])
			for _, v := range ring {
				d := math.Inf(1)
				for i := 1; i < len(s); i++ {
					d = min(d, planar.DistanceFromSegment(s[i-1], s[i], v))
				}
				require.LessOrEqual(t, d, 2+1e-9)
			}
		}
	}
	assert.Positive(t, fewer)
}
