package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/data/importer"
	"github.com/seed-4611ae28/lifecircle/data/profiles"
)

// refusedShown is how many refused rows are printed; --report has them all.
const refusedShown = 20

// maxNodeM bounds --node: streets that run side by side are further apart.
const maxNodeM = 20.0

// importFlags are those that a layer import understands.
type importFlags struct {
	at                     place
	o                      importer.LayerOptions
	maps, sets, groups     []string
	appendRows, replaceAll bool
	report, noding         string
	node                   float64
}

func newImport() *cobra.Command {
	var f importFlags
	c := &cobra.Command{
		Use:   "import LAYER FILE --data FILE.gpkg|--db URL",
		Short: "Bring a file into the dataset: OpenStreetMap (import osm FILE), or one layer",
		Long: "Bring rows of one layer from a file into the dataset, all or nothing.\n\n" +
			"The file is GeoJSON, CSV, an Excel workbook, a Shapefile (zipped or not), a GeoPackage\nor a GeoTIFF of people; File Geodatabases and DXF need ogr2ogr (package gdal-bin).\n" +
			"LAYER is one of the names below; towns are units of level town. OpenStreetMap\nextracts bring all layers at once: lifecircle import osm FILE. Elevation models have a\ncommand of their own: lifecircle import elevation FILE.tif;\nand so have figures that people report: lifecircle import reported FILE.\n\n" + layerHelp(),
		Args: arguments(cobra.ExactArgs(2)),
		RunE: func(c *cobra.Command, args []string) error {
			f.o.Layer, f.o.File = args[0], args[1]
			if c.Flags().Changed("node") {
				f.o.Node = &f.node
			}
			return importLayer(c.Context(), &f)
		},
	}
	f.at.flags(c)
	fl := c.Flags()
	fl.StringVar(&f.o.Source, "source", "", "`NAME` of the source; rows of the same layer and source are replaced (default: the file's base name)")
	fl.StringArrayVar(&f.maps, "map", nil, "`FIELD=COLUMN` where a field is found; may repeat")
	fl.StringArrayVar(&f.sets, "set", nil, "`FIELD=VALUE` for every row; may repeat")
	fl.StringVar(&f.o.Where, "where", "", "`CONDITION` that rows must meet: column op value, joined by and (= != < <= > >=)")
	fl.StringVar(&f.o.CRS, "crs", "", "coordinate reference `SYSTEM` of the file, such as 4549, gcj02 or bd09 (default: what the file says or its numbers show, else it is asked)")
	fl.StringVar(&f.o.Encoding, "encoding", "", "`ENCODING` of the file, such as utf-8 or gbk (default: what the file and its bytes tell)")
	fl.StringVar(&f.o.Table, "table", "", "`NAME` of the layer, sheet or file that is meant, in a file that has several")
	fl.StringVar(&f.o.Scheme, "scheme", "", "`CLASSIFICATION` that codes of land use are in: gbt21010, ydyh2020, ydyh2023, gb50137 (parcels; asked when there are codes)")
	fl.StringArrayVar(&f.groups, "group", nil, "`AGES=FILE.tif`: people of an age group, on the grid of the raster of all people (60+=old.tif); may repeat, and those of one group are added up")
	fl.StringVar(&f.o.License, "license", "", "`LICENCE` of the data, recorded with the source")
	fl.StringVar(&f.o.Attribution, "attribution", "", "`WORDS` that must be shown with the data")
	fl.StringVar(&f.o.Date, "date", "", "`DATE` of the data (ISO 8601)")
	fl.BoolVar(&f.o.DryRun, "dry-run", false, "write nothing, report the same")
	fl.BoolVar(&f.o.Strict, "strict", false, "import nothing when a row is refused")
	fl.BoolVar(&f.appendRows, "append", false, "keep the rows of the same source")
	fl.BoolVar(&f.replaceAll, "replace-layer", false, "clear the layer first, whatever the sources")
	fl.Float64Var(&f.node, "node", 0, "join road lines that cross, or end within `METRES` of what they were meant to meet")
	fl.StringVar(&f.noding, "node-report", "", "GeoJSON `FILE` of what --node did and what somebody should look at")
	fl.StringVar(&f.report, "report", "", "`FILE` for the whole report as JSON")
	c.AddCommand(newImportOSM(), newImportElevation(), newImportReported())
	return c
}

func layerHelp() string {
	help := "Layers:"
	for _, n := range importer.LayerNames() {
		help += " " + n
	}
	return help
}

func importLayer(ctx context.Context, f *importFlags) (err error) {
	if f.o.Mode, err = writeMode(f.appendRows, f.replaceAll); err != nil {
		return err
	}
	if f.o.Map, err = importer.ParseAssignments("--map", f.maps); err != nil {
		return &usageError{err}
	}
	if f.o.Set, err = importer.ParseAssignments("--set", f.sets); err != nil {
		return &usageError{err}
	}
	for _, text := range f.groups {
		g, err := importer.ParseGroupFile(text)
		if err != nil {
			return &usageError{err}
		}
		f.o.Groups = append(f.o.Groups, g)
	}
	if f.noding != "" && f.o.Node == nil {
		return usagef("--node-report %q: there is nothing to report without --node", f.noding)
	}
	if f.o.Node != nil && !(*f.o.Node >= 0 && *f.o.Node <= maxNodeM) {
		return usagef("--node %v: has to be between 0 and %v metres", *f.o.Node, maxNodeM)
	}
	rules, err := f.at.loadProfiles()
	if err != nil {
		return fmt.Errorf("reading the profiles: %w", err)
	}
	f.o.Categories, f.o.Schemes, f.o.MakeHomes = rules.Categories, rules.LandUseSchemes, makeHomes
	if f.o.Classifier, err = profiles.NewClassifier(rules); err != nil {
		return fmt.Errorf("making the rules of the categories ready: %w", err)
	}
	if !f.o.DryRun || f.at.exists() {
		store, err := f.at.open(ctx, !f.o.DryRun)
		if err != nil {
			return err
		}
		defer closing(store, &err)
		f.o.Store = store
	}
	r, err := importer.Layer(ctx, f.o)
	var usage *importer.UsageError
	if errors.As(err, &usage) {
		return &usageError{err}
	}
	if e := r.Report.Print(os.Stderr, refusedShown); e != nil && err == nil {
		err = e
	}
	if e := writeJSON(f.report, r.Report); e != nil && err == nil {
		err = e
	}
	if r.Report.Noding != nil {
		if e := writeJSON(f.noding, importer.NodingLayer(r.Report.Noding)); e != nil && err == nil {
			err = e
		}
	}
	return err
}

func writeMode(appendRows, replaceAll bool) (data.Mode, error) {
	switch {
	case appendRows && replaceAll:
		return 0, usagef("--append keeps rows and --replace-layer clears them: give one of the two")
	case appendRows:
		return data.Append, nil
	case replaceAll:
		return data.ReplaceLayer, nil
	}
	return data.ReplaceSource, nil
}

func exists(file string) bool {
	_, err := os.Stat(file)
	return file != "" && err == nil
}
