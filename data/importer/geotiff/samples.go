package geotiff

import (
	"encoding/binary"
	"fmt"
	"math"
)

// maxSamples is the most bands of a raster.
const maxSamples = 1 << 12

// SampleType is what a pixel is made of.
type SampleType uint8

// The types of samples that are read.
const (
	Uint8 SampleType = iota + 1
	Uint16
	Uint32
	Uint64
	Int8
	Int16
	Int32
	Int64
	Float16
	Float32
	Float64
)

// String is the type as Go writes it.
func (t SampleType) String() string {
	names := [...]string{"none", "uint8", "uint16", "uint32", "uint64", "int8", "int16", "int32", "int64", "float16", "float32", "float64"}
	if int(t) >= len(names) {
		return "none"
	}
	return names[t]
}

func (t SampleType) bytes() int {
	switch t {
	case Uint8, Int8:
		return 1
	case Uint16, Int16, Float16:
		return 2
	case Uint32, Int32, Float32:
		return 4
	}
	return 8
}

func (t SampleType) float() bool { return t >= Float16 }

// sampleType tells the type from SampleFormat (1 unsigned, 2 signed, 3 float; TIFF
// 6.0 section 19) and BitsPerSample.
func sampleType(format, bits uint64) (SampleType, error) {
	type pair struct{ format, bits uint64 }
	known := map[pair]SampleType{
		{1, 8}: Uint8, {1, 16}: Uint16, {1, 32}: Uint32, {1, 64}: Uint64,
		{2, 8}: Int8, {2, 16}: Int16, {2, 32}: Int32, {2, 64}: Int64,
		{3, 16}: Float16, {3, 32}: Float32, {3, 64}: Float64,
	}
	if t, ok := known[pair{format, bits}]; ok {
		return t, nil
	}
	if format < 1 || format > 3 {
		return 0, wrong(tagSampleFormat.String(), format, "is 1 (unsigned), 2 (signed) or 3 (float); complex numbers are not read")
	}
	return 0, wrong(tagBitsPerSample.String(), fmt.Sprintf("%d with SampleFormat %d", bits, format),
		"is 8, 16, 32 or 64, of floats 16, 32 or 64")
}

// decode turns every step-th little-endian sample into a number. Whole numbers
// beyond 2^53 are rounded to the nearest float64.
func (t SampleType) decode(dst []float64, raw []byte, step int) {
	le := binary.LittleEndian
	i := 0
	switch t {
	case Uint8:
		for k := range dst {
			dst[k] = float64(raw[i])
			i += step
		}
	case Int8:
		for k := range dst {
			dst[k] = float64(int8(raw[i]))
			i += step
		}
	case Uint16:
		for k := range dst {
			dst[k] = float64(le.Uint16(raw[i:]))
			i += step
		}
	case Int16:
		for k := range dst {
			dst[k] = float64(int16(le.Uint16(raw[i:])))
			i += step
		}
	case Uint32:
		for k := range dst {
			dst[k] = float64(le.Uint32(raw[i:]))
			i += step
		}
	case Int32:
		for k := range dst {
			dst[k] = float64(int32(le.Uint32(raw[i:])))
			i += step
		}
	case Uint64:
		for k := range dst {
			dst[k] = float64(le.Uint64(raw[i:]))
			i += step
		}
	case Int64:
		for k := range dst {
			dst[k] = float64(int64(le.Uint64(raw[i:])))
			i += step
		}
	case Float16:
		for k := range dst {
			dst[k] = half(le.Uint16(raw[i:]))
			i += step
		}
	case Float32:
		for k := range dst {
			dst[k] = float64(math.Float32frombits(le.Uint32(raw[i:])))
			i += step
		}
	case Float64:
		for k := range dst {
			dst[k] = math.Float64frombits(le.Uint64(raw[i:]))
			i += step
		}
	}
}

// half is the number of an IEEE 754 binary16.
func half(b uint16) float64 {
	mantissa, exponent := float64(b&0x3ff), int(b>>10&0x1f)
	var v float64
	switch exponent {
	case 0:
		v = math.Ldexp(mantissa, -24)
	case 0x1f:
		v = math.Inf(1)
		if mantissa != 0 {
			v = math.NaN()
		}
	default:
		v = math.Ldexp(1024+mantissa, exponent-25)
	}
	if b&0x8000 != 0 {
		return -v
	}
	return v
}
