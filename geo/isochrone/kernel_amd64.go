package isochrone

import "golang.org/x/sys/cpu"

// hasVectors is whether the processor works on vectors of eight numbers, hasWide whether on
// such of sixteen as well.
var hasVectors = cpu.X86.HasAVX2

var hasWide = hasVectors && cpu.X86.HasAVX512F && cpu.X86.HasAVX512DQ

//go:noescape
func placeAVX2(n *nodes, l *lie)

//go:noescape
func measureAVX2(w *ways, n *nodes, s *offered, street *piece, pieces int, may uint64, most2 float32)

//go:noescape
func boundAVX2(n *nodes, w *ways, back, on float32) uint32

//go:noescape
func walkAVX2(n *nodes, s *offered, street *piece, pieces int, may uint64, groups uint32, most2 float32)

//go:noescape
func helpsAVX2(n *nodes, s *offered, most2 float32) uint32

//go:noescape
func offerAVX2(n *nodes, s *offered, street *piece, pieces int, barred uint64, groups uint32, most2 float32)

//go:noescape
func siftAVX2(west, south, east, north, low *float32, groups int, q *ask, least *float32, mask *uint64) float32

//go:noescape
func pickAVX2(least *float32, groups int, bound float32, mask *uint64)

//go:noescape
func roundAVX2(n *nodes, tile *uint32, asked uint64, useful float32)

//go:noescape
func takeAVX2(n *nodes, tile *uint32, asked uint64, beyond float32)

//go:noescape
func withinAVX2(cost *uint32, limit uint32, in *uint64)

//go:noescape
func siftAVX512(west, south, east, north, low *float32, pairs int, q *ask, least *float32, mask *uint64) float32

func (n *nodes) place(l *lie) {
	if hasVectors {
		placeAVX2(n, l)
		return
	}
	placeGo(n, l)
}

func (w *ways) measurePieces(n *nodes, s *offered, pieces []piece, may uint64, most2 float32) {
	if hasVectors {
		measureAVX2(w, n, s, &pieces[0], len(pieces), may, most2)
		return
	}
	measureGo(w, n, s, pieces, may, most2)
}

func (n *nodes) bound(w *ways, back, on float32) (groups uint32) {
	if hasVectors {
		return boundAVX2(n, w, back, on)
	}
	return boundGo(n, w, back, on)
}

func (n *nodes) walk(s *offered, pieces []piece, groups uint32, may uint64, most2 float32) {
	if hasVectors {
		walkAVX2(n, s, &pieces[0], len(pieces), may, groups, most2)
		return
	}
	walkGo(n, s, pieces, groups, may, most2)
}

func (s *offered) helps(n *nodes, most2 float32) uint32 {
	if hasVectors {
		return helpsAVX2(n, s, most2)
	}
	return helpsGo(n, s, most2)
}

func (n *nodes) offer(s *offered, groups uint32, barred uint64, most2 float32) {
	if hasVectors && len(s.pieces) > 0 {
		offerAVX2(n, s, &s.pieces[0], len(s.pieces), barred, groups, most2)
		return
	}
	offerGo(n, s, groups, barred, most2)
}

func (b *boxes) sift(q *ask, least []float32, mask []uint64) (lowest float32) {
	if hasWide && len(b.low) > 0 {
		return siftAVX512(&b.west[0], &b.south[0], &b.east[0], &b.north[0], &b.low[0], len(b.low)/(2*lanes), q, &least[0], &mask[0])
	}
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

// signed is above all numbers that the processor rounds to and from.
const signed = 1 << 31

func (n *nodes) round(tile []uint32, asked uint64, useful float32) {
	if hasVectors && useful < signed {
		_ = tile[nodeOf(0, blockSize-1)]
		roundAVX2(n, &tile[0], asked, useful)
		return
	}
	roundAllGo(n, tile, asked, useful)
}

func (n *nodes) take(tile []uint32, asked uint64, beyond float32) {
	if hasVectors && beyond < signed {
		_ = tile[nodeOf(0, blockSize-1)]
		takeAVX2(n, &tile[0], asked, beyond)
		return
	}
	takeGo(n, tile, asked, beyond)
}

func within(cost *[tileNodes * tileNodes]uint32, limit uint32, in *[tileNodes]uint64) {
	if hasVectors {
		withinAVX2(&cost[0], limit, &in[0])
		return
	}
	withinGo(cost, limit, in)
}
