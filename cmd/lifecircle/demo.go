package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/data/demo"
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/homes"
)

func newDemo() *cobra.Command {
	o := demo.Options{Seed: demo.DefaultSeed, Towns: demo.DefaultTowns}
	var out string
	c := &cobra.Command{
		Use:   "demo --out FILE.gpkg",
		Short: "Write the demo county: invented ground, people and facilities",
		Args:  arguments(cobra.NoArgs),
		RunE:  func(c *cobra.Command, _ []string) error { return writeDemo(c.Context(), o, out) },
	}
	c.Flags().StringVar(&out, "out", "", "GeoPackage `FILE` to write; it must not exist")
	c.Flags().Uint64Var(&o.Seed, "seed", o.Seed, "`NUMBER` that the county grows from")
	c.Flags().IntVar(&o.Towns, "towns", o.Towns, "`NUMBER` of towns beside the county seat")
	return c
}

func writeDemo(ctx context.Context, o demo.Options, out string) (err error) {
	if out == "" {
		return usagef("demo: name the file to write: --out FILE.gpkg")
	}
	if exists(out) {
		return fmt.Errorf("--out %q: the file exists; remove it first", out)
	}
	ds, err := demo.Make(ctx, o)
	if err != nil {
		return fmt.Errorf("making the demo county: %w", err)
	}
	rescale(ds)
	store := &newFile{path: out}
	defer closing(store, &err)
	w := data.Write{Rows: ds, Layers: make(map[geo.Layer]data.Mode)}
	for _, l := range geo.Layers() {
		w.Layers[l] = data.ReplaceLayer
	}
	for i := range ds.Sources {
		w.Info = &ds.Sources[i]
	}
	if err := store.Commit(ctx, w); err != nil {
		return fmt.Errorf("writing the demo county: %w", err)
	}
	return nil
}

// rescale stores with the towns what an import would.
func rescale(ds *geo.Dataset) {
	towns := homes.Rescaled(ds)
	for i := range ds.Units {
		if r, rescaled := towns[ds.Units[i].Code]; rescaled {
			ds.Units[i].PopulationFactor = geo.Known(r.Factor())
		}
	}
}
