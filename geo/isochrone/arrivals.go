package isochrone

import (
	"context"
	"fmt"
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
