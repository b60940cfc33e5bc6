package overlay

import (
	"cmp"
	"slices"
)

// merge makes one edge of those with the same ends, adding their weights, and
// drops edges that rings run along as often one way as the other: they bound
// nothing.
func (s *edgeSet) merge() {
	slices.SortFunc(s.edges, func(p, q edge) int {
		return cmp.Or(cmp.Compare(p.a.key(), q.a.key()), cmp.Compare(p.b.key(), q.b.key()))
	})
	out := s.edges[:0]
	weights := make([]int32, 0, len(s.edges)*s.layers)
	for i := 0; i < len(s.edges); {
		e := s.edges[i]
		start := len(weights)
		weights = append(weights, s.of(e.weights)...)
		sum := weights[start:]
		for i++; i < len(s.edges) && s.edges[i].a == e.a && s.edges[i].b == e.b; i++ {
			for l, w := range s.of(s.edges[i].weights) {
				sum[l] += w
			}
		}
		if allZero(sum) {
			weights = weights[:start]
			continue
		}
		e.weights = int32(start / s.layers)
		out = append(out, e)
	}
	s.edges, s.weights = out, weights
}

func allZero(ws []int32) bool {
	for _, w := range ws {
		if w != 0 {
			return false
		}
	}
	return true
}
