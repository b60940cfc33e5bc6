//go:build !amd64

package isochrone

func (n *nodes) offer(s *offered, street []piece) { offerGo(n, s, street) }

func (b *boxes) sift(q *ask, least []float32, mask []uint64) (lowest float32) {
	return siftGo(b, q, least, mask)
}

func pick(least []float32, bound float32, mask []uint64) { pickGo(least, bound, mask) }
