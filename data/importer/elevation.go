package importer

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/data/importer/geotiff"
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

// ElevationOptions are those of [Elevation].
type ElevationOptions struct {
	// Store is the dataset to import into; it may be nil for a dry run.
	Store data.Store
	// File is a GeoTIFF of one band of metres.
	File string
	// Source names where the model comes from; "" is the file's base name.
	Source string
	// CRS names the reference system of the file as [crs.Parse] takes it; "" is what
	// the file says.
	CRS string
	// DryRun writes nothing and reports the same.
	DryRun bool
	// MakeHomes: see [SettleOptions].
	MakeHomes func(context.Context, *geo.Dataset) ([]geo.Home, error)
	// License, Attribution and Date (ISO 8601) are recorded with the source.
	License, Attribution, Date string
	// Now tells the time that is recorded with the source; nil is the clock.
	Now func() time.Time
}

// ElevationReport is what became of an elevation model.
type ElevationReport struct {
	File   string `json:"file"`
	Source string `json:"source"`
	CRS    string `json:"crs"`
	// Columns and Rows are those of the file, Missing the cells of them without a value.
	Columns int `json:"columns"`
	Rows    int `json:"rows"`
	Missing int `json:"missing"`
	// Blocks is how many blocks are stored, Bytes the size of their samples.
	Blocks int `json:"blocks"`
	Bytes  int `json:"bytes"`
	// LowestM and HighestM are the lowest and the highest elevation.
	LowestM  float64   `json:"lowest_m"`
	HighestM float64   `json:"highest_m"`
	Remarks  []Finding `json:"remarks"`
	DryRun   bool      `json:"dry_run"`
}

// Elevation imports a digital elevation model: its samples as they are, whatever
// roads there are. The slopes of roads are worked out from it when they are asked
// for, so that it does not matter what is imported first. A model of the same source
// is replaced; models of several sources lie side by side, and where they lie on each
// other the finest counts.
//
// The report is never nil. It reads the file once, block by block.
func Elevation(ctx context.Context, o ElevationOptions) (*ElevationReport, error) {
	report := &ElevationReport{File: filepath.Base(o.File), Source: o.Source, DryRun: o.DryRun, Remarks: []Finding{}}
	if report.Source == "" {
		report.Source = strings.TrimSuffix(report.File, filepath.Ext(report.File))
	}
	if report.Source == "" || strings.ContainsAny(report.Source, "\x00\n\r") {
		return report, usagef("source %q: a source has a name on one line", report.Source)
	}
	if o.Store == nil && !o.DryRun {
		return report, usagef("there is no dataset to import into")
	}
	if o.CRS != "" {
		if _, err := crs.Parse(o.CRS); err != nil {
			return report, usagef("%v", err)
		}
	}
	blocks, err := readElevation(ctx, &o, report)
	if err != nil {
		return report, fmt.Errorf("import elevation from %s: %w", o.File, err)
	}
	now := time.Now
	if o.Now != nil {
		now = o.Now
	}
	s, err := Settle(ctx, o.Store, data.Write{
		Rows:   &geo.Dataset{Elevation: blocks},
		Layers: map[geo.Layer]data.Mode{geo.LayerElevation: data.ReplaceSource},
		Source: report.Source,
		Info: &geo.SourceInfo{
			Name: report.Source, File: report.File, License: o.License, Attribution: o.Attribution,
			Date: o.Date, ImportedAt: now().UTC().Format(time.RFC3339),
		},
	}, SettleOptions{MakeHomes: o.MakeHomes, DryRun: o.DryRun})
	if err != nil {
		return report, fmt.Errorf("import elevation from %s: %w", o.File, err)
	}
	report.Remarks = append(report.Remarks, s.Remarks...)
	return report, nil
}

func readElevation(ctx context.Context, o *ElevationOptions, report *ElevationReport) ([]geo.ElevationBlock, error) {
	file, err := os.Open(o.File)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }() // read only: nothing can be lost
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	raster, err := geotiff.Open(file, info.Size())
	if err != nil {
		return nil, err
	}
	m, err := newElevationModel(raster, o.CRS, report)
	if err != nil {
		return nil, err
	}
	return m.read(ctx)
}
