package isochrone

import "golang.org/x/sys/cpu"

var hasVectors = cpu.X86.HasAVX2

//go:noescape
func offerAVX2(n *nodes, s *offered, street *piece, pieces int)

//go:noescape
func siftAVX2(west, south, east, north, low *float32, groups int, q *ask, least *float32, mask *uint64) float32

//go:noescape
func pickAVX2(least *float32, groups int, bound float32, mask *uint64)

//go:noescape
func roundAVX2(n *nodes, tile *uint32, useful float32)

//go:noescape
func withinAVX2(cost *uint32, limit uint32, in *uint64)

func (n *nodes) offer(s *offered, street []piece) {
	if hasVectors && len(street) > 0 {
		offerAVX2(n, s, &street[0], len(street))
		return
	}
	offerGo(n, s, street)
}

func (b *boxes) sift(q *ask, least []float32, mask []uint64) (lowest float32) {
	if hasVectors && len(b.low) > 0 {
		return siftAVX2(&b.west[0], &b.south[0], &b.east[0], &b.north[0], &b.low[0], len(b.low)/lanes, q, &least[0], &mask[0])
	}
	return siftGo(b, q, least, mask)
}

func pick(least []float32, bound float32, mask []uint64) {
	if hasVectors && len(least) > 0 {
		pickAVX2(&least[0], len(least)/lanes, bound, &mask[0])
		return
	}
	pickGo(least, bound, mask)
}

func (n *nodes) round(tile []uint32, useful float32) {
	const signed = 1 << 31 // what the processor rounds to
	if hasVectors && useful < signed {
		_ = tile[nodeOf(0, blockSize-1)]
		roundAVX2(n, &tile[0], useful)
		return
	}
	roundAllGo(n, tile, useful)
}

func within(cost *[tileNodes * tileNodes]uint32, limit uint32, in *[tileNodes]uint64) {
	if hasVectors {
		withinAVX2(&cost[0], limit, &in[0])
		return
	}
	withinGo(cost, limit, in)
}
