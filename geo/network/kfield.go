package network

import (
	"context"
	"fmt"
)

// KField is, for every node within a limit, the costs to (or from) the k nearest
// distinct sources. It answers requirements that ask for several facilities.
// It is immutable and safe for concurrent use.
type KField struct {
	f *Field
	k int
	// lab holds k labels a node, ascending, unlabelled where fewer are in reach.
	lab []label
}

// KField computes the field of the k nearest distinct sources. Every node settles
// at most k times: about k times the cost of [Graph.Field] with a heap.
func (g *Graph) KField(ctx context.Context, sources []Source, d Direction, limit uint32, k int) (*KField, error) {
	if k < 1 {
		return nil, fmt.Errorf("field of the k nearest sources: k is %d, it has to be at least 1", k)
	}
	arcs, out := g.search(d)
	limit = min(limit, maxLimit)
	kf := &KField{
		f: &Field{g: g, direction: d, limit: limit, out: out, onEdge: newEdgeSources(sources, len(g.use))},
		k: k, lab: make([]label, g.nodes*k),
	}
	for i := range kf.lab {
		kf.lab[i] = unlabelled
	}
	h := &labelHeap{}
	for _, s := range g.starts(nil, sources, d, out) {
		h.push(s)
	}
	bound := (uint64(limit) + 1) << 32
	for n := 0; len(h.items) > 0; n++ {
		if n&0xffff == 0xffff && ctx.Err() != nil {
			return nil, fmt.Errorf("searching the %s network: %w", g.mode.ID, ctx.Err())
		}
		s := h.pop()
		if s.label >= bound || !insert(kf.of(s.node), s.label) {
			continue
		}
		for _, a := range arcs.of(s.node) {
			next := s.label + uint64(a.cost)<<32
			if row := kf.of(a.to); next < bound && next < row[k-1] {
				h.push(start{a.to, next})
			}
		}
	}
	return kf, nil
}

func (kf *KField) of(v int32) []label { return kf.lab[int(v)*kf.k : (int(v)+1)*kf.k] }

// insert puts a label into an ascending row, one per source, and reports whether
// it changed the row.
func insert(row []label, l label) bool {
	if l >= row[len(row)-1] {
		return false
	}
	src := uint32(l)
	at := len(row) - 1
	for i, have := range row {
		if have != unlabelled && uint32(have) == src {
			if have <= l {
				return false
			}
			at = i
			break
		}
	}
	for at > 0 && row[at-1] > l {
		row[at] = row[at-1]
		at--
	}
	row[at] = l
	return true
}

// At returns the cost from a place to the k-th nearest distinct source, and the
// number of distinct sources within the limit, at most k. The cost is Unreachable
// when there are fewer than k.
func (kf *KField) At(links []Link) (cost uint32, found int) {
	var few [8]label
	row := few[:0]
	for range kf.k {
		row = append(row, unlabelled)
	}
	for _, l := range links {
		kf.Offer(row, l)
	}
	for found < kf.k && row[found] != unlabelled && uint32(row[found]>>32) <= kf.f.limit {
		found++
	}
	if found < kf.k {
		return Unreachable, found
	}
	return uint32(row[kf.k-1] >> 32), found
}

// Offer adds a link to those of a place whose nearest sources are in row, and returns
// the cost to the k-th nearest of them. A row has [KField.K] elements, all ones for a
// place without links. Costs above the field's limit are told too, but may be too
// high.
func (kf *KField) Offer(row []uint64, l Link) (cost uint32) {
	g, f := kf.f.g, kf.f
	add := func(n label, more uint32) {
		if n != unlabelled {
			insert(row, n+uint64(more)<<32)
		}
	}
	toA, toB := g.steps(l.Edge, l.Offset, f.direction == To)
	a, b := g.ends(l.Edge, !f.out)
	if toA {
		for _, n := range kf.of(a) {
			add(n, l.Offset+l.Leg)
		}
	}
	if toB {
		for _, n := range kf.of(b) {
			add(n, g.cost[l.Edge]-l.Offset+l.Leg)
		}
	}
	if f.onEdge.has(l.Edge) {
		for _, s := range f.onEdge.of(l.Edge) {
			if c, ok := along(l.Offset, s.Offset, toA, toB); ok {
				add(newLabel(c+s.Leg, s.ID), l.Leg)
			}
		}
	}
	return uint32(row[kf.k-1] >> 32)
}

// K is the number of distinct sources that the field is about.
func (kf *KField) K() int { return kf.k }

// labelHeap is a binary heap of starts by label.
type labelHeap struct{ items []start }

func (h *labelHeap) push(s start) {
	h.items = append(h.items, s)
	i := len(h.items) - 1
	for i > 0 && h.items[(i-1)/2].label > s.label {
		h.items[i] = h.items[(i-1)/2]
		i = (i - 1) / 2
	}
	h.items[i] = s
}

func (h *labelHeap) pop() start {
	top := h.items[0]
	x := h.items[len(h.items)-1]
	h.items = h.items[:len(h.items)-1]
	n := len(h.items)
	if n == 0 {
		return top
	}
	i := 0
	for 2*i+1 < n {
		c := 2*i + 1
		if c+1 < n && h.items[c+1].label < h.items[c].label {
			c++
		}
		if h.items[c].label >= x.label {
			break
		}
		h.items[i] = h.items[c]
		i = c
	}
	h.items[i] = x
	return top
}
