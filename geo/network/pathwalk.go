package network

import "slices"

// walk goes from a place to its source, against the direction of the search.
type walk struct {
	p      *Paths
	f      *Field
	source Source
	path   Path
}

// label is what the field knows of a node.
func (w *walk) label(v int32) label { return w.f.label(v) }

// leave goes from the place over the link that its cost came from: straight along the edge
// to the source, or to one of the edge's ends and on.
func (w *walk) leave(place []Link, want label) bool {
	g := w.p.g
	for _, l := range place {
		if w.f.at(l) != want {
			continue
		}
		w.path.Place = l
		rest := want - uint64(l.Leg)<<32
		toA, toB := g.steps(l.Edge, l.Offset, w.f.direction == To)
		for _, k := range w.source.Links {
			if c, ok := along(l.Offset, k.Offset, toA, toB); ok && k.Edge == l.Edge && newLabel(c+k.Leg, w.source.ID) == rest {
				w.path.At = k
				w.path.Steps = append(w.path.Steps, Step{l.Edge, l.Offset, k.Offset})
				return true
			}
		}
		a, b := g.ends(l.Edge, !w.f.out)
		if n := w.label(a); toA && n != unlabelled && n+uint64(l.Offset)<<32 == rest {
			w.path.Steps = append(w.path.Steps, Step{l.Edge, l.Offset, 0})
			return w.follow(a)
		}
		c := g.cost[l.Edge]
		if n := w.label(b); toB && n != unlabelled && n+uint64(c-l.Offset)<<32 == rest {
			w.path.Steps = append(w.path.Steps, Step{l.Edge, l.Offset, c})
			return w.follow(b)
		}
	}
	return false
}

// follow goes from a node to the source. Every turn ends at the source, or at a node whose
// label is lower, so that it comes to an end.
func (w *walk) follow(v int32) bool {
	for {
		next, arrived, ok := w.turn(v)
		if arrived || !ok {
			return ok
		}
		v = next
	}
}

// turn looks from a node over the level ground around it, the nodes with the same label that
// arcs without cost lead to (copies of nodes behind gates, edges shorter than half a unit),
// for the source or for an arc that leads on, the nearest first. Each node is looked at once:
// arcs without cost may go in circles.
func (w *walk) turn(v int32) (next int32, arrived, ok bool) {
	type stop struct {
		node, from int32
		by         pathArc
	}
	level := []stop{{node: v, from: -1}}
	// back notes the way from v to a stop of the level ground.
	back := func(i int32) {
		at := len(w.path.Steps)
		for ; level[i].from >= 0; i = level[i].from {
			w.step(level[i].by)
		}
		slices.Reverse(w.path.Steps[at:])
	}
	arcs := &w.p.into[w.reversed()]
	for i := int32(0); int(i) < len(level); i++ {
		n := level[i].node
		want := w.label(n)
		if s, at, found := w.start(n, want); found {
			back(i)
			w.path.At = at
			w.path.Steps = append(w.path.Steps, s)
			return 0, true, true
		}
		row := arcs.arcs[arcs.start[n]:arcs.start[n+1]]
		for _, a := range row {
			if l := w.label(a.node); a.cost() > 0 && l != unlabelled && l+uint64(a.cost())<<32 == want {
				back(i)
				w.step(a)
				return a.node, false, true
			}
		}
		for _, a := range row {
			seen := func(s stop) bool { return s.node == a.node }
			if a.cost() == 0 && w.label(a.node) == want && !slices.ContainsFunc(level, seen) {
				level = append(level, stop{a.node, i, a})
			}
		}
	}
	return 0, false, false
}

// reversed is 1 when the field was searched over the reversed arcs.
func (w *walk) reversed() int {
	if arcs, _ := w.p.g.search(w.f.direction); arcs == w.p.g.forward {
		return 0
	}
	return 1
}

// step notes an arc, which the walk goes against.
func (w *walk) step(a pathArc) {
	if a.edge >= 0 {
		w.path.Steps = append(w.path.Steps, Step{a.edge, a.to, a.from})
	}
}

// start tells whether the search began at a node with this label, and the step from there to
// the source.
func (w *walk) start(v int32, want label) (Step, Link, bool) {
	g := w.p.g
	for _, l := range w.source.Links {
		a, b := g.ends(l.Edge, w.f.out)
		toA, toB := g.steps(l.Edge, l.Offset, w.f.direction == From)
		c := g.cost[l.Edge]
		if toA && a == v && newLabel(l.Leg+l.Offset, w.source.ID) == want {
			return Step{l.Edge, 0, l.Offset}, l, true
		}
		if toB && b == v && newLabel(l.Leg+c-l.Offset, w.source.ID) == want {
			return Step{l.Edge, c, l.Offset}, l, true
		}
	}
	return Step{}, Link{}, false
}
