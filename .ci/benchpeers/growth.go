package main

import (
	"context"
	"fmt"
	"runtime"
	"time"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/network"
	"github.com/seed-4611ae28/lifecircle/geo/network/trial"
)

// growthRow is what one network costs lifecircle.
type growthRow struct {
	Name         string
	Nodes, Edges int
	Facilities   int
	// Graph is from roads in memory to a graph; Contract makes the hierarchy.
	Graph, Contract time.Duration
	// Bucket is one field searched node by node; Costs and Winners are one of sixteen.
	Bucket, Costs, Winners time.Duration
}

// generatedSizes are the networks that are made, in nodes: the yardstick's, and five
// times as large a one.
func generatedSizes() []int { return []int{1_000_000, 5_000_000} }

// measureGrowth measures lifecircle alone on a network.
func measureGrowth(ctx context.Context, r *report, n *walkable) error {
	row := growthRow{Name: n.Name, Nodes: n.Graph.Nodes(), Edges: n.Graph.Topology().Edges(), Facilities: len(n.Sources), Contract: n.Contracted}
	roads := make([]geo.RoadSegment, row.Edges)
	for e := range roads {
		roads[e] = *n.Graph.Topology().Road(int32(e))
	}
	took, err := timed(func() error {
		_, err := graphOf(ctx, roads, n.Graph.Mode())
		return err
	})
	if err != nil {
		return err
	}
	row.Graph = median(took)
	if took, err = timed(func() error {
		_, err := n.Graph.Field(ctx, n.Sources, network.To, network.Unreachable)
		return err
	}); err != nil {
		return err
	}
	row.Bucket = median(took)
	for _, m := range []struct {
		to      *time.Duration
		winners bool
	}{{&row.Costs, false}, {&row.Winners, true}} {
		if took, err = n.timeBatch(ctx, m.winners); err != nil {
			return err
		}
		*m.to = median(took)
	}
	r.Growth = append(r.Growth, row)
	progress("%s: graph %s, hierarchy %s, field %s, of sixteen %s", n.Name, inWords(row.Graph), inWords(row.Contract), inWords(row.Bucket), micros(row.Costs))
	return nil
}

// generatedNetwork is a generated network of so many nodes, by length, every 2,000th node
// a facility.
func generatedNetwork(ctx context.Context, nodes int) (*walkable, error) {
	start := time.Now()
	n, err := newWalkable(ctx, fmt.Sprintf("generated, %s nodes", thousands(nodes)), trial.Generated(nodes), trial.Mode())
	if err != nil {
		return nil, err
	}
	n.Prepared = time.Since(start)
	n.Sources, n.Facilities = nil, nil
	n.placeFacilities(2000)
	runtime.GC()
	return n, nil
}

// GrowthTable lists the networks by size.
func (r *report) GrowthTable() string {
	var rows [][]string
	for _, g := range r.Growth {
		rows = append(rows, []string{g.Name, thousands(g.Nodes), thousands(g.Facilities), inWords(g.Graph), inWords(g.Contract), inWords(g.Bucket),
			micros(g.Costs), "**" + times(g.Bucket, g.Costs) + "**", micros(g.Winners), times(g.Bucket, g.Winners)})
	}
	return table(1, []string{"network", "nodes", "facilities a category", "roads → graph", "hierarchy, once", "a field, node by node",
		"of sixteen: costs", "ratio", "of sixteen: with facility", "ratio"}, rows)
}

// growthPlot draws how a field's time grows.
func (r *report) growthPlot() []byte {
	var groups []group
	for _, m := range []struct {
		title string
		took  func(g *growthRow) time.Duration
	}{
		{"A field, searched node by node, with the facility", func(g *growthRow) time.Duration { return g.Bucket }},
		{"A field of sixteen computed together, with the facility", func(g *growthRow) time.Duration { return g.Winners }},
		{"A field of sixteen computed together, costs alone", func(g *growthRow) time.Duration { return g.Costs }},
	} {
		one := group{Title: m.title}
		for i := range r.Growth {
			g := &r.Growth[i]
			one.Bars = append(one.Bars, bar{Label: thousands(g.Nodes), Took: m.took(g), Own: true})
		}
		groups = append(groups, one)
	}
	return drawPlot(groups)
}

// micros prints a duration, in microseconds where it is short.
func micros(d time.Duration) string {
	if d < time.Millisecond {
		return fmt.Sprintf("%.1f µs", float64(d)/float64(time.Microsecond))
	}
	return inWords(d)
}
