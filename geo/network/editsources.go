package network

import (
	"context"
	"errors"
	"fmt"
)

// errBorrowed is returned for an edit of a field whose labels are borrowed.
var errBorrowed = errors.New("a field of Graph.Search lasts until it is released: it cannot be edited")

// With is the field with more sources, which f goes without. It holds what differs from
// f and shares the rest: a search outwards from the newcomers, only as far as they are
// nearer than what was there. A source may have the ID of another; it is then one more
// place of that ID. f must not be a field of [Graph.Search].
func (f *Field) With(ctx context.Context, sources ...Source) (*Field, error) {
	if err := f.editable(ctx); err != nil {
		return nil, fmt.Errorf("adding %d sources to a field: %w", len(sources), err)
	}
	r := f.revise(f.g)
	r.f.sources = f.sources.with(sources)
	r.f.onEdge = f.onEdge.edited(nil, sources)
	if err := r.search(ctx, func(s *scratch, _ *adjacency) {
		s.starts = f.g.starts(s.starts, sources, f.direction, f.out)
	}); err != nil {
		return nil, fmt.Errorf("adding %d sources to a field: %w", len(sources), err)
	}
	return r.f, nil
}

// Without is the field without the sources of these IDs. What they were nearest to is
// forgotten and searched again, from the nodes around it that keep their label and from
// the other sources within it. An ID that no source has is none to take away. f must not
// be a field of [Graph.Search].
func (f *Field) Without(ctx context.Context, ids ...int32) (*Field, error) {
	if err := f.editable(ctx); err != nil {
		return nil, fmt.Errorf("closing %d sources of a field: %w", len(ids), err)
	}
	gone := newIDSet(ids)
	left, closed := f.sources.without(gone)
	r := f.revise(f.g)
	r.f.sources = left
	r.f.onEdge = f.onEdge.edited(closed, nil)
	if err := r.search(ctx, func(s *scratch, arcs *adjacency) {
		r.forgetWon(s, arcs, closed, gone)
		r.rim(s, arcs)
	}); err != nil {
		return nil, fmt.Errorf("closing %d sources of a field: %w", len(ids), err)
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

// search borrows what a search needs, has its starts listed and goes on from them.
func (r *revision) search(ctx context.Context, list func(s *scratch, arcs *adjacency)) error {
	g := r.f.g
	s := g.scratch.get()
	defer g.scratch.put(s)
	arcs, _ := g.search(r.f.direction)
	s.starts, s.forgotten = s.starts[:0], s.forgotten[:0]
	list(s, arcs)
	return r.improve(ctx, arcs, s.starts, &s.queue)
}

// forgetWon forgets the nodes whose nearest source is closed. They hang together: the
// node before one of them on the way from its source is another, else that source would
// not be the nearest to either.
func (r *revision) forgetWon(s *scratch, arcs *adjacency, closed []Source, gone idSet) {
	forget := func(v int32) {
		if l := r.c.label(v); l != unlabelled && gone.has(int32(uint32(l))) {
			r.put(v, unlabelled)
			s.forgotten = append(s.forgotten, v)
		}
	}
	for _, st := range r.f.g.starts(nil, closed, r.f.direction, r.f.out) {
		forget(st.node)
	}
	for i := 0; i < len(s.forgotten); i++ {
		for _, a := range arcs.of(s.forgotten[i]) {
			forget(a.to)
		}
	}
}

// rim lists what a search for the forgotten nodes starts with: the nodes around them
// that keep their labels, and the sources among them.
func (r *revision) rim(s *scratch, arcs *adjacency) {
	g := r.f.g
	for _, v := range s.forgotten {
		g.eachInto(arcs, v, func(u int32, cost uint32) {
			if l := r.c.label(u); l != unlabelled {
				s.starts = append(s.starts, start{v, l + uint64(cost)<<32})
			}
		})
	}
	if len(s.forgotten) == 0 {
		return
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
// the fields made from it as well: a source of which an edit changes more than that it
// is closed is no longer in their base list.
func (f *Field) allStarts() []start {
	f.startsOnce.Do(func() { f.starts = f.g.starts(nil, f.sources.base, f.direction, f.out) })
	return f.starts
}
