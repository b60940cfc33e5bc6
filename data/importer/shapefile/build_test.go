package shapefile

import (
	"bytes"
	"encoding/binary"
	"io"
	"math"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/simplifiedchinese"
)

func part(name string, b []byte) Part {
	return Part{Name: name, Size: int64(len(b)), Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(b)), nil }}
}

func gbk(t testing.TB, s string) string {
	t.Helper()
	out, err := simplifiedchinese.GBK.NewEncoder().String(s)
	require.NoError(t, err)
	return out
}

// little writes values in little-endian order.
func little(values ...any) []byte {
	var b bytes.Buffer
	for _, v := range values {
		_ = binary.Write(&b, binary.LittleEndian, v)
	}
	return b.Bytes()
}

// shp makes the file of shapes of the contents of its records.
func shp(contents ...[]byte) []byte {
	out := make([]byte, fileHeader)
	binary.BigEndian.PutUint32(out, fileCode)
	for i, c := range contents {
		out = binary.BigEndian.AppendUint32(out, uint32(i+1))
		out = binary.BigEndian.AppendUint32(out, uint32(len(c)/2))
		out = append(out, c...)
	}
	binary.BigEndian.PutUint32(out[24:], uint32(len(out)/2))
	return out
}

// multi is a line, polygon or their Z and M kin.
func multi(kind uint32, rings ...[]orb.Point) []byte {
	n := 0
	for _, r := range rings {
		n += len(r)
	}
	b := little(kind, make([]float64, 4), uint32(len(rings)), uint32(n))
	at := 0
	for _, r := range rings {
		b = append(b, little(uint32(at))...)
		at += len(r)
	}
	for _, r := range rings {
		for _, p := range r {
			b = append(b, little(p[0], p[1])...)
		}
	}
	if kind > 10 { // z and m: a range and a value for each point
		b = append(b, little(make([]float64, 2+n))...)
	}
	return b
}

func onePoint(kind uint32, values ...float64) []byte { return little(kind, values) }

// square runs clockwise, as outer rings of the format do.
func square(x, y, size float64) []orb.Point {
	return []orb.Point{{x, y}, {x, y + size}, {x + size, y + size}, {x + size, y}, {x, y}}
}

func reversed(p []orb.Point) []orb.Point {
	out := make([]orb.Point, len(p))
	for i := range p {
		out[len(p)-1-i] = p[i]
	}
	return out
}

type column struct {
	name string
	kind byte
	size int
}

// dbf makes a table; a row that begins with * is deleted.
func dbf(driver byte, columns []column, rows ...[]string) []byte {
	record := 1
	for _, c := range columns {
		record += c.size
	}
	out := make([]byte, headerLength)
	out[0], out[driverOffset] = 3, driver
	binary.LittleEndian.PutUint32(out[4:], uint32(len(rows)))
	binary.LittleEndian.PutUint16(out[8:], uint16(headerLength+fieldLength*len(columns)+1))
	binary.LittleEndian.PutUint16(out[10:], uint16(record))
	for _, c := range columns {
		d := make([]byte, fieldLength)
		copy(d[:nameLength-1], c.name)
		d[11], d[16] = c.kind, byte(c.size)
		out = append(out, d...)
	}
	out = append(out, fieldsEnd)
	for _, row := range rows {
		mark := byte(' ')
		if row[0] == "*" {
			mark, row = deletedMark, row[1:]
		}
		out = append(out, mark)
		for i, c := range columns {
			cell := bytes.Repeat([]byte(" "), c.size)
			copy(cell, row[i])
			out = append(out, cell...)
		}
	}
	return append(out, 0x1a)
}

func bits(v float64) string { return string(little(math.Float64bits(v))) }
