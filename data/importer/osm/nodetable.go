package osm

import (
	"math"
	"math/bits"
	"slices"
)

// nodeTable holds the nodes that ways need. Nodes are numbered in the order of
// their ids; of[k] is the number of the node that refs[k] of the way table names,
// -1 where its way is not wanted. Behind them stand the nodes wanted besides.
type nodeTable struct {
	ids    []int64
	places []e7
	of     []int32
	// tagged maps a node's number to its place in the list of tagged nodes.
	tagged map[int32]int32
}

// newNodeTable numbers the nodes of the wanted ways (all when wanted is nil) and
// some more. It sorts the ids once, with a radix sort that carries along where each
// came from: O(refs).
func newNodeTable(t *wayTable, wanted []bool, more []int64) nodeTable {
	n := nodeTable{of: make([]int32, len(t.refs)+len(more))}
	keys := make([]refKey, 0, len(n.of))
	low, high := int64(math.MaxInt64), int64(math.MinInt64)
	want := func(id int64, at int) {
		low, high = min(low, id), max(high, id)
		keys = append(keys, refKey{id: uint64(id), at: uint32(at)})
	}
	for i := range t.ids {
		from, to := t.span(i)
		for k := from; k < to; k++ {
			if n.of[k] = -1; wanted == nil || wanted[i] {
				want(t.refs[k], k)
			}
		}
	}
	for i, id := range more {
		want(id, len(t.refs)+i)
	}
	if len(keys) == 0 {
		return n
	}
	for i := range keys {
		keys[i].id -= uint64(low) // wraps to the right difference, whatever the signs
	}
	keys = radixSort(keys, uint64(high)-uint64(low))
	n.ids = make([]int64, 0, len(keys)*7/8)
	for i, k := range keys {
		if i == 0 || keys[i-1].id != k.id {
			n.ids = append(n.ids, int64(k.id+uint64(low)))
		}
		n.of[k.at] = int32(len(n.ids) - 1)
	}
	n.places = make([]e7, len(n.ids))
	for i := range n.places {
		n.places[i].lon = noPlace
	}
	return n
}

// refKey is a node id and the place in the list of references that it stands at.
type refKey struct {
	id uint64
	at uint32
}

// radixSort sorts by id, least significant digit first (12 bits at a time); span
// is the largest id. The order of equal ids is kept.
func radixSort(keys []refKey, span uint64) []refKey {
	const digit = 12
	spare := make([]refKey, len(keys))
	for shift := 0; shift < bits.Len64(span); shift += digit {
		var start [1<<digit + 1]int
		for _, k := range keys {
			start[k.id>>shift&(1<<digit-1)+1]++
		}
		for i := 1; i < len(start); i++ {
			start[i] += start[i-1]
		}
		for _, k := range keys {
			d := k.id >> shift & (1<<digit - 1)
			spare[start[d]] = k
			start[d]++
		}
		keys, spare = spare, keys
	}
	return keys
}

// finder looks up node ids that come mostly in ascending order: it walks along the
// table and falls back to a binary search where the file is not sorted.
type finder struct {
	ids []int64
	at  int
}

func (f *finder) find(id int64) (int, bool) {
	if f.at > 0 && f.ids[f.at-1] >= id {
		at, ok := slices.BinarySearch(f.ids, id)
		f.at = at
		return at, ok
	}
	for f.at < len(f.ids) && f.ids[f.at] < id {
		f.at++
	}
	return f.at, f.at < len(f.ids) && f.ids[f.at] == id
}

// place returns the place of a node by id, and whether the table holds it.
func (n *nodeTable) place(id int64) (e7, bool) {
	i, ok := slices.BinarySearch(n.ids, id)
	if !ok || !n.places[i].known() {
		return e7{}, false
	}
	return n.places[i], true
}
