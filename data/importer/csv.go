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
	"unicode/utf8"
)

// csvReader reads comma-separated values (RFC 4180) with a header line; the
// separator may be a comma, a semicolon or a tab.
type csvReader struct {
	in      *csv.Reader
	columns []string
}

var errNotUTF8 = errors.New("the file is not UTF-8; it may be GBK, which cannot be read: save it as UTF-8 (in Excel: CSV UTF-8)")

// sniffLength is how much of a file is looked at for its header line.
const sniffLength = 64 << 10

func newCSV(r io.Reader) (Reader, error) {
	in := bufio.NewReaderSize(r, sniffLength)
	if err := skipBOM(in); err != nil {
		return nil, err
	}
	start, err := in.Peek(sniffLength)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	header, _, _ := bytes.Cut(bytes.TrimLeft(start, "\r\n"), []byte("\n"))
	c := &csvReader{in: csv.NewReader(in)}
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

// skipBOM steps over a UTF-8 byte order mark, and refuses UTF-16.
func skipBOM(in *bufio.Reader) error {
	start, err := in.Peek(3)
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	switch {
	case bytes.HasPrefix(start, []byte("\xef\xbb\xbf")):
		_, err := in.Discard(3)
		return err
	case bytes.HasPrefix(start, []byte("\xff\xfe")), bytes.HasPrefix(start, []byte("\xfe\xff")):
		return errors.New("the file is UTF-16; save it as UTF-8")
	}
	return nil
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
		if !utf8.ValidString(name) {
			return errNotUTF8
		}
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
		if !utf8.ValidString(v) {
			return Record{}, fmt.Errorf("line %d: %w", row, errNotUTF8)
		}
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
