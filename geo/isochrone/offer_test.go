package isochrone

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo/network"
)

// always is costs of which every link is worth the same.
type always struct {
	Costs
	units uint32
}

func (always) K() int { return 1 }

func (a always) Offer([]uint64, network.Link) uint32 { return a.units }

// What is asked for is worth no less than the bound by which it was told whether to ask:
// else it would hang on the order of streets who is asked, and by a unit what comes out.
func TestAskedCostsKeepToTheirBound(t *testing.T) {
	town := newRandomTown(t, rand.New(rand.NewPCG(4, 1)))
	x := newIndex(town.linker())
	w := &sampler{placed: true}
	w.a = &arrivals{x: x, costs: always{units: 1000}}
	w.places[0] = x.segs[0].a
	for _, c := range []struct{ before, least, want float32 }{
		{infinite, 900, 1000},
		{infinite, 1000.5, 1000.5},
		{1000.25, 1000.5, 1000.25},
		{950, 900, 950},
	} {
		w.nodes.cost[0] = c.before
		w.ask(0, 0, c.least)
		require.Equal(t, c.want, w.nodes.cost[0], "%v", c)
	}
}
