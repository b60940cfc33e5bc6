package text

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// block is how much of a file is looked at at a time.
const block = 64 << 10

// NewReader returns the file as UTF-8 without a byte order mark, and what was
// chosen and why. The file is read through once to choose, unless a byte order
// mark or the option settles it, and from its start again to be read; memory stays
// at a block. option is what the user says, "" for nothing.
func NewReader(in io.ReadSeeker, option string) (io.Reader, Choice, error) {
	start := make([]byte, 3)
	n, err := io.ReadFull(in, start)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, Choice{}, err
	}
	start = start[:n]
	var choice Choice
	skip := int64(0)
	switch {
	case option != "":
		named, err := Named(option)
		if err != nil {
			return nil, Choice{}, err
		}
		choice = Choice{Encoding: named, Why: "asked for"}
		if bytes.HasPrefix(start, utf8BOM()) && named.table == nil {
			skip = 3
		}
	case bytes.HasPrefix(start, utf8BOM()):
		choice, skip = Choice{Encoding: UTF8(), Why: "it begins with its byte order mark"}, 3
	case bytes.HasPrefix(start, []byte("\xff\xfe")):
		choice = Choice{Encoding: Encoding{"UTF-16LE", unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM)}, Why: "it begins with its byte order mark"}
	case bytes.HasPrefix(start, []byte("\xfe\xff")):
		choice = Choice{Encoding: Encoding{"UTF-16BE", unicode.UTF16(unicode.BigEndian, unicode.ExpectBOM)}, Why: "it begins with its byte order mark"}
	default:
		choice, err = Choose(Evidence{Valid: func(e Encoding) (bool, error) { return validFile(in, e) }})
		if err != nil {
			return nil, Choice{}, err
		}
	}
	if _, err := in.Seek(skip, io.SeekStart); err != nil {
		return nil, Choice{}, err
	}
	return &checked{in: choice.reader(in), choice: choice, line: 1}, choice, nil
}

func utf8BOM() []byte { return []byte("\xef\xbb\xbf") }

// reader decodes a stream.
func (e Encoding) reader(in io.Reader) io.Reader {
	if e.table == nil {
		return in
	}
	return transform.NewReader(in, e.table.NewDecoder())
}

// validFile reads the file through.
func validFile(in io.ReadSeeker, e Encoding) (bool, error) {
	if _, err := in.Seek(0, io.SeekStart); err != nil {
		return false, err
	}
	var strict io.Reader = transform.NewReader(in, encoding.UTF8Validator)
	if e.table != nil {
		strict = &checked{in: e.reader(in), choice: Choice{Encoding: e}}
	}
	_, err := io.CopyBuffer(io.Discard, struct{ io.Reader }{strict}, make([]byte, block))
	var wrong *InvalidError
	if errors.Is(err, encoding.ErrInvalidUTF8) || errors.As(err, &wrong) {
		return false, nil
	}
	return err == nil, err
}

// InvalidError says that text is not written in the encoding it is read in.
type InvalidError struct {
	Encoding Encoding
	Line     int
}

// Error names the line and the encoding.
func (e *InvalidError) Error() string {
	return fmt.Sprintf("line %d: the text is not written in %s; it may be GBK or UTF-8: name the encoding by --encoding", e.Line, e.Encoding)
}

// checked passes UTF-8 on, and fails at the first character that is none: what a
// decoder cannot read it writes as U+FFFD, which would become part of a name.
type checked struct {
	in     io.Reader
	choice Choice
	line   int
	tail   [utf8.UTFMax]byte
	kept   int
}

// Read implements io.Reader.
func (c *checked) Read(p []byte) (int, error) {
	n, err := c.in.Read(p)
	b := p[:n]
	at := c.bad(b)
	if at < 0 && errors.Is(err, io.EOF) && c.kept > 0 {
		at = n
	}
	if at >= 0 {
		c.line += bytes.Count(b[:at], []byte("\n"))
		return at, &InvalidError{c.choice.Encoding, c.line}
	}
	c.line += bytes.Count(b, []byte("\n"))
	return n, err
}

// bad is where the first wrong character of the block is, -1 if there is none. A
// character that the block cuts is kept for the next one.
func (c *checked) bad(b []byte) int {
	at := 0
	for c.kept > 0 && at < len(b) {
		if utf8.FullRune(c.tail[:c.kept]) {
			break
		}
		c.tail[c.kept] = b[at]
		c.kept++
		at++
	}
	if c.kept > 0 {
		if !utf8.FullRune(c.tail[:c.kept]) {
			return -1
		}
		if r, size := utf8.DecodeRune(c.tail[:c.kept]); r == utf8.RuneError || size != c.kept {
			return 0
		}
		c.kept = 0
	}
	for rest := b[at:]; len(rest) > 0; {
		if rest[0] < utf8.RuneSelf {
			rest, at = rest[1:], at+1
			continue
		}
		if !utf8.FullRune(rest) {
			c.kept = copy(c.tail[:], rest)
			return -1
		}
		r, size := utf8.DecodeRune(rest)
		if r == utf8.RuneError {
			return at
		}
		rest, at = rest[size:], at+size
	}
	return -1
}
