package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/data/importer"
	"github.com/seed-4611ae28/lifecircle/data/importer/osm"
	"github.com/seed-4611ae28/lifecircle/data/profiles"
	"github.com/seed-4611ae28/lifecircle/geo"
)

// The bounds of --town-level: a province, four levels above, is at least level 1, and
// OpenStreetMap has no admin_level above 12.
const (
	minTownLevel = 5
	maxTownLevel = 12
)

func newImportOSM() *cobra.Command {
	var at place
	var o osm.Options
	var report string
	var dryRun bool
	c := &cobra.Command{
		Use:   "osm FILE --data FILE.gpkg|--db URL",
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
		case geo.LayerBuiltUp, geo.LayerPopulation, geo.LayerElevation, geo.LayerHomes: // not in OpenStreetMap
		default:
			layers[l] = data.ReplaceSource
		}
	}
	return layers
}

// osmReport is the report of an extract with what became of it in the dataset.
type osmReport struct {
	*osm.Report
	Remarks []importer.Finding `json:"remarks"`
	DryRun  bool               `json:"dry_run"`
}

func importOSM(ctx context.Context, at *place, file string, o osm.Options, dryRun bool, report string) (err error) {
	if o.TownLevel < minTownLevel || o.TownLevel > maxTownLevel {
		return usagef("--town-level %d: an admin_level from %d to %d", o.TownLevel, minTownLevel, maxTownLevel)
	}
	if !dryRun && !at.named() {
		return errNoDataset()
	}
	rules, err := at.loadProfiles()
	if err != nil {
		return fmt.Errorf("reading the profiles: %w", err)
	}
	if o.Classifier, err = profiles.NewMatcher(rules); err != nil {
		return fmt.Errorf("reading the profiles: %w", err)
	}
	o.Progress = progress(os.Stderr)
	ds, r, err := osm.Read(ctx, file, o)
	if err != nil {
		return err
	}
	whole := osmReport{Report: r, Remarks: []importer.Finding{}, DryRun: dryRun}
	defer func() {
		if e := writeJSON(report, whole); e != nil && err == nil {
			err = e
		}
	}()
	if _, err := r.WriteTo(os.Stderr); err != nil {
		return err
	}
	if len(r.Layers) == 0 {
		return fmt.Errorf("import osm from %s: it holds nothing that a layer takes", file)
	}
	settled, err := settleOSM(ctx, at, ds, r.Source, dryRun)
	if err != nil {
		return err
	}
	whole.Remarks = append(whole.Remarks, settled.Remarks...)
	return printSettled(os.Stderr, settled, dryRun)
}

// settleOSM commits what an extract held.
func settleOSM(ctx context.Context, at *place, ds *geo.Dataset, source string, dryRun bool) (s *importer.Settlement, err error) {
	w := data.Write{Rows: ds, Layers: osmLayers(), Source: source}
	if len(ds.Sources) > 0 {
		info := ds.Sources[0]
		info.ImportedAt = time.Now().UTC().Format(time.RFC3339)
		w.Info = &info
	}
	var store data.Store
	if !dryRun || at.exists() {
		if store, err = at.open(ctx, !dryRun); err != nil {
			return nil, err
		}
		defer closing(store, &err)
	}
	return importer.Settle(ctx, store, w, importer.SettleOptions{MakeHomes: makeHomes, DryRun: dryRun})
}

// printSettled tells what became of the rows among those of other sources.
func printSettled(to io.Writer, s *importer.Settlement, dryRun bool) error {
	var b strings.Builder
	for _, f := range s.Remarks {
		fmt.Fprintf(&b, "remark: %s\n", f)
	}
	if dryRun {
		b.WriteString("dry run: nothing was written\n")
	}
	_, err := io.WriteString(to, b.String())
	return err
}
