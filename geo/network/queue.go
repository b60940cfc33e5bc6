package network

import (
	"context"
	"math/bits"

	"github.com/seed-4611ae28/lifecircle/geo/network/hierarchy"
)

// label is what a search knows of a node: the cost in the upper half, the source
// in the lower, so that comparing two labels compares costs first and breaks ties
// by the smaller source.
type label = uint64

const unlabelled = label(1<<64 - 1)

// maxLimit bounds the cost of a search, so that a cost plus an edge never
// overflows: 2,147 km, or 596 hours.
const maxLimit = hierarchy.None - 1

func newLabel(cost uint32, source int32) label { return uint64(cost)<<32 | uint64(uint32(source)) }

// start is a node that a search begins with.
type start struct {
	node  int32
	label label
}

// buckets is the queue of a search: nodes by cost, in buckets of 2^shift units
// used in turn (Dial 1969). Inside a bucket the order is free; a node whose label
// improves is scanned again, so that labels are exact.
type buckets struct {
	rows  [][]int32
	shift uint
}

// size prepares for labels that are at most span apart, in buckets of about an
// eighth of a mean edge: wide enough that few are empty, narrow enough that few
// nodes are scanned twice.
func (q *buckets) size(mean, span uint32) {
	const maxRows = 1 << 15
	q.shift = uint(bits.Len32(mean / 8))
	for span>>q.shift+2 > maxRows {
		q.shift++
	}
	n := 1 << bits.Len32(span>>q.shift+1)
	for len(q.rows) < n {
		q.rows = append(q.rows, nil)
	}
}

// run settles labels from the starts outwards over the arcs, up to the limit. New
// labels go into lab; the first time a node is labelled it is appended to touched
// when that is not nil. It stops with the context's error soon after ctx ends.
func (g *Graph) run(ctx context.Context, a *adjacency, lab []label, starts []start, limit uint32, q *buckets, touched *[]int32) error {
	bound := (uint64(min(limit, maxLimit)) + 1) << 32
	low, high := uint32(maxLimit), uint32(0)
	for _, s := range starts {
		c := uint32(s.label >> 32)
		low, high = min(low, c), max(high, c)
	}
	if len(starts) == 0 {
		return nil
	}
	q.size(g.meanCost, max(g.maxCost, high-low))
	shift, rows := q.shift, q.rows
	n := 1
	for n*2 <= len(rows) {
		n *= 2
	}
	mask := uint32(n - 1)
	pending := 0
	for _, s := range starts {
		if s.label >= bound || s.label >= lab[s.node] {
			continue
		}
		if touched != nil && lab[s.node] == unlabelled {
			*touched = append(*touched, s.node)
		}
		lab[s.node] = s.label
		k := uint32(s.label>>32) >> shift & mask
		rows[k] = append(rows[k], s.node)
		pending++
	}
	for at, turn := low>>shift, 0; pending > 0; at, turn = at+1, turn+1 {
		if turn&0x3ff == 0x3ff && ctx.Err() != nil {
			for i := range rows {
				rows[i] = rows[i][:0]
			}
			return ctx.Err()
		}
		k := at & mask
		for i := 0; i < len(rows[k]); i++ {
			v := rows[k][i]
			pending--
			l := lab[v]
			if uint32(l>>32)>>shift != at {
				continue // scanned already, in an earlier bucket
			}
			for _, arc := range a.arcs[a.start[v]:a.start[v+1]] {
				next := l + uint64(arc.cost)<<32
				old := lab[arc.to]
				if next >= old || next >= bound {
					continue
				}
				if touched != nil && old == unlabelled {
					*touched = append(*touched, arc.to)
				}
				lab[arc.to] = next
				j := uint32(next>>32) >> shift & mask
				rows[j] = append(rows[j], arc.to)
				pending++
			}
		}
		rows[k] = rows[k][:0]
	}
	return nil
}

// scratch is what a search needs and gives back.
type scratch struct {
	// lab is made for searches that borrow their labels, and clean between them.
	lab     []label
	touched []int32
	queue   buckets
	starts  []start
	// fields is by node, for edits of many fields; it is not cleaned.
	fields []uint64
	// forgotten are the nodes that an edit searches again.
	forgotten []int32
}

// scratchPool keeps scratch between searches, so that a small search does not pay
// for the size of the graph, nor a large one for queues that grow anew. Unlike
// sync.Pool it keeps what it has when the garbage is collected; it holds at most as
// many as ever searched at once, up to maxScratch.
type scratchPool struct {
	nodes int
	free  chan *scratch
}

// maxScratch is how many searches at once find their memory ready.
const maxScratch = 16

func newScratchPool(nodes int) *scratchPool {
	return &scratchPool{nodes: nodes, free: make(chan *scratch, maxScratch)}
}

func (p *scratchPool) get() *scratch {
	select {
	case s := <-p.free:
		return s
	default:
		return &scratch{}
	}
}

// labels gives the scratch clean labels.
func (p *scratchPool) labels(s *scratch) []label {
	if s.lab == nil {
		s.lab = make([]label, p.nodes)
		for i := range s.lab {
			s.lab[i] = unlabelled
		}
	}
	return s.lab
}

// fieldsOf gives the scratch room for the fields of every node.
func (p *scratchPool) fieldsOf(s *scratch) []uint64 {
	if s.fields == nil {
		s.fields = make([]uint64, p.nodes)
	}
	return s.fields
}

func (p *scratchPool) put(s *scratch) {
	for _, v := range s.touched {
		s.lab[v] = unlabelled
	}
	s.touched = s.touched[:0]
	s.starts = s.starts[:0]
	select {
	case p.free <- s:
	default:
	}
}
