package multipolygon

import (
	"errors"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"
	"github.com/peterstace/simplefeatures/geom"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// line makes a line of places a hundred-thousandth of a degree apart, from x, y pairs.
func line(xy ...int32) []Point {
	var out []Point
	for i := 0; i < len(xy); i += 2 {
		out = append(out, Point{xy[i] * 100, xy[i+1] * 100})
	}
	return out
}

func square(x, y, size int32) []Point {
	return line(x, y, x+size, y, x+size, y+size, x, y+size, x, y)
}

// area is the area of a multipolygon in squares of the test's grid.
func area(m orb.MultiPolygon) float64 {
	sum := 0.0
	for _, p := range m {
		for _, r := range p { // holes run clockwise and count negative
			for i := 1; i < len(r); i++ {
				sum += (r[i-1][0]*r[i][1] - r[i][0]*r[i-1][1]) * 1e10 / 2
			}
		}
	}
	return sum
}

func requireValid(t require.TestingT, m orb.MultiPolygon) {
	data, err := wkb.Marshal(m)
	require.NoError(t, err)
	g, err := geom.UnmarshalWKB(data) // validates
	require.NoError(t, err, "%v", m)
	require.False(t, g.IsEmpty())
	for _, p := range m {
		for i, r := range p {
			require.Equal(t, i == 0, r.Orientation() == orb.CCW)
		}
	}
}

func TestAssemble(t *testing.T) {
	for name, c := range map[string]struct {
		lines     [][]Point
		polygons  int
		holes     int
		area      float64
		roles     []Role
		crossings int
	}{
		"one ring, clockwise": {
			lines:    [][]Point{line(0, 0, 0, 10, 10, 10, 10, 0, 0, 0)},
			polygons: 1, area: 100, roles: []Role{Outer},
		},
		"a ring of three ways, two of them backwards": {
			lines:    [][]Point{line(0, 0, 10, 0), line(0, 0, 0, 10, 10, 10), line(10, 10, 10, 0)},
			polygons: 1, area: 100, roles: []Role{Outer, Outer, Outer},
		},
		"a hole, and an island in it": {
			lines:    [][]Point{square(2, 2, 6), square(0, 0, 10), square(4, 4, 2)},
			polygons: 2, holes: 1, area: 100 - 36 + 4, roles: []Role{Inner, Outer, Outer},
		},
		"two outers side by side with a common way become one": {
			lines:    [][]Point{square(0, 0, 10), line(10, 0, 20, 0, 20, 10, 10, 10, 10, 0)},
			polygons: 1, area: 200, roles: []Role{Outer, Outer},
		},
		"two outers that touch at a point": {
			lines:    [][]Point{square(0, 0, 10), square(10, 10, 5)},
			polygons: 2, area: 125, roles: []Role{Outer, Outer},
		},
		"a hole that touches its shell at a point": {
			lines:    [][]Point{square(0, 0, 10), line(0, 0, 5, 3, 3, 5, 0, 0)},
			polygons: 1, holes: 1, area: 100 - 8, roles: []Role{Outer, Inner},
		},
		"a hole that touches its shell at two points cuts it in two": {
			lines:    [][]Point{square(0, 0, 10), line(0, 0, 6, 4, 10, 10, 4, 6, 0, 0)},
			polygons: 2, area: 100 - 20, roles: []Role{Outer, Outer},
		},
		"a hole with a side on its shell is a bay": {
			lines:    [][]Point{square(0, 0, 10), line(4, 0, 6, 0, 6, 2, 4, 2, 4, 0)},
			polygons: 1, area: 96, roles: []Role{Outer, Outer}, crossings: 3,
		},
		"two holes that touch": {
			lines:    [][]Point{square(0, 0, 10), square(2, 2, 2), square(4, 4, 2)},
			polygons: 1, holes: 2, area: 92, roles: []Role{Outer, Inner, Inner},
		},
		"a bow tie is two triangles": {
			lines:    [][]Point{line(0, 0, 10, 10, 10, 0, 0, 10, 0, 0)},
			polygons: 2, area: 50, roles: []Role{Outer}, crossings: 1,
		},
		"a spike goes": {
			lines:    [][]Point{line(0, 0, 10, 0, 20, 0, 10, 0, 10, 10, 0, 10, 0, 0)},
			polygons: 1, area: 100, roles: []Role{Outer},
		},
		"a way drawn twice goes": {
			lines:    [][]Point{square(0, 0, 10), line(2, 2, 4, 4), line(4, 4, 2, 2)},
			polygons: 1, area: 100, roles: []Role{Outer, None, None},
		},
		"a hole in an island in a hole": {
			lines:    [][]Point{square(0, 0, 20), square(2, 2, 16), square(4, 4, 12), square(6, 6, 8)},
			polygons: 2, holes: 2, area: 400 - 256 + 144 - 64, roles: []Role{Outer, Inner, Outer, Inner},
		},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := Assemble(c.lines)
			require.NoError(t, err)
			requireValid(t, got.Polygons)
			holes := 0
			for _, p := range got.Polygons {
				holes += len(p) - 1
			}
			assert.Equal(t, c.polygons, len(got.Polygons), "polygons")
			assert.Equal(t, c.holes, holes, "holes")
			assert.InDelta(t, c.area, area(got.Polygons), 1e-6)
			assert.Equal(t, c.roles, got.Roles)
			assert.Equal(t, c.crossings, got.Crossings, "crossings")
		})
	}
}

