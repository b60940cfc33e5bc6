package main

import (
	"context"
	"math"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
	"github.com/seed-4611ae28/lifecircle/geo/network"
	"github.com/seed-4611ae28/lifecircle/geo/network/trial"
)

// What the whole of a county is asked: so many categories in so many modes.
const (
	countyCategories = 72
	countyModes      = 4
	countyMinutes    = 15
)

// county measures who is covered by each category in each mode: all units of level town,
// or the whole where there are none. Every run begins with the links and the hierarchies,
// and without a field.
func (f *benchFigures) county(ctx context.Context, a *analysis.Analysis) (err error) {
	areas := []string{"all"}
	for _, u := range a.Units(geo.LevelTown) {
		areas = append(areas, u.Code)
	}
	categories := countedCategories(a.Profiles())
	for i := range a.Profiles().Modes {
		if err := a.Contract(ctx, a.Profiles().Modes[i].ID, geo.NetworkTime); err != nil {
			return err
		}
	}
	f.CountyMS, err = medianMS(25, func() error {
		a.ForgetFields()
		for i := range a.Profiles().Modes {
			q := analysis.CoverageQuery{Mode: a.Profiles().Modes[i].ID, Minutes: []float64{countyMinutes}}
			for _, q.Area = range areas {
				for _, c := range categories {
					q.Categories = []string{c}
					if _, err := a.Coverage(ctx, q); err != nil {
						return err
					}
				}
			}
		}
		return nil
	})
	return err
}

// countedCategories are the categories of the catalogue, without the generic ones.
func countedCategories(p *geo.Profiles) (ids []string) {
	for i := range p.Categories {
		if c := &p.Categories[i]; !c.Generic && len(ids) < countyCategories {
			ids = append(ids, c.ID)
		}
	}
	return ids
}

// squareSide is how many squares the generated network is cut into, each way.
const squareSide = 10

// countyFacilities is how many facilities each category has on the generated network.
const countyFacilities = 500

// squares measures the same on a generated network: a person at each node, squares for
// units, and speeds for modes, so that the one hierarchy serves all of them; each mode
// has fields of its own all the same.
func (f *benchFigures) squares(ctx context.Context, c *network.Contracted) (err error) {
	u, err := c.NodeUnits(squareOf(c.Graph()), squareSide*squareSide)
	if err != nil {
		return err
	}
	lanes := trial.Random(c.Graph(), countyCategories, countyFacilities, 2)
	f.CountyMS, err = medianMS(5, func() error {
		for mode := range countyModes {
			limit := c.Graph().Units(countyMinutes * 60 * float64(mode+1))
			for from := 0; from < len(lanes); from += network.Lanes {
				if _, err := c.CountNodes(ctx, lanes[from:min(len(lanes), from+network.Lanes)], network.To, u, limit); err != nil {
					return err
				}
			}
		}
		return nil
	})
	return err
}

// squareOf is the square that each node of a network lies in.
func squareOf(g *network.Graph) []uint32 {
	top := g.Topology()
	box := top.Bound()
	cell := func(v, low, high float64) uint32 {
		return uint32(math.Min(squareSide-1, squareSide*(v-low)/(high-low)))
	}
	out := make([]uint32, g.Nodes())
	place := func(v int32, p orb.Point) {
		out[v] = cell(p[1], box.Min[1], box.Max[1])*squareSide + cell(p[0], box.Min[0], box.Max[0])
	}
	for e := range int32(top.Edges()) {
		a, b := top.Ends(e)
		line := top.Road(e).Geometry
		place(a, line[0])
		place(b, line[len(line)-1])
	}
	return out
}
