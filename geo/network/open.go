package network

// The candidates that are not decided yet are a binary heap, by leg and then by place
// (Williams 1964). In the middle of a town more than a thousand are open at once, and
// looking through all of them for each that is decided was a seventh of an isochrone.

// order makes a heap of the open candidates.
func (s *linkSearch) order() {
	for i := len(s.open)/2 - 1; i >= 0; i-- {
		s.sink(i)
	}
}

// drop takes the cheapest candidate out of the heap.
func (s *linkSearch) drop() {
	last := len(s.open) - 1
	s.open[0] = s.open[last]
	s.open = s.open[:last]
	s.sink(0)
}

// sink moves the candidate at i down to where none below it goes before it.
func (s *linkSearch) sink(i int) {
	for {
		k := 2*i + 1
		if k >= len(s.open) {
			return
		}
		if k+1 < len(s.open) && s.ahead(s.open[k+1], s.open[k]) {
			k++
		}
		if !s.ahead(s.open[k], s.open[i]) {
			return
		}
		s.open[i], s.open[k] = s.open[k], s.open[i]
		i = k
	}
}

// ahead reports whether one open candidate goes before another: the one with the
// shorter leg; of two as long the one whose place is first, so that it does not depend
// on the order of the roads.
func (s *linkSearch) ahead(a, b uint64) bool {
	return a>>32 < b>>32 || a>>32 == b>>32 && s.candidates[uint32(a)].before(&s.candidates[uint32(b)])
}
