package main

import (
	"context"
	"fmt"
	"math"
	"math/rand"
	"time"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/data/importer/osm"
	"github.com/seed-4611ae28/lifecircle/data/profiles"
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/network"
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
	sources := nodeSources(g, every)
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

// nodeSources puts a facility on every n-th node.
func nodeSources(g *network.Graph, every int) []network.Source {
	top := g.Topology()
	at := make(map[int32]network.Link)
	for e := range int32(top.Edges()) {
		if !g.Usable(e) {
			continue
		}
		from, _ := top.Ends(e)
		at[from] = network.Link{Edge: e}
	}
	var out []network.Source
	for v := int32(0); int(v) < top.Nodes(); v += int32(every) {
		if l, ok := at[v]; ok {
			out = append(out, network.Source{ID: int32(len(out)), Links: []network.Link{l}})
		}
	}
	return out
}

// benchMillion measures the field on a generated network of a million nodes.
func benchMillion(ctx context.Context, t *table, stick string) error {
	const nodes, every = 1_000_000, 2000
	mode := &geo.Mode{ID: "generated", Vehicle: geo.InCar, Classes: []string{"residential"}, ClassSpeedKmh: map[string]float64{"residential": 4.32}, LegFactor: 2, LegSpeedKmh: 4.32, LinkLimitM: 500}
	top, err := network.NewTopology(ctx, generated(nodes))
	if err != nil {
		return err
	}
	g, err := top.Graph(ctx, mode, geo.NetworkTime)
	if err != nil {
		return err
	}
	s, err := runYardstick(ctx, stick, "-synth", fmt.Sprint(nodes), "-every", fmt.Sprint(every))
	if err != nil {
		return err
	}
	return benchField(ctx, t, "1M generated", g, every, s.field)
}

// generated is the network that the yardstick makes: a grid of which 68 % of the
// edges are kept, with log-normal lengths of about 95 m, walked at 1.2 m/s. Lengths
// do not follow from the places of the nodes there, so here each road has the speed
// that makes its time the same.
func generated(n int) []geo.RoadSegment {
	side := int(math.Sqrt(float64(n)))
	r := rand.New(rand.NewSource(7))
	at := func(x, y int) orb.Point { return orb.Point{119 + float64(x)*1e-3, 28 + float64(y)*0.9e-3} }
	var roads []geo.RoadSegment
	for y := range side {
		for x := range side {
			for k := range 2 {
				x1, y1 := x+1-k, y+k
				if x1 >= side || y1 >= side || r.Float64() > 0.68 {
					continue
				}
				metres := math.Exp(4.3 + 0.75*r.NormFloat64())
				// A degree is about 98 km along the grid's rows and 110.8 km across them.
				straight := 98.0
				if k == 1 {
					straight = 99.7
				}
				roads = append(roads, geo.RoadSegment{
					From: int64(y*side + x + 1), To: int64(y1*side + x1 + 1), Highway: "residential",
					Geometry: orb.LineString{at(x, y), at(x1, y1)}, MaxSpeedKmh: straight / (metres / 1.2) * 3.6,
				})
			}
		}
	}
	return roads
}
