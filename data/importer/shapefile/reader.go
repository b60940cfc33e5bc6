package shapefile

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/paulmach/orb"
)

// Row is a shape with its attributes.
type Row struct {
	// Number counts the records from 1, deleted ones too.
	Number int
	// Geometry is nil for a null shape.
	Geometry orb.Geometry
	// Values are nil, string, bool, float64 or json.Number by column.
	Values map[string]any
	// Problem, when not nil, says why the shape cannot be understood.
	Problem *ShapeError
}

// Reader reads the rows of a Shapefile.
type Reader struct {
	*Table
	parts     Parts
	shapes    *shapes
	close     func() error
	reference string
}

// Open opens a Shapefile. encoding is what the user says of the text in the table,
// "" for nothing. A part that is missing, or that is none of its kind, is an error.
func Open(parts Parts, encoding string) (*Reader, error) {
	if !parts.Table.Exists() {
		return nil, fmt.Errorf("%s has no .dbf beside it, which holds the attributes", parts.Shapes.Name)
	}
	page, err := parts.CodePage.note()
	if err != nil {
		return nil, err
	}
	reference, err := parts.Projection.note()
	if err != nil {
		return nil, err
	}
	file, err := parts.Shapes.Open()
	if err != nil {
		return nil, err
	}
	r := &Reader{parts: parts, close: file.Close, reference: reference}
	if r.shapes, err = openShapes(file, parts.Shapes.Size); err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", parts.Shapes.Name, err), file.Close())
	}
	if r.Table, err = openTable(parts.Table, encoding, page); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	if err := r.checkIndex(); err != nil {
		return nil, errors.Join(err, r.Close())
	}
	return r, nil
}

// Close ends reading.
func (r *Reader) Close() error { return errors.Join(r.close(), r.Table.close()) }

// Reference is the text of the .prj (OGC or ESRI well-known text of a reference
// system), "" when there is none.
func (r *Reader) Reference() string { return r.reference }

// checkIndex compares the count of the .shx, where there is one.
func (r *Reader) checkIndex() error {
	index := r.parts.Index
	if !index.Exists() {
		return nil
	}
	in, err := index.Open()
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }() // read only: nothing can be lost
	head, err := within(bufio.NewReader(in), nil, fileHeader)
	if err != nil || binary.BigEndian.Uint32(head) != fileCode {
		return fmt.Errorf("%s: it is no index of a Shapefile", index.Name)
	}
	stated := min(2*int64(binary.BigEndian.Uint32(head[24:])), index.Size)
	if n := (stated - fileHeader) / 8; n != int64(r.records) {
		return r.mismatch(n)
	}
	return nil
}

func (r *Reader) mismatch(shapes int64) error {
	return fmt.Errorf("%s has %d shapes and %s %d records: they do not belong together",
		r.parts.Shapes.Name, shapes, r.parts.Table.Name, r.records)
}

// Read passes the rows on in order, leaving out deleted records and their shapes.
// An error of yield ends it; ctx is looked at for every row.
func (r *Reader) Read(ctx context.Context, yield func(Row) error) error {
	for n := 1; ; n++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		g, err := r.shapes.next()
		if errors.Is(err, io.EOF) {
			if int64(n-1) != int64(r.records) {
				return r.mismatch(int64(n - 1))
			}
			return nil
		}
		row := Row{Number: n, Geometry: g}
		if err != nil && !errors.As(err, &row.Problem) {
			return fmt.Errorf("%s: record %d: %w", r.parts.Shapes.Name, n, err)
		}
		values, deleted, err := r.next(n)
		if errors.Is(err, io.EOF) {
			return r.more(n)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", r.parts.Table.Name, err)
		}
		if deleted {
			continue
		}
		row.Values = values
		if err := yield(row); err != nil {
			return err
		}
	}
}

// more counts the shapes that have no record.
func (r *Reader) more(n int) error {
	for {
		_, err := r.shapes.next()
		var wrong *ShapeError
		if err != nil && !errors.As(err, &wrong) {
			return r.mismatch(int64(n))
		}
		n++
	}
}
