package analysis

import (
	"cmp"
	"context"
	"math"
	"slices"
	"sort"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo/lifecircle"
)

// sites are the access points of facilities in metres, sorted by x, for straight
// distances.
type sites struct {
	points []orb.Point
	owner  []int32
}

func (a *Analysis) sitesOf(c chosen) *sites {
	type site struct {
		p     orb.Point
		owner int32
	}
	var all []site
	for _, i := range c.index {
		for _, p := range a.facilities[i].AccessPoints() {
			all = append(all, site{a.plane.ToPlane(p), i})
		}
	}
	slices.SortFunc(all, func(x, y site) int {
		return cmp.Or(cmp.Compare(x.p[0], y.p[0]), cmp.Compare(x.p[1], y.p[1]), cmp.Compare(x.owner, y.owner))
	})
	s := &sites{}
	for _, k := range all {
		s.points, s.owner = append(s.points, k.p), append(s.owner, k.owner)
	}
	return s
}

// near is a facility at a distance.
type near struct {
	d     float64
	owner int32
}

// kth is the straight distance in millimetres from p to the k-th nearest distinct
// facility, Unlinked when there are fewer. It looks outwards from p along x and
// stops where the difference in x alone is too far.
func (s *sites) kth(p orb.Point, k int) uint32 {
	best := make([]near, 0, k+1)
	worst := math.Inf(1)
	offer := func(i int) {
		d := math.Hypot(s.points[i][0]-p[0], s.points[i][1]-p[1])
		if d >= worst {
			return
		}
		if j := slices.IndexFunc(best, func(n near) bool { return n.owner == s.owner[i] }); j >= 0 {
			if best[j].d <= d {
				return
			}
			best = slices.Delete(best, j, j+1)
		}
		at, _ := slices.BinarySearchFunc(best, d, func(n near, d float64) int { return cmp.Compare(n.d, d) })
		best = slices.Insert(best, at, near{d, s.owner[i]})
		if len(best) > k {
			best = best[:k]
		}
		if len(best) == k {
			worst = best[k-1].d
		}
	}
	hi := sort.Search(len(s.points), func(i int) bool { return s.points[i][0] >= p[0] })
	lo := hi - 1
	for lo >= 0 || hi < len(s.points) {
		left, right := math.Inf(1), math.Inf(1)
		if lo >= 0 {
			left = p[0] - s.points[lo][0]
		}
		if hi < len(s.points) {
			right = s.points[hi][0] - p[0]
		}
		if min(left, right) >= worst {
			break
		}
		if left <= right {
			offer(lo)
			lo--
		} else {
			offer(hi)
			hi++
		}
	}
	if len(best) < k {
		return lifecircle.Unlinked
	}
	return uint32(math.Round(best[k-1].d * 1000))
}

// straightReach is the reach of a want as the crow flies; every home is connected.
func (a *Analysis) straightReach(ctx context.Context, w *want) (*reach, error) {
	r := &reach{chosen: a.choose(w), homes: make([]uint32, len(a.homes.homes)), towns: make(map[string]uint32)}
	s := a.sitesOf(r.chosen)
	for i, p := range a.homes.plane {
		if i&0xfff == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		r.homes[i] = s.kth(p, w.k)
	}
	for _, u := range a.units {
		if u.Seat != nil {
			r.towns[u.Code] = s.kth(a.plane.ToPlane(*u.Seat), w.k)
		}
	}
	r.villages = a.villageCosts(r.towns)
	return r, nil
}
