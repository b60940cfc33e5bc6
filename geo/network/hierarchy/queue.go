package hierarchy

// queue is a priority queue of nodes: a heap with four children a place, which is
// shallower than with two and reads one cache line a level. An item is a key in the
// upper half and a node in the lower, so that equal keys leave by ascending node and the
// order never depends on how the items came in.
type queue []uint64

func item(key, node uint32) uint64 { return uint64(key)<<32 | uint64(node) }

func (q *queue) push(x uint64) {
	*q = append(*q, x)
	h := *q
	i := len(h) - 1
	for i > 0 {
		p := (i - 1) / 4
		if h[p] <= x {
			break
		}
		h[i] = h[p]
		i = p
	}
	h[i] = x
}

// pop takes the smallest item; the queue must not be empty.
func (q *queue) pop() uint64 {
	h := *q
	top, x := h[0], h[len(h)-1]
	h = h[:len(h)-1]
	*q = h
	if len(h) == 0 {
		return top
	}
	i := 0
	for {
		c := 4*i + 1
		if c >= len(h) {
			break
		}
		small := c
		for k := c + 1; k < min(c+4, len(h)); k++ {
			if h[k] < h[small] {
				small = k
			}
		}
		if h[small] >= x {
			break
		}
		h[i] = h[small]
		i = small
	}
	h[i] = x
	return top
}
