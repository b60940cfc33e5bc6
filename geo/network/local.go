package network

import "math/bits"

// localSearch is a small search that stops and goes on: the walk outwards from a
// place while its links are being found. Nodes wait in buckets of equal width of
// cost (Dial 1969); within a bucket they settle in any order and again when a
// lower cost turns up, so that what is known below [localSearch.next] is final. A
// source may be offered below what the search has passed: it goes back to it.
type localSearch struct {
	arcs  *adjacency
	dist  []uint32
	stamp []uint32
	turn  uint32
	// limit is the highest cost of interest, shift the binary logarithm of the
	// width of a bucket.
	limit uint32
	shift int
	// head is the first entry of each bucket, -1 for none; those before at are empty.
	head    []int32
	at      int
	entries []localEntry
	waiting int
}

// localEntry is a node that waits in a bucket, and the entry after it.
type localEntry struct {
	node int32
	cost uint32
	next int32
}

// maxLocalBuckets bounds what beginning a search costs.
const maxLocalBuckets = 512

func (s *localSearch) init(nodes int) {
	s.dist, s.stamp = make([]uint32, nodes), make([]uint32, nodes)
}

// begin makes ready for a search up to a cost, in buckets about as wide as the
// width.
func (s *localSearch) begin(arcs *adjacency, limit, width uint32) {
	s.arcs, s.limit = arcs, limit
	s.shift = max(bits.Len32(width), bits.Len32(limit/maxLocalBuckets))
	s.head = s.head[:0]
	for range limit>>s.shift + 1 {
		s.head = append(s.head, -1)
	}
	s.at, s.waiting = len(s.head), 0
	s.entries = s.entries[:0]
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

// reach offers a cost to a node; one beyond the limit is of no interest.
func (s *localSearch) reach(v int32, c uint32) {
	if c > s.limit || s.stamp[v] == s.turn && s.dist[v] <= c {
		return
	}
	s.stamp[v], s.dist[v] = s.turn, c
	b := int(c >> s.shift)
	s.entries = append(s.entries, localEntry{node: v, cost: c, next: s.head[b]})
	s.head[b] = int32(len(s.entries) - 1)
	s.at = min(s.at, b)
	s.waiting++
}

// final reports whether nothing below the cost changes any more, unless a source
// is added.
func (s *localSearch) final(c uint32) bool { return s.waiting == 0 || s.next() >= c }

// walk goes on until nothing below the cost changes any more.
func (s *localSearch) walk(c uint32) {
	for !s.final(c) {
		s.step()
	}
}

// until is the cost that is so much further than the search has come.
func (s *localSearch) until(further uint32) uint32 {
	if s.waiting == 0 {
		return further
	}
	return s.next() + further
}

// next is a cost below which nothing changes any more.
func (s *localSearch) next() uint32 {
	for s.head[s.at] < 0 {
		s.at++
	}
	return uint32(s.at) << s.shift
}

// step takes one node out of the bucket that [localSearch.next] named.
func (s *localSearch) step() {
	e := s.entries[s.head[s.at]]
	s.head[s.at] = e.next
	s.waiting--
	if s.dist[e.node] < e.cost {
		return
	}
	for _, a := range s.arcs.of(e.node) {
		s.reach(a.to, e.cost+a.cost)
	}
}
