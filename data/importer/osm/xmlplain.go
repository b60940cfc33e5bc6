package osm

import (
	"bytes"
	"errors"
	"strconv"
	"unicode/utf8"
)

// errNotPlain tells that XML is not of the plain kind, whether it is sound or not.
var errNotPlain = errors.New("the XML is not plain")

// plainParser reads a block of plain OpenStreetMap XML: the declaration, <osm>, in it
// objects, each with its children, and elements that hold nothing but text; attributes
// with their five named entities and numbers; white space. That is what all programs
// write. There are no comments, instructions, CDATA, document types or prefixes; names
// are ASCII. Of that it accepts nothing that [encoding/xml] does not, and reads it alike,
// more than ten times as fast; anything else is errNotPlain.
type plainParser struct {
	data  []byte
	at    int
	o     *xmlObjects
	attrs xmlAttributes
	// text holds attributes in which there were entities.
	text []byte
}

// run reads a block: the first begins the document, the last ends it.
func (p *plainParser) run(first, last bool) error {
	if first {
		if !p.declaration() {
			return errNotPlain
		}
		p.space()
		if name, closed, ok := p.open(); !ok || closed || string(name) != "osm" {
			return errNotPlain
		}
	}
	for {
		p.space()
		if p.at == len(p.data) {
			if last {
				return errNotPlain
			}
			return nil
		}
		if bytes.HasPrefix(p.data[p.at:], []byte("</")) {
			if !p.close([]byte("osm")) {
				return errNotPlain
			}
			if p.space(); p.at < len(p.data) || !last {
				return errNotPlain
			}
			return nil
		}
		if !p.element() {
			return errNotPlain
		}
	}
}

// declaration passes over <?xml version="1.0" encoding="UTF-8"?>, or nothing.
func (p *plainParser) declaration() bool {
	if !bytes.HasPrefix(p.data, []byte("<?")) {
		return true
	}
	end := bytes.Index(p.data, []byte("?>"))
	if end < 0 {
		return false
	}
	plain := bytes.ReplaceAll(p.data[:end], []byte{'\''}, []byte{'"'})
	p.at = end + 2
	for _, known := range [...]string{`<?xml version="1.0" encoding="UTF-8"`, `<?xml version="1.0" encoding="utf-8"`, `<?xml version="1.0"`} {
		if string(plain) == known {
			return true
		}
	}
	return false
}

// element reads an element in <osm>.
func (p *plainParser) element() bool {
	name, closed, ok := p.open()
	if !ok {
		return false
	}
	switch string(name) {
	case "node":
		return p.object(nodeObject, name, closed)
	case "way":
		return p.object(wayObject, name, closed)
	case "relation":
		return p.object(relationObject, name, closed)
	case "remark", "osm":
		return false
	case "bounds":
		p.o.bounds(p.attrs)
	}
	if closed {
		return true
	}
	for ; p.at < len(p.data); p.at++ { // of what is not taken, text alone is passed over
		if c := p.data[p.at]; c == '<' {
			return p.close(name)
		} else if c == '&' || c == ']' || c >= utf8.RuneSelf || class[c] == odd && c != '\r' {
			return false
		}
	}
	return false
}

// object reads a node, a way or a relation.
func (p *plainParser) object(kind objectKind, name []byte, closed bool) bool {
	if p.o.begin(kind, p.attrs) != nil {
		return false
	}
	for !closed {
		p.space()
		if bytes.HasPrefix(p.data[p.at:], []byte("</")) {
			if closed = p.close(name); !closed {
				return false
			}
			break
		}
		child, empty, ok := p.open()
		if !ok {
			return false
		}
		switch string(child) {
		case "nd", "tag", "member":
		default:
			return false
		}
		if p.o.child(child, p.attrs) != nil {
			return false
		}
		if !empty {
			if p.space(); !p.close(child) {
				return false
			}
		}
	}
	p.o.end()
	return true
}

// space passes over white space.
func (p *plainParser) space() {
	for p.at < len(p.data) && (class[p.data[p.at]] == blank || p.data[p.at] == '\r') {
		p.at++
	}
}

// open reads a start tag with its attributes; closed tells that it ends the element, too.
func (p *plainParser) open() (name []byte, closed, ok bool) {
	if p.at == len(p.data) || p.data[p.at] != '<' {
		return nil, false, false
	}
	p.at++
	if name = p.name(); len(name) == 0 {
		return nil, false, false
	}
	p.attrs, p.text = p.attrs[:0], p.text[:0]
	for {
		p.space()
		if p.at == len(p.data) {
			return nil, false, false
		}
		switch p.data[p.at] {
		case '>':
			p.at++
			return name, false, true
		case '/':
			p.at += 2
			return name, true, p.at <= len(p.data) && p.data[p.at-1] == '>'
		}
		a := xmlAttribute{name: p.name()}
		if len(a.name) == 0 {
			return nil, false, false
		}
		if a.value, ok = p.value(); !ok {
			return nil, false, false
		}
		p.attrs = append(p.attrs, a)
	}
}

