package geotiff

import (
	"errors"
	"slices"
)

// TIFF's LZW (TIFF 6.0 section 13) packs codes from the high bit down, and takes
// a wider code one code early: after entry 510, 1022 and 2046 and not after 511 …
// The compress/lzw of the standard library widens when the table is full, so it
// cannot read it.
const (
	lzwClear  = 256
	lzwEnd    = 257
	lzwFirst  = 258
	lzwCodes  = 4096
	lzwLowest = 9
)

var (
	errLZWCode = errors.New("LZW: a code that is not in the table yet")
	errLZWOld  = errors.New("LZW: written by a program from before 1992, bits in the other order; that is not read")
)

// lzwTable decodes. Each code stands for the string of the code before it and one
// byte more.
type lzwTable struct {
	prefix [lzwCodes]uint16
	suffix [lzwCodes]byte
	length [lzwCodes]uint16
}

// expand appends to dst what src decodes to, until there are want bytes or src
// ends. The clear code may be missing at the start.
func (t *lzwTable) expand(dst, src []byte, want int) ([]byte, error) {
	if len(src) > 1 && src[0] == 0 && src[1]&1 != 0 {
		return dst, errLZWOld
	}
	for i := range lzwClear {
		t.suffix[i], t.length[i] = byte(i), 1
	}
	var bits uint32
	held, width, next, at := 0, lzwLowest, lzwFirst, 0
	before := -1 // the code before, -1 after a clear
	for len(dst) < want {
		for held < width {
			if at == len(src) {
				return dst, nil
			}
			bits = bits<<8 | uint32(src[at])
			at++
			held += 8
		}
		held -= width
		code := int(bits>>held) & (1<<width - 1)
		switch {
		case code == lzwEnd:
			return dst, nil
		case code == lzwClear:
			width, next, before = lzwLowest, lzwFirst, -1
			continue
		case code > next, before < 0 && code >= lzwClear:
			return dst, errLZWCode
		}
		if before < 0 {
			dst = append(dst, byte(code))
			before = code
			continue
		}
		// The new entry is the string before and the first byte of this one, which
		// may be the new entry itself: then its first byte is that of the one before.
		root := code
		if code == next {
			root = before
		}
		if next < lzwCodes {
			t.prefix[next], t.suffix[next] = uint16(before), t.first(root)
			t.length[next] = t.length[before] + 1
			next++
		}
		dst = t.put(dst, code)
		before = code
		if next == 1<<width-1 && width < 12 {
			width++
		}
	}
	return dst, nil
}

func (t *lzwTable) first(code int) byte {
	for code >= lzwFirst {
		code = int(t.prefix[code])
	}
	return t.suffix[code]
}

// put appends the string of a code, written from its end.
func (t *lzwTable) put(dst []byte, code int) []byte {
	n := int(t.length[code])
	start := len(dst)
	dst = slices.Grow(dst, n)[:start+n]
	for i := start + n - 1; i >= start; i-- {
		dst[i] = t.suffix[code]
		code = int(t.prefix[code])
	}
	return dst
}
