package importer

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/seed-4611ae28/lifecircle/data/importer/text"
)

// csvReader reads comma-separated values (RFC 4180) with a header line; the
// separator may be a comma, a semicolon or a tab.
type csvReader struct {
	in      *csv.Reader
	columns []string
	choice  text.Choice
}

// sniffLength is how much of a file is looked at for its header line.
const sniffLength = 64 << 10

// openCSV finds the encoding and reads the header line.
func openCSV(file io.ReadSeeker, s source) (Reader, error) {
	decoded, choice, err := text.NewReader(file, s.encoding)
	if err != nil {
		return nil, err
	}
	in := bufio.NewReaderSize(decoded, sniffLength)
	start, err := in.Peek(sniffLength)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	header, _, _ := bytes.Cut(bytes.TrimLeft(start, "\r\n"), []byte("\n"))
	c := &csvReader{in: csv.NewReader(in), choice: choice}
	c.in.Comma = separator(string(header))
	c.in.FieldsPerRecord = -1
	c.in.TrimLeadingSpace = c.in.Comma != '\t'
	columns, err := c.in.Read()
	if errors.Is(err, io.EOF) {
		return nil, errors.New("the file is empty: a header line with the names of the columns is needed")
	}
	if err != nil {
		return nil, fmt.Errorf("header line: %w", err)
	}
	return c, c.header(columns)
}

// separator is the one of , ; and tab that is most frequent in the header outside
// quotes; a comma when there is none.
func separator(header string) rune {
	counts := map[rune]int{}
	quoted := false
	for _, r := range header {
		if r == '"' {
			quoted = !quoted
		} else if !quoted {
			counts[r]++
		}
	}
	best := ','
	for _, r := range []rune{';', '\t'} {
		if counts[r] > counts[best] {
			best = r
		}
	}
	return best
}

func (c *csvReader) header(columns []string) error {
	seen := map[string]int{}
	for i, name := range columns {
		name = strings.TrimSpace(name)
		if name == "" {
			name = fmt.Sprintf("column %d", i+1)
		}
		if first, twice := seen[name]; twice {
			return fmt.Errorf("header line: columns %d and %d are both named %q", first, i+1, name)
		}
		seen[name] = i + 1
		c.columns = append(c.columns, name)
	}
	return nil
}

// Columns are the names in the header line.
func (c *csvReader) Columns() []string { return c.columns }

// Remarks tell the encoding.
func (c *csvReader) Remarks() []Finding { return encodingRemark(c.choice) }

// Read yields the lines after the header. A line with too many or too few values,
// or with a quote where none can be, is passed on as a problem of that line.
func (c *csvReader) Read(ctx context.Context, yield func(Record) error) error {
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		values, err := c.in.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		rec, err := c.record(values, err)
		if err != nil {
			return err
		}
		if err := yield(rec); err != nil {
			return err
		}
	}
}

func (c *csvReader) record(values []string, err error) (Record, error) {
	var syntax *csv.ParseError
	if errors.As(err, &syntax) {
		return Record{Row: syntax.StartLine, Problem: &Refusal{
			Row: syntax.StartLine, Field: "line", Rule: fmt.Sprintf("column %d: %v", syntax.Column, syntax.Err),
		}}, nil
	}
	if err != nil {
		return Record{}, err
	}
	row, _ := c.in.FieldPos(0)
	rec := Record{Row: row, Fields: make(map[string]any, len(c.columns))}
	for i, v := range values {
		if i < len(c.columns) {
			rec.Fields[c.columns[i]] = v
		} else if strings.TrimSpace(v) != "" {
			rec.Problem = c.wrongLength(row, len(values))
		}
	}
	if len(values) < len(c.columns) {
		rec.Problem = c.wrongLength(row, len(values))
	}
	if rec.Problem != nil {
		rec.Fields = nil // which value belongs to which column is not known
	}
	return rec, nil
}

func (c *csvReader) wrongLength(row, got int) *Refusal {
	return &Refusal{
		Row: row, Field: "line", Value: fmt.Sprintf("%d values", got),
		Rule: fmt.Sprintf("a line has as many values as the header has columns (%d)", len(c.columns)),
	}
}
