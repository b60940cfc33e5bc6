package demo

import (
	"context"
	"fmt"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// What a county is made of unless the options say otherwise.
const (
	DefaultSeed  = 20250101
	DefaultTowns = 5
	// MaxTowns bounds Options.Towns; county and time grow with it.
	MaxTowns = 50
)

// Options choose a county.
type Options struct {
	// Seed decides everything that is left to chance; 0 reads as DefaultSeed.
	Seed uint64
	// Towns is the number of towns beside the county seat, 1 to MaxTowns; 0 reads
	// as DefaultTowns. Roads, people and facilities grow with it.
	Towns int
}

// What every row and the dataset say of themselves.
const (
	source   = "demo"
	dataDate = "2025-01-01"
	dataYear = 2024
	title    = "澜汀县（虚构示范）"
	notice   = "虚构示范数据：地名、人口与设施均为虚构，与任何真实地点无关。 Invented data for demonstration: places, people and facilities do not exist."
	// edition changes when the same seed gives other bytes than before.
	edition = 2
)

// county is a county in the making: the plan, then the rows.
type county struct {
	seed  seed
	towns []*town
	t     *terrain
	cells *cells
	land  *territory
	net   *network
	homes []dwelling
	areas map[int]float64
	// While facilities are placed: sites that are taken, places by category, and
	// what the gaps keep facilities away from.
	taken        map[[3]int]bool
	placed       map[string][]orb.Point
	farSeat      orb.Point
	quarterHomes []orb.Point
	// starred are the towns of which a market knows its star.
	starred map[*town]bool
	ds      *geo.Dataset
}

// Make makes the county that the options name. The same options give the same
// dataset, to the byte. It fails when an option is out of bounds or ctx ends.
func Make(ctx context.Context, o Options) (*geo.Dataset, error) {
	if o.Seed == 0 {
		o.Seed = DefaultSeed
	}
	if o.Towns == 0 {
		o.Towns = DefaultTowns
	}
	if o.Towns < 1 || o.Towns > MaxTowns {
		return nil, fmt.Errorf("make the demo county: Towns is %d: it must lie between 1 and %d", o.Towns, MaxTowns)
	}
	c := &county{seed: seed(o.Seed).of("county")}
	steps := []func(){
		func() { c.t, c.towns = settle(o.Towns, c.seed) },
		c.plan, c.roads, c.people, c.barriers, c.parks, c.greenways, c.parcels,
		c.facilities, c.units,
	}
	version := fmt.Sprintf("demo-%d-%d-%d", edition, o.Seed, o.Towns)
	c.ds = &geo.Dataset{
		Version: version, LayerVersions: make(map[geo.Layer]string),
		Title: title, Notice: notice, Date: dataDate,
		Sources: []geo.SourceInfo{{
			Name: source, License: "CC0-1.0", Attribution: "lifecircle: " + title, Date: dataDate,
		}},
		ExtentFrom: "roads",
	}
	for _, step := range steps {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("make the demo county: %w", err)
		}
		step()
	}
	for _, l := range geo.Layers() {
		c.ds.LayerVersions[l] = version + "-" + string(l)
	}
	c.ds.Extent = c.ds.Roads[0].Geometry.Bound()
	for _, r := range c.ds.Roads {
		c.ds.Extent = c.ds.Extent.Union(r.Geometry.Bound())
	}
	return c.ds, nil
}

// plan divides the ground: uses, villages, hamlets, codes and names.
func (c *county) plan() {
	c.cells = zone(c.t, c.towns, c.seed)
	c.land = divide(c.t, c.towns, c.seed)
	plantHamlets(c.t, c.cells, c.land, c.seed)
	encode(c.land, c.t, c.towns, c.seed)
}

// roads makes the road network.
func (c *county) roads() {
	r := plot(c.t, c.towns, c.land)
	c.t.closeAccesses(c.towns, r)
	c.clearAccesses()
	n := newNetwork(c.t, c.cells, r, c.seed)
	c.net = n
	seat := c.towns[0]
	n.streets()
	n.crossings(seat)
	n.motorway()
	n.riverside(seat.ci-northBankWest, seat.ci+northBankEast, 1, riverGreenway)
	n.riverside(seat.ci-southBank, seat.ci+southBank, -1, southGreenway)
	n.island()
	n.thin()
	n.merge()
	n.dress(c.towns)
	c.segments()
}

// clearAccesses takes back hamlets that came to lie in the boxes of the motorway's
// accesses.
func (c *county) clearAccesses() {
	for k, u := range c.cells.use {
		if u == useHamlet && !c.t.whole(c.cells.origin(k)) {
			c.cells.use[k] = useOpen
		}
	}
	for _, v := range c.land.villages {
		kept := v.cells[:0]
		for _, k := range v.cells {
			if c.cells.use[k] != useOpen {
				kept = append(kept, k)
			}
		}
		v.cells = kept
	}
}

// at reports the village whose ground a point of the plan is, nil outside.
func (c *county) at(plan orb.Point) *village {
	k := c.land.locate(plan, c.t.ground(plan))
	if k < 0 || c.land.village[k] < 0 {
		return nil
	}
	return c.land.villages[c.land.village[k]]
}
