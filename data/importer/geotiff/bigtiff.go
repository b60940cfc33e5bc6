package geotiff

// BigTIFF is TIFF with 8 bytes where TIFF has 4 for offsets and counts, and 8 where
// it has 2 for the number of entries.

// readBig reads the rest of a BigTIFF header; buf holds its first 8 bytes.
func (h header) readBig(src source, buf [8]byte) (header, error) {
	h.big = true
	if size := h.order.Uint16(buf[4:]); size != 8 {
		return header{}, wrong("BigTIFF offset size", size, "is 8")
	}
	if zero := h.order.Uint16(buf[6:]); zero != 0 {
		return header{}, wrong("BigTIFF header", zero, "bytes 6 and 7 are 0")
	}
	var at [8]byte
	if err := src.fill("header", 8, at[:]); err != nil {
		return header{}, err
	}
	h.first = h.order.Uint64(at[:])
	return h, nil
}

// countBytes is the width of the number of entries of a directory.
func (h header) countBytes() int {
	if h.big {
		return 8
	}
	return 2
}

// offsetBytes is the width of an offset, and of a value that stands in its place.
func (h header) offsetBytes() int {
	if h.big {
		return 8
	}
	return 4
}

// entryBytes is the width of an entry: tag, type, count, and value or offset.
func (h header) entryBytes() int { return 4 + 2*h.offsetBytes() }

// word reads a count or an offset.
func (h header) word(b []byte) uint64 {
	if h.big {
		return h.order.Uint64(b)
	}
	return uint64(h.order.Uint32(b))
}
