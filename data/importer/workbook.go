package importer

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/seed-4611ae28/lifecircle/data/importer/spreadsheet"
)

// workbookReader reads a sheet of an Excel workbook as planners keep ledgers: lines
// of title above, one or two lines of header, rows below.
type workbookReader struct {
	book    *spreadsheet.Book
	sheet   spreadsheet.Sheet
	known   func(string) bool
	columns []string
	// at is the number of the header's last line.
	at int
	// examples counts the rows left out, tall the cells merged over several rows.
	examples, tall int
}

type sheetRow struct {
	number int
	cells  []any
}

// openWorkbook opens the first sheet that is not hidden, or the one that is named.
func openWorkbook(_ context.Context, s source) (Reader, error) {
	if _, err := os.Stat(s.path); err != nil {
		return nil, fmt.Errorf("open the file to import: %w", err)
	}
	if s.encoding != "" {
		return nil, usagef("encoding %s: the text of an Excel workbook is UTF-8", s.encoding)
	}
	book, err := spreadsheet.Open(s.path)
	if err != nil {
		return nil, err
	}
	r := &workbookReader{book: book, known: s.known}
	if r.known == nil {
		r.known = func(string) bool { return false }
	}
	i := slices.IndexFunc(book.Sheets, func(sheet spreadsheet.Sheet) bool { return !sheet.Hidden && (s.table == "" || sheet.Name == s.table) })
	if i < 0 {
		var names []string
		for _, sheet := range book.Sheets {
			names = append(names, sheet.Name)
		}
		if i = slices.Index(names, s.table); i < 0 {
			err := usagef("table %s: the workbook has no such sheet; it has %s", s.table, strings.Join(names, ", "))
			if s.table == "" {
				err = errors.New("the workbook has no sheet that is shown")
			}
			return nil, errors.Join(err, book.Close())
		}
	}
	r.sheet = book.Sheets[i]
	if err := r.header(); err != nil {
		return nil, errors.Join(err, book.Close())
	}
	return r, nil
}

// Close closes the workbook.
func (r *workbookReader) Close() error { return r.book.Close() }

// Columns are the names in the header.
func (r *workbookReader) Columns() []string { return r.columns }

// titleLines is how many lines are looked through for the header.
const titleLines = 30

var errHeaderSeen = errors.New("enough lines for the header")

// header finds the line, or the two lines, in which the most columns are known. If
// none is known in any, it is the first line of two cells or more.
func (r *workbookReader) header() error {
	var lines []sheetRow
	_, err := r.book.Rows(context.Background(), r.sheet, func(number int, cells []any) error {
		if blankCells(cells) {
			return nil
		}
		lines = append(lines, sheetRow{number, slices.Clone(cells)})
		if len(lines) == titleLines {
			return errHeaderSeen
		}
		return nil
	})
	if err != nil && !errors.Is(err, errHeaderSeen) {
		return err
	}
	best, last := 0, -1
	var names []string
	for i, line := range lines {
		single := headerNames(line.cells)
		if n := r.count(single); n > best {
			best, last, names = n, i, single
		}
	}
	// Two lines have to know more than one does: a title is no line of headings.
	for i, line := range lines {
		if i+1 < len(lines) && lines[i+1].number == line.number+1 {
			double := r.twoLines(line.cells, lines[i+1].cells)
			if n := r.count(double); n > best {
				best, last, names = n, i+1, double
			}
		}
	}
	if last < 0 {
		last = slices.IndexFunc(lines, func(l sheetRow) bool { return len(l.cells)-countBlank(l.cells) > 1 })
		if last < 0 {
			return fmt.Errorf("sheet %s has no line with the names of the columns", r.sheet.Name)
		}
		names = headerNames(lines[last].cells)
	}
	seen := map[string]int{}
	for i, name := range names {
		if name == "" {
			name = fmt.Sprintf("column %d", i+1)
		}
		if first, twice := seen[name]; twice {
			return fmt.Errorf("sheet %s, row %d: columns %d and %d are both named %q", r.sheet.Name, lines[last].number, first, i+1, name)
		}
		seen[name] = i + 1
		r.columns = append(r.columns, name)
	}
	r.at = lines[last].number
	return nil
}

