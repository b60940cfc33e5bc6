package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"time"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/network"
	"github.com/seed-4611ae28/lifecircle/geo/network/trial"
)

// engineFigures are those of `lifecircle bench --json` that rows are made of.
type engineFigures struct {
	Nodes               int     `json:"nodes"`
	ContractMS          float64 `json:"contract_ms"`
	FieldBucketMS       float64 `json:"field_bucket_ms"`
	FieldLanesMS        float64 `json:"field_lanes_ms"`
	FieldLanesWinnersMS float64 `json:"field_lanes_winners_ms"`
	IsochroneMS         float64 `json:"isochrone_ms"`
	IsochroneP99MS      float64 `json:"isochrone_p99_ms"`
	CountyMS            float64 `json:"county_ms"`
	GraphBytes          float64 `json:"graph_bytes_per_node_and_direction"`
	HierarchyBytes      float64 `json:"hierarchy_bytes_per_node_and_direction"`
}

// withoutVectors makes the binary compute as a processor without AVX2 does.
const withoutVectors = "GODEBUG=cpu.avx2=off"

func runEngine(ctx context.Context, binary string, environment []string, args ...string) (f engineFigures, err error) {
	c := exec.CommandContext(ctx, binary, append([]string{"bench", "--json"}, args...)...)
	c.Env = append(os.Environ(), environment...)
	c.Stderr = os.Stderr
	out, err := c.Output()
	if err != nil {
		return f, fmt.Errorf("lifecircle bench %v: %w", args, err)
	}
	return f, json.Unmarshal(out, &f)
}

// benchEngine measures fields of sixteen categories at a time beside the yardstick's
// bucket queue, which computes them one by one, in the same minute.
func benchEngine(ctx context.Context, t *table, binary, stick, porto string) error {
	for _, network := range []struct {
		name                string
		args, stick         []string
		costs, with, simple string
	}{
		{"Porto", []string{porto}, []string{"-in", porto, "-every", fmt.Sprint(sourceEvery), "-origin=-8.6110,41.1496"}, "≥ 30 ×", "≥ 15 ×", "≥ 8 ×"},
		{"1M generated", []string{"--nodes", "1000000"}, []string{"-synth", "1000000", "-every", "2000"}, "≥ 60 ×", "≥ 30 ×", "≥ 20 ×"},
	} {
		if network.name == "Porto" {
			if _, err := os.Stat(porto); err != nil {
				continue
			}
		}
		yard, err := runYardstick(ctx, stick, network.stick...)
		if err != nil {
			return err
		}
		fast, err := runEngine(ctx, binary, nil, network.args...)
		if err != nil {
			return err
		}
		plain, err := runEngine(ctx, binary, []string{withoutVectors}, network.args...)
		if err != nil {
			return err
		}
		field := func(what string, ms float64, goal string) {
			t.row(network.name+": a field of 16 computed together, "+what, fmt.Sprintf("%.4f ms", ms), timesFaster(yard.field, ms), goal)
		}
		field("costs", fast.FieldLanesMS, network.costs)
		field("with the winning facility", fast.FieldLanesWinnersMS, network.with)
		field("costs, without vector instructions", plain.FieldLanesMS, network.simple)
		t.row(network.name+": hierarchy, made once and kept", fmt.Sprintf("%.2f s", fast.ContractMS/1000), "none", "none")
		t.row(network.name+": graph / with its hierarchy", fmt.Sprintf("%.1f / %.1f bytes a node and direction", fast.GraphBytes, fast.GraphBytes+fast.HierarchyBytes), "none", "≤ 28 / ≤ 70")
		if network.name == "Porto" {
			t.row("Porto: isochrone 5/15/30 min with polygons and GeoJSON, one thread, median / p99 of 100", fmt.Sprintf("%.2f / %.2f ms", fast.IsochroneMS, fast.IsochroneP99MS), "none", "none")
		} else {
			t.row("1M generated: 72 categories × 4 speeds, a person at each node, 100 squares", fmt.Sprintf("%.0f ms", fast.CountyMS), "none", "< 1 s")
		}
	}
	demo, err := runEngine(ctx, binary, nil)
	if err != nil {
		return err
	}
	t.row("demo: 72 categories × 4 modes, people covered for every town and the whole, links and hierarchies loaded", fmt.Sprintf("%.1f ms", demo.CountyMS), "none", "< 50 ms")
	return benchLarge(ctx, t)
}

// timesFaster prints a yardstick's figure and how many times as long it is.
func timesFaster(stick time.Duration, ms float64) string {
	if stick == 0 {
		return "none"
	}
	return fmt.Sprintf("%.2f ms (%.0f × faster)", float64(stick)/float64(time.Millisecond), float64(stick)/float64(time.Millisecond)/ms)
}

// benchLarge measures how long a network of five million nodes takes from roads to a
// graph.
func benchLarge(ctx context.Context, t *table) error {
	const nodes = 5_000_000
	roads := trial.Generated(nodes)
	start := time.Now()
	top, err := network.NewTopology(ctx, roads)
	if err != nil {
		return err
	}
	g, err := top.Graph(ctx, trial.Mode(), geo.NetworkTime)
	if err != nil {
		return err
	}
	t.row(fmt.Sprintf("5M generated: %d roads → routable graph of %d nodes", len(roads), g.Nodes()), ms(time.Since(start)), "none", "< 20 s")
	return nil
}
