package network

import (
	"maps"
	"slices"
)

// sourceList is the sources of a field: a list that fields share, less some of it, and
// some more. It is not changed once a field has it.
type sourceList struct {
	base []Source
	// closed are the IDs of which the base counts no longer.
	closed map[int32]struct{}
	added  []Source
}

// each calls f for every source.
func (l *sourceList) each(f func(s *Source)) {
	for i := range l.base {
		if !l.isClosed(l.base[i].ID) {
			f(&l.base[i])
		}
	}
	for i := range l.added {
		f(&l.added[i])
	}
}

func (l *sourceList) isClosed(id int32) bool {
	if len(l.closed) == 0 {
		return false
	}
	_, ok := l.closed[id]
	return ok
}

// all is the list in one piece.
func (l *sourceList) all() []Source {
	if len(l.closed) == 0 && len(l.added) == 0 {
		return l.base
	}
	var out []Source
	l.each(func(s *Source) { out = append(out, *s) })
	return out
}

func (l *sourceList) with(added []Source) sourceList {
	return sourceList{base: l.base, closed: l.closed, added: slices.Concat(l.added, added)}
}

// of are the sources of some IDs.
func (l *sourceList) of(ids idSet) []Source {
	var out []Source
	l.each(func(s *Source) {
		if ids.has(s.ID) {
			out = append(out, *s)
		}
	})
	return out
}

// without returns the list without the sources of some IDs, and those.
func (l *sourceList) without(ids idSet) (left sourceList, closed []Source) {
	closed = l.of(ids)
	left = sourceList{base: l.base, closed: maps.Clone(l.closed)}
	for _, s := range closed {
		if left.closed == nil {
			left.closed = make(map[int32]struct{})
		}
		left.closed[s.ID] = struct{}{}
	}
	for _, s := range l.added {
		if !ids.has(s.ID) {
			left.added = append(left.added, s)
		}
	}
	return left, closed
}

// idSet is a few IDs of sources, ascending.
type idSet []int32

func newIDSet(ids []int32) idSet {
	s := slices.Clone(ids)
	slices.Sort(s)
	return s
}

func (s idSet) has(id int32) bool {
	if len(s) == 1 {
		return s[0] == id
	}
	_, ok := slices.BinarySearch(s, id)
	return ok
}
