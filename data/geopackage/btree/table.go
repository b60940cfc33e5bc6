package btree

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// Table fills an empty rowid table.
type Table struct {
	file *File
	root uint32
	leaf page
	// leaves are those written; the last one is still in the making.
	leaves []child
	last   int64
	prefix []byte
}

// child is a page below another, and the highest rowid in it.
type child struct {
	page uint32
	last int64
}

// maxTableCell is the longest cell of an interior page: a child and a rowid.
const maxTableCell = pointer + 9

// Table begins to fill the table with a root page, which has to be empty.
func (d *File) Table(root uint32) (*Table, error) {
	if err := d.empty(root, tableLeaf); err != nil {
		return nil, err
	}
	t := &Table{file: d, root: root, leaf: page{data: make([]byte, d.size)}}
	t.leaf.reset(tableLeaf, d.usable)
	return t, nil
}

// Add adds a row, of a higher rowid than those before. It does not keep the record.
func (t *Table) Add(rowid int64, record []byte) error {
	if (t.leaf.cells > 0 || len(t.leaves) > 0) && rowid <= t.last {
		return fmt.Errorf("row %d comes after row %d", rowid, t.last)
	}
	d := t.file
	local := d.local(len(record), d.mostTable())
	t.prefix = appendVarint(appendVarint(t.prefix[:0], uint64(len(record))), uint64(rowid))
	length := len(t.prefix) + local
	if local < len(record) {
		length += pointer
	}
	if !t.leaf.fits(length) {
		number, err := d.append(t.leaf.finish(0))
		if err != nil {
			return err
		}
		t.leaves = append(t.leaves, child{number, t.last})
		t.leaf.reset(tableLeaf, d.usable)
	}
	cell := t.leaf.add(length)
	n := copy(cell, t.prefix)
	copy(cell[n:], record[:local])
	if t.last = rowid; local == len(record) {
		return nil
	}
	first, err := d.overflow(record[local:])
	binary.BigEndian.PutUint32(cell[n+local:], first)
	return err
}

// Close writes the rest of the tree. The table is full then.
func (t *Table) Close() error {
	d := t.file
	if t.file = nil; d == nil {
		return errors.New("the table was closed before")
	}
	if len(t.leaves) == 0 {
		return d.root(t.root, t.leaf.finish(0))
	}
	number, err := d.append(t.leaf.finish(0))
	if err != nil {
		return err
	}
	level := t.leaves
	level = append(level, child{number, t.last})
	most := (d.usable-12)/(2+maxTableCell) + 1
	for len(level) > most {
		// About equally many for each page, so that none is left with a single child.
		pages := (len(level) + most - 1) / most
		above := make([]child, 0, pages)
		for i := range pages {
			below := level[len(level)*i/pages : len(level)*(i+1)/pages]
			if number, err = d.append(d.interior(&t.leaf, below)); err != nil {
				return err
			}
			above = append(above, child{number, below[len(below)-1].last})
		}
		level = above
	}
	return d.root(t.root, d.interior(&t.leaf, level))
}

// interior makes p the page above others: each but the last with the highest rowid in it.
func (d *File) interior(p *page, below []child) []byte {
	p.reset(tableInterior, d.usable)
	last := len(below) - 1
	var rowid [9]byte
	for _, c := range below[:last] {
		key := appendVarint(rowid[:0], uint64(c.last))
		cell := p.add(pointer + len(key))
		binary.BigEndian.PutUint32(cell, c.page)
		copy(cell[pointer:], key)
	}
	return p.finish(below[last].page)
}
