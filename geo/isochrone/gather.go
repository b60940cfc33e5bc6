package isochrone

import (
	"math/bits"
	"slices"

	"github.com/paulmach/orb"
)

// tiny is more than coordinates are rounded by, in metres.
const tiny = 0.01

// gatherer finds the streets that may serve some ground: by their buckets, then by
// themselves.
type gatherer struct {
	least        []float32
	buckets, one []uint64 // masks
}

// within appends every street that may serve a place in a box of the plane at no more
// than the bound, by a leg of no more than longM. It may add some that do not.
func (s *gatherer) within(dst []int32, a *arrivals, box orb.Bound, longM float64, bound float32) []int32 {
	const single = 1 // metre: more than single precision rounds coordinates of the plane by
	q := ask{
		west: float32(box.Min[0] - single), south: float32(box.Min[1] - single),
		east: float32(box.Max[0] + single), north: float32(box.Max[1] + single),
		perM: float32(a.x.legPerM), bound: bound + under, most2: float32(longM * longM), near2: infinite,
	}
	b := a.x.bucketBoxes
	b.low = a.bucketLow
	s.buckets = s.sift(s.buckets, &b, &q)
	for k, m := range s.buckets {
		for ; m != 0; m &= m - 1 {
			i := k*word + bits.TrailingZeros64(m)
			from, to := a.x.bucketStart[i], a.x.bucketStart[i+1]
			all := &a.x.boxes
			one := boxes{all.west[from:to], all.south[from:to], all.east[from:to], all.north[from:to], a.low[from:to]}
			s.one = s.sift(s.one, &one, &q)
			for k, m := range s.one {
				for ; m != 0; m &= m - 1 {
					dst = append(dst, from+int32(k*word+bits.TrailingZeros64(m)))
				}
			}
		}
	}
	return dst
}

func (s *gatherer) sift(mask []uint64, b *boxes, q *ask) []uint64 {
	n := len(b.low)
	s.least, mask = slices.Grow(s.least[:0], n)[:n], slices.Grow(mask[:0], n/word)[:n/word]
	b.sift(q, s.least, mask)
	return mask
}
