package main

import (
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
		Use:   "export LAYER --data FILE.gpkg|--db URL",
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
	c.AddCommand(newExportTemplate(), newExportElevation())
	return c
}

func export(ctx context.Context, at *place, layer, format, out string) (err error) {
	f, err := exporter.FormatNamed(format)
	if err != nil {
		return &usageError{err}
	}
	if _, _, err := importer.ParseLayer(layer); err != nil {
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
	if out == "" {
		return f.Write(ctx, os.Stdout, ds, geo.Layer(layer))
	}
	return replaceFile(out, func(w io.Writer) error { return f.Write(ctx, w, ds, geo.Layer(layer)) })
}

// replaceFile writes a file beside the one named and puts it in its place when it is
// whole, so that a failure leaves what was there. What is there and is no plain file
// (a pipe, a device) is written to.
func replaceFile(name string, write func(io.Writer) error) error {
	if info, err := os.Stat(name); err == nil && !info.Mode().IsRegular() {
		file, err := os.OpenFile(name, os.O_WRONLY, 0)
		if err != nil {
			return fmt.Errorf("export: %w", err)
		}
		return errors.Join(write(file), file.Close())
	}
	part := fmt.Sprintf("%s.%d.part", name, os.Getpid())
	file, err := os.OpenFile(part, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o666)
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	if err = errors.Join(write(file), file.Close()); err == nil {
		err = os.Rename(part, name)
	}
	if err != nil {
		return errors.Join(err, os.Remove(part))
	}
	return nil
}
