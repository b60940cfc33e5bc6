package geotiff

import (
	"encoding/binary"
	"math"
	"strconv"
	"strings"
)

// nodata is the value that stands for a missing pixel, compared as it is stored.
type nodata struct {
	kind  SampleType
	set   bool
	value float64
	// bits is the value as a 64-bit integer is stored: float64 cannot tell large
	// ones apart.
	bits uint64
	// wide: pixels are compared by their bits.
	wide bool
}

// readNoData reads GDAL_NODATA: a number in text, or nan. A number that the type
// cannot hold marks nothing, as in GDAL.
func readNoData(d *directory, kind SampleType) (nodata, error) {
	n := nodata{kind: kind}
	text, err := d.text(tagNoData)
	if err != nil {
		return n, err
	}
	if text = strings.TrimSpace(text); text == "" {
		return n, nil
	}
	v, err := strconv.ParseFloat(text, 64)
	if err != nil && !math.IsInf(v, 0) { // beyond float64 is infinite, and no matter
		return n, wrong(tagNoData.String(), strconv.Quote(text), "is a number or nan")
	}
	n.set, n.value = true, v
	switch kind {
	case Float32:
		// The text may be rounded; what a pixel holds is the nearest float32.
		n.value = float64(float32(v))
	case Int64:
		if i, err := strconv.ParseInt(text, 10, 64); err == nil {
			n.bits, n.wide = uint64(i), true
		}
	case Uint64:
		n.bits, err = strconv.ParseUint(text, 10, 64)
		n.wide = err == nil
	}
	return n, nil
}

// mark says which values of a row are missing. raw and step are as in decode.
func (n *nodata) mark(missing []bool, values []float64, raw []byte, step int) {
	switch {
	case n.wide:
		for i := range missing {
			missing[i] = binary.LittleEndian.Uint64(raw[i*step:]) == n.bits
		}
	case n.kind.float():
		for i, v := range values {
			missing[i] = v != v || n.set && v == n.value
		}
	case n.set:
		for i, v := range values {
			missing[i] = v == n.value
		}
	default:
		clear(missing)
	}
}
