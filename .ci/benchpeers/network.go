package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/data/importer/osm"
	"github.com/seed-4611ae28/lifecircle/data/profiles"
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/network"
)

// facilityEvery makes every 250th node a facility.
const facilityEvery = 250

// edge is a road between two nodes, open both ways, at a cost in millimetres.
type edge struct {
	From, To int32
	Cost     uint32
}

// walkable is a town's walking network: lifecircle's own graph of it, and the same
// graph as plain lists for the peers.
type walkable struct {
	Name       string
	Graph      *network.Graph
	Nodes      []orb.Point
	Edges      []edge
	Facilities []int32
	Sources    []network.Source
	// costs are those of the graph's own edges, parallels and loops among them.
	costs []uint32
	// Roads is how many roads the file holds for walkers; LeftOut of them are private.
	Roads, LeftOut int
	// Prepared is the time from the file to lifecircle's graph, Contracted that from there
	// to the hierarchy.
	Prepared, Contracted time.Duration
	contracted           *network.Contracted
}

// readWalkable reads the walking network of an extract.
func readWalkable(ctx context.Context, name, file string) (*walkable, error) {
	rules, err := profiles.Load()
	if err != nil {
		return nil, err
	}
	walk, ok := rules.Mode("walk")
	if !ok {
		return nil, fmt.Errorf("no mode %q", "walk")
	}
	start := time.Now()
	roads, _, err := osm.ReadRoads(ctx, file, osm.Options{})
	if err != nil {
		return nil, err
	}
	if _, err := graphOf(ctx, roads, walk); err != nil {
		return nil, err
	}
	prepared := time.Since(start)
	n, err := newWalkable(ctx, name, roads, walk)
	if err != nil {
		return nil, err
	}
	n.Prepared = prepared
	return n, nil
}

// newWalkable keeps of the roads what a plain graph can say. Private roads, on which
// trips may start or end but never pass through, and what stands on a road (gates,
// walls) no peer can be told of; lifecircle gives them nodes of their own. The first
// are left out and the second opened, for lifecircle as for the peers.
func newWalkable(ctx context.Context, name string, roads []geo.RoadSegment, walk *geo.Mode) (*walkable, error) {
	open := slices.Clone(roads)
	for i := range open {
		open[i].FromBarrier, open[i].ToBarrier = "", ""
	}
	g, err := graphOf(ctx, open, walk)
	if err != nil {
		return nil, err
	}
	n := &walkable{Name: name}
	lines := network.NewLinker(g, nil).Lines()
	public := make([]geo.RoadSegment, 0, len(open))
	for i := range open {
		if !g.Usable(int32(i)) {
			continue
		}
		n.Roads++
		if lines.Private(int32(i)) {
			n.LeftOut++
			continue
		}
		public = append(public, open[i])
	}
	if n.Graph, err = graphOf(ctx, public, walk); err != nil {
		return nil, err
	}
	if got, want := n.Graph.Nodes(), n.Graph.Topology().Nodes(); got != want || !n.Graph.Symmetric() {
		return nil, fmt.Errorf("the walking network is no plain graph: %d nodes for %d places, both ways alike: %t", got, want, n.Graph.Symmetric())
	}
	if err := n.list(ctx); err != nil {
		return nil, err
	}
	n.placeFacilities(facilityEvery)
	return n, nil
}

// graphOf is the graph of roads in millimetres.
func graphOf(ctx context.Context, roads []geo.RoadSegment, mode *geo.Mode) (*network.Graph, error) {
	top, err := network.NewTopology(ctx, roads)
	if err != nil {
		return nil, err
	}
	return top.Graph(ctx, mode, geo.NetworkDistance)
}

// list writes the graph down as nodes and edges. Loops are dropped and of parallel
// edges the cheapest is kept, which changes no cost: scipy would add parallels up.
func (n *walkable) list(ctx context.Context) error {
	top := n.Graph.Topology()
	// A field without sources tells nothing but what edges cost.
	f, err := n.Graph.Field(ctx, nil, network.To, 0)
	if err != nil {
		return err
	}
	n.Nodes = make([]orb.Point, top.Nodes())
	cheapest := make(map[[2]int32]uint32, top.Edges())
	for e := range int32(top.Edges()) {
		a, b := top.Ends(e)
		n.costs = append(n.costs, f.Ends(e).Cost)
		line := top.Road(e).Geometry
		n.Nodes[a], n.Nodes[b] = line[0], line[len(line)-1]
		if a == b {
			continue
		}
		k, c := [2]int32{min(a, b), max(a, b)}, n.costs[e]
		if old, ok := cheapest[k]; !ok || c < old {
			cheapest[k] = c
		}
	}
	for k, c := range cheapest {
		n.Edges = append(n.Edges, edge{k[0], k[1], c})
	}
	slices.SortFunc(n.Edges, func(a, b edge) int {
		if a.From != b.From {
			return int(a.From - b.From)
		}
		return int(a.To - b.To)
	})
	return nil
}

// placeFacilities puts a facility on every n-th node. To lifecircle a facility is a
// place on an edge: here, at its end.
func (n *walkable) placeFacilities(every int32) {
	top := n.Graph.Topology()
	at := make(map[int32]network.Link)
	f := func(v int32, l network.Link) {
		if _, ok := at[v]; v%every == 0 && !ok {
			at[v] = l
		}
	}
	for e := range int32(top.Edges()) {
		if a, b := top.Ends(e); a != b {
			f(a, network.Link{Edge: e})
			f(b, network.Link{Edge: e, Offset: n.costs[e]})
		}
	}
	for v := int32(0); int(v) < top.Nodes(); v += every {
		if l, ok := at[v]; ok {
			n.Sources = append(n.Sources, network.Source{ID: int32(len(n.Facilities)), Links: []network.Link{l}})
			n.Facilities = append(n.Facilities, v)
		}
	}
}
