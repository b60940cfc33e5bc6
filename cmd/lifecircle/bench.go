package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/seed-4611ae28/lifecircle/data/demo"
	"github.com/seed-4611ae28/lifecircle/data/importer/osm"
	"github.com/seed-4611ae28/lifecircle/data/profiles"
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
	"github.com/seed-4611ae28/lifecircle/geo/network"
	"github.com/seed-4611ae28/lifecircle/geo/network/trial"
)

// benchFacilities puts a facility of every category on one of so many nodes.
const benchFacilities = 250

// mostFacilities bounds it: a category of a whole region has some hundreds.
const mostFacilities = 500

// benchFigures are what one run of lifecircle bench has measured. Times are medians, of
// one thread unless it says otherwise.
type benchFigures struct {
	File  string `json:"file"`
	Go    string `json:"go"`
	Nodes int    `json:"nodes"`
	Edges int    `json:"edges"`
	// Facilities is how many each category has.
	Facilities int `json:"facilities"`
	// LoadMS is from the file to the graph of walking times, on all processors.
	LoadMS float64 `json:"load_ms"`
	// ContractMS makes the hierarchy, which is kept beside a dataset afterwards.
	ContractMS float64 `json:"contract_ms"`
	// FieldBucketMS is one field searched node by node, with the winning facility.
	FieldBucketMS float64 `json:"field_bucket_ms"`
	// FieldLanesMS is one field of sixteen computed together: costs alone.
	// FieldLanesWinnersMS is the same with the winning facility.
	FieldLanesMS        float64 `json:"field_lanes_ms"`
	FieldLanesWinnersMS float64 `json:"field_lanes_winners_ms"`
	// IsochroneMS is 5, 15 and 30 minutes on foot round one place: search, nested
	// polygons at 10 m and GeoJSON. IsochroneP99MS is the 99th percentile of the places.
	// Both are 0 on a generated network, which has no map.
	IsochroneMS    float64 `json:"isochrone_ms,omitempty"`
	IsochroneP99MS float64 `json:"isochrone_p99_ms,omitempty"`
	// CountyMS is people covered by each of 72 categories in 4 modes, for every unit, when
	// hierarchies and links are loaded. On a generated network a person lives at each
	// node, units are 100 squares, and modes are speeds.
	CountyMS float64 `json:"county_ms"`
	// GraphBytes is the graph's topology and costs, HierarchyBytes the hierarchy, for a
	// node and a direction of search.
	GraphBytes     float64 `json:"graph_bytes_per_node_and_direction"`
	HierarchyBytes float64 `json:"hierarchy_bytes_per_node_and_direction"`
}

// benchOptions are what the command line asks to measure on.
type benchOptions struct {
	file   string
	nodes  int
	asJSON bool
}

func newBench() *cobra.Command {
	var o benchOptions
	c := &cobra.Command{
		Use:   "bench [FILE.osm.pbf]",
		Short: "Measure the engine on an OpenStreetMap extract; without one on the demo county",
		Args:  arguments(cobra.MaximumNArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) > 0 {
				o.file = args[0]
			}
			switch {
			case o.nodes < 0:
				return usagef("--nodes %d: a network has at least one node", o.nodes)
			case o.nodes > 0 && o.file != "":
				return usagef("--nodes %d and %s contradict each other", o.nodes, o.file)
			}
			return bench(c.Context(), o, os.Stdout)
		},
	}
	c.Flags().BoolVar(&o.asJSON, "json", false, "write the figures as JSON")
	c.Flags().IntVar(&o.nodes, "nodes", 0, "measure on a generated network of about so many nodes (`NUMBER`) instead")
	return c
}

func bench(ctx context.Context, o benchOptions, out io.Writer) error {
	f := &benchFigures{Go: runtime.Version() + " " + runtime.GOARCH}
	var err error
	if o.nodes > 0 {
		err = f.generated(ctx, o.nodes)
	} else {
		err = f.dataset(ctx, o.file)
	}
	if err != nil {
		return err
	}
	if o.asJSON {
		e := json.NewEncoder(out)
		e.SetIndent("", "  ")
		return e.Encode(f)
	}
	return f.print(out)
}

// generated measures on a generated network, which has neither people nor a map.
func (f *benchFigures) generated(ctx context.Context, nodes int) error {
	f.File = fmt.Sprintf("generated, %d nodes", nodes)
	roads := trial.Generated(nodes)
	g, err := f.load(ctx, trial.Mode(), func() ([]geo.RoadSegment, error) { return roads, nil })
	if err != nil {
		return fmt.Errorf("measuring how the network loads: %w", err)
	}
	c, err := f.fields(ctx, g)
	if err != nil {
		return fmt.Errorf("measuring fields: %w", err)
	}
	return f.squares(ctx, c)
}

