package isochrone

import (
	"math/bits"
	"slices"
)

// queue is the streets that are still to be offered to a block, those that promise most
// before the others: most nodes then have no use for what comes later. Sorting them
// altogether would cost more than it saves, so they come in a few classes.
type queue struct {
	found, order []int32
	class        []uint8
}

const classes = 8

// sort lists the streets of a scene in mask, but for those in tried, by class: those of
// class k end at ends[k]. Lowest and bound are the least and the most that any promises.
func (q *queue) sort(s *scene, lowest, bound float32) (order []int32, ends [classes]int) {
	q.found, q.class = q.found[:0], q.class[:0]
	perCost := (classes - 1) / max(1, bound-lowest)
	for k, m := range s.mask {
		for m &^= s.tried[k]; m != 0; m &= m - 1 {
			i := k*word + bits.TrailingZeros64(m)
			c := uint8((s.least[i]-lowest)*perCost) & (classes - 1)
			q.found, q.class = append(q.found, int32(i)), append(q.class, c)
			ends[c]++
		}
	}
	var at [classes]int
	sum := 0
	for c, n := range ends {
		at[c] = sum
		sum += n
		ends[c] = sum
	}
	q.order = slices.Grow(q.order[:0], len(q.found))[:len(q.found)]
	for k, i := range q.found {
		c := q.class[k]
		q.order[at[c]] = i
		at[c]++
	}
	return q.order, ends
}
