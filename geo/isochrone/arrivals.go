package isochrone

import (
	"math"

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

// arrival is the cost along a segment of street, in units. At t, from 0 at its start
// to 1 at its end, it is min(back + t·along, on - t·along), unless odd.
type arrival struct {
	back, on, along float32
	// low and high bound it on the whole segment.
	low, high float32
	// odd: the cost has to be asked for.
	odd bool
}

// middle is about the cost at the middle of the segment.
func (r *arrival) middle() float64 { return float64(min(r.back+r.along/2, r.on-r.along/2)) }

// arrivals are the costs of one question, laid over the index.
type arrivals struct {
	x     *index
	costs Costs
	// at is by segment, and holds for the streets
	// whose low is finite.
	at      []arrival
	low     []float32 // by street
	streets []int32
	// cellLow is the lowest cost in each cell of each level; cellHigh the cost within
	// which, legs not counted, some street reaches all of a narrow cell.
	cellLow  [indexLevels][]float32
	cellHigh []float32
	cells    [indexLevels][]uint32
}

var infinite = float32(math.Inf(1))

func newArrivals(x *index) *arrivals {
	a := &arrivals{
		x: x, at: make([]arrival, len(x.segs)), low: unreached(x.len()),
		cellHigh: unreached(x.cols[0] * x.rows[0]),
	}
	for v := range indexLevels {
		a.cellLow[v] = unreached(x.cols[v] * x.rows[v])
	}
	return a
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
		a.low[s] = infinite
	}
	a.streets = a.streets[:0]
	for _, c := range a.cells[0] {
		a.cellHigh[c] = infinite
	}
	for v := range indexLevels {
		for _, c := range a.cells[v] {
			a.cellLow[v][c] = infinite
		}
		a.cells[v] = a.cells[v][:0]
	}
	a.costs = nil
}

// lay lays costs over the index, as far as they stay within a bound.
func (a *arrivals) lay(costs Costs, bound float64) {
	a.costs = costs
	costs.EachEdge(func(edge int32) {
		if s := a.x.lines.Street(edge); s >= 0 && a.low[a.x.number[s]] == infinite {
			a.street(a.x.number[s], float32(bound))
		}
	})
}

// street lays the costs of a street.
func (a *arrivals) street(s int32, bound float32) {
	from, to := a.x.start[s], a.x.start[s+1]
	low, high := infinite, float32(0)
	last := int32(-1)
	var ends network.EdgeCosts
	for i := from; i < to; i++ {
		g := &a.x.segs[i]
		if g.edge != last {
			last, ends = g.edge, a.costs.Ends(g.edge)
		}
		a.at[i] = arrivalOf(&ends, g.from, g.along, a.costs.K() > 1)
		low, high = min(low, a.at[i].low), max(high, a.at[i].high)
	}
	if low > bound {
		return
	}
	a.low[s] = low
	a.streets = append(a.streets, s)
	for i := from; i < to; i++ {
		if low := a.at[i].low; low <= bound {
			for _, c := range a.x.cellsOf[a.x.cellStart[i]:a.x.cellStart[i+1]] {
				a.offer(c, low)
				a.cellHigh[c] = min(a.cellHigh[c], high)
			}
		}
	}
}

func arrivalOf(ends *network.EdgeCosts, start, along float32, odd bool) arrival {
	up := func(c uint32) float32 {
		if c == network.Unreachable {
			return infinite
		}
		return float32(c)
	}
	rest := float32(ends.Cost) - start
	r := arrival{back: up(ends.FirstLow) + start, on: up(ends.LastLow) + rest, along: along, odd: odd || ends.Source || ends.OneWay}
	r.low = min(r.back, r.on-along)
	r.high = min(up(ends.FirstHigh)+start+along, up(ends.LastHigh)+rest)
	atEnd := start <= rounding || rest-along <= rounding
	if ends.Source || ends.OneWay && atEnd {
		r.low = min(r.low, up(ends.Least))
	}
	return r
}

// offer notes a cost in a cell and in those above it.
func (a *arrivals) offer(cell uint32, cost float32) {
	for v := range indexLevels {
		old := a.cellLow[v][cell]
		if old <= cost {
			return
		}
		if old == infinite {
			a.cells[v] = append(a.cells[v], cell)
		}
		a.cellLow[v][cell] = cost
		if v+1 < indexLevels {
			cols := uint32(a.x.cols[v])
			cell = cell/cols/2*uint32(a.x.cols[v+1]) + cell%cols/2
		}
	}
}
