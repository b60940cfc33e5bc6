package network

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

var errOtherGraph = errors.New("the field is of another graph than the one that changed")

// Repaired is the field on the graph after a change of roads: in every label the field
// that is computed afresh. What may lean on a road that is gone or dearer is forgotten
// and searched again from its rim; then the search goes on from the roads that are new
// or cheaper. It holds what differs from f, as [Field.With] does, unless so much is
// forgotten that it is computed afresh.
//
// The sources are those of f at the links that they have there; those whose links the
// change made others (see [Change.Affected]) are given with the new ones, each in the
// place of all that have its ID. A source that stands on an edge which may not be used
// any longer has to be given, a field of another graph than the change's, or of
// [Graph.Search], cannot be repaired: these are errors.
func (f *Field) Repaired(ctx context.Context, c *Change, moved ...Source) (*Field, error) {
	n, err := f.repaired(ctx, c, moved, c.before.nodes/freshShare)
	if err != nil {
		return nil, fmt.Errorf("repairing a field of the %s network: %w", c.after.mode.ID, err)
	}
	return n, nil
}

func (f *Field) repaired(ctx context.Context, c *Change, moved []Source, most int) (*Field, error) {
	if err := f.editable(ctx); err != nil {
		return nil, err
	}
	if f.g != c.before {
		return nil, errOtherGraph
	}
	r := f.revise(c.after)
	edges := r.move(c.edges, moved)
	for _, e := range edges {
		if at := r.f.onEdge.of(e); len(at) > 0 && c.after.use[e]&bothWays == 0 {
			return nil, fmt.Errorf("source %d stands on edge %d, which may not be used any longer: give its new links", at[0].ID, e)
		}
	}
	arcs, out := c.after.search(f.direction)
	if out == f.out {
		s := c.after.scratch.get()
		defer c.after.scratch.put(s)
		s.starts, s.forgotten = s.starts[:0], s.forgotten[:0]
		if r.forgetBehind(s, c, edges, most) {
			r.rim(s, arcs)
			r.gain(s, c, edges)
			if err := r.improve(ctx, arcs, s.starts, &s.queue); err != nil {
				return nil, err
			}
			r.trim()
			return r.f, nil
		}
	}
	// The sources stand on other copies of their nodes than before, or too much would have
	// to be searched again.
	return c.after.Field(ctx, r.f.sources.all(), f.direction, f.limit)
}

// forgetBehind forgets every node whose label may be that of a way which is gone or
// dearer: the nodes to which such a step leads exactly, or on which a source starts that
// stood otherwise, and all behind them. A node with another way as good is forgotten as
// well: to ask for one would be to trust it, and steps that cost nothing may support each
// other in a circle. It reports false once more than so many are forgotten.
func (r *revision) forgetBehind(s *scratch, c *Change, edges []int32, most int) bool {
	old := r.from
	forget := func(v int32) {
		if r.c.label(v) != unlabelled {
			r.put(v, unlabelled)
			s.forgotten = append(s.forgotten, v)
		}
	}
	arcs, _ := c.before.search(old.direction)
	against := arcs != c.before.forward
	for _, k := range c.lost {
		if against {
			k.from, k.to = k.to, k.from
		}
		if l := old.label(k.from); l != unlabelled && l+uint64(k.cost)<<32 == old.label(k.to) {
			forget(k.to)
		}
	}
	before, after := r.startsOn(c, edges)
	for _, st := range before {
		if old.label(st.node) == st.label && !slices.Contains(after, st) {
			forget(st.node)
		}
	}
	for i := 0; i < len(s.forgotten) && len(s.forgotten) <= most; i++ {
		v := s.forgotten[i]
		l := old.label(v)
		for _, a := range arcs.of(v) {
			if l+uint64(a.cost)<<32 == old.label(a.to) {
				forget(a.to)
			}
		}
	}
	return len(s.forgotten) <= most
}

// startsOn lists where the sources on the edges start, before the change and after it.
func (r *revision) startsOn(c *Change, edges []int32) (before, after []start) {
	for _, e := range edges {
		for _, k := range r.from.onEdge.of(e) {
			before = c.before.startsAt(before, Link{e, k.Offset, k.Leg}, k.ID, r.f.direction, r.f.out)
		}
		for _, k := range r.f.onEdge.of(e) {
			after = c.after.startsAt(after, Link{e, k.Offset, k.Leg}, k.ID, r.f.direction, r.f.out)
		}
	}
	return before, after
}

// gain lists what makes labels better: steps that are new or cheaper, and sources that
// stand otherwise.
func (r *revision) gain(s *scratch, c *Change, edges []int32) {
	arcs, _ := c.after.search(r.f.direction)
	against := arcs != c.after.forward
	for _, k := range c.gained {
		if against {
			k.from, k.to = k.to, k.from
		}
		if l := r.c.label(k.from); l != unlabelled {
			s.starts = append(s.starts, start{k.to, l + uint64(k.cost)<<32})
		}
	}
	_, after := r.startsOn(c, edges)
	s.starts = append(s.starts, after...)
}
