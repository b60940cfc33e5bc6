package isochrone

import (
	"cmp"
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
	// lists the others.
	low     []float32
	streets []int32
	// run is where the pieces of a street within reach are.
	run    []run
	pieces []piece
	// bucketLow is the lowest cost in a bucket; box holds all streets within reach.
	bucketLow []float32
	box       [4]float32
	sources   []network.EdgeSource // working memory
}

// run are the pieces of a street, from to to; odd: they tell no more than what it
// costs at least, and the cost has to be asked for.
type run struct {
	from, to uint32
	odd      bool
}

var infinite = float32(math.Inf(1))

func newArrivals(x *index) *arrivals {
	return &arrivals{
		x: x, low: unreached(x.len()), run: make([]run, x.len()), bucketLow: unreached(len(x.bucketBoxes.low)), box: nowhere,
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
	a.streets, a.pieces, a.box, a.costs = a.streets[:0], a.pieces[:0], nowhere, nil
}

// lay lays costs over the index, as far as they stay within a bound.
func (a *arrivals) lay(costs Costs, bound float64) {
	a.costs = costs
	costs.EachEdge(func(edge int32) {
		if line := a.x.lines.Street(edge); line >= 0 {
			if s := a.x.number[line]; s >= 0 && a.low[s] == infinite {
				a.street(s, float32(bound))
			}
		}
	})
}

// street lays the costs of a street.
func (a *arrivals) street(s int32, bound float32) {
	x := a.x
	r := run{from: uint32(len(a.pieces)), odd: a.costs.K() > 1 || x.mixed[s]}
	low, last := infinite, int32(-1)
	var ends network.EdgeCosts
	var back, on float32
	for i := x.start[s]; i < x.start[s+1]; i++ {
		g := &x.segs[i]
		if g.edge != last {
			last, ends = g.edge, a.costs.Ends(g.edge)
			r.odd = r.odd || ends.OneWay
			back, on = up(ends.FirstLow), up(ends.LastLow)+float32(ends.Cost)
		}
		p := x.pieces[i]
		p.back, p.on = back+g.from, on-g.from
		low = min(low, p.back, p.on-p.along)
		if ends.Sources != nil || ends.OneWay {
			low = min(low, up(ends.Least))
		}
		if ends.Sources == nil {
			a.pieces = append(a.pieces, p)
		} else {
			a.cut(p, g, ends.Sources)
		}
	}
	if low > bound {
		a.pieces = a.pieces[:r.from]
		return
	}
	r.to = uint32(len(a.pieces))
	if r.odd {
		// Which of two segments is nearest to a place next to both is too fine a question
		// for pieces.
		for i := r.from; i < r.to; i++ {
			p := &a.pieces[i]
			p.back, p.on, p.along = low, low, 0
		}
	}
	a.low[s], a.run[s] = low, r
	a.bucketLow[x.bucketOf[s]] = min(a.bucketLow[x.bucketOf[s]], low)
	b := &x.boxes
	a.box = [4]float32{min(a.box[0], b.west[s]), min(a.box[1], b.south[s]), max(a.box[2], b.east[s]), max(a.box[3], b.north[s])}
	a.streets = append(a.streets, s)
}

func up(c uint32) float32 {
	if c == network.Unreachable {
		return infinite
	}
	return float32(c)
}

// cut lays out a segment on whose edge sources stand: on a piece between two of them
// every source is behind or ahead.
func (a *arrivals) cut(p piece, g *segment, sources []network.EdgeSource) {
	a.sources = append(a.sources[:0], sources...)
	slices.SortFunc(a.sources, func(a, b network.EdgeSource) int { return cmp.Compare(a.Offset, b.Offset) })
	start := float32(0)
	for i := 0; i <= len(a.sources); i++ {
		end := p.along
		if i < len(a.sources) {
			end = min(p.along, float32(a.sources[i].Offset)-g.from)
		}
		if end <= start && (i < len(a.sources) || start > 0) {
			continue // no piece of the segment ends here
		}
		q := p
		if p.along > 0 {
			f, t := start/p.along, end/p.along
			q.x, q.y, q.vx, q.vy = p.x+f*p.vx, p.y+f*p.vy, (t-f)*p.vx, (t-f)*p.vy
		}
		q.back, q.on, q.along = p.back+start, p.on-start, end-start
		for _, s := range a.sources {
			at, leg := float32(s.Offset)-g.from, float32(s.Leg)
			if at <= start {
				q.back = min(q.back, leg+start-at)
			}
			if at >= end {
				q.on = min(q.on, leg+at-start)
			}
		}
		a.pieces = append(a.pieces, q.measured())
		start = end
	}
}
