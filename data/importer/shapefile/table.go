package shapefile

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-4611ae28/lifecircle/data/importer/text"
)

// The layout of a dBASE III+ table: a header of 32 bytes, 32 for every field, 0x0d,
// then records of fixed length, each with a byte that marks it deleted ('*') first.
const (
	headerLength = 32
	fieldLength  = 32
	nameLength   = 11
	driverOffset = 29
	fieldsEnd    = 0x0d
	deletedMark  = '*'
)

// field is a column of the table.
type field struct {
	name string
	raw  []byte
	kind byte
	// at is where its value begins in a record, size its length in bytes.
	at, size int
}

// header is what a table says of itself.
type header struct {
	records uint32
	// length and record are those of the header and of a record, in bytes.
	length, record int
	driver         byte
	fields         []field
	// unread are fields whose kind cannot be read: "NAME (M)".
	unread []field
}

// readHeader reads the header and leaves in before the first record.
func readHeader(in io.Reader) (header, error) {
	var fixed [headerLength]byte
	if _, err := io.ReadFull(in, fixed[:]); err != nil {
		return header{}, fmt.Errorf("the table ends in its header: %w", io.ErrUnexpectedEOF)
	}
	h := header{
		records: binary.LittleEndian.Uint32(fixed[4:]),
		length:  int(binary.LittleEndian.Uint16(fixed[8:])),
		record:  int(binary.LittleEndian.Uint16(fixed[10:])),
		driver:  fixed[driverOffset],
	}
	if h.length < headerLength+1 || h.record < 1 {
		return header{}, fmt.Errorf("the header has %d bytes and a record %d: this is no dBASE table", h.length, h.record)
	}
	rest, err := within(in, nil, int64(h.length-headerLength))
	if err != nil {
		return header{}, fmt.Errorf("the table ends in its header: %w", err)
	}
	at := 1 // the mark of deletion
	for ; len(rest) >= fieldLength && rest[0] != fieldsEnd; rest = rest[fieldLength:] {
		d := rest[:fieldLength]
		name, _, _ := bytes.Cut(d[:nameLength], []byte{0})
		f := field{raw: slices.Clone(name), kind: d[11], at: at, size: int(d[16])}
		if f.kind == 'C' {
			f.size |= int(d[17]) << 8 // Clipper and FoxPro: what would be the decimals
		}
		if at += f.size; at > h.record {
			return header{}, fmt.Errorf("field %d ends at byte %d of records that have %d", len(h.fields)+1, at, h.record)
		}
		if f.readable() {
			h.fields = append(h.fields, f)
		} else {
			h.unread = append(h.unread, f)
		}
	}
	return h, nil
}

// readable tells the kinds of value that are read, and the lengths that they have.
func (f *field) readable() bool {
	switch f.kind {
	case 'C', 'N', 'F', 'L', 'D':
		return f.size > 0
	case 'I':
		return f.size == 4
	case 'O', 'B':
		return f.size == 8 // B of 10 bytes is a memo
	}
	return false
}

// Table is a table of attributes in reading.
type Table struct {
	header
	// Choice is the encoding of names and values.
	Choice text.Choice
	// Deleted counts the records met that are marked so.
	Deleted int
	in      *bufio.Reader
	row     []byte
	close   func() error
}

// openTable opens the table and finds its encoding; option and page are what the
// user and the .cpg file say.
func openTable(p Part, option, page string) (*Table, error) {
	first, err := p.Open()
	if err != nil {
		return nil, err
	}
	driver, err := func() (byte, error) {
		defer func() { _ = first.Close() }()
		h, err := readHeader(first)
		return h.driver, err
	}()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", p.Name, err)
	}
	choice, err := text.Choose(text.Evidence{Option: option, CodePage: page, Driver: driver, Valid: func(e text.Encoding) (bool, error) {
		return validTable(p, e)
	}})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", p.Name, err)
	}
	file, err := p.Open()
	if err != nil {
		return nil, err
	}
	t := &Table{in: bufio.NewReaderSize(file, 256<<10), Choice: choice, close: file.Close}
	if t.header, err = readHeader(t.in); err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", p.Name, err), file.Close())
	}
	t.row = make([]byte, t.record)
	t.name()
	return t, nil
}

