package importer

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// Record is one row of a file, before anything is made of it.
type Record struct {
	// Row is what a person counts in the file: see [Refusal].
	Row int
	// Geometry is nil where the format gives none.
	Geometry orb.Geometry
	// Fields are the row's values by column: nil, string, bool, float64,
	// json.Number, []any or map[string]any.
	Fields map[string]any
	// Problem, when not nil, says why the row cannot be read; the rest of the file
	// can. Fields is then nil, unless it is only the geometry that cannot be read.
	Problem *Refusal
}

// Reader reads the records of a file one after the other. An error of read, or of
// yield, ends it. A new format is a type with this method and a row in the table
// of formats.
type Reader interface {
	// Read calls yield for every record in the order of the file.
	Read(ctx context.Context, yield func(Record) error) error
	// Columns are the columns that a file names before its first row, nil when
	// they are known from the rows only.
	Columns() []string
}

// Two things that a Reader may know besides. Remarks are what somebody should
// know of how the file was read; Close gives back what it holds open.
type (
	remarker interface{ Remarks() []Finding }
	closer   interface{ Close() error }
)

// source is a file to be read, and what the user says of it.
type source struct {
	path            string
	encoding, table string
	// groups are rasters of age groups beside one of people.
	groups []GroupFile
	// known reports whether a column of this name would be understood: how a
	// spreadsheet's header line is told from the lines above it.
	known func(column string) bool
}

// format is a kind of file that can be read: as a stream, or by its path.
type format struct {
	name       string
	extensions []string
	// untyped: every value is text, and numbers have to be told from it.
	untyped bool
	// tables: the file may hold several, of which --table chooses.
	tables bool
	// only is the one layer that the format can be, "" when it can be any.
	only   geo.Layer
	stream func(io.ReadSeeker, source) (Reader, error)
	open   func(context.Context, source) (Reader, error)
}

func formats() []format {
	return []format{
		{name: "GeoJSON", extensions: []string{".geojson", ".json"}, stream: openGeoJSON},
		{name: "CSV", extensions: []string{".csv", ".tsv", ".txt"}, untyped: true, stream: openCSV},
		{name: "Shapefile", extensions: []string{".shp"}, open: openShapefile},
		{name: "zipped Shapefile or File Geodatabase", extensions: []string{".zip"}, tables: true, open: openZip},
		{name: "GeoPackage", extensions: []string{".gpkg"}, tables: true, open: openGeoPackage},
		{name: "Excel workbook", extensions: []string{".xlsx", ".xlsm"}, untyped: true, tables: true, open: openWorkbook},
		{name: "File Geodatabase", extensions: []string{".gdb"}, tables: true, open: openByGDAL},
		{name: "DXF", extensions: []string{".dxf"}, tables: true, open: openByGDAL},
		{name: "GeoTIFF", extensions: []string{".tif", ".tiff"}, only: geo.LayerPopulation, stream: newGeoTIFF},
	}
}

// formatOf chooses the format by the file's extension.
func formatOf(file string) (format, error) {
	ext := strings.ToLower(filepath.Ext(file))
	var known []string
	for _, f := range formats() {
		if slices.Contains(f.extensions, ext) {
			return f, nil
		}
		known = append(known, fmt.Sprintf("%s (%s)", f.name, strings.Join(f.extensions, ", ")))
	}
	last := len(known) - 1
	return format{}, usagef("%s: a file ending in %q cannot be imported; what can is %s and %s", file, ext, strings.Join(known[:last], ", "), known[last])
}

// readFile opens a file in its format and passes its records on. Remarks of the
// reader are added to the report.
func readFile(ctx context.Context, s source, f format, report *Report, yield func(Record) error) (columns []string, err error) {
	if s.table != "" && !f.tables {
		return nil, usagef("table %s: a %s file holds one table, none of which can be chosen", s.table, f.name)
	}
	var r Reader
	if f.stream != nil {
		in, err := os.Open(s.path)
		if err != nil {
			return nil, fmt.Errorf("open the file to import: %w", err)
		}
		defer func() { _ = in.Close() }() // read only: nothing can be lost
		r, err = f.stream(in, s)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", s.path, err)
		}
	} else if r, err = f.open(ctx, s); err != nil {
		return nil, fmt.Errorf("read %s: %w", s.path, err)
	}
	if c, ok := r.(closer); ok {
		defer func() { _ = c.Close() }() // read only: nothing can be lost
	}
	if err := r.Read(ctx, yield); err != nil {
		return nil, fmt.Errorf("read %s: %w", s.path, err)
	}
	if m, ok := r.(remarker); ok {
		report.Remarks = append(report.Remarks, m.Remarks()...)
	}
	return r.Columns(), nil
}
