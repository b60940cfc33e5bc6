package analysis

import (
	"cmp"
	"context"
	"math"
	"slices"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/lifecircle"
	"github.com/seed-4611ae28/lifecircle/geo/network"
	"github.com/seed-4611ae28/lifecircle/geo/supply"
)

// catchmentsAtOnce bounds the facilities whose homes are held at a time: those of a few
// thousand shops by car would be hundreds of millions.
const catchmentsAtOnce = 64

// catchments finds who is within a limit of facilities.
type catchments struct {
	a     *Analysis
	l     *asked
	limit lifecircle.Limit
	// linker, links and at are the network, and the links of homes and of facilities to it;
	// nil for straight lines.
	linker    *network.Linker
	links, at *linkList
	// own are the homes of the area, all those of the dataset.
	own, all *homeGrid
	// facilities are those that may serve the area.
	facilities []int32
}

func (a *Analysis) catchmentsOf(ctx context.Context, l *asked, d *demand) (*catchments, error) {
	c := &catchments{a: a, l: l}
	var err error
	if c.limit, err = a.costLimit(ctx, l); err != nil {
		return nil, err
	}
	everywhere := &demand{members: make([]int32, len(a.homes.homes))}
	for i := range everywhere.members {
		everywhere.members[i] = int32(i)
	}
	every := func(int) bool { return true }
	c.own, c.all = newHomeGrid(a, d, c.limit.ReachM, every), newHomeGrid(a, everywhere, c.limit.ReachM, every)
	if l.metric == geo.StraightLine {
		return c, nil
	}
	if c.linker, err = a.network(ctx, l.mode, l.metric); err != nil {
		return nil, err
	}
	if c.at, err = a.facilityLinks(ctx, c.linker); err != nil {
		return nil, err
	}
	c.links, err = a.homeLinks(ctx, c.linker, true)
	return c, err
}

// mayReach reports whether a home of the area may be in reach of a facility.
func (c *catchments) mayReach(f *geo.Facility) bool {
	for _, p := range f.AccessPoints() {
		if c.own.any(c.a.plane.ToPlane(p)) {
			return true
		}
	}
	return false
}

// unplaced reports whether a facility has no link to the network.
func (c *catchments) unplaced(facility int) bool { return c.at != nil && len(c.at.of(facility)) == 0 }

// connected reports whether a home has a link to the network.
func (c *catchments) connected(home int) bool { return c.links == nil || len(c.links.of(home)) > 0 }

// share lets everybody have a share of what the facilities supply, tells what comes to each
// person of each home, and fills in the demand of the offers, which are in the order of the
// facilities. Batches are searched from on several goroutines and added up in order, so
// that sums are the same on every machine.
func (c *catchments) share(ctx context.Context, persons []float64, w supply.Weight, offers []SupplyOffer) ([]float64, error) {
	sharing := supply.NewSharing(persons, w)
	var known []int
	for k := range offers {
		if offers[k].Supply.IsKnown() {
			known = append(known, k)
		}
	}
	for batch := range slices.Chunk(known, catchmentsAtOnce) {
		rows := make([][]supply.Reach, len(batch))
		var next atomic.Int64
		group, ctx := errgroup.WithContext(ctx)
		for range min(c.a.workers, len(batch)) {
			group.Go(func() error {
				for {
					j := int(next.Add(1)) - 1
					if j >= len(batch) {
						return nil
					}
					var err error
					if rows[j], err = c.homesOf(ctx, c.facilities[batch[j]]); err != nil {
						return err
					}
				}
			})
		}
		if err := group.Wait(); err != nil {
			return nil, err
		}
		for j, k := range batch {
			sharing.Add(offers[k].Supply.Or(0), rows[j])
		}
	}
	res := sharing.Result()
	for j, k := range known {
		offers[k].Demand = geo.Known(res.Demand[j])
		offers[k].PerPerson = offers[k].Supply.Ratio(offers[k].Demand)
	}
	return res.PerPerson, nil
}

// homesOf lists the homes within the limit of a facility, in their order.
func (c *catchments) homesOf(ctx context.Context, facility int32) ([]supply.Reach, error) {
	cost := func(int32) uint32 { return network.Unreachable }
	if c.linker == nil {
		s := c.a.sitesOf(chosen{index: []int32{facility}})
		cost = func(h int32) uint32 { return s.kth(c.a.homes.plane[h], 1) }
	} else if at := c.at.of(int(facility)); len(at) > 0 {
		f, err := c.linker.Graph().Search(ctx, []network.Source{{ID: 0, Links: at}}, network.To, c.limit.Cost)
		if err != nil {
			return nil, err
		}
		defer f.Release()
		cost = func(h int32) uint32 { return f.Cost(c.links.of(int(h))) }
	}
	var out []supply.Reach
	for _, p := range c.a.facilities[facility].AccessPoints() {
		c.all.around(c.a.plane.ToPlane(p), func(h int32) {
			if v := cost(h); v <= c.limit.Cost {
				out = append(out, supply.Reach{Home: h, Share: math.Min(1, float64(v)/float64(max(1, c.limit.Cost)))})
			}
		})
	}
	slices.SortFunc(out, func(x, y supply.Reach) int { return cmp.Compare(x.Home, y.Home) })
	return slices.CompactFunc(out, func(x, y supply.Reach) bool { return x.Home == y.Home }), ctx.Err()
}
