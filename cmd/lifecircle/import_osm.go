package main

import (
	"context"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/data/importer"
	"github.com/seed-4611ae28/lifecircle/data/importer/osm"
	"github.com/seed-4611ae28/lifecircle/data/profiles"
	"github.com/seed-4611ae28/lifecircle/geo"
)

func newImportOSM() *cobra.Command {
	var at place
	var o osm.Options
	var report string
	var dryRun bool
	c := &cobra.Command{
		Use:   "osm FILE --data FILE.gpkg",
		Short: "Bring an OpenStreetMap extract (.osm.pbf, .osm, .osm.gz) into the dataset",
		Args:  arguments(cobra.ExactArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			return importOSM(c.Context(), &at, args[0], o, dryRun, report)
		},
	}
	at.flags(c)
	c.Flags().IntVar(&o.TownLevel, "town-level", 8, "admin_level that is a town")
	c.Flags().StringVar(&o.Source, "source", "", "`NAME` of the source (default: the file's base name)")
	c.Flags().BoolVar(&dryRun, "dry-run", false, "write nothing, report the same")
	c.Flags().StringVar(&report, "report", "", "`FILE` for the whole report as JSON")
	return c
}

// osmLayers are the layers that an OpenStreetMap extract writes.
func osmLayers() map[geo.Layer]data.Mode {
	layers := make(map[geo.Layer]data.Mode)
	for _, l := range geo.Layers() {
		switch l {
		case geo.LayerBuiltUp, geo.LayerPopulation, geo.LayerHomes: // not in OpenStreetMap
		default:
			layers[l] = data.ReplaceSource
		}
	}
	return layers
}

func importOSM(ctx context.Context, at *place, file string, o osm.Options, dryRun bool, report string) (err error) {
	rules, err := at.loadProfiles()
	if err != nil {
		return fmt.Errorf("reading the profiles: %w", err)
	}
	if o.Classifier, err = profiles.NewMatcher(rules); err != nil {
		return fmt.Errorf("reading the profiles: %w", err)
	}
	o.Progress = progress(os.Stderr)
	if !dryRun && at.file == "" {
		return usagef("name the dataset: --data FILE.gpkg, or %s", envData)
	}
	ds, r, err := osm.Read(ctx, file, o)
	if r != nil {
		if _, e := r.WriteTo(os.Stderr); e != nil && err == nil {
			err = e
		}
		if e := writeJSON(report, r); e != nil && err == nil {
			err = e
		}
	}
	if err != nil {
		return err
	}
	w := data.Write{Rows: ds, Layers: osmLayers(), Source: r.Source}
	if len(ds.Sources) > 0 {
		w.Info = &ds.Sources[0]
	}
	var store data.Store
	if !dryRun || exists(at.file) {
		if store, err = at.open(ctx, !dryRun); err != nil {
			return err
		}
		defer closing(store, &err)
	}
	_, err = importer.Settle(ctx, store, w, importer.SettleOptions{MakeHomes: makeHomes, DryRun: dryRun})
	return err
}
