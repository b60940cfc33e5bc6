package btree

import "encoding/binary"

// The kinds of page (fileformat2 §1.6).
const (
	indexInterior = 0x02
	tableInterior = 0x05
	indexLeaf     = 0x0a
	tableLeaf     = 0x0d
)

// pointer is how long the number of a page is.
const pointer = 4

// page is a page of a tree in the making: a header, then where each cell is, in order,
// and the cells themselves from the end of the page backwards.
type page struct {
	data  []byte
	cells int
	// head is the length of the header, start where the last cell begins.
	head, start int
}

// reset begins an empty page; the cells end at usable.
func (p *page) reset(kind byte, usable int) {
	clear(p.data)
	p.data[0] = kind
	p.cells, p.head, p.start = 0, 8, usable
	if kind == indexInterior || kind == tableInterior {
		p.head += pointer
	}
}

// fits reports whether there is room for one more cell of a length.
func (p *page) fits(length int) bool { return p.head+2*(p.cells+1)+length <= p.start }

// add makes room for a cell, which has to fit, and returns it.
func (p *page) add(length int) []byte {
	p.start -= length
	binary.BigEndian.PutUint16(p.data[p.head+2*p.cells:], uint16(p.start))
	p.cells++
	return p.data[p.start : p.start+length]
}

// finish completes the header; right is the last child of an interior page.
func (p *page) finish(right uint32) []byte {
	binary.BigEndian.PutUint16(p.data[3:], uint16(p.cells))
	binary.BigEndian.PutUint16(p.data[5:], uint16(p.start)) // 65536 becomes 0, as it should
	if p.head > 8 {
		binary.BigEndian.PutUint32(p.data[8:], right)
	}
	return p.data
}
