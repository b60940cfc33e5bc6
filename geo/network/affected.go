package network

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/paulmach/orb"
)

// Affected tells of which places the links may be others after a change of roads. It is
// for one way of linking, places that leave or that are arrived at, and safe for
// concurrent use.
type Affected struct {
	c *Change
	// walks is the cost on the graph before the change from a place to the steps that it
	// took away (or from them to a place that is arrived at).
	walks *Field
	cells *cellIndex
	// limitM is the longest straight leg, most its cost.
	limitM float64
	most   uint32
}

// Affected makes ready to tell which places have to be linked anew. O(edges + nodes).
func (c *Change) Affected(ctx context.Context, leaving bool) (*Affected, error) {
	m := c.after.mode
	a := &Affected{c: c, limitM: max(m.LinkLimitM, m.LinkLimitBuiltUpM)}
	a.most = c.after.legCost(a.limitM)
	edges := c.streets()
	pl := c.after.top.inPlane()
	a.cells = newCellIndex(segmentCellM, func(add func(id int32, a, b orb.Point)) {
		for _, e := range edges {
			pl.eachSegment(int(e), add)
		}
	})
	d := From
	if leaving {
		d = To
	}
	arcs, out := c.before.search(d)
	a.walks = &Field{g: c.before, direction: d, limit: a.most, out: out, lab: make([]label, c.before.nodes), onEdge: newEdgeSources(nil, len(c.before.use))}
	for v := range a.walks.lab {
		a.walks.lab[v] = unlabelled
	}
	s := c.before.scratch.get()
	defer c.before.scratch.put(s)
	for _, k := range c.lost {
		v := k.to
		if leaving {
			// In a symmetric graph the search is the mirror image of travel to the steps; but
			// their mirror image is lost as well.
			v = k.from
		}
		s.starts = append(s.starts, start{v, newLabel(0, 0)})
	}
	if err := c.before.run(ctx, arcs, a.walks.lab, s.starts, a.most, &s.queue, nil); err != nil {
		return nil, fmt.Errorf("finding the places that a change of the %s network affects: %w", m.ID, err)
	}
	return a, nil
}

// Place reports whether the links of a place in degrees may be others than those that it
// had: a street within reach of a leg, or a motorway that legs do not cross, is new, gone
// or ends elsewhere; or one of its links may have been left out because of a way that is
// there no longer. Where it is false, the links that the place had give the same answers
// as new ones, though a new street may have made one of them needless.
func (a *Affected) Place(p orb.Point, links []Link) bool {
	if c, _ := a.walks.At(links); c <= a.most {
		return true
	}
	pl := a.c.after.top.inPlane()
	q := pl.proj.ToPlane(p)
	near := false
	a.cells.within(orb.Bound{Min: orb.Point{q[0] - a.limitM, q[1] - a.limitM}, Max: orb.Point{q[0] + a.limitM, q[1] + a.limitM}}, func(ids []int32) {
		for _, k := range ids {
			if near {
				return
			}
			_, d2, _ := nearestOnSegment(q, pl.pts[k], pl.pts[k+1])
			near = d2 <= a.limitM*a.limitM
		}
	})
	return near
}

// streets are the edges that changed, those of all streets that were not the same before,
// and the motorways that are new or gone. Some stand there twice.
func (c *Change) streets() []int32 {
	was, is := c.before.streets, c.after.streets
	// A street is the same when it has as many edges as the one that the first of them was
	// in, all of them were in that, and they lie in it as they did.
	changed := make([]bool, is.n)
	from, size, before := make([]int32, is.n), make([]int32, is.n), make([]int32, was.n)
	for e := range is.of {
		k, s := int32(-1), is.of[e]
		if e < len(was.of) {
			k = was.of[e]
		}
		if k >= 0 {
			before[k]++
		}
		if s < 0 {
			continue
		}
		if size[s] == 0 {
			from[s] = k
		}
		size[s]++
		if k < 0 || from[s] != k || was.base[e] != is.base[e] || was.against[e] != is.against[e] {
			changed[s] = true
		}
	}
	for s, k := range from {
		if k >= 0 && size[s] != before[k] {
			changed[s] = true
		}
	}
	edges := slices.Clone(c.edges)
	for e, s := range is.of {
		if s >= 0 && changed[s] || c.barred(int32(e)) {
			edges = append(edges, int32(e))
		}
	}
	return edges
}

// barred reports whether the edge is a motorway that is new or gone.
func (c *Change) barred(e int32) bool {
	was := int(e) < len(c.before.use) && !c.before.top.Removed(e)
	if was != c.after.top.Removed(e) {
		return false
	}
	return strings.HasPrefix(c.after.top.Road(e).Highway, "motorway")
}
