package isochrone

import (
	"math"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"
	"github.com/peterstace/simplefeatures/geom"
	"github.com/stretchr/testify/require"
)

// checkShapes asks an independent library whether every drawing is valid, and
// checks that rings are closed, right-handed and on seven decimals, and that each
// drawing lies within the next.
func checkShapes(t *testing.T, out []orb.MultiPolygon) {
	t.Helper()
	for i, mp := range out {
		require.NotNil(t, mp)
		if len(mp) > 0 {
			b, err := wkb.Marshal(mp)
			require.NoError(t, err)
			g, err := geom.UnmarshalWKB(b)
			require.NoError(t, err, "limit %d", i)
			require.NoError(t, g.Validate(), "limit %d", i)
		}
		for _, p := range mp {
			for k, r := range p {
				require.GreaterOrEqual(t, len(r), 4)
				require.Equal(t, r[0], r[len(r)-1], "closed")
				require.Equal(t, k == 0, area(r) > 0, "shells turn left, holes right")
				for _, v := range r {
					require.Equal(t, math.Round(v[0]*1e7)/1e7, v[0])
					require.Equal(t, math.Round(v[1]*1e7)/1e7, v[1])
				}
			}
		}
		if i > 0 {
			checkWithin(t, out[i-1], mp)
		}
	}
}

// units are the coordinates of a ring in whole units.
func units(r orb.Ring) [][2]int64 {
	out := make([][2]int64, len(r))
	for i, p := range r {
		out[i] = [2]int64{int64(math.Round(p[0] * 1e7)), int64(math.Round(p[1] * 1e7))}
	}
	return out
}

func area(r orb.Ring) int64 {
	u := units(r)
	sum := int64(0)
	for i := 1; i < len(u); i++ {
		sum += (u[i-1][0]-u[0][0])*(u[i][1]-u[0][1]) - (u[i][0]-u[0][0])*(u[i-1][1]-u[0][1])
	}
	return sum
}

type side [2][2]int64

func sides(mp orb.MultiPolygon) []side {
	var out []side
	for _, p := range mp {
		for _, r := range p {
			u := units(r)
			for i := 1; i < len(u); i++ {
				out = append(out, side{u[i-1], u[i]})
			}
		}
	}
	return out
}

func orient(a, b, c [2]int64) int {
	switch v := (b[0]-a[0])*(c[1]-a[1]) - (c[0]-a[0])*(b[1]-a[1]); {
	case v > 0:
		return 1
	case v < 0:
		return -1
	}
	return 0
}

// checkWithin checks on integers that inner lies within outer: no two sides cross,
// and every vertex of inner lies in outer or on its border.
func checkWithin(t *testing.T, inner, outer orb.MultiPolygon) {
	t.Helper()
	in, out := sides(inner), sides(outer)
	for _, s := range in {
		crossings, on := 0, false
		for _, o := range out {
			if max(s[0][0], s[1][0]) >= min(o[0][0], o[1][0]) && max(o[0][0], o[1][0]) >= min(s[0][0], s[1][0]) &&
				max(s[0][1], s[1][1]) >= min(o[0][1], o[1][1]) && max(o[0][1], o[1][1]) >= min(s[0][1], s[1][1]) {
				a, b := orient(s[0], s[1], o[0]), orient(s[0], s[1], o[1])
				c, d := orient(o[0], o[1], s[0]), orient(o[0], o[1], s[1])
				require.False(t, a*b < 0 && c*d < 0, "%v crosses %v", s, o)
				on = on || c == 0 && min(o[0][0], o[1][0]) <= s[0][0] && s[0][0] <= max(o[0][0], o[1][0]) &&
					min(o[0][1], o[1][1]) <= s[0][1] && s[0][1] <= max(o[0][1], o[1][1])
			}
			// A ray to the east from the vertex.
			p := s[0]
			if (o[0][1] > p[1]) != (o[1][1] > p[1]) {
				turn := orient(o[0], o[1], p)
				if o[0][1] < o[1][1] && turn > 0 || o[0][1] > o[1][1] && turn < 0 {
					crossings++
				}
			}
		}
		require.True(t, on || crossings%2 == 1, "vertex %v is inside", s[0])
	}
}
