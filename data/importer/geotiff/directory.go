package geotiff

import (
	"fmt"
	"math"
	"strings"
)

// directory is an image file directory: its tags, whose values are read when they
// are asked for.
type directory struct {
	header
	src     source
	lim     Limits
	entries map[tag]entry
	next    uint64
}

// entry is a tag's type, the number of its values, and where they are.
type entry struct {
	kind   uint16
	count  uint64
	inline [8]byte
}

// readDirectory reads the entries at an offset (TIFF 6.0 section 2). Of a tag that
// stands twice the first counts.
func readDirectory(src source, h header, at uint64, lim Limits) (*directory, error) {
	head := make([]byte, h.countBytes())
	if err := src.fill("directory", at, head); err != nil {
		return nil, err
	}
	n := uint64(h.order.Uint16(head))
	if h.big {
		n = h.order.Uint64(head)
	}
	if n == 0 || n > uint64(lim.Entries) {
		return nil, wrong("directory entries", n, "a directory has 1 to %d", lim.Entries)
	}
	size := h.entryBytes()
	body := make([]byte, int(n)*size+h.offsetBytes())
	if err := src.fill("directory", at+uint64(len(head)), body); err != nil {
		return nil, err
	}
	d := &directory{header: h, src: src, lim: lim, entries: make(map[tag]entry, n)}
	for i := range int(n) {
		b := body[i*size:]
		t := tag(h.order.Uint16(b))
		if _, twice := d.entries[t]; twice {
			continue
		}
		e := entry{kind: h.order.Uint16(b[2:]), count: h.word(b[4:])}
		copy(e.inline[:], b[4+h.offsetBytes():size])
		d.entries[t] = e
	}
	d.next = h.word(body[int(n)*size:])
	return d, nil
}

// Types of values (TIFF 6.0 section 2, and the three of BigTIFF).
const (
	kindByte   = 1
	kindASCII  = 2
	kindShort  = 3
	kindLong   = 4
	kindFloat  = 11
	kindDouble = 12
	kindIFD    = 13
	kindLong8  = 16
	kindIFD8   = 18
)

func kindBytes(kind uint16) uint64 {
	switch kind {
	case kindByte, kindASCII:
		return 1
	case kindShort:
		return 2
	case kindLong, kindFloat, kindIFD:
		return 4
	case kindDouble, kindLong8, kindIFD8:
		return 8
	}
	return 0
}

// bytes returns the values of a tag, nil when it is not there. limit bounds their
// size in bytes.
func (d *directory) bytes(t tag, limit int) ([]byte, entry, error) {
	e, ok := d.entries[t]
	if !ok {
		return nil, e, nil
	}
	width := kindBytes(e.kind)
	if width == 0 {
		return nil, e, wrong(t.String(), fmt.Sprintf("of type %d", e.kind), "is of a type that the tag may have")
	}
	if e.count == 0 || e.count > uint64(limit)/width {
		return nil, e, wrong(t.String(), fmt.Sprintf("with %d values", e.count), "has 1 to %d", uint64(limit)/width)
	}
	n := e.count * width
	if n <= uint64(d.offsetBytes()) {
		return e.inline[:n], e, nil
	}
	at := d.word(e.inline[:])
	if err := d.src.inside(t.String(), at, n); err != nil {
		return nil, e, err
	}
	buf := make([]byte, n)
	return buf, e, d.src.fill(t.String(), at, buf)
}

// integers are the values of a tag of whole numbers, nil when it is not there.
// limit bounds their number.
func (d *directory) integers(t tag, limit int) ([]uint64, error) {
	b, e, err := d.bytes(t, 8*limit)
	if b == nil || err != nil {
		return nil, err
	}
	if e.count > uint64(limit) {
		return nil, wrong(t.String(), fmt.Sprintf("with %d values", e.count), "has at most %d", limit)
	}
	out := make([]uint64, e.count)
	for i := range out {
		switch e.kind {
		case kindByte:
			out[i] = uint64(b[i])
		case kindShort:
			out[i] = uint64(d.order.Uint16(b[2*i:]))
		case kindLong, kindIFD:
			out[i] = uint64(d.order.Uint32(b[4*i:]))
		case kindLong8, kindIFD8:
			out[i] = d.order.Uint64(b[8*i:])
		default:
			return nil, wrong(t.String(), fmt.Sprintf("of type %d", e.kind), "is a whole number")
		}
	}
	return out, nil
}

// integer is the one value of a tag, or fallback when it is not there. Of several
// equal values, as samples have them, it is that value.
func (d *directory) integer(t tag, fallback uint64) (uint64, error) {
	list, err := d.integers(t, maxSamples)
	if list == nil || err != nil {
		return fallback, err
	}
	for _, v := range list {
		if v != list[0] {
			return 0, wrong(t.String(), fmt.Sprint(list), "is the same for all bands")
		}
	}
	return list[0], nil
}

// floats are the values of a tag of real numbers, nil when it is not there.
func (d *directory) floats(t tag) ([]float64, error) {
	b, e, err := d.bytes(t, d.lim.TagBytes)
	if b == nil || err != nil {
		return nil, err
	}
	out := make([]float64, e.count)
	for i := range out {
		switch e.kind {
		case kindDouble:
			out[i] = math.Float64frombits(d.order.Uint64(b[8*i:]))
		case kindFloat:
			out[i] = float64(math.Float32frombits(d.order.Uint32(b[4*i:])))
		default:
			return nil, wrong(t.String(), fmt.Sprintf("of type %d", e.kind), "is a real number")
		}
		if math.IsNaN(out[i]) || math.IsInf(out[i], 0) {
			return nil, wrong(t.String(), out[i], "is finite")
		}
	}
	return out, nil
}

// text is the value of a tag of characters without the closing NUL, "" when it is
// not there.
func (d *directory) text(t tag) (string, error) {
	b, e, err := d.bytes(t, d.lim.TagBytes)
	if b == nil || err != nil {
		return "", err
	}
	if e.kind != kindASCII && e.kind != kindByte {
		return "", wrong(t.String(), fmt.Sprintf("of type %d", e.kind), "is text")
	}
	s, _, _ := strings.Cut(string(b), "\x00")
	return s, nil
}
