package network

import (
	"fmt"
	"slices"
)

// Path is the way between a place and the source that won it, as travelled: from the place
// to the source in a field [To], from the source to the place in a field [From].
type Path struct {
	// Cost is what the field says, to the unit: both legs and all steps.
	Cost   uint32
	Source int32
	// Place and At are the links over which the way leaves or reaches the place and the
	// source.
	Place, At Link
	// Steps are the pieces of edges on the way, one beginning where another ends.
	Steps []Step
}

// Step is a piece of an edge, between two offsets: costs from the edge's first vertex. It
// is travelled against the edge's geometry where From is the larger.
type Step struct {
	Edge     int32
	From, To uint32
}

// Cost is what the step costs.
func (s Step) Cost() uint32 { return max(s.From, s.To) - min(s.From, s.To) }

// Paths finds the ways behind the costs of one graph's fields. It keeps what fields do not
// need: which edge an arc belongs to, 16 bytes an arc. It is immutable and safe for
// concurrent use.
type Paths struct {
	g *Graph
	// into lists, by node, the arcs of the search that lead to it: those of searches over
	// the arcs as travelled, and those of searches over the arcs reversed.
	into [2]pathArcs
}

// pathArcs are arcs by one of their nodes, in compressed rows.
type pathArcs struct {
	start []uint32
	arcs  []pathArc
}

// pathArc is an arc from another node: along edge, entered at offset from and left at
// offset to. It is -1 between the copies of a node.
type pathArc struct {
	node     int32
	edge     int32
	from, to uint32
}

func (a pathArc) cost() uint32 { return Step{From: a.from, To: a.to}.Cost() }

// NewPaths prepares to find paths on a graph. O(nodes + edges).
func NewPaths(g *Graph) *Paths {
	p := &Paths{g: g}
	p.into[0] = g.pathArcs(false)
	if !g.symmetric {
		p.into[1] = g.pathArcs(true)
	}
	return p
}

// pathArcs lists the arcs by the node at which they end, those of a search over the
// reversed arcs by the node at which they start.
func (g *Graph) pathArcs(reversed bool) pathArcs {
	out := pathArcs{start: make([]uint32, g.nodes+1)}
	g.eachPathArc(reversed, func(to int32, _ pathArc) { out.start[to+1]++ })
	for i := 1; i <= g.nodes; i++ {
		out.start[i] += out.start[i-1]
	}
	out.arcs = make([]pathArc, out.start[g.nodes])
	next := slices.Clone(out.start)
	g.eachPathArc(reversed, func(to int32, a pathArc) {
		out.arcs[next[to]] = a
		next[to]++
	})
	return out
}

// eachPathArc calls f for every arc with the node that it leads to in a search.
func (g *Graph) eachPathArc(reversed bool, f func(to int32, a pathArc)) {
	put := func(from, to int32, edge int32, enter, leave uint32) {
		if reversed {
			from, to, enter, leave = to, from, leave, enter
		}
		f(to, pathArc{from, edge, enter, leave})
	}
	for e := range int32(len(g.use)) {
		u, c := g.use[e], g.cost[e]
		both := func(a, b int32) {
			if u&mayForward != 0 {
				put(a, b, e, 0, c)
			}
			if u&mayBackward != 0 {
				put(b, a, e, c, 0)
			}
		}
		if u&bothWays == 0 {
			continue
		}
		a, b := g.ends(e, true)
		both(a, b)
		if i, j := g.ends(e, false); i != a || j != b {
			both(i, j)
		}
	}
	g.eachGate(func(out, mid, in int32) {
		put(out, mid, -1, 0, 0)
		put(mid, in, -1, 0, 0)
	})
}

// Find returns the way between a place with these links and the source that is nearest to
// it in a field of the graph (see [Field.At]); source has to be that one, with the links
// that the field was made with. It walks back along labels that differ by just what an arc
// costs, so it needs no search. ok is false when the place is not within the field's limit.
func (p *Paths) Find(f *Field, place []Link, source Source) (path Path, ok bool, err error) {
	cost, id := f.At(place)
	switch {
	case f.g != p.g:
		return Path{}, false, fmt.Errorf("finding a path: the field is not of this graph")
	case id < 0:
		return Path{}, false, nil
	case id != source.ID:
		return Path{}, false, fmt.Errorf("finding a path: source %d is nearest, not %d", id, source.ID)
	}
	w := walk{p: p, f: f, source: source, path: Path{Cost: cost, Source: id}}
	if !w.leave(place, newLabel(cost, id)) {
		return Path{}, false, fmt.Errorf("finding a path: the links are not those that source %d has in the field", id)
	}
	w.path.Steps = slices.DeleteFunc(w.path.Steps, func(s Step) bool { return s.From == s.To })
	if f.direction == From {
		slices.Reverse(w.path.Steps)
		for i, s := range w.path.Steps {
			w.path.Steps[i] = Step{s.Edge, s.To, s.From}
		}
	}
	return w.path, true, nil
}
