package spreadsheet

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"

	"github.com/seed-4611ae28/lifecircle/data/importer/archive"
)

// Limits of a workbook. A sheet of a million rows of ten columns has some 400 MB.
const (
	maxPart    = 1 << 30
	maxStrings = 256 << 20
)

// Sheet is a sheet of a workbook.
type Sheet struct {
	Name   string
	Hidden bool
	part   string
}

// Book is an open workbook.
type Book struct {
	// Sheets are in the order of the workbook, without charts.
	Sheets  []Sheet
	archive *archive.Archive
	strings []string
	styles  []style
	// from1904: days are counted from 1904 and not from 1900.
	from1904 bool
}

// Open opens a workbook and reads what its sheets have in common: their names,
// their texts and their formats of numbers.
func Open(file string) (*Book, error) {
	a, err := archive.Open(file)
	if err != nil {
		return nil, err
	}
	return open(a)
}

// open reads a workbook that is an archive, which is closed when it is none.
func open(a *archive.Archive) (*Book, error) {
	b := &Book{archive: a}
	if err := b.load(); err != nil {
		return nil, errors.Join(err, a.Close())
	}
	return b, nil
}

// Close closes the file.
func (b *Book) Close() error { return b.archive.Close() }

func (b *Book) load() error {
	workbook := "xl/workbook.xml"
	for _, r := range b.relations("_rels/.rels", "") {
		if strings.HasSuffix(r.kind, "/officeDocument") {
			workbook = r.target
		}
	}
	dir := path.Dir(workbook)
	targets := b.relations(path.Join(dir, "_rels", path.Base(workbook)+".rels"), dir)
	err := b.walk(workbook, func(e xml.StartElement, _ *xml.Decoder) error {
		switch e.Name.Local {
		case "workbookPr":
			b.from1904 = truth(attribute(e, "date1904"))
		case "sheet":
			r, ok := targets[attribute(e, "id")]
			if ok && strings.HasSuffix(r.kind, "/worksheet") {
				state := attribute(e, "state")
				b.Sheets = append(b.Sheets, Sheet{attribute(e, "name"), state == "hidden" || state == "veryHidden", r.target})
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, r := range targets {
		switch {
		case strings.HasSuffix(r.kind, "/sharedStrings"):
			err = errors.Join(err, b.loadStrings(r.target))
		case strings.HasSuffix(r.kind, "/styles"):
			err = errors.Join(err, b.loadStyles(r.target))
		}
	}
	return err
}

type relation struct{ kind, target string }

// relations reads which part is which (ECMA-376 part 2, clause 9.3). A workbook
// without them has none that can be found.
func (b *Book) relations(part, dir string) map[string]relation {
	out := map[string]relation{}
	_ = b.walk(part, func(e xml.StartElement, _ *xml.Decoder) error { // what is missing is missed where it is used
		if e.Name.Local == "Relationship" && attribute(e, "TargetMode") != "External" {
			target := attribute(e, "Target")
			if strings.HasPrefix(target, "/") {
				target = strings.TrimPrefix(target, "/")
			} else {
				target = path.Join(dir, target)
			}
			out[attribute(e, "Id")] = relation{attribute(e, "Type"), target}
		}
		return nil
	})
	return out
}

// walk passes on the elements of a part as they start.
func (b *Book) walk(part string, start func(xml.StartElement, *xml.Decoder) error) error {
	ext := path.Ext(part)
	f, ok := b.archive.Named(strings.TrimSuffix(part, ext), ext)
	if !ok {
		return fmt.Errorf("the workbook has no part %s: it is no Excel workbook (.xlsx)", part)
	}
	if f.Size > maxPart {
		return fmt.Errorf("%s has %d bytes; %d are the most that are read", part, f.Size, maxPart)
	}
	in, err := f.Open()
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }() // read only: nothing can be lost
	d := xml.NewDecoder(in)
	for {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil {
			switch t := token.(type) {
			case xml.Directive:
				err = errors.New("a document type is declared, which no workbook has: its entities are not expanded")
			case xml.StartElement:
				err = start(t, d)
			}
		}
		if err != nil {
			return fmt.Errorf("%s: %w", part, err)
		}
	}
}

// attribute is the value of an attribute, whatever its name space.
func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func truth(s string) bool { return s == "1" || s == "true" }

// textIn reads the text in an element up to its end: of t elements where runs tells
// so, leaving out those that tell how to pronounce it (rPh).
func textIn(d *xml.Decoder, runs bool) (string, error) {
	var out strings.Builder
	depth, silent, inText := 1, 0, 0
	for {
		token, err := d.RawToken()
		if err != nil {
			if errors.Is(err, io.EOF) {
				err = io.ErrUnexpectedEOF
			}
			return "", err
		}
		switch t := token.(type) {
		case xml.StartElement:
			depth++
			if t.Name.Local == "rPh" && silent == 0 {
				silent = depth
			}
			if t.Name.Local == "t" {
				inText++
			}
		case xml.EndElement:
			if depth == silent {
				silent = 0
			}
			if t.Name.Local == "t" {
				inText--
			}
			if depth--; depth == 0 {
				return out.String(), nil
			}
		case xml.CharData:
			if silent == 0 && (!runs || inText > 0) {
				out.Write(t)
			}
		case xml.Directive:
			return "", errors.New("a document type is declared inside an element")
		}
	}
}

func (b *Book) loadStrings(part string) error {
	total := 0
	return b.walk(part, func(e xml.StartElement, d *xml.Decoder) error {
		if e.Name.Local != "si" {
			return nil
		}
		s, err := textIn(d, true)
		if err != nil {
			return err
		}
		if total += len(s) + 16; total > maxStrings {
			return fmt.Errorf("the texts of the workbook are more than %d bytes", maxStrings)
		}
		b.strings = append(b.strings, s)
		return nil
	})
}

// style is what the format of a number makes of it.
type style struct {
	date bool
	// zeros is how many digits a code has that Excel shows with leading zeros.
	zeros int
}

func (b *Book) loadStyles(part string) error {
	formats := map[string]string{}
	inCells := false
	return b.walk(part, func(e xml.StartElement, _ *xml.Decoder) error {
		switch e.Name.Local {
		case "numFmt":
			formats[attribute(e, "numFmtId")] = attribute(e, "formatCode")
		case "cellXfs":
			inCells = true
		case "cellStyles", "dxfs", "cellStyleXfs":
			inCells = false
		case "xf":
			if inCells {
				id := attribute(e, "numFmtId")
				b.styles = append(b.styles, styleOf(id, formats[id]))
			}
		}
		return nil
	})
}

// styleOf knows the formats that are built in by their number (ECMA-376 part 1,
// clause 18.8.30), among them those of China, and the others by their code.
func styleOf(id, code string) style {
	n, _ := strconv.Atoi(id)
	if code == "" {
		return style{date: n >= 14 && n <= 22 || n >= 27 && n <= 36 || n >= 45 && n <= 47 || n >= 50 && n <= 58}
	}
	code, _, _ = strings.Cut(code, ";")
	if strings.Trim(code, "0") == "" {
		return style{zeros: len(code)}
	}
	var plain strings.Builder
	quoted, bracket, escaped := false, false, false
	for _, r := range code {
		switch {
		case escaped:
			escaped = false
		case r == '\\', r == '_', r == '*':
			escaped = true
		case r == '"':
			quoted = !quoted
		case r == '[' && !quoted:
			bracket = true
		case r == ']':
			bracket = false
		case !quoted && !bracket:
			plain.WriteRune(r)
		}
	}
	// E of an exponent is no part of a date, nor are the letters of General.
	s := strings.ToLower(plain.String())
	return style{date: s != "general" && strings.ContainsAny(s, "ydhms")}
}