func blankCells(cells []any) bool { return countBlank(cells) == len(cells) }

func countBlank(cells []any) (n int) {
	for _, c := range cells {
		if isBlank(c) {
			n++
		}
	}
	return n
}

// headerNames are the texts of a line; a line break in a cell is no part of a name.
func headerNames(cells []any) []string {
	var out []string
	for _, c := range cells {
		out = append(out, strings.Join(strings.Fields(textOf(c)), " "))
	}
	for len(out) > 0 && out[len(out)-1] == "" {
		out = out[:len(out)-1]
	}
	return out
}

func (r *workbookReader) count(names []string) (n int) {
	for _, name := range names {
		if name != "" && r.known(name) {
			n++
		}
	}
	return n
}

// twoLines joins a line of headings over several columns (坐标) with the line of
// names below it (经度, 纬度), or of units.
func (r *workbookReader) twoLines(upper, lower []any) []string {
	top, bottom := headerNames(upper), headerNames(lower)
	out := make([]string, max(len(top), len(bottom)))
	heading := ""
	for i := range out {
		above, below := "", ""
		if i < len(top) {
			above = top[i]
		}
		if i < len(bottom) {
			below = bottom[i]
		}
		if above != "" || below == "" {
			heading = above
		}
		out[i] = below
		if below == "" {
			out[i] = above
			continue
		}
		for _, name := range []string{below, heading + below, heading + "(" + strings.Trim(below, "()（）") + ")"} {
			if r.known(name) {
				out[i] = name
				break
			}
		}
		if !r.known(out[i]) && heading != "" {
			out[i] = heading + " " + below
		}
	}
	return out
}

// Read passes on the rows below the header; their numbers are those of the sheet.
// Blank rows are passed over, and those that the first cell marks as an example.
func (r *workbookReader) Read(ctx context.Context, yield func(Record) error) error {
	r.examples = 0
	tall, err := r.book.Rows(ctx, r.sheet, func(number int, cells []any) error {
		if number <= r.at || blankCells(cells) {
			return nil
		}
		if isExample(cells[0]) {
			r.examples++
			return nil
		}
		return yield(r.record(number, cells))
	})
	r.tall = tall
	return err
}

// ExampleMark in the first cell of a row says that the row only shows how to fill
// in the sheet.
const ExampleMark = "示例"

func isExample(cell any) bool {
	text, ok := cell.(string)
	return ok && strings.TrimSpace(text) == ExampleMark
}

func (r *workbookReader) record(number int, cells []any) Record {
	rec := Record{Row: number, Fields: make(map[string]any, len(r.columns))}
	for i, name := range r.columns {
		rec.Fields[name] = nil
		if i >= len(cells) {
			continue
		}
		if failed, ok := cells[i].(spreadsheet.ErrorValue); ok {
			return Record{Row: number, Problem: &Refusal{Row: number, Field: name, Value: string(failed), Rule: "the formula in the cell failed"}}
		}
		rec.Fields[name] = cells[i]
	}
	return rec
}

// Remarks tell what was left out.
func (r *workbookReader) Remarks() []Finding {
	var list []Finding
	if len(r.book.Sheets) > 1 {
		list = append(list, Finding{What: fmt.Sprintf("sheet %s read, of %d", r.sheet.Name, len(r.book.Sheets)), Count: 1})
	}
	if r.examples > 0 {
		list = append(list, Finding{What: "rows marked as an example left out", Count: r.examples})
	}
	if r.tall > 0 {
		list = append(list, Finding{What: "cells merged over several rows: only the first row has the value", Count: r.tall})
	}
	return list
}
