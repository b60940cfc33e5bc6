package geotiff

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"slices"
)

// Compression codes: TIFF 6.0 sections 7, 9 and 13, and the registry for the rest.
const (
	compressionNone       = 1
	compressionLZW        = 5
	compressionDeflate    = 8
	compressionPackBits   = 32773
	compressionDeflateOld = 32946
)

func checkCompression(code uint64) error {
	switch code {
	case compressionNone, compressionLZW, compressionDeflate, compressionPackBits, compressionDeflateOld:
		return nil
	}
	name := ""
	switch code {
	case 2, 3, 4:
		name = " (CCITT fax)"
	case 6, 7:
		name = " (JPEG)"
	case 34887:
		name = " (LERC)"
	case 34925:
		name = " (LZMA)"
	case 50000:
		name = " (Zstandard)"
	case 50001:
		name = " (WebP)"
	}
	return wrong(tagCompression.String(), fmt.Sprint(code)+name,
		"is none, LZW, Deflate or PackBits; convert with gdal_translate -co COMPRESS=DEFLATE")
}

// codec decodes blocks in memory that it keeps for the next.
type codec struct {
	packed, raw []byte
	inflate     io.ReadCloser
	lzw         *lzwTable
}

// chunk is the longest step in which memory grows before data fills it.
const chunk = 1 << 16

// expand decodes c.packed into c.raw, of which want bytes have to come. What the
// data holds beyond that is padding.
func (c *codec) expand(compression uint64, want int) error {
	var err error
	c.raw = c.raw[:0]
	switch compression {
	case compressionNone:
		c.raw = append(c.raw, c.packed[:min(want, len(c.packed))]...)
	case compressionLZW:
		if c.lzw == nil {
			c.lzw = &lzwTable{}
		}
		c.raw, err = c.lzw.expand(c.raw, c.packed, want)
	case compressionPackBits:
		c.raw, err = unpackBits(c.raw, c.packed, want)
	default:
		err = c.deflate(want)
	}
	if err != nil {
		return err
	}
	if len(c.raw) < want {
		return fmt.Errorf("data end after %d of %d bytes", len(c.raw), want)
	}
	c.raw = c.raw[:want]
	return nil
}

// deflate reads a zlib stream (RFC 1950). Where it ends with the block, as it
// should, its checksum is seen to.
func (c *codec) deflate(want int) error {
	in := bytes.NewReader(c.packed)
	if c.inflate == nil {
		z, err := zlib.NewReader(in)
		if err != nil {
			return fmt.Errorf("deflate: %w", err)
		}
		c.inflate = z
	} else if err := c.inflate.(zlib.Resetter).Reset(in, nil); err != nil {
		return fmt.Errorf("deflate: %w", err)
	}
	for len(c.raw) <= want { // one byte more than wanted, to come upon the end
		step := min(chunk, want+1-len(c.raw))
		c.raw = slices.Grow(c.raw, step)
		n, err := c.inflate.Read(c.raw[len(c.raw) : len(c.raw)+step])
		c.raw = c.raw[:len(c.raw)+n]
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("deflate: %w", err)
		}
	}
	return nil
}

var errPackBits = errors.New("PackBits: a run goes on beyond the end of the data")

// unpackBits decodes runs of bytes (TIFF 6.0 section 9).
func unpackBits(dst, src []byte, want int) ([]byte, error) {
	for i := 0; i < len(src) && len(dst) < want; {
		n := int(int8(src[i]))
		i++
		switch {
		case n >= 0:
			if i+n+1 > len(src) {
				return dst, errPackBits
			}
			dst = append(dst, src[i:i+n+1]...)
			i += n + 1
		case n != -128:
			if i == len(src) {
				return dst, errPackBits
			}
			for range 1 - n {
				dst = append(dst, src[i])
			}
			i++
		}
	}
	return dst, nil
}