// close reads the end tag of an element.
func (p *plainParser) close(name []byte) bool {
	if !bytes.HasPrefix(p.data[p.at:], []byte("</")) {
		return false
	}
	p.at += 2
	if !bytes.HasPrefix(p.data[p.at:], name) {
		return false
	}
	p.at += len(name)
	p.space()
	if p.at == len(p.data) || p.data[p.at] != '>' {
		return false
	}
	p.at++
	return true
}

// name reads the name of an element or attribute, empty if there is none.
func (p *plainParser) name() []byte {
	from := p.at
	for p.at < len(p.data) {
		if c := class[p.data[p.at]]; c != letter && (c != digit || p.at == from) {
			break
		}
		p.at++
	}
	return p.data[from:p.at]
}

// value reads = and a value in quotes.
func (p *plainParser) value() ([]byte, bool) {
	if len(p.data)-p.at < 3 || p.data[p.at] != '=' {
		return nil, false
	}
	quote := p.data[p.at+1]
	if quote != '"' && quote != '\'' {
		return nil, false
	}
	p.at += 2
	from, entities, ascii := p.at, false, true
	for ; p.at < len(p.data); p.at++ {
		c := p.data[p.at]
		if class[c] < special {
			continue
		}
		switch {
		case c == quote:
			v := p.data[from:p.at]
			p.at++
			if !ascii && !validText(v) {
				return nil, false
			}
			if entities {
				return p.unescape(v)
			}
			return v, true
		case c == '&':
			entities = true
		case c >= utf8.RuneSelf:
			ascii = false
		case c == '"', c == '\'':
		default:
			return nil, false
		}
	}
	return nil, false
}

// validText reports whether text is of characters that XML may have (XML 1.0, Char).
func validText(v []byte) bool {
	return utf8.Valid(v) && !bytes.Contains(v, []byte("\ufffe")) && !bytes.Contains(v, []byte("\uffff"))
}

// unescape replaces entities, which are named or numbers.
func (p *plainParser) unescape(v []byte) ([]byte, bool) {
	from := len(p.text)
	for {
		before, after, some := bytes.Cut(v, []byte{'&'})
		if p.text = append(p.text, before...); !some {
			return p.text[from:], true
		}
		entity, rest, ended := bytes.Cut(after, []byte{';'})
		if !ended {
			return nil, false
		}
		switch string(entity) {
		case "lt":
			p.text = append(p.text, '<')
		case "gt":
			p.text = append(p.text, '>')
		case "amp":
			p.text = append(p.text, '&')
		case "quot":
			p.text = append(p.text, '"')
		case "apos":
			p.text = append(p.text, '\'')
		default:
			r, ok := numbered(entity)
			if !ok {
				return nil, false
			}
			p.text = utf8.AppendRune(p.text, r)
		}
		v = rest
	}
}

// numbered is the character of an entity that is a number: #10 or #xA.
func numbered(entity []byte) (rune, bool) {
	digits, base := bytes.TrimPrefix(entity, []byte{'#'}), 10
	if len(digits) == len(entity) || len(digits) == 0 || len(digits) > 8 {
		return 0, false
	}
	if digits[0] == 'x' {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseUint(string(digits), base, 32)
	if err != nil || n > utf8.MaxRune {
		return 0, false
	}
	r := rune(n)
	plain := r == '\t' || r == '\n' || r >= ' ' && utf8.ValidRune(r) && r != 0xfffe && r != 0xffff
	return r, plain
}

// The classes of bytes. Those from special on end the plain run of an attribute's value.
const (
	letter = iota + 1
	digit
	other
	blank
	special
	odd // no plain XML has it, or only elsewhere
)

var class = classes()

func classes() (c [256]uint8) {
	for i := range c {
		switch b := byte(i); {
		case b >= 'a' && b <= 'z', b >= 'A' && b <= 'Z', b == '_':
			c[i] = letter
		case b >= '0' && b <= '9', b == '-', b == '.':
			c[i] = digit
		case b == ' ', b == '\t', b == '\n':
			c[i] = blank
		case b == '"', b == '\'', b == '&', b >= utf8.RuneSelf:
			c[i] = special
		case b < ' ', b == '<':
			c[i] = odd
		default:
			c[i] = other
		}
	}
	return c
}
