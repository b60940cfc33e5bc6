package network

import (
	"context"
	"errors"
	"fmt"
)

// errBorrowed is returned for an edit of a field whose labels are borrowed.
var errBorrowed = errors.New("a field of Graph.Search lasts until it is released: it cannot be edited")

// freshShare tells how much is worth searching again: where more than a quarter of the
// nodes is forgotten, computing the field afresh takes no longer, since searching a node
// in pages, and from a long rim, takes three to five times as long (measured on Porto).
const freshShare = 4

// With is the field with more sources, which f goes without. It holds what differs from
// f and shares the rest: a search outwards from the newcomers, only as far as they are
// nearer than what was there. A source may have the ID of another; it is then one more
// place of that ID. f must not be a field of [Graph.Search].
func (f *Field) With(ctx context.Context, sources ...Source) (*Field, error) {
	n, err := f.with(ctx, sources)
	if err != nil {
		return nil, fmt.Errorf("adding %d sources to a field: %w", len(sources), err)
	}
	return n, nil
}

func (f *Field) with(ctx context.Context, sources []Source) (*Field, error) {
	if err := f.editable(ctx); err != nil {
		return nil, err
	}
	r := f.add(sources)
	s := f.g.scratch.get()
	defer f.g.scratch.put(s)
	s.starts = f.g.starts(s.starts[:0], sources, f.direction, f.out)
	arcs, _ := f.g.search(f.direction)
	if err := r.improve(ctx, arcs, s.starts, &s.queue); err != nil {
		return nil, err
	}
	return r.f, nil
}

// add begins the edit that adds sources.
func (f *Field) add(sources []Source) *revision {
	r := f.revise(f.g)
	r.f.sources = f.sources.with(sources)
	r.f.onEdge = f.onEdge.edited(nil, sources)
	return r
}

// Without is the field without the sources of these IDs. What they were nearest to is
// forgotten and searched again, from the nodes around it that keep their label and from
// the other sources within it; a field of which much would be forgotten is computed
// afresh. An ID that no source has is none to take away. f must not be a field of
// [Graph.Search].
func (f *Field) Without(ctx context.Context, ids ...int32) (*Field, error) {
	n, err := f.without(ctx, ids, f.g.nodes/freshShare)
	if err != nil {
		return nil, fmt.Errorf("closing %d sources of a field: %w", len(ids), err)
	}
	return n, nil
}

func (f *Field) without(ctx context.Context, ids []int32, most int) (*Field, error) {
	if err := f.editable(ctx); err != nil {
		return nil, err
	}
	gone := newIDSet(ids)
	left, closed := f.sources.without(gone)
	r := f.revise(f.g)
	r.f.sources = left
	r.f.onEdge = f.onEdge.edited(closed, nil)
	s := f.g.scratch.get()
	defer f.g.scratch.put(s)
	s.starts, s.forgotten = s.starts[:0], s.forgotten[:0]
	arcs, _ := f.g.search(f.direction)
	if !r.forgetWon(s, arcs, closed, gone, most) {
		return f.g.Field(ctx, left.all(), f.direction, f.limit)
	}
	r.rim(s, arcs)
	if err := r.improve(ctx, arcs, s.starts, &s.queue); err != nil {
		return nil, err
	}
	r.trim()
	return r.f, nil
}

func (f *Field) editable(ctx context.Context) error {
	if f.scratch != nil || f.lab == nil && f.changes == nil {
		return errBorrowed
	}
	return ctx.Err()
}

// forgetWon forgets the nodes whose nearest source is closed. They hang together: the
// node before one of them on the way from its source is another, else that source would
// not be the nearest to either. It reports false once more than so many are forgotten.
func (r *revision) forgetWon(s *scratch, arcs *adjacency, closed []Source, gone idSet, most int) bool {
	forget := func(v int32) {
		if l := r.c.label(v); l != unlabelled && gone.has(int32(uint32(l))) {
			r.put(v, unlabelled)
			s.forgotten = append(s.forgotten, v)
		}
	}
	for _, st := range r.f.g.starts(nil, closed, r.f.direction, r.f.out) {
		forget(st.node)
	}
	for i := 0; i < len(s.forgotten) && len(s.forgotten) <= most; i++ {
		for _, a := range arcs.of(s.forgotten[i]) {
			forget(a.to)
		}
	}
	return len(s.forgotten) <= most
}

// rim lists what a search for the forgotten nodes starts with: the nodes around them
// that keep their labels, and the sources among them.
func (r *revision) rim(s *scratch, arcs *adjacency) {
	if len(s.forgotten) == 0 {
		return
	}
	g := r.f.g
	for _, v := range s.forgotten {
		g.eachInto(arcs, v, func(u int32, cost uint32) {
			if l := r.c.label(u); l != unlabelled {
				s.starts = append(s.starts, start{v, l + uint64(cost)<<32})
			}
		})
	}
	l := &r.f.sources
	for _, st := range r.c.base.allStarts() {
		// A node that was forgotten is on a page that was written.
		if p := r.c.pages[uint32(st.node)/pageNodes]; p != nil && p[uint32(st.node)%pageNodes] == unlabelled && !l.isClosed(int32(uint32(st.label))) {
			s.starts = append(s.starts, st)
		}
	}
	s.starts = g.starts(s.starts, l.added, r.f.direction, r.f.out)
}

// allStarts are the starts of the sources that a field was computed with. They hold for
// the fields made from it as well: a source of which an edit changes where it starts is
// closed in their lists and added as another.
func (f *Field) allStarts() []start {
	f.startsOnce.Do(func() { f.starts = f.g.starts(nil, f.sources.base, f.direction, f.out) })
	return f.starts
}
