package geotiff

import (
	"encoding/binary"
	"fmt"
)

// header is the beginning of a file: its byte order, which of the two containers
// it is, and where the first directory is (TIFF 6.0 section 2).
type header struct {
	order binary.ByteOrder
	big   bool
	first uint64
}

func readHeader(src source) (header, error) {
	var buf [8]byte
	if err := src.fill("header", 0, buf[:]); err != nil {
		return header{}, err
	}
	h := header{}
	switch string(buf[:2]) {
	case "II":
		h.order = binary.LittleEndian
	case "MM":
		h.order = binary.BigEndian
	default:
		return header{}, wrong("byte order", fmt.Sprintf("%q", buf[:2]), "a TIFF begins with II or MM; this is none")
	}
	switch version := h.order.Uint16(buf[2:]); version {
	case 42:
		h.first = uint64(h.order.Uint32(buf[4:]))
		return h, nil
	case 43:
		return h.readBig(src, buf)
	default:
		return header{}, wrong("version", version, "is 42 (TIFF) or 43 (BigTIFF)")
	}
}

// directories reads the first directory and sees through the others, of which only
// the kind matters: a mask that says which pixels count must not be passed over.
func directories(src source, lim Limits) (*directory, error) {
	h, err := readHeader(src)
	if err != nil {
		return nil, err
	}
	first, err := readDirectory(src, h, h.first, lim)
	if err != nil {
		return nil, err
	}
	seen := map[uint64]bool{h.first: true}
	for at := first.next; at != 0; {
		if seen[at] {
			return nil, wrong("next directory", at, "directories do not run in a circle")
		}
		if len(seen) >= lim.Directories {
			return nil, wrong("directories", len(seen)+1, "a file has at most %d", lim.Directories)
		}
		seen[at] = true
		d, err := readDirectory(src, h, at, lim)
		if err != nil {
			return nil, err
		}
		kind, err := d.integer(tagNewSubfileType, 0)
		if err != nil {
			return nil, err
		}
		// Bit 2 is a mask, bit 0 a smaller version (TIFF 6.0 section 8): the mask
		// of an overview says nothing of the image.
		if kind&4 != 0 && kind&1 == 0 {
			return nil, wrong("NewSubfileType", kind, "transparency masks are not read; write missing pixels as nodata (gdal_translate -a_nodata, after gdalwarp or gdal_fillnodata)")
		}
		at = d.next
	}
	return first, nil
}
