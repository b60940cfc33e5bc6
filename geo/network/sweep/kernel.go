package sweep

import (
	"math/bits"

	"github.com/seed-4611ae28/lifecircle/geo/network/hierarchy"
)

// kernel is one way of doing the two passes. All of them leave the same rows, bit for
// bit.
type kernel struct {
	// up pushes the touched rows of words [from, to) of the bits along their arcs, from
	// the last position to the first.
	up func(r *Rows, start []uint32, arcs []hierarchy.Arc, from, to int)
	// down pulls costs along the arcs into the rows of positions [from, to), in order.
	down func(r *Rows, start []uint32, arcs []hierarchy.Arc, from, to int)
}

var noCosts, noWinners = full(hierarchy.None), full(unreached)

func full(v uint32) (row [Lanes]uint32) {
	for i := range row {
		row[i] = v
	}
	return row
}

// portable is the kernel of every machine.
func portable(winners bool) *kernel {
	if winners {
		return &kernel{upNearestGo, downNearestGo}
	}
	return &kernel{upCostsGo, downCostsGo}
}

func upCostsGo(r *Rows, start []uint32, arcs []hierarchy.Arc, from, to int) {
	r.eachTouched(from, to, func(p int) {
		row := &r.Cost[p]
		for _, a := range arcs[start[p]:start[p+1]] {
			r.touch(a.To, false)
			lower(&r.Cost[a.To], row, a.Cost)
		}
	})
}

// eachTouched calls f for the touched positions of words [from, to), the last one
// first; f may touch smaller ones.
func (r *Rows) eachTouched(from, to int, f func(p int)) {
	for w := to - 1; w >= from; w-- {
		below := ^uint64(0)
		for r.touched[w]&below != 0 {
			i := bits.Len64(r.touched[w]&below) - 1
			below = 1<<i - 1
			f(64*w + i)
		}
	}
}

func downCostsGo(r *Rows, start []uint32, arcs []hierarchy.Arc, from, to int) {
	for p := from; p < to; p++ {
		row := &r.Cost[p]
		if r.touched[p/64]>>(p%64)&1 == 0 {
			*row = noCosts
		}
		these := arcs[start[p]:start[p+1]]
		pullLow(row, r.Cost, these)
		pullHigh(row, r.Cost, these)
	}
}

// pullLow lowers the first half of a row by its arcs: 8 lanes at a time are as many as
// stay in registers.
func pullLow(row *[Lanes]uint32, rows [][Lanes]uint32, arcs []hierarchy.Arc) {
	c0, c1, c2, c3, c4, c5, c6, c7 := row[0], row[1], row[2], row[3], row[4], row[5], row[6], row[7]
	for _, a := range arcs {
		t := &rows[a.To]
		c0 = min(c0, t[0]+a.Cost)
		c1 = min(c1, t[1]+a.Cost)
		c2 = min(c2, t[2]+a.Cost)
		c3 = min(c3, t[3]+a.Cost)
		c4 = min(c4, t[4]+a.Cost)
		c5 = min(c5, t[5]+a.Cost)
		c6 = min(c6, t[6]+a.Cost)
		c7 = min(c7, t[7]+a.Cost)
	}
	row[0], row[1], row[2], row[3], row[4], row[5], row[6], row[7] = c0, c1, c2, c3, c4, c5, c6, c7
}

// pullHigh does the same for the second half.
func pullHigh(row *[Lanes]uint32, rows [][Lanes]uint32, arcs []hierarchy.Arc) {
	c0, c1, c2, c3, c4, c5, c6, c7 := row[8], row[9], row[10], row[11], row[12], row[13], row[14], row[15]
	for _, a := range arcs {
		t := &rows[a.To]
		c0 = min(c0, t[8]+a.Cost)
		c1 = min(c1, t[9]+a.Cost)
		c2 = min(c2, t[10]+a.Cost)
		c3 = min(c3, t[11]+a.Cost)
		c4 = min(c4, t[12]+a.Cost)
		c5 = min(c5, t[13]+a.Cost)
		c6 = min(c6, t[14]+a.Cost)
		c7 = min(c7, t[15]+a.Cost)
	}
	row[8], row[9], row[10], row[11], row[12], row[13], row[14], row[15] = c0, c1, c2, c3, c4, c5, c6, c7
}