func TestAssembleRefuses(t *testing.T) {
	var open *OpenError
	_, err := Assemble([][]Point{line(0, 0, 10, 0, 10, 10)})
	require.ErrorAs(t, err, &open)
	assert.Equal(t, []orb.Point{{0, 0}, {1e-4, 1e-4}}, open.Ends)
	assert.EqualError(t, err, "the outline does not close: 2 open ends, the first at 0.0000000,0.0000000")
	_, err = Assemble([][]Point{square(0, 0, 10), line(3, 3, 4, 4)})
	require.ErrorAs(t, err, &open, "a loose end in the middle")
	for name, lines := range map[string][][]Point{
		"nothing": nil, "no points": {{}}, "one point": {line(1, 1)}, "the same point": {line(1, 1, 1, 1, 1, 1, 1, 1)},
		"there and back": {line(0, 0, 5, 5, 0, 0)}, "the same ring twice": {square(0, 0, 5), square(0, 0, 5)},
	} {
		_, err := Assemble(lines)
		assert.ErrorIs(t, err, ErrNoArea, name)
	}
}

// evenOdd is the oracle: whether a ray to the east from a place off the grid crosses
// the lines an odd number of times.
func evenOdd(lines [][]Point, x, y float64) bool {
	odd := false
	for _, l := range lines {
		for i := 1; i < len(l); i++ {
			ax, ay, bx, by := float64(l[i-1].X), float64(l[i-1].Y), float64(l[i].X), float64(l[i].Y)
			if (ay > y) != (by > y) && x < ax+(y-ay)/(by-ay)*(bx-ax) {
				odd = !odd
			}
		}
	}
	return odd
}

func contains(m orb.MultiPolygon, x, y float64) bool {
	odd := false
	for _, p := range m {
		for _, r := range p {
			for i := 1; i < len(r); i++ {
				ax, ay, bx, by := r[i-1][0]*1e7, r[i-1][1]*1e7, r[i][0]*1e7, r[i][1]*1e7
				if (ay > y) != (by > y) && x < ax+(y-ay)/(by-ay)*(bx-ax) {
					odd = !odd
				}
			}
		}
	}
	return odd
}

// Closed lines at random, on a grid so coarse that they cross, touch and overlap all
// the time: the polygons are valid and hold what the even-odd rule says.
func TestAssembleRandom(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const grid, step = 8, 100_000 // crossings round to far less than a step
		var lines [][]Point
		for range rapid.IntRange(1, 4).Draw(t, "lines") {
			coordinate := rapid.Int32Range(0, grid)
			var l []Point
			for range rapid.IntRange(3, 9).Draw(t, "points") {
				l = append(l, Point{coordinate.Draw(t, "x") * step, coordinate.Draw(t, "y") * step})
			}
			lines = append(lines, append(l, l[0]))
		}
		got, err := Assemble(lines)
		if errors.Is(err, ErrNoArea) {
			got.Polygons = nil
		} else {
			require.NoError(t, err)
			requireValid(t, got.Polygons)
		}
		for range 200 {
			x := rapid.Float64Range(-step, (grid+1)*step).Draw(t, "px")
			y := rapid.Float64Range(-step, (grid+1)*step).Draw(t, "py")
			if near(lines, x, y) {
				continue
			}
			require.Equal(t, evenOdd(lines, x, y), contains(got.Polygons, x, y), "at %v, %v", x, y)
		}
		requireSameInAnyOrder(t, lines, got)
	})
}