// dataset measures on an extract, or on the demo county where none is named.
func (f *benchFigures) dataset(ctx context.Context, file string) error {
	rules, err := profiles.Load()
	if err != nil {
		return fmt.Errorf("reading the profiles: %w", err)
	}
	walk, ok := rules.Mode("walk")
	if !ok {
		return fmt.Errorf("measuring: the profiles have no mode %q", "walk")
	}
	var ds *geo.Dataset
	if f.File = filepath.Base(file); file == "" {
		f.File = "demo"
		ds, err = demo.Make(ctx, demo.Options{})
	} else {
		ds, _, err = osm.Read(ctx, file, osm.Options{})
	}
	if err != nil {
		return err
	}
	g, err := f.load(ctx, walk, func() ([]geo.RoadSegment, error) {
		if file == "" {
			return ds.Roads, nil
		}
		roads, _, err := osm.ReadRoads(ctx, file, osm.Options{})
		return roads, err
	})
	if err != nil {
		return fmt.Errorf("measuring how the network loads: %w", err)
	}
	if _, err := f.fields(ctx, g); err != nil {
		return fmt.Errorf("measuring fields: %w", err)
	}
	a, err := analysis.New(ctx, ds, rules, analysis.Options{Workers: 1, CacheBytes: 8 << 30,
		Hierarchies: analysis.NewHierarchies(ctx, nil, slog.New(slog.DiscardHandler))})
	if err != nil {
		return err
	}
	if err := f.isochrones(ctx, a, ds.Roads); err != nil {
		return fmt.Errorf("measuring isochrones: %w", err)
	}
	if err := f.county(ctx, a); err != nil {
		return fmt.Errorf("measuring the coverage of all categories: %w", err)
	}
	return nil
}

// load measures from the file (or from roads that are there already) to a graph.
func (f *benchFigures) load(ctx context.Context, mode *geo.Mode, read func() ([]geo.RoadSegment, error)) (g *network.Graph, err error) {
	f.LoadMS, err = medianMS(5, func() error {
		roads, err := read()
		if err != nil {
			return err
		}
		top, err := network.NewTopology(ctx, roads)
		if err != nil {
			return err
		}
		g, err = top.Graph(ctx, mode, geo.NetworkTime)
		return err
	})
	if err != nil {
		return nil, err
	}
	f.Nodes, f.Edges = g.Nodes(), g.Topology().Edges()
	arcs, _ := g.Bytes()
	f.GraphBytes = float64(arcs) / 2 / float64(f.Nodes)
	return g, nil
}

// fields measures fields of sixteen categories, one by one and together.
func (f *benchFigures) fields(ctx context.Context, g *network.Graph) (c *network.Contracted, err error) {
	f.Facilities = max(1, min(mostFacilities, f.Nodes/benchFacilities))
	lanes := trial.Random(g, network.Lanes, f.Facilities, 1)
	i := 0
	f.FieldBucketMS, err = medianMS(network.Lanes, func() error {
		i++
		_, err := g.Field(ctx, lanes[i%network.Lanes], network.To, network.Unreachable)
		return err
	})
	if err != nil {
		return nil, err
	}
	start := time.Now()
	if c, err = g.Contract(ctx); err != nil {
		return nil, err
	}
	f.ContractMS = inMS(time.Since(start))
	f.HierarchyBytes = float64(c.Hierarchy().Bytes()) / 2 / float64(f.Nodes)
	for _, m := range []struct {
		to      *float64
		winners bool
	}{{&f.FieldLanesMS, false}, {&f.FieldLanesWinnersMS, true}} {
		all, err := medianMS(31, func() error {
			b, err := c.Batch(ctx, lanes, network.To, m.winners)
			if err == nil {
				b.Release()
			}
			return err
		})
		if err != nil {
			return nil, err
		}
		*m.to = all / network.Lanes
	}
	return c, nil
}

func (f *benchFigures) print(out io.Writer) error {
	isochrone := "none: there is no map"
	if f.IsochroneMS > 0 {
		isochrone = fmt.Sprintf("%10.2f ms  (99th percentile %.2f ms)", f.IsochroneMS, f.IsochroneP99MS)
	}
	_, err := fmt.Fprintf(out, `%s, %s: %d nodes, %d edges, %d facilities a category
from the file to a graph            %10.1f ms
hierarchy, made once                %10.1f ms
a field, searched node by node      %10.3f ms
a field of sixteen, costs           %10.4f ms  %6.1f x
a field of sixteen, with winners    %10.4f ms  %6.1f x
isochrone 5/15/30 min, GeoJSON      %s
72 categories, 4 modes, every unit  %10.1f ms
graph, a node and direction         %10.1f bytes
hierarchy, a node and direction     %10.1f bytes
`, f.File, f.Go, f.Nodes, f.Edges, f.Facilities, f.LoadMS, f.ContractMS, f.FieldBucketMS,
		f.FieldLanesMS, f.FieldBucketMS/f.FieldLanesMS, f.FieldLanesWinnersMS, f.FieldBucketMS/f.FieldLanesWinnersMS,
		isochrone, f.CountyMS, f.GraphBytes, f.HierarchyBytes)
	return err
}

// medianMS is the median of n timed runs after one that is not counted.
func medianMS(n int, run func() error) (float64, error) {
	if err := run(); err != nil {
		return 0, err
	}
	took := make([]time.Duration, n)
	for i := range took {
		start := time.Now()
		if err := run(); err != nil {
			return 0, err
		}
		took[i] = time.Since(start)
	}
	slices.Sort(took)
	return inMS(took[n/2]), nil
}

func inMS(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
