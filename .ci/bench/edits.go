package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/data/importer/osm"
	"github.com/seed-4611ae28/lifecircle/data/profiles"
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
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
