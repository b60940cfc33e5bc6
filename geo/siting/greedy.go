package siting

import "container/heap"

// greedy chooses up to count candidates, each time the one that adds most, of two as good
// the smaller; it stops when none adds anything. What a candidate adds never grows as
// others are chosen, so an old figure is an upper bound, and only the candidate on top is
// counted anew (Minoux 1978).
func (in *instance) greedy(count int, work *work) []int32 {
	q := make(offers, 0, len(in.candidates))
	first := make([]uint32, len(in.weight))
	for c := range int32(len(in.candidates)) {
		if g := in.adds(c, first); g > 0 {
			q = append(q, offer{c, g})
		}
	}
	work.add(len(in.byCandidate.other))
	heap.Init(&q)
	var choice []int32
	for len(q) > 0 && len(choice) < count {
		c := q[0].candidate
		homes, benefits := in.byCandidate.of(c)
		work.add(len(homes))
		if g := in.adds(c, first); g < q[0].gain {
			if q[0].gain = g; g == 0 {
				heap.Pop(&q)
			} else {
				heap.Fix(&q, 0)
			}
			continue
		}
		heap.Pop(&q)
		choice = append(choice, c)
		for x, h := range homes {
			first[h] = max(first[h], benefits[x])
		}
	}
	return choice
}

// offer is what a candidate was last known to add.
type offer struct {
	candidate int32
	gain      int64
}

// offers is a heap of offers, the best on top.
type offers []offer

func (q offers) Len() int { return len(q) }
func (q offers) Less(i, j int) bool {
	return q[i].gain > q[j].gain || q[i].gain == q[j].gain && q[i].candidate < q[j].candidate
}
func (q offers) Swap(i, j int) { q[i], q[j] = q[j], q[i] }

// Push implements [heap.Interface].
func (q *offers) Push(x any) { *q = append(*q, x.(offer)) }

// Pop implements [heap.Interface].
func (q *offers) Pop() any {
	last := (*q)[len(*q)-1]
	*q = (*q)[:len(*q)-1]
	return last
}
