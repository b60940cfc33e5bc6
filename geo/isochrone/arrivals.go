package isochrone

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/seed-4611ae28/lifecircle/geo/network"
)

// Costs is what a place costs, as [network.Field] (the nearest source) and
// [network.KField] (the k-th nearest) know it.
type Costs interface {
	// Cost of a place with these links; another link never makes it dearer.
	Cost(links []network.Link) uint32
	// K is the number of distinct sources, and of elements of a row.
	K() int
	// Offer adds a link to those of a place and returns its cost, above the limit too;
	// row is what is known of the place's sources, all ones to begin with.
	Offer(row []uint64, l network.Link) uint32
	// Ends are the costs at the ends of an edge.
	Ends(edge int32) network.EdgeCosts
	// EachEdge calls fn for every edge with a position in reach.
	EachEdge(fn func(edge int32))
	// Limit is the limit up to which costs are known.
	Limit() uint32
}

// arrivals are the costs of one question, laid over the index.
type arrivals struct {
	x     *index
	costs Costs
	// low is the lowest cost on a street, infinite where it is out of reach; streets
	// lists the others. high is the highest cost on these, infinite where it is not known.
	low, high []float32
	streets   []int32
	// ends are what is added to the ways along a plain street from its first end, and to those
	// towards it.
	ends [][2]float32
	// run is what a street within reach costs.
	run []run
	// bucketLow is the lowest cost in a bucket; box holds all streets within reach.
	bucketLow []float32
	box       [4]float32
}

// run is what a street costs, by its pieces. Most streets are plain: their pieces are those
// of the index, and tell how far along they are from the street's first end. Odd: pieces tell no more than what the
// street costs at least, and the cost has to be asked for.
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

var infinite = float32(math.Inf(1))

func newArrivals(x *index) *arrivals {
	return &arrivals{
		x: x, low: unreached(x.len()), high: unreached(x.len()), run: make([]run, x.len()), ends: make([][2]float32, x.len()),
		bucketLow: unreached(len(x.bucketBoxes.low)), box: nowhere,
	}
}

func unreached(n int) []float32 {
	s := make([]float32, n)
	for i := range s {
		s[i] = infinite
	}
	return s
}

// clear forgets the costs.
func (a *arrivals) clear() {
	for _, s := range a.streets {
		a.low[s], a.bucketLow[a.x.bucketOf[s]] = infinite, infinite
	}
	a.streets, a.box, a.costs = a.streets[:0], nowhere, nil
}

// lay lays costs over the index, as far as they stay within a bound.
func (a *arrivals) lay(ctx context.Context, costs Costs, bound float64, workers int) error {
	a.costs = costs
	const found = -1 // a cost that no street has
	costs.EachEdge(func(edge int32) {
		if line := a.x.lines.Street(edge); line >= 0 {
			if s := a.x.number[line]; s >= 0 && a.low[s] != found {
				a.low[s] = found
				a.streets = append(a.streets, s)
			}
		}
	})
	const batch = 2048 // streets that are worth another worker
	err := inParallel(ctx, workers, (len(a.streets)+batch-1)/batch, bareHands(), func(_ struct{}, i int) {
		for _, s := range a.streets[i*batch : min(len(a.streets), (i+1)*batch)] {
			a.street(s)
		}
	})
	if err != nil {
		return fmt.Errorf("laying costs over streets: %w", err)
	}
	reached, b := a.streets[:0], &a.x.boxes
	for _, s := range a.streets {
		if low := a.low[s]; low <= float32(bound) {
			reached = append(reached, s)
			a.bucketLow[a.x.bucketOf[s]] = min(a.bucketLow[a.x.bucketOf[s]], low)
			a.box = [4]float32{min(a.box[0], b.west[s]), min(a.box[1], b.south[s]), max(a.box[2], b.east[s]), max(a.box[3], b.north[s])}
		} else {
			a.low[s] = infinite
		}
	}
	a.streets = reached
	return nil
}

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
// on it are by its ends.
func (a *arrivals) whole(s int32) (first, last, all float32, ok bool) {
	if a.costs.K() > 1 {
		return 0, 0, 0, false
	}
	if a.x.single[s] {
		e := a.costs.Ends(a.x.along[a.x.start[s]].edge)
		return up(e.First), up(e.Last), float32(e.Cost), e.Sources == nil && !e.OneWay
	}
	links, chained := a.x.links[s]
	if !chained {
		return 0, 0, 0, false
	}
	var joints [][2]float32 // costs so far along the street, and at the joint there
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
		joints = append(joints, [2]float32{all, last})
	}
	// Where a joint is beyond the limit its cost is not known.
	beyond := float32(a.costs.Limit())
	for _, j := range joints[:len(joints)-1] {
		if by := min(first+j[0], last+all-j[0]); by != j[1] && (by <= beyond || j[1] <= beyond) {
			return 0, 0, 0, false
		}
	}
	return first, last, all, true
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
		p.lay(r.own)
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

// split appends the pieces of a segment, at a cost from its edge's first vertex, on whose
// edge sources stand: on a piece between
// two of them every source is behind or ahead.
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
