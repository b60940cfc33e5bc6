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

// format is a kind of file that can be read.
type format struct {
	name       string
	extensions []string
	// untyped: every value is text, and numbers have to be told from it.
	untyped bool
	open    func(io.Reader) (Reader, error)
}

func formats() []format {
	return []format{
		{name: "GeoJSON", extensions: []string{".geojson", ".json"}, open: newGeoJSON},
		{name: "CSV", extensions: []string{".csv", ".tsv", ".txt"}, untyped: true, open: newCSV},
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
	return format{}, usagef("%s: a file ending in %q cannot be imported; what can is %s", file, ext, strings.Join(known, " and "))
}

// readFile opens a file in its format and passes its records on.
func readFile(ctx context.Context, file string, f format, yield func(Record) error) (columns []string, err error) {
	in, err := os.Open(file)
	if err != nil {
		return nil, fmt.Errorf("open the file to import: %w", err)
	}
	defer func() { _ = in.Close() }() // read only: nothing can be lost
	r, err := f.open(in)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", file, err)
	}
	if err := r.Read(ctx, yield); err != nil {
		return nil, fmt.Errorf("read %s: %w", file, err)
	}
	return r.Columns(), nil
}
