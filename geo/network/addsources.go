package network

import (
	"context"
	"errors"
	"fmt"
	"math/bits"
	"slices"
)

// fieldsAtOnce is how many fields one search serves: each has a bit.
const fieldsAtOnce = 64

var errUnlike = errors.New("the fields are not of one graph and direction")

// AddSources is [Field.With] for many fields of one graph and direction: the same fields,
// in the order of those given. A facility that serves many categories is searched from
// once. For wherever it is nearer than what a field had, it is on all of its way there as
// well; so the search remembers at every node for which fields it still is, and ends
// where it is for none.
func AddSources(ctx context.Context, fields []*Field, sources ...Source) ([]*Field, error) {
	out := make([]*Field, 0, len(fields))
	for group := range slices.Chunk(fields, fieldsAtOnce) {
		if group[0].g != fields[0].g || group[0].direction != fields[0].direction {
			return nil, fmt.Errorf("adding %d sources to %d fields: %w", len(sources), len(fields), errUnlike)
		}
		next, err := addSources(ctx, group, sources)
		if err != nil {
			return nil, fmt.Errorf("adding %d sources to %d fields: %w", len(sources), len(fields), err)
		}
		out = append(out, next...)
	}
	return out, nil
}

func addSources(ctx context.Context, fields []*Field, sources []Source) ([]*Field, error) {
	first := fields[0]
	g := first.g
	var all revisions
	out := make([]*Field, len(fields))
	for i, f := range fields {
		if err := f.editable(ctx); err != nil {
			return nil, err
		}
		if f.g != g || f.direction != first.direction {
			return nil, errUnlike
		}
		r := f.add(sources)
		all = append(all, r)
		out[i] = r.f
	}
	s := g.scratch.get()
	defer g.scratch.put(s)
	s.starts = g.starts(s.starts[:0], sources, first.direction, first.out)
	arcs, _ := g.search(first.direction)
	return out, all.improve(ctx, arcs, s)
}

// revisions are fields that are being edited together.
type revisions []*revision

// better tells of some fields, a bit each, for which a label is better than the one that
// they have at a node, and writes it there.
func (rs revisions) better(of uint64, v int32, l label) uint64 {
	var found uint64
	for ; of != 0; of &= of - 1 {
		r := rs[bits.TrailingZeros64(of)]
		if l < r.c.label(v) && l>>32 <= uint64(r.f.limit) {
			r.put(v, l)
			found |= of & -of
		}
	}
	return found
}

// improve is [revision.improve] of all fields. What it knows of nodes is in the scratch:
// the label by way of the newcomers, and the fields for which that may be better.
func (rs revisions) improve(ctx context.Context, a *adjacency, s *scratch) error {
	if len(s.starts) == 0 {
		return nil
	}
	g := rs[0].f.g
	lab, fields := g.scratch.labels(s), g.scratch.fieldsOf(s)
	low, high := uint32(maxLimit), uint32(0)
	for _, st := range s.starts {
		c := uint32(st.label >> 32)
		low, high = min(low, c), max(high, c)
	}
	s.queue.size(g.meanCost, max(g.maxCost, high-low))
	shift, rows := s.queue.shift, s.queue.rows
	n := 1
	for n*2 <= len(rows) {
		n *= 2
	}
	mask := uint32(n - 1)
	pending := 0
	offer := func(v int32, l label, of uint64) {
		if l >= lab[v] {
			return
		}
		if lab[v] == unlabelled {
			s.touched = append(s.touched, v)
		}
		lab[v], fields[v] = l, of
		k := uint32(l>>32) >> shift & mask
		rows[k] = append(rows[k], v)
		pending++
	}
	for _, st := range s.starts {
		offer(st.node, st.label, 1<<len(rs)-1)
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
			of := rs.better(fields[v], v, l)
			if of == 0 {
				continue
			}
			for _, arc := range a.arcs[a.start[v]:a.start[v+1]] {
				offer(arc.to, l+uint64(arc.cost)<<32, of)
			}
		}
		rows[k] = rows[k][:0]
	}
	return nil
}
