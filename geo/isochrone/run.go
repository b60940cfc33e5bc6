package isochrone

import (
	"cmp"
	"slices"

	"github.com/seed-4611ae28/lifecircle/geo/network"
)

// run is what a street costs, by its pieces. Most streets are plain: all that they cost is by
// their ends, and their pieces are those of the index, which tell how far along they are. Odd:
// pieces tell no more than what the street costs at least, and the cost has to be asked for.
type run struct {
	pieces []piece
	odd    bool
	// parts are those of a long street that is not plain, nil of another.
	parts *parts
	// own is where pieces lie that are not those of the index.
	own []piece
}

// notPlain stands for the ends of a street that is not plain: nothing is bounded by them.
var notPlain = [2]float32{-infinite, -infinite}

// street lays the costs of a street.
func (a *arrivals) street(s int32) {
	x, r := a.x, &a.run[s]
	first, last, all, ok := a.whole(s)
	if !ok {
		a.byEdges(s)
		return
	}
	from, to, whole := x.start[s], x.start[s+1], piece{back: first, on: last + all, along: all}
	r.pieces, r.parts, r.odd = x.pieces[from:to:to], nil, false
	a.ends[s] = [2]float32{whole.back, whole.on}
	a.low[s], a.high[s] = min(first, last), whole.high()
}

// whole are the costs at the ends of a street and of all of it; ok is false unless all costs
// on it are by its ends. Where edges of a street join, none of another does, and nothing that
// is closed stands there: so a joint has no cost of its own.
func (a *arrivals) whole(s int32) (first, last, all float32, ok bool) {
	if a.costs.K() > 1 {
		return 0, 0, 0, false
	}
	if a.x.single[s] {
		e := a.costs.Ends(a.x.along[a.x.start[s]].edge)
		return up(e.First), up(e.Last), float32(e.Cost), e.Sources == nil && !e.OneWay
	}
	links := a.x.links[s]
	for i, l := range links {
		e := a.costs.Ends(l.edge)
		if e.Sources != nil || e.OneWay {
			return 0, 0, 0, false
		}
		if l.against {
			e.First, e.Last = e.Last, e.First
		}
		if i == 0 {
			first = up(e.First)
		}
		last, all = up(e.Last), all+float32(e.Cost)
	}
	return first, last, all, len(links) > 0
}

// byEdges lays the costs of a street by those at the ends of its edges.
func (a *arrivals) byEdges(s int32) {
	x, r := a.x, &a.run[s]
	from, to := x.start[s], x.start[s+1]
	a.ends[s] = notPlain
	r.odd, r.own = a.costs.K() > 1 || x.mixed[s], r.own[:0]
	low, high, last := infinite, float32(0), int32(-1)
	var ends network.EdgeCosts
	var back, on float32
	cut := false
	for i, g := range x.along[from:to] {
		if g.edge != last {
			last, ends = g.edge, a.costs.Ends(g.edge)
			r.odd = r.odd || ends.OneWay
			if g.against {
				ends.First, ends.Last, ends.Sources = ends.Last, ends.First, mirrored(ends.Sources, ends.Cost)
			}
			back, on = up(ends.First), up(ends.Last)+float32(ends.Cost)
			if ends.Sources != nil || ends.OneWay {
				low = min(low, up(ends.Least))
			}
		}
		p := x.pieces[int(from)+i]
		p.back, p.on = back+g.from, on-g.from
		low = min(low, p.back, p.on-p.along)
		if ends.Sources != nil {
			cut = true
			r.own = split(r.own, p, g.from, ends.Sources)
		} else {
			r.own = append(r.own, p)
		}
	}
	for i := range r.own {
		p := &r.own[i]
		if high = max(high, p.high()); r.odd {
			// Which of two segments is nearest to a place next to both is too fine a question
			// for pieces.
			p.back, p.on, p.along = low, low, 0
		}
	}
	if r.odd {
		high = infinite
	}
	// Where a source cuts a street its parts would be others.
	if r.pieces, r.parts = r.own, nil; len(r.own) >= partsFrom && !cut {
		p := newParts(r.own)
		r.parts = &p
	}
	a.low[s], a.high[s] = low, high
}

// mirrored are sources as they stand on an edge seen from its last vertex.
func mirrored(sources []network.EdgeSource, cost uint32) []network.EdgeSource {
	sources = slices.Clone(sources)
	for i := range sources {
		sources[i].Offset = cost - sources[i].Offset
	}
	return sources
}

func up(c uint32) float32 {
	if c == network.Unreachable {
		return infinite
	}
	return float32(c)
}

// split appends the pieces of a segment, at a cost from its edge's end that comes first along
// the street, on whose edge sources stand: on a piece between two of them every source is
// behind or ahead.
func split(dst []piece, p piece, from float32, sources []network.EdgeSource) []piece {
	sources = slices.Clone(sources)
	slices.SortFunc(sources, func(a, b network.EdgeSource) int { return cmp.Compare(a.Offset, b.Offset) })
	start := float32(0)
	for i := 0; i <= len(sources); i++ {
		end := p.along
		if i < len(sources) {
			end = min(p.along, float32(sources[i].Offset)-from)
		}
		if end <= start && (i < len(sources) || start > 0) {
			continue // no piece of the segment ends here
		}
		q := p
		if p.along > 0 {
			f, t := start/p.along, end/p.along
			q.x, q.y, q.vx, q.vy = p.x+f*p.vx, p.y+f*p.vy, (t-f)*p.vx, (t-f)*p.vy
		}
		q.back, q.on, q.along = p.back+start, p.on-start, end-start
		for _, s := range sources {
			at, leg := float32(s.Offset)-from, float32(s.Leg)
			if at <= start {
				q.back = min(q.back, leg+start-at)
			}
			if at >= end {
				q.on = min(q.on, leg+at-start)
			}
		}
		dst = append(dst, q.measured())
		start = end
	}
	return dst
}
