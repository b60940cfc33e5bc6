package btree

import "encoding/binary"

// local is how many bytes of a payload stand in the cell itself, of which at most most
// may; the rest overflows (fileformat2 §1.6: U, X, M and K).
func (d *File) local(payload, most int) int {
	if payload <= most {
		return payload
	}
	least := (d.usable-12)*32/255 - 23
	if k := least + (payload-least)%(d.usable-pointer); k <= most {
		return k
	}
	return least
}

// mostTable and mostIndex bound what a cell of either tree holds of its payload.
func (d *File) mostTable() int { return d.usable - 35 }
func (d *File) mostIndex() int { return (d.usable-12)*64/255 - 23 }

// overflow writes what does not stand in a cell to a chain of pages, and returns the
// number of the first.
func (d *File) overflow(rest []byte) (first uint32, err error) {
	first = d.next(d.pages)
	data := make([]byte, d.size)
	for len(rest) > 0 {
		n := copy(data[pointer:d.usable], rest)
		clear(data[pointer+n:])
		following := uint32(0)
		if rest = rest[n:]; len(rest) > 0 {
			following = d.next(d.next(d.pages))
		}
		binary.BigEndian.PutUint32(data, following)
		if _, err := d.append(data); err != nil {
			return 0, err
		}
	}
	return first, nil
}
