package main

import (
	"context"
	"fmt"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/data/standards"
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

// benchScenarios measures what a planner waits for: a facility, or a bridge, and all
// indicators of a town and of the whole county again.
func benchScenarios(ctx context.Context, t *table, c *county) error {
	ds, rules := c.ds, c.rules
	all, err := standards.Load(rules, "")
	if err != nil {
		return err
	}
	a, err := analysis.New(ctx, ds, rules, analysis.Options{Hierarchies: analysis.NewHierarchies(ctx, nil, discard())})
	if err != nil {
		return err
	}
	for i := range rules.Modes {
		for _, metric := range []geo.Metric{geo.NetworkDistance, geo.NetworkTime} {
			if err := a.Contract(ctx, rules.Modes[i].ID, metric); err != nil {
				return err
			}
		}
	}
	if _, err := judgeAll(ctx, a, all, ""); err != nil {
		return err
	}
	town := a.Units(geo.LevelTown)[0].Code
	edits := map[geo.Layer]func(n int, next *geo.Dataset){
		geo.LayerFacilities: func(n int, next *geo.Dataset) {
			f := ds.Facilities[n%len(ds.Facilities)]
			f.ID, f.Location, f.Entrances = fmt.Sprint("new ", n), ds.Homes[n*500%len(ds.Homes)].Location, nil
			next.Facilities = append(ds.Facilities[:len(ds.Facilities):len(ds.Facilities)], f)
		},
		geo.LayerRoads: func(n int, next *geo.Dataset) {
			from := &ds.Roads[n*977%len(ds.Roads)]
			to := across(ds.Roads, from.Geometry[0])
			next.Roads = append(ds.Roads[:len(ds.Roads):len(ds.Roads)], geo.RoadSegment{ID: fmt.Sprint("new ", n), From: from.From, To: to.From,
				Highway: "footway", Bridge: true, Geometry: orb.LineString{from.Geometry[0], to.Geometry[0]}})
		},
	}
	n := 0
	for _, row := range []struct {
		layer      geo.Layer
		only       string
		what, goal string
	}{
		{geo.LayerFacilities, town, c.name + ": a facility added, all indicators of a town again", "< 20 ms"},
		{geo.LayerFacilities, "", c.name + ": a facility added, all indicators of the county and its units again", "< 100 ms"},
		{geo.LayerRoads, town, c.name + ": a footbridge added, all indicators of a town again", "< 300 ms"},
	} {
		d, err := median(11, func() error {
			n++
			next := *ds
			edits[row.layer](n, &next)
			next.Version = fmt.Sprint("edit ", n)
			next.LayerVersions = make(map[geo.Layer]string)
			for l, v := range ds.LayerVersions {
				next.LayerVersions[l] = v
			}
			next.LayerVersions[row.layer] = next.Version
			after, err := a.Derive(ctx, &next)
			if err != nil {
				return err
			}
			_, err = judgeAll(ctx, after, all, row.only)
			return err
		})
		if err != nil {
			return err
		}
		t.row(row.what, ms(d), "none", row.goal)
	}
	return nil
}

// across is the first road that begins 100 to 300 m from a place.
func across(roads []geo.RoadSegment, from orb.Point) *geo.RoadSegment {
	for i := range roads {
		if d := crs.Distance(from, roads[i].Geometry[0]); d > 100 && d < 300 {
			return &roads[i]
		}
	}
	return &roads[0] // a county has more than one road
}
