package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/seed-4611ae28/lifecircle/data/exporter"
	"github.com/seed-4611ae28/lifecircle/data/importer"
	"github.com/seed-4611ae28/lifecircle/geo"
)

func newExport() *cobra.Command {
	var at place
	var format, out string
	c := &cobra.Command{
		Use:   "export LAYER --data FILE.gpkg",
		Short: "Write a layer to a file, or to standard output",
		Long:  "Write a layer to a file that other programs read, and that import reads back.\n\n" + layerHelp(),
		Args:  arguments(cobra.ExactArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			return export(c.Context(), &at, args[0], format, out)
		},
	}
	at.flags(c)
	c.Flags().StringVar(&format, "format", "geojson", "`FORMAT` to write")
	c.Flags().StringVar(&out, "out", "", "`FILE` to write (default: standard output)")
	return c
}

func export(ctx context.Context, at *place, layer, format, out string) (err error) {
	f, err := exporter.FormatNamed(format)
	if err != nil {
		return &usageError{err}
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
	to := io.Writer(os.Stdout)
	if out != "" {
		file, err := os.Create(out)
		if err != nil {
			return fmt.Errorf("export: %w", err)
		}
		defer func() { err = errors.Join(err, file.Close()) }()
		to = file
	}
	buffered := bufio.NewWriterSize(to, 1<<16)
	err = f.Write(ctx, buffered, ds, geo.Layer(layer))
	var usage *importer.UsageError
	if errors.As(err, &usage) {
		return &usageError{err}
	}
	return errors.Join(err, buffered.Flush())
}
