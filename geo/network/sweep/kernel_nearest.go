package sweep

import "github.com/seed-4611ae28/lifecircle/geo/network/hierarchy"

func upNearestGo(r *Rows, start []uint32, arcs []hierarchy.Arc, from, to int) {
	r.eachTouched(from, to, func(p int) {
		cost, winner := &r.Cost[p], &r.Winner[p]
		for _, a := range arcs[start[p]:start[p+1]] {
			r.touch(a.To, true)
			lowerNearest(&r.Cost[a.To], &r.Winner[a.To], cost, winner, a.Cost)
		}
	})
}

func downNearestGo(r *Rows, start []uint32, arcs []hierarchy.Arc, from, to int) {
	for p := from; p < to; p++ {
		cost, winner := &r.Cost[p], &r.Winner[p]
		if r.touched[p/64]>>(p%64)&1 == 0 {
			*cost, *winner = noCosts, noWinners
		}
		for _, a := range arcs[start[p]:start[p+1]] {
			lowerNearest(cost, winner, &r.Cost[a.To], &r.Winner[a.To], a.Cost)
		}
	}
}
