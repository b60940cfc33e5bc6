package serviceradius

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo/crs"
	"github.com/seed-4611ae28/lifecircle/geo/overlay"
)

// buffer is the raw outline of the ground that a park serves, in the plane.
type buffer struct {
	rings  []orb.Ring
	centre orb.Point
}

// join returns the ground that the buffers cover. Buffers near each other are joined
// first, tile by tile: what lies deep inside is gone before it meets anything else,
// which leaves a fraction of the crossings of all with all.
func join(ctx context.Context, buffers []buffer, radius float64, tm *crs.LocalTM) (overlay.Layer, error) {
	tile := func(b buffer) [2]int {
		return [2]int{int(math.Floor(b.centre[1] / (3 * radius))), int(math.Floor(b.centre[0] / (3 * radius)))}
	}
	slices.SortStableFunc(buffers, func(a, b buffer) int {
		s, t := tile(a), tile(b)
		return cmp.Or(cmp.Compare(s[0], t[0]), cmp.Compare(s[1], t[1]))
	})
	var out overlay.Layer
	for len(buffers) > 0 {
		n := 1
		for n < len(buffers) && tile(buffers[n]) == tile(buffers[0]) {
			n++
		}
		var near overlay.Layer
		for _, b := range buffers[:n] {
			near = append(near, toGeo(b.rings, tm)...)
		}
		a, err := overlay.Arrange(ctx, near)
		if err != nil {
			return nil, fmt.Errorf("joining the buffers of %d parks: %w", n, err)
		}
		for _, p := range a.Region(func(w []int32) bool { return w[0] > 0 }) {
			out = append(out, p...)
		}
		buffers = buffers[n:]
	}
	return out, nil
}

func toGeo(rings []orb.Ring, tm *crs.LocalTM) []orb.Ring {
	for _, r := range rings {
		for i, p := range r {
			r[i] = tm.ToGeo(p)
		}
	}
	return rings
}
