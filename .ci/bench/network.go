package main

import (
	"context"
	"fmt"
	"time"

	"github.com/seed-4611ae28/lifecircle/data/importer/osm"
	"github.com/seed-4611ae28/lifecircle/data/profiles"
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/network"
	"github.com/seed-4611ae28/lifecircle/geo/network/trial"
)

// sourceEvery makes every 250th node of Porto a facility, as the yardstick does.
const sourceEvery = 250

// benchLoad measures an OpenStreetMap extract to a graph that can be searched, and
// the field of one category on it.
func benchLoad(ctx context.Context, t *table, stick, file string) error {
	rules, err := profiles.Load()
	if err != nil {
		return err
	}
	walk, _ := rules.Mode("walk")
	var g *network.Graph
	d, err := median(5, func() error {
		roads, _, err := osm.ReadRoads(ctx, file, osm.Options{})
		if err != nil {
			return err
		}
		top, err := network.NewTopology(ctx, roads)
		if err != nil {
			return err
		}
		g, err = top.Graph(ctx, walk, geo.NetworkDistance)
		return err
	})
	if err != nil {
		return err
	}
	s, err := runYardstick(ctx, stick, "-in", file, "-every", fmt.Sprint(sourceEvery), "-origin=-8.6110,41.1496")
	if err != nil {
		return err
	}
	t.row("Porto: extract → routable graph", ms(d), against(d, s.load), "≤ 2 ×")
	return benchField(ctx, t, "Porto", g, sourceEvery, s.field)
}

// benchField measures the nearest facility, and which it is, for every node.
func benchField(ctx context.Context, t *table, name string, g *network.Graph, every int, stick time.Duration) error {
	sources := trial.EveryNth(g, every)
	d, err := median(9, func() error {
		_, err := g.Field(ctx, sources, network.To, network.Unreachable)
		return err
	})
	if err != nil {
		return err
	}
	arcs, edges := g.Bytes()
	t.row(fmt.Sprintf("%s: nearest of %d facilities for each of %d nodes, with the winner", name, len(sources), g.Nodes()), ms(d), against(d, stick), "≤ 1.5 ×")
	directions := 2.0
	t.row(name+": graph, topology and costs", fmt.Sprintf("%.1f bytes a node and direction", float64(arcs)/directions/float64(g.Nodes())), "25.7 (one direction)", "≤ 32")
	t.row(name+": graph, attributes of edges (both directions)", fmt.Sprintf("%.1f bytes a node", float64(edges)/float64(g.Nodes())), "none", "none")
	return nil
}

// benchMillion measures the field on a generated network of a million nodes.
func benchMillion(ctx context.Context, t *table, stick string) error {
	const nodes, every = 1_000_000, 2000
	top, err := network.NewTopology(ctx, trial.Generated(nodes))
	if err != nil {
		return err
	}
	g, err := top.Graph(ctx, trial.Mode(), geo.NetworkTime)
	if err != nil {
		return err
	}
	s, err := runYardstick(ctx, stick, "-synth", fmt.Sprint(nodes), "-every", fmt.Sprint(every))
	if err != nil {
		return err
	}
	return benchField(ctx, t, "1M generated", g, every, s.field)
}
