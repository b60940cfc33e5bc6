package btree

import (
	"encoding/binary"
	"iter"
)

// Index fills an empty index with a root page with records, which come in the index's
// own order, each the indexed columns and then the rowid. It holds all records in
// memory.
//
// Other than in a table a record stands in one place only, be that a leaf or between two
// pages.
func (d *File) Index(root uint32, records iter.Seq2[[]byte, error]) error {
	if err := d.empty(root, indexLeaf); err != nil {
		return err
	}
	var cells cellList
	for record, err := range records {
		if err != nil {
			return err
		}
		if err := d.addIndexCell(&cells, record); err != nil {
			return err
		}
	}
	p := page{data: make([]byte, d.size)}
	kind, children := byte(indexLeaf), []uint32(nil)
	for {
		whole, above, pages, err := d.indexLevel(&p, kind, &cells, children)
		if err != nil {
			return err
		}
		if whole {
			return d.root(root, p.data)
		}
		cells, kind, children = above, indexInterior, pages
	}
}

// cellList is a list of cells, in one piece.
type cellList struct {
	bytes []byte
	ends  []int
}

func (c *cellList) len() int { return len(c.ends) }

func (c *cellList) at(i int) []byte {
	from := 0
	if i > 0 {
		from = c.ends[i-1]
	}
	return c.bytes[from:c.ends[i]]
}

func (c *cellList) end() { c.ends = append(c.ends, len(c.bytes)) }

// addIndexCell makes a cell of a record, without a child.
func (d *File) addIndexCell(cells *cellList, record []byte) error {
	local := d.local(len(record), d.mostIndex())
	cells.bytes = appendVarint(cells.bytes, uint64(len(record)))
	cells.bytes = append(cells.bytes, record[:local]...)
	if local < len(record) {
		first, err := d.overflow(record[local:])
		if err != nil {
			return err
		}
		cells.bytes = binary.BigEndian.AppendUint32(cells.bytes, first)
	}
	cells.end()
	return nil
}

// indexLevel writes the pages of one level: cells, and around them their children, one
// more, where it is none of leaves. It returns the pages and the cells that stand between
// them; or, where one page takes the whole level, that page in p, for the root.
func (d *File) indexLevel(p *page, kind byte, cells *cellList, children []uint32) (whole bool, above cellList, pages []uint32, err error) {
	for i := 0; ; {
		p.reset(kind, d.usable)
		from := i
		for ; i < cells.len(); i++ {
			length := len(cells.at(i))
			if children != nil {
				length += pointer
			}
			if !p.fits(length) {
				break
			}
			p.addIndex(cells.at(i), children, i)
		}
		if i == cells.len()-1 {
			// The last cell would stand above, with an empty page after it.
			p.reset(kind, d.usable)
			i--
			for k := from; k < i; k++ {
				p.addIndex(cells.at(k), children, k)
			}
		}
		right := uint32(0)
		if children != nil {
			right = children[i]
		}
		p.finish(right)
		if from == 0 && i == cells.len() {
			return true, above, nil, nil
		}
		number, err := d.append(p.data)
		if err != nil {
			return false, above, nil, err
		}
		pages = append(pages, number)
		if i == cells.len() {
			return false, above, pages, nil
		}
		above.bytes = append(above.bytes, cells.at(i)...)
		above.end()
		i++
	}
}

// addIndex adds cell i with the child to its left, if there are children.
func (p *page) addIndex(cell []byte, children []uint32, i int) {
	if children == nil {
		copy(p.add(len(cell)), cell)
		return
	}
	to := p.add(pointer + len(cell))
	binary.BigEndian.PutUint32(to, children[i])
	copy(to[pointer:], cell)
}
