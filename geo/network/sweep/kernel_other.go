//go:build !amd64

package sweep

import "github.com/seed-4611ae28/lifecircle/geo/network/hierarchy"

func best(_ int, _, _ []hierarchy.Arc, winners bool) *kernel { return portable(winners) }

func offer(acc, row *[Lanes]uint32, add uint32) { lower(acc, row, add) }

func gather(r *Rows, start []uint32, links []Link, out *Rows) { gatherGo(r, start, links, out) }

func cover(cost [][Lanes]uint32, weight []float64, limit *[Lanes]uint32, sum *[Lanes]float64) {
	coverGo(cost, weight, limit, sum)
}

func count(cost [][Lanes]uint32, unit []uint32, limit *[Lanes]uint32, counts [][Lanes]uint32) {
	countGo(cost, unit, limit, counts)
}
