package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/seed-4611ae28/lifecircle/data/importer"
)

// byImport is who reports what comes from a file, unless somebody is named.
const byImport = "lifecircle import"

func newImportReported() *cobra.Command {
	var at place
	var documents documents
	var o importer.ReportedOptions
	var maps, sets []string
	var report string
	c := &cobra.Command{
		Use:   "reported FILE --data FILE.gpkg|--db URL",
		Short: "Bring in figures that people report: unit, indicator, value, year, source, evidence",
		Long: "Bring in figures that people report, one a row: unit (code, or exact name where one\n" +
			"unit has it), indicator (the id of a standard's row), value, year, source, evidence.\n" +
			"The file is CSV, an Excel workbook or GeoJSON, or any other that layers come from.\n\n" +
			"All figures of a file are kept, or none: every row that is wrong is named. A figure\n" +
			"supersedes the earlier one of the same unit, indicator and year, which stays in the\n" +
			"history. The dataset, its version and its history do not change.",
		Args: arguments(cobra.ExactArgs(1)),
		RunE: func(c *cobra.Command, args []string) (err error) {
			o.File = args[0]
			if o.Map, err = importer.ParseAssignments("--map", maps); err != nil {
				return &usageError{err}
			}
			if o.Set, err = importer.ParseAssignments("--set", sets); err != nil {
				return &usageError{err}
			}
			return importReported(c.Context(), &at, &documents, o, report)
		},
	}
	at.flags(c)
	documents.flag(c)
	fl := c.Flags()
	fl.StringArrayVar(&maps, "map", nil, "`FIELD=COLUMN` where a field is found; may repeat")
	fl.StringArrayVar(&sets, "set", nil, "`FIELD=VALUE` for every row, such as year=2025; may repeat")
	fl.StringVar(&o.Where, "where", "", "`CONDITION` that rows must meet: column op value, joined by and (= != < <= > >=)")
	fl.StringVar(&o.Encoding, "encoding", "", "`ENCODING` of the file, such as utf-8 or gbk (default: what the file and its bytes tell)")
	fl.StringVar(&o.Table, "table", "", "`NAME` of the sheet or table that is meant, in a file that has several")
	fl.StringVar(&o.By, "by", byImport, "`NAME` of whoever reports, kept with each figure")
	fl.BoolVar(&o.DryRun, "dry-run", false, "write nothing, report the same")
	fl.StringVar(&report, "report", "", "`FILE` for the whole report as JSON")
	return c
}

func importReported(ctx context.Context, at *place, documents *documents, o importer.ReportedOptions, report string) (err error) {
	if !at.named() {
		return errNoDataset()
	}
	rules, err := at.loadProfiles()
	if err != nil {
		return fmt.Errorf("reading the profiles: %w", err)
	}
	if err := documents.load(rules); err != nil {
		return err
	}
	store, err := at.open(ctx, false)
	if err != nil {
		return err
	}
	defer closing(store, &err)
	o.Store, o.Standards = store, documents.list
	r, err := importer.Reported(ctx, o)
	var usage *importer.UsageError
	if errors.As(err, &usage) {
		return &usageError{err}
	}
	if e := r.Print(os.Stderr, refusedShown); e != nil && err == nil {
		err = e
	}
	if e := writeJSON(report, r); e != nil && err == nil {
		err = fmt.Errorf("writing the report: %w", e)
	}
	return err
}
