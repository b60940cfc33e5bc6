package network

// localSearch is a small search that stops and goes on: the walk outwards from a
// place while its links are being found. A heap suits it better than buckets: it
// settles a few hundred nodes.
type localSearch struct {
	arcs  *adjacency
	dist  []uint32
	stamp []uint32
	turn  uint32
	heap  []uint64 // cost<<32 | node, a 4-ary heap
}

func (s *localSearch) init(nodes int) {
	s.dist, s.stamp = make([]uint32, nodes), make([]uint32, nodes)
}

func (s *localSearch) begin(arcs *adjacency) {
	s.arcs = arcs
	s.heap = s.heap[:0]
	s.turn++
	if s.turn == 0 {
		clear(s.stamp)
		s.turn = 1
	}
}

// cost is the lowest cost known so far to a node.
func (s *localSearch) cost(v int32) uint32 {
	if s.stamp[v] != s.turn {
		return Unreachable
	}
	return s.dist[v]
}

// reach offers a cost to a node.
func (s *localSearch) reach(v int32, c uint32) {
	if s.stamp[v] == s.turn && s.dist[v] <= c {
		return
	}
	s.stamp[v], s.dist[v] = s.turn, c
	s.heap = push4(s.heap, uint64(c)<<32|uint64(uint32(v)))
}

func (s *localSearch) empty() bool { return len(s.heap) == 0 }

// next is the cost at which the next node settles.
func (s *localSearch) next() uint32 { return uint32(s.heap[0] >> 32) }

// step settles one node.
func (s *localSearch) step() {
	var x uint64
	x, s.heap = pop4(s.heap)
	c, v := uint32(x>>32), int32(uint32(x))
	if s.dist[v] < c {
		return
	}
	for _, a := range s.arcs.of(v) {
		s.reach(a.to, c+a.cost)
	}
}

// push4 adds x to a 4-ary heap of keys (Johnson 1975), smallest first.
func push4(h []uint64, x uint64) []uint64 {
	h = append(h, x)
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
	return h
}

// pop4 takes the smallest key off the heap.
func pop4(h []uint64) (uint64, []uint64) {
	top := h[0]
	x := h[len(h)-1]
	h = h[:len(h)-1]
	if len(h) == 0 {
		return top, h
	}
	i := 0
	for {
		c := 4*i + 1
		if c >= len(h) {
			break
		}
		m := c
		for k := c + 1; k < min(c+4, len(h)); k++ {
			if h[k] < h[m] {
				m = k
			}
		}
		if h[m] >= x {
			break
		}
		h[i] = h[m]
		i = m
	}
	h[i] = x
	return top, h
}
