package network

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"
)

// Patch is a small piece of ground with the streets in reach of it gathered, for
// linking many places on it: the nodes of a grid. It answers as [Linker] does, and
// several times faster. It is not safe for concurrent use; Release gives back what
// it borrowed.
type Patch struct {
	l      *Linker
	s      *linkSearch
	groups []patchStreet
	lines  []patchLine
}

// patchStreet is one street's segments in a patch: lines[from:to], and their box.
type patchStreet struct {
	street   int32
	from, to int32
	box      orb.Bound
}

// patchLine is one segment of a street.
type patchLine struct {
	a, b    orb.Point
	segment int32
}

// Patch gathers the streets in reach of a box in metres of [Topology.Projection].
// Without strays, links to stray parts of the network (see [Graph.Stray]) are left
// out: the caller adds what they contribute.
func (l *Linker) Patch(box orb.Bound, strays bool) *Patch {
	g := l.g
	pl := g.top.inPlane()
	p := &Patch{l: l, s: l.pool.Get().(*linkSearch)}
	reach := max(g.mode.LinkLimitM, g.mode.LinkLimitBuiltUpM)
	grown := box.Pad(reach)
	pl.cells.within(grown, func(ids []int32) {
		for _, k := range ids {
			e := pl.edgeOf[k]
			if u := g.use[e]; u&mayLink == 0 || u&bothWays == 0 || !strays && g.streets.stray(g.streets.of[e]) {
				continue
			}
			a, b := pl.pts[k], pl.pts[k+1]
			if max(a[0], b[0]) < grown.Min[0] || min(a[0], b[0]) > grown.Max[0] ||
				max(a[1], b[1]) < grown.Min[1] || min(a[1], b[1]) > grown.Max[1] {
				continue
			}
			p.lines = append(p.lines, patchLine{a, b, k})
		}
	})
	slices.SortFunc(p.lines, func(x, y patchLine) int {
		return cmp.Or(cmp.Compare(p.street(x), p.street(y)), cmp.Compare(x.segment, y.segment))
	})
	p.lines = slices.CompactFunc(p.lines, func(x, y patchLine) bool { return x.segment == y.segment })
	for i := range p.lines {
		k := &p.lines[i]
		if n := len(p.groups); n == 0 || p.groups[n-1].street != p.street(*k) {
			p.groups = append(p.groups, patchStreet{street: p.street(*k), from: int32(i), box: orb.Bound{Min: k.a, Max: k.a}})
		}
		last := &p.groups[len(p.groups)-1]
		last.box = last.box.Extend(k.a).Extend(k.b)
		last.to = int32(i + 1)
	}
	return p
}

func (p *Patch) street(k patchLine) int32 {
	return p.l.g.streets.of[p.l.g.top.inPlane().edgeOf[k.segment]]
}

// Empty reports whether no street is in reach of any place on the patch.
func (p *Patch) Empty() bool { return len(p.lines) == 0 }

// Links is [Linker.LinksInPlane] for a point on the patch.
func (p *Patch) Links(dst []Link, q orb.Point, leaving bool) []Link {
	s := p.s
	edgeOf := p.l.g.top.inPlane().edgeOf
	limit := p.l.limitM(q)
	limit2 := limit * limit
	s.candidates = s.candidates[:0]
	for i := range p.groups {
		group := &p.groups[i]
		dx := max(group.box.Min[0]-q[0], 0, q[0]-group.box.Max[0])
		dy := max(group.box.Min[1]-q[1], 0, q[1]-group.box.Max[1])
		if dx*dx+dy*dy > limit2 {
			continue
		}
		best := candidate{street: -1}
		for _, k := range p.lines[group.from:group.to] {
			n, d2, f := nearestOnSegment(q, k.a, k.b)
			if d2 > limit2 || best.street >= 0 && d2 > best.dist2 {
				continue
			}
			c := candidate{street: group.street, edge: edgeOf[k.segment], dist2: d2, point: n, segment: k.segment, part: f}
			if best.street < 0 || p.l.g.nearer(&c, &best) {
				best = c
			}
		}
		if best.street >= 0 {
			s.candidates = append(s.candidates, best)
		}
	}
	return s.links(dst, q, leaving)
}

// Release gives back what the patch borrowed; it must not be used afterwards.
func (p *Patch) Release() {
	p.l.pool.Put(p.s)
	p.s = nil
}