// name decodes the names of the fields. Names that were cut to ten bytes collide:
// the second 所属乡镇代 is 所属乡镇代_2.
func (t *Table) name() {
	seen := map[string]int{}
	for _, list := range [][]field{t.fields, t.unread} {
		for i := range list {
			name, _ := t.Choice.DecodeCut(list[i].raw)
			if name = strings.TrimSpace(name); name == "" {
				name = "field " + strconv.Itoa(i+1)
			}
			seen[name]++
			for n := seen[name]; n > 1; n++ {
				other := name + "_" + strconv.Itoa(n)
				if seen[other] == 0 {
					name = other
					seen[name]++
					break
				}
			}
			list[i].name = name
		}
	}
}

// Columns are the names of the fields that can be read.
func (t *Table) Columns() []string {
	out := make([]string, 0, len(t.fields))
	for _, f := range t.fields {
		out = append(out, f.name)
	}
	return out
}

// Unread lists the fields that cannot be read, with their dBASE type.
func (t *Table) Unread() []string {
	var out []string
	for _, f := range t.unread {
		out = append(out, fmt.Sprintf("%s (%q)", f.name, f.kind))
	}
	return out
}

// validTable reports whether all names and texts are in the encoding.
func validTable(p Part, e text.Encoding) (ok bool, err error) {
	file, err := p.Open()
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	in := bufio.NewReaderSize(file, 256<<10)
	h, err := readHeader(in)
	if err != nil {
		return false, err
	}
	for _, f := range h.fields {
		if _, ok := e.DecodeCut(f.raw); !ok {
			return false, nil
		}
	}
	row := make([]byte, h.record)
	for range h.records {
		if _, err := io.ReadFull(in, row); err != nil {
			return true, nil // a table that is cut short is found so by who reads it
		}
		for _, f := range h.fields {
			if f.kind != 'C' {
				continue
			}
			if _, ok := f.text(row, e); !ok {
				return false, nil
			}
		}
	}
	return true, nil
}

// next reads a record. It returns io.EOF after the last, and deleted for one that
// is marked so.
func (t *Table) next(number int) (values map[string]any, deleted bool, err error) {
	if uint64(number) > uint64(t.records) {
		return nil, false, io.EOF
	}
	if _, err := io.ReadFull(t.in, t.row); err != nil {
		return nil, false, fmt.Errorf("the table ends in record %d of the %d that its header states: %w", number, t.records, io.ErrUnexpectedEOF)
	}
	if t.row[0] == deletedMark {
		t.Deleted++
		return nil, true, nil
	}
	values = make(map[string]any, len(t.fields))
	for i := range t.fields {
		values[t.fields[i].name] = t.fields[i].value(t.row, t.Choice.Encoding)
	}
	return values, false, nil
}

// text is the value as it is written.
func (f *field) text(row []byte, e text.Encoding) (string, bool) {
	whole := row[f.at : f.at+f.size]
	b := bytes.TrimRight(whole, " \x00")
	decode := e.Decode
	if len(b) == len(whole) {
		decode = e.DecodeCut
	}
	s, ok := decode(b)
	return strings.TrimSpace(s), ok
}

// value reads a value: nil when blank, string, bool, float64, or json.Number for a
// number of more digits than a float64 holds. What is no value of its kind stays
// text, so that it is refused by name and not lost.
func (f *field) value(row []byte, e text.Encoding) any {
	b := row[f.at : f.at+f.size]
	switch f.kind {
	case 'I':
		return float64(int32(binary.LittleEndian.Uint32(b)))
	case 'O', 'B':
		return math.Float64frombits(binary.LittleEndian.Uint64(b))
	}
	s, _ := f.text(row, e)
	if s == "" {
		return nil
	}
	switch f.kind {
	case 'N', 'F':
		if strings.Trim(s, "*") == "" {
			return nil // a number that did not fit is written as asterisks
		}
		return number(s)
	case 'L':
		switch s {
		case "T", "t", "Y", "y":
			return true
		case "F", "f", "N", "n":
			return false
		case "?":
			return nil
		}
	case 'D':
		if strings.Trim(s, "0") == "" {
			return nil
		}
		if len(s) == 8 && strings.Trim(s, "0123456789") == "" {
			return s[:4] + "-" + s[4:6] + "-" + s[6:]
		}
	}
	return s
}

// exactDigits is how many decimal digits every float64 keeps.
const exactDigits = 15

func number(s string) any {
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || strings.ContainsAny(s, "xXnNiIpP_") {
		return s
	}
	if len(s) > exactDigits && strings.Trim(s, "0123456789") == "" {
		return json.Number(s)
	}
	return v
}
