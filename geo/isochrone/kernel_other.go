//go:build !amd64

package isochrone

func (n *nodes) offer(s *offered, street []piece) { offerGo(n, s, street) }

func (b *boxes) sift(q *ask, least []float32, mask []uint64) (lowest float32) {
	return siftGo(b, q, least, mask)
}

func pick(least []float32, bound float32, mask []uint64) { pickGo(least, bound, mask) }

func (n *nodes) round(tile []uint32, useful float32) { roundAllGo(n, tile, useful) }

func within(cost *[tileNodes * tileNodes]uint32, limit uint32, in *[tileNodes]uint64) {
	withinGo(cost, limit, in)
}
