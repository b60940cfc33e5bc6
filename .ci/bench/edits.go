package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/data/demo"
	"github.com/seed-4611ae28/lifecircle/data/importer/osm"
	"github.com/seed-4611ae28/lifecircle/data/profiles"
	"github.com/seed-4611ae28/lifecircle/data/standards"
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
	"github.com/seed-4611ae28/lifecircle/geo/indicator"
	"github.com/seed-4611ae28/lifecircle/geo/network"
	"github.com/seed-4611ae28/lifecircle/geo/network/trial"
)

// What is edited on Porto: the fields of so many categories with so many facilities.
const (
	editedFields     = 72
	editedFacilities = 303
)

// walkingNetwork is an extract's network of walking times, with what it is made of.
func walkingNetwork(ctx context.Context, file string) ([]geo.RoadSegment, *network.Topology, *network.Graph, error) {
	rules, err := profiles.Load()
	if err != nil {
		return nil, nil, nil, err
	}
	walk, _ := rules.Mode("walk")
	roads, _, err := osm.ReadRoads(ctx, file, osm.Options{})
	if err != nil {
		return nil, nil, nil, err
	}
	top, err := network.NewTopology(ctx, roads)
	if err != nil {
		return nil, nil, nil, err
	}
	g, err := top.Graph(ctx, walk, geo.NetworkTime)
	return roads, top, g, err
}

// benchEdits measures how fields follow a facility and a path on Porto.
func benchEdits(ctx context.Context, t *table, porto string) error {
	roads, top, g, err := walkingNetwork(ctx, porto)
	if err != nil {
		return err
	}
	var fields []*network.Field
	for _, sources := range trial.Random(g, editedFields, editedFacilities, 5) {
		f, err := g.Field(ctx, sources, network.To, network.Unreachable)
		if err != nil {
			return err
		}
		fields = append(fields, f)
	}
	if err := benchMemory(ctx, t, g, fields[0]); err != nil {
		return err
	}
	added := trial.Random(g, 1, 101, 6)[0]
	for _, serves := range []struct {
		fields int
		what   string
		goal   string
	}{{3, "the three categories it serves", "< 1 ms"}, {editedFields, fmt.Sprintf("every one of %d categories", editedFields), "< 1 ms"}} {
		i := 0
		d, err := median(100, func() error {
			i++
			newcomer := added[i%len(added)]
			newcomer.ID += editedFacilities
			_, err := network.AddSources(ctx, fields[:serves.fields], newcomer)
			return err
		})
		if err != nil {
			return err
		}
		t.row(fmt.Sprintf("Porto: a facility added to the fields of %s, each of %d, with the winner", serves.what, editedFacilities), fmt.Sprintf("%.3f ms", float64(d)/float64(time.Millisecond)), "none", serves.goal)
	}

	r := rand.New(rand.NewPCG(8, 8))
	var changes []*network.Change
	for len(changes) < 21 {
		pieces := bridge(r, top, g, roads)
		edited, err := top.Edited(ctx, nil, pieces)
		if err != nil {
			return err
		}
		_, c, err := g.Edited(ctx, edited)
		if err != nil {
			return err
		}
		changes = append(changes, c)
	}
	i := 0
	d, err := median(20, func() error {
		i++
		for _, f := range fields {
			if _, err := f.Repaired(ctx, changes[i%len(changes)]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	t.row(fmt.Sprintf("Porto: a path of some 300 m added, the fields of %d categories repaired", editedFields), ms(d), "none", "< 5 ms")
	return nil
}

// benchMemory tells what fields and links take.
func benchMemory(ctx context.Context, t *table, g *network.Graph, f *network.Field) error {
	c, err := g.Contract(ctx)
	if err != nil {
		return err
	}
	var each [2]float64
	for i, winners := range []bool{false, true} {
		b, err := c.Batch(ctx, trial.Random(g, network.Lanes, editedFacilities, 5), network.To, winners)
		if err != nil {
			return err
		}
		each[i] = float64(b.Bytes()) / network.Lanes / float64(g.Nodes())
		b.Release()
	}
	// One link a place, at nodes: what is kept a link beside the index of edges.
	var links []network.Link
	start := []uint32{0}
	for _, s := range trial.EveryNth(g, 1) {
		links = append(links, s.Links...)
		start = append(start, uint32(len(links)))
	}
	places := c.Places(start, links, network.To)
	t.row("Porto: memory of a field, searched / of sixteen / of sixteen with winners",
		fmt.Sprintf("%.1f / %.1f / %.1f bytes a node", float64(f.Bytes())/float64(g.Nodes()), each[0], each[1]), "none", "none")
	t.row("Porto: memory of a place's link, laid out for batches (its index of edges included)",
		fmt.Sprintf("%.1f bytes", float64(places.Bytes())/float64(len(links))), "none", "none")
	return nil
}

// bridge is a footbridge of some 300 m between two ends of roads, which it joins there.
func bridge(r *rand.Rand, top *network.Topology, g *network.Graph, roads []geo.RoadSegment) []geo.RoadSegment {
	end := func(near func(orb.Point) bool) (orb.Point, int64) {
		for {
			e := int32(r.IntN(top.Edges()))
			if p := roads[e].Geometry[0]; g.Usable(e) && near(p) {
				return p, roads[e].From
			}
		}
	}
	centre := orb.Point{-8.6110, 41.1496}
	from, a := end(func(p orb.Point) bool { return crs.Distance(p, centre) < 4000 })
	to, b := end(func(p orb.Point) bool { d := crs.Distance(p, from); return d > 250 && d < 350 })
	return []geo.RoadSegment{{ID: "new", From: a, To: b, Highway: "footway", Bridge: true, Geometry: orb.LineString{from, to}}}
}

// benchScenarios measures what a planner waits for on the demo: a facility, or a bridge,
// and all indicators of a town and of the whole county again.
func benchScenarios(ctx context.Context, t *table) error {
	rules, err := profiles.Load()
	if err != nil {
		return err
	}
	all, err := standards.Load(rules, "")
	if err != nil {
		return err
	}
	ds, err := demo.Make(ctx, demo.Options{})
	if err != nil {
		return err
	}
	ds.LayerVersions = make(map[geo.Layer]string)
	for _, l := range geo.Layers() {
		ds.LayerVersions[l] = "demo"
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
			from, to := &ds.Roads[n*977%len(ds.Roads)], &ds.Roads[(n*977+9)%len(ds.Roads)]
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
		{geo.LayerFacilities, town, "demo: a facility added, all indicators of a town again", "< 20 ms"},
		{geo.LayerFacilities, "", "demo: a facility added, all indicators of the county and its units again", "< 100 ms"},
		{geo.LayerRoads, town, "demo: a footbridge added, all indicators of a town again", "< 300 ms"},
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

// judgeAll judges the units by every standard that has rows for their level; only one
// unit where a code is given. It returns how many rows that makes.
func judgeAll(ctx context.Context, a *analysis.Analysis, all []*indicator.Standard, only string) (rows int, err error) {
	e := indicator.New(a, all, indicator.Options{Date: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)})
	for _, level := range geo.Levels() {
		for _, u := range a.Units(level) {
			if only != "" && u.Code != only {
				continue
			}
			for _, s := range all {
				if !hasRows(s, level) {
					continue
				}
				card, err := e.Scorecard(ctx, s, u.Code)
				if err != nil {
					return 0, err
				}
				rows += len(card.Rows)
			}
		}
	}
	return rows, nil
}
