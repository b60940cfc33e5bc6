package spreadsheet

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"time"
)

// The size of a sheet: 1 048 576 rows and 16 384 columns.
const (
	maxRows    = 1 << 20
	maxColumns = 1 << 14
)

// ErrorValue is what a formula gave that failed: #N/A, #REF! and the like.
type ErrorValue string

// Rows passes on the rows of a sheet that have cells, with their numbers counted
// from 1. A cell is nil, a string, bool, float64 or [ErrorValue]; a date is a string
// in the form of ISO 8601. The slice is used again for the next row. tall counts the
// cells that are merged over several rows, of which only the first has a value.
func (b *Book) Rows(ctx context.Context, s Sheet, yield func(number int, cells []any) error) (tall int, err error) {
	r := rowReader{book: b}
	last := 0
	err = b.walk(s.part, func(e xml.StartElement, d *xml.Decoder) error {
		switch e.Name.Local {
		case "row":
			if err := ctx.Err(); err != nil {
				return err
			}
			number := last + 1
			if given := attribute(e, "r"); given != "" {
				n, err := strconv.Atoi(given)
				if err != nil || n <= last || n > maxRows {
					return fmt.Errorf("row %q follows row %d", given, last)
				}
				number = n
			}
			last = number
			if err := r.read(d); err != nil {
				return fmt.Errorf("row %d: %w", number, err)
			}
			return yield(number, r.cells)
		case "mergeCell":
			from, to, _ := strings.Cut(attribute(e, "ref"), ":")
			if _, first, ok := reference(from); ok {
				if _, end, ok := reference(to); ok && end > first {
					tall++
				}
			}
		}
		return nil
	})
	return tall, err
}

type rowReader struct {
	book  *Book
	cells []any
}

// read reads the cells of a row up to its end.
func (r *rowReader) read(d *xml.Decoder) error {
	r.cells = r.cells[:0]
	for {
		token, err := d.RawToken()
		if err != nil {
			return cut(err)
		}
		switch t := token.(type) {
		case xml.EndElement:
			if t.Name.Local == "row" {
				return nil
			}
		case xml.StartElement:
			if t.Name.Local != "c" {
				continue
			}
			column := len(r.cells)
			if ref := attribute(t, "r"); ref != "" {
				c, _, ok := reference(ref)
				if !ok || c < column {
					return fmt.Errorf("cell %q is out of place", ref)
				}
				column = c
			}
			if column >= maxColumns {
				return fmt.Errorf("a row has at most %d cells", maxColumns)
			}
			for len(r.cells) < column {
				r.cells = append(r.cells, nil)
			}
			v, err := r.cell(t, d)
			if err != nil {
				return fmt.Errorf("cell %s: %w", attribute(t, "r"), err)
			}
			r.cells = append(r.cells, v)
		case xml.Directive:
			return errors.New("a document type is declared inside a row")
		}
	}
}

func cut(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// cell reads a cell (ECMA-376 part 1, clause 18.3.1.4) up to its end.
func (r *rowReader) cell(start xml.StartElement, d *xml.Decoder) (any, error) {
	value, inline := "", false
	for {
		token, err := d.RawToken()
		if err != nil {
			return nil, cut(err)
		}
		switch t := token.(type) {
		case xml.EndElement:
			if t.Name.Local == "c" {
				return r.value(attribute(start, "t"), attribute(start, "s"), value, inline)
			}
		case xml.StartElement:
			switch t.Name.Local {
			case "v":
				value, err = textIn(d, false)
			case "is":
				inline = true
				value, err = textIn(d, true)
			default:
				_, err = textIn(d, false) // the formula
			}
			if err != nil {
				return nil, err
			}
		case xml.Directive:
			return nil, errors.New("a document type is declared inside a cell")
		}
	}
}

func (r *rowReader) value(kind, styleID, value string, inline bool) (any, error) {
	if value == "" {
		return nil, nil
	}
	switch {
	case inline || kind == "inlineStr" || kind == "str" || kind == "d":
		return value, nil
	case kind == "s":
		i, err := strconv.Atoi(strings.TrimSpace(value))
		if err != nil || i < 0 || i >= len(r.book.strings) {
			return nil, fmt.Errorf("text %q of %d", value, len(r.book.strings))
		}
		if s := r.book.strings[i]; s != "" {
			return s, nil
		}
		return nil, nil
	case kind == "b":
		return truth(value), nil
	case kind == "e":
		return ErrorValue(value), nil
	}
	v, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
	if err != nil || math.IsInf(v, 0) || math.IsNaN(v) {
		return nil, fmt.Errorf("%q is no number", value)
	}
	if i, err := strconv.Atoi(styleID); err == nil && i >= 0 && i < len(r.book.styles) {
		switch s := r.book.styles[i]; {
		case s.date:
			if text, ok := r.book.date(v); ok {
				return text, nil
			}
		case s.zeros > 1 && v >= 0 && v == math.Trunc(v) && v < 1e15:
			return fmt.Sprintf("%0*.0f", s.zeros, v), nil
		}
	}
	return v, nil
}

// date is a day counted as Excel counts them, with the time as the part of a day.
// 1900 was no leap year, but Excel counts a 29 February (clause 18.17.4.1): days
// from March on are right with a count from 30 December 1899.
func (b *Book) date(v float64) (string, bool) {
	const last = 2958466 // after 9999-12-31
	if v < 0 || v >= last {
		return "", false
	}
	epoch := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	if b.from1904 {
		epoch = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	days := math.Floor(v)
	at := epoch.AddDate(0, 0, int(days)).Add(time.Duration(math.Round((v-days)*86400)) * time.Second)
	switch {
	case days == 0:
		return at.Format("15:04:05"), true
	case v == days:
		return at.Format(time.DateOnly), true
	}
	return at.Format("2006-01-02T15:04:05"), true
}

// reference reads the place of a cell, such as AB12: column from 0, row from 1.
func reference(s string) (column, row int, ok bool) {
	i := 0
	for ; i < len(s) && s[i] >= 'A' && s[i] <= 'Z'; i++ {
		if column = 26*column + int(s[i]-'A') + 1; column > maxColumns {
			return 0, 0, false
		}
	}
	row, err := strconv.Atoi(s[i:])
	return column - 1, row, err == nil && column > 0 && row > 0 && row <= maxRows
}
