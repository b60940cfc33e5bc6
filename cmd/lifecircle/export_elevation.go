package main

import (
	"context"
	"io"

	"github.com/spf13/cobra"

	"github.com/seed-4611ae28/lifecircle/data/exporter"
)

func newExportElevation() *cobra.Command {
	var at place
	var source, out string
	c := &cobra.Command{
		Use:   "elevation --out FILE.tif --data FILE.gpkg|--db URL",
		Short: "Write an elevation model of the dataset as a GeoTIFF",
		Args:  arguments(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			return exportElevation(c.Context(), &at, source, out)
		},
	}
	at.flags(c)
	c.Flags().StringVar(&source, "source", "", "`NAME` of the source, where there are several models")
	c.Flags().StringVar(&out, "out", "", "`FILE.tif` to write")
	return c
}

func exportElevation(ctx context.Context, at *place, source, out string) (err error) {
	if out == "" {
		return usagef("export elevation: name the file to write: --out FILE.tif")
	}
	store, err := at.open(ctx, false)
	if err != nil {
		return err
	}
	defer closing(store, &err)
	ds, err := store.Load(ctx)
	if err != nil {
		return err
	}
	return replaceFile(out, func(w io.Writer) error { return exporter.Elevation(ctx, w, ds, source) })
}
