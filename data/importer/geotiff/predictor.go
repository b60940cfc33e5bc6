package geotiff

import (
	"encoding/binary"
	"slices"
)

// Predictors: TIFF 6.0 section 14, and TIFF Technical Note 3.
const (
	predictorNone       = 1
	predictorHorizontal = 2
	predictorFloat      = 3
)

// littleEndian turns samples of the other byte order round, in place.
func littleEndian(raw []byte, width int) {
	switch width {
	case 2:
		for i := 0; i+2 <= len(raw); i += 2 {
			raw[i], raw[i+1] = raw[i+1], raw[i]
		}
	case 4:
		for i := 0; i+4 <= len(raw); i += 4 {
			binary.LittleEndian.PutUint32(raw[i:], binary.BigEndian.Uint32(raw[i:]))
		}
	case 8:
		for i := 0; i+8 <= len(raw); i += 8 {
			binary.LittleEndian.PutUint64(raw[i:], binary.BigEndian.Uint64(raw[i:]))
		}
	}
}

// addUp undoes horizontal differencing in one row of little-endian samples: each
// sample is the difference from that of the same band in the pixel before, modulo
// 2 to the width. Floats are added as whole numbers, as libtiff does.
func addUp(row []byte, width, bands int) {
	step := width * bands
	switch width {
	case 1:
		for i := step; i < len(row); i++ {
			row[i] += row[i-step]
		}
	case 2:
		for i := step; i+2 <= len(row); i += 2 {
			binary.LittleEndian.PutUint16(row[i:], binary.LittleEndian.Uint16(row[i:])+binary.LittleEndian.Uint16(row[i-step:]))
		}
	case 4:
		for i := step; i+4 <= len(row); i += 4 {
			binary.LittleEndian.PutUint32(row[i:], binary.LittleEndian.Uint32(row[i:])+binary.LittleEndian.Uint32(row[i-step:]))
		}
	case 8:
		for i := step; i+8 <= len(row); i += 8 {
			binary.LittleEndian.PutUint64(row[i:], binary.LittleEndian.Uint64(row[i:])+binary.LittleEndian.Uint64(row[i-step:]))
		}
	}
}

// joinBytes undoes the floating-point predictor in one row: the bytes were split
// into planes, the most significant first whatever the order of the file, and the
// row of planes differenced byte by byte. The row comes out little-endian; scratch
// is memory to use, and is returned for the next row.
func joinBytes(row, scratch []byte, width, bands int) []byte {
	for i := bands; i < len(row); i++ {
		row[i] += row[i-bands]
	}
	scratch = append(scratch[:0], row...)
	n := len(row) / width
	for plane := range width {
		from := scratch[plane*n : (plane+1)*n]
		for i, b := range from {
			row[i*width+width-1-plane] = b
		}
	}
	return scratch
}

// unpredict makes the samples of a block, rows of rowBytes, little-endian and
// undoes the predictor. scratch is used and returned.
func (l *layout) unpredict(raw, scratch []byte, rowBytes, bands int) []byte {
	width := l.kind.bytes()
	if l.bigEndian && l.predictor != predictorFloat {
		littleEndian(raw, width)
	}
	if l.predictor == predictorNone {
		return scratch
	}
	for row := range slices.Chunk(raw, rowBytes) {
		if l.predictor == predictorHorizontal {
			addUp(row, width, bands)
		} else {
			scratch = joinBytes(row, scratch, width, bands)
		}
	}
	return scratch
}
