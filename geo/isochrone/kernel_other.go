//go:build !amd64

package isochrone

func (n *nodes) place(l *lie) { placeGo(n, l) }

func (w *ways) measurePieces(n *nodes, s *offered, pieces []piece, may uint64, most2 float32) {
	measureGo(w, n, s, pieces, may, most2)
}

func (n *nodes) bound(w *ways, back, on float32) (groups uint32) { return boundGo(n, w, back, on) }

func (n *nodes) walk(s *offered, pieces []piece, groups uint32, may uint64, most2 float32) {
	walkGo(n, s, pieces, groups, may, most2)
}

func (s *offered) helps(n *nodes, most2 float32) uint32 { return helpsGo(n, s, most2) }

func (n *nodes) offer(s *offered, groups uint32, barred uint64, most2 float32) {
	offerGo(n, s, groups, barred, most2)
}

func (b *boxes) sift(q *ask, least []float32, mask []uint64) (lowest float32) {
	return siftGo(b, q, least, mask)
}

func pick(least []float32, bound float32, mask []uint64) { pickGo(least, bound, mask) }

func (n *nodes) round(tile []uint32, asked uint64, useful float32) {
	roundAllGo(n, tile, asked, useful)
}

func (n *nodes) take(tile []uint32, asked uint64, beyond float32) { takeGo(n, tile, asked, beyond) }

func within(cost *[tileNodes * tileNodes]uint32, limit uint32, in *[tileNodes]uint64) {
	withinGo(cost, limit, in)
}
