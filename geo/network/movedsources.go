package network

import "slices"

// move puts sources in the place of those with their IDs and returns the edges on which
// sources start otherwise than before, or may: those that changed, which are given, and
// those of links that a source had and has no longer, or has now.
func (r *revision) move(changed []int32, moved []Source) []int32 {
	// A source on an edge that changed is moved, though it stay where it was: where it
	// starts is no longer what the field was computed with.
	var standing idSet
	for _, e := range changed {
		for _, k := range r.from.onEdge.of(e) {
			standing = append(standing, k.ID)
		}
	}
	if len(standing) == 0 && len(moved) == 0 {
		return changed
	}
	slices.Sort(standing)
	is := linksByID(moved)
	ids := slices.Clone(standing)
	for id := range is {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	now := r.f.sources.of(ids)
	was := linksByID(now)
	var next []Source
	for _, s := range moved {
		if standing.has(s.ID) || !slices.Equal(was[s.ID], is[s.ID]) {
			next = append(next, s)
		}
	}
	for _, s := range now {
		if _, given := is[s.ID]; !given {
			next = append(next, s)
		}
	}
	for id, links := range was {
		if _, given := is[id]; !given {
			is[id] = links
		}
	}
	ids = ids[:0]
	for _, s := range next {
		ids = append(ids, s.ID)
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	left, _ := r.f.sources.without(ids)
	r.f.sources = left.with(next)
	edges := slices.Clone(changed)
	var gone, come []Source
	for _, id := range ids {
		gone = append(gone, Source{ID: id, Links: linksNotIn(is[id], was[id])})
		come = append(come, Source{ID: id, Links: linksNotIn(was[id], is[id])})
		for _, l := range gone[len(gone)-1].Links {
			edges = append(edges, l.Edge)
		}
		for _, l := range come[len(come)-1].Links {
			edges = append(edges, l.Edge)
		}
	}
	if len(edges) == len(changed) {
		return changed
	}
	r.f.onEdge = r.f.onEdge.edited(gone, come)
	slices.Sort(edges)
	return slices.Compact(edges)
}

// linksByID are the links of sources, those of one ID together.
func linksByID(sources []Source) map[int32][]Link {
	m := make(map[int32][]Link, len(sources))
	for _, s := range sources {
		if have, ok := m[s.ID]; ok {
			m[s.ID] = slices.Concat(have, s.Links)
		} else {
			m[s.ID] = s.Links
		}
	}
	return m
}

// linksNotIn are the links of a list that another does not have.
func linksNotIn(other, list []Link) []Link {
	var out []Link
	for _, l := range list {
		if !slices.Contains(other, l) {
			out = append(out, l)
		}
	}
	return out
}