// near reports whether a place is within two grid units of a line: rounding a
// crossing may move lines by less than that.
func near(lines [][]Point, x, y float64) bool {
	for _, l := range lines {
		for i := 1; i < len(l); i++ {
			ax, ay := float64(l[i-1].X), float64(l[i-1].Y)
			dx, dy := float64(l[i].X)-ax, float64(l[i].Y)-ay
			t := 0.0
			if d := dx*dx + dy*dy; d > 0 {
				t = min(1, max(0, ((x-ax)*dx+(y-ay)*dy)/d))
			}
			ex, ey := x-ax-t*dx, y-ay-t*dy
			if ex*ex+ey*ey < 4 {
				return true
			}
		}
	}
	return false
}

// requireSameInAnyOrder turns and shuffles the lines: where no crossing had to be
// rounded, the result is the same to the bit.
func requireSameInAnyOrder(t *rapid.T, lines [][]Point, want Result) {
	if want.Crossings > 0 || want.Polygons == nil {
		return
	}
	seed := rapid.Uint64().Draw(t, "shuffle")
	r := rand.New(rand.NewPCG(seed, 1))
	other := slices.Clone(lines)
	r.Shuffle(len(other), func(i, j int) { other[i], other[j] = other[j], other[i] })
	for i := range other {
		other[i] = slices.Clone(other[i])
		slices.Reverse(other[i])
	}
	got, err := Assemble(other)
	require.NoError(t, err)
	require.Equal(t, want.Polygons, got.Polygons)
}

// A ring too long for the pair-by-pair check gives the same as the short way.
func TestAssembleLongRing(t *testing.T) {
	var l []Point
	for i := range int32(100) {
		l = append(l, Point{i * 10, i % 2 * 5})
	}
	l = append(l, Point{990, 1000}, Point{0, 1000}, l[0])
	got, err := Assemble([][]Point{l})
	require.NoError(t, err)
	requireValid(t, got.Polygons)
	require.Len(t, got.Polygons[0][0], len(l))
}

func TestInside(t *testing.T) {
	ring := func(l []Point) orb.Ring { return toRing(l[:len(l)-1], signedArea(l[:len(l)-1]) < 0) }
	for name, m := range map[string]orb.MultiPolygon{
		"square":                          {{ring(square(0, 0, 10))}},
		"horseshoe, its centroid outside": {{ring(line(0, 0, 30, 0, 30, 10, 2, 10, 2, 20, 30, 20, 30, 30, 0, 30, 0, 0))}},
		"a hole in the middle":            {{ring(square(0, 0, 10)), ring(square(3, 3, 4))}},
		"a small and a large part":        {{ring(square(0, 0, 2))}, {ring(square(20, 20, 10))}},
	} {
		p := Inside(m)
		assert.True(t, contains(m, p[0]*1e7, p[1]*1e7), "%s: %v", name, p)
	}
	p := Inside(orb.MultiPolygon{{ring(square(0, 0, 2))}, {ring(square(20, 20, 10))}})
	assert.InDelta(t, 25e-5, p[0], 1e-12, "the centroid of the larger part")
}

func TestInsideRandom(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		coordinate := rapid.Int32Range(0, 1_000_000)
		var l []Point
		for range rapid.IntRange(3, 12).Draw(t, "points") {
			l = append(l, Point{1_200_000_000 + coordinate.Draw(t, "x"), 300_000_000 + coordinate.Draw(t, "y")})
		}
		got, err := Assemble([][]Point{append(l, l[0])})
		if err != nil {
			return
		}
		p := Inside(got.Polygons)
		require.True(t, contains(got.Polygons, p[0]*1e7, p[1]*1e7), "%v in %v", p, got.Polygons)
	})
}
