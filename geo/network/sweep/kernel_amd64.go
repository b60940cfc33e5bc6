package sweep

import (
	"unsafe"

	"golang.org/x/sys/cpu"

	"github.com/seed-4611ae28/lifecircle/geo/network/hierarchy"
)

//go:generate sh -c "go run ./internal/kernels > kernel_amd64.s"

// hasVectors is about all that the kernels use: AVX2, and BZHI of BMI2.
var hasVectors = cpu.X86.HasAVX2 && cpu.X86.HasBMI2

//go:noescape
func upCosts(cost *[Lanes]uint32, start *uint32, arcs *hierarchy.Arc, touched *uint64, from, to int)

//go:noescape
func upNearest(cost, winner *[Lanes]uint32, start *uint32, arcs *hierarchy.Arc, touched *uint64, from, to int)

//go:noescape
func upCostsAhead(cost *[Lanes]uint32, start *uint32, arcs *hierarchy.Arc, touched *uint64, from, to int)

//go:noescape
func downCosts(cost *[Lanes]uint32, start *uint32, arcs *hierarchy.Arc, touched *uint64, from, to int)

//go:noescape
func downCostsAhead(cost *[Lanes]uint32, start *uint32, arcs *hierarchy.Arc, touched *uint64, from, to int)

//go:noescape
func upNearestAhead(cost, winner *[Lanes]uint32, start *uint32, arcs *hierarchy.Arc, touched *uint64, from, to int)

//go:noescape
func downNearest(cost, winner *[Lanes]uint32, start *uint32, arcs *hierarchy.Arc, touched *uint64, from, to int)

//go:noescape
func downNearestAhead(cost, winner *[Lanes]uint32, start *uint32, arcs *hierarchy.Arc, touched *uint64, from, to int)

//go:noescape
func offerAVX2(acc, row *[Lanes]uint32, add uint64)

//go:noescape
func gatherCosts(cost *[Lanes]uint32, nodes int, start *uint32, links *Link, places int, toCost *[Lanes]uint32)

//go:noescape
func gatherNearest(cost, winner *[Lanes]uint32, nodes int, start *uint32, links *Link, places int, toCost, toWinner *[Lanes]uint32)

//go:noescape
func coverAVX2(cost *[Lanes]uint32, weight *float64, places int, limit *[Lanes]uint32, sum *[Lanes]float64)

//go:noescape
func countAVX2(cost *[Lanes]uint32, unit *uint32, rows int, limit *[Lanes]uint32, counts *[Lanes]uint32, units int)

// aheadFrom is the number of nodes from which rows are fetched ahead: theirs are then too
// many for the caches (19 MB). A million nodes take a tenth less time with it, 75,000 a
// tenth more.
const aheadFrom = 300_000

// best is the kernel for a number of nodes and the arcs up and down.
func best(nodes int, up, down []hierarchy.Arc, winners bool) *kernel {
	if !hasVectors {
		return portable(winners)
	}
	padded := func(arcs []hierarchy.Arc) bool { return cap(arcs)-len(arcs) >= hierarchy.Pad }
	return vectors(winners, nodes >= aheadFrom && padded(up) && padded(down))
}

// vectors is the kernel of machines with AVX2. Fetching ahead reads up to
// [hierarchy.Pad] arcs too far.
func vectors(winners, ahead bool) *kernel {
	if winners {
		up, down := upNearest, downNearest
		if ahead {
			up, down = upNearestAhead, downNearestAhead
		}
		return &kernel{
			func(r *Rows, start []uint32, arcs []hierarchy.Arc, from, to int) {
				up(unsafe.SliceData(r.Cost), unsafe.SliceData(r.Winner), &start[0], unsafe.SliceData(arcs), &r.touched[0], from, to)
			},
			func(r *Rows, start []uint32, arcs []hierarchy.Arc, from, to int) {
				down(unsafe.SliceData(r.Cost), unsafe.SliceData(r.Winner), &start[0], unsafe.SliceData(arcs), &r.touched[0], from, to)
			},
		}
	}
	up, down := upCosts, downCosts
	if ahead {
		up, down = upCostsAhead, downCostsAhead
	}
	return &kernel{
		func(r *Rows, start []uint32, arcs []hierarchy.Arc, from, to int) {
			up(unsafe.SliceData(r.Cost), &start[0], unsafe.SliceData(arcs), &r.touched[0], from, to)
		},
		func(r *Rows, start []uint32, arcs []hierarchy.Arc, from, to int) {
			down(unsafe.SliceData(r.Cost), &start[0], unsafe.SliceData(arcs), &r.touched[0], from, to)
		},
	}
}

func offer(acc, row *[Lanes]uint32, add uint32) {
	if hasVectors {
		offerAVX2(acc, row, uint64(add))
		return
	}
	lower(acc, row, add)
}

func gather(r *Rows, start []uint32, links []Link, out *Rows) {
	switch {
	case !hasVectors:
		gatherGo(r, start, links, out)
	case len(out.Winner) > 0:
		gatherNearest(unsafe.SliceData(r.Cost), unsafe.SliceData(r.Winner), len(r.Cost), &start[0], unsafe.SliceData(links), len(out.Cost), &out.Cost[0], &out.Winner[0])
	default:
		gatherCosts(unsafe.SliceData(r.Cost), len(r.Cost), &start[0], unsafe.SliceData(links), len(out.Cost), &out.Cost[0])
	}
}

func cover(cost [][Lanes]uint32, weight []float64, limit *[Lanes]uint32, sum *[Lanes]float64) {
	if hasVectors {
		coverAVX2(unsafe.SliceData(cost), unsafe.SliceData(weight), len(cost), limit, sum)
		return
	}
	coverGo(cost, weight, limit, sum)
}

func count(cost [][Lanes]uint32, unit []uint32, limit *[Lanes]uint32, counts [][Lanes]uint32) {
	if hasVectors {
		countAVX2(unsafe.SliceData(cost), &unit[0], len(cost), limit, unsafe.SliceData(counts), len(counts))
		return
	}
	countGo(cost, unit, limit, counts)
}
