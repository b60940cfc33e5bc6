package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/seed-4611ae28/lifecircle/data/importer"
)

func newImportElevation() *cobra.Command {
	var at place
	var o importer.ElevationOptions
	var report string
	c := &cobra.Command{
		Use:   "elevation FILE.tif --data FILE.gpkg|--db URL",
		Short: "Bring a digital elevation model (GeoTIFF) into the dataset, for metrics with slopes",
		Long: "Bring a digital elevation model into the dataset: a GeoTIFF of one band, in metres.\n\n" +
			"With it, the metrics network_distance_slope and network_time_slope can be asked for.\n" +
			"It may come before the roads or after them. A model of the ground (DTM) is better\nthan one of roofs and tree tops (DSM).",
		Args: arguments(cobra.ExactArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			o.File = args[0]
			return importElevation(c.Context(), &at, o, report)
		},
	}
	at.flags(c)
	fl := c.Flags()
	fl.StringVar(&o.Source, "source", "", "`NAME` of the source; its model is replaced (default: the file's base name)")
	fl.StringVar(&o.CRS, "crs", "", "coordinate reference `SYSTEM` of the file, such as 4549 (default: what the file says)")
	fl.StringVar(&o.License, "license", "", "`LICENCE` of the data, recorded with the source")
	fl.StringVar(&o.Attribution, "attribution", "", "`WORDS` that must be shown with the data")
	fl.StringVar(&o.Date, "date", "", "`DATE` of the data (ISO 8601)")
	fl.BoolVar(&o.DryRun, "dry-run", false, "write nothing, report the same")
	fl.StringVar(&report, "report", "", "`FILE` for the whole report as JSON")
	return c
}

func importElevation(ctx context.Context, at *place, o importer.ElevationOptions, report string) (err error) {
	if !o.DryRun && !at.named() {
		return errNoDataset()
	}
	o.MakeHomes = makeHomes
	if !o.DryRun || at.exists() {
		store, err := at.open(ctx, !o.DryRun)
		if err != nil {
			return err
		}
		defer closing(store, &err)
		o.Store = store
	}
	r, err := importer.Elevation(ctx, o)
	var usage *importer.UsageError
	if errors.As(err, &usage) {
		return &usageError{err}
	}
	if e := writeJSON(report, r); e != nil && err == nil {
		err = fmt.Errorf("writing the report: %w", e)
	}
	if err != nil {
		return err
	}
	return r.Print(os.Stderr)
}
