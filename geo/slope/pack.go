package slope

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// MaxBlockSide is the most columns or rows of a block.
const MaxBlockSide = 1024

// The samples of a block are 16 bits each, in decimetres above the block's base:
// finer than any model of a county tells, and 6.5 km of relief.
const (
	missing      = math.MaxUint16
	perMetre     = 10
	maxReliefM   = float64(missing-1) / perMetre
	sampleLength = 2
)

// ErrTooSteep is for a block whose highest and lowest sample are further apart than
// any on the globe.
var ErrTooSteep = errors.New("the lowest and the highest elevation of a block are more than 6553 m apart")

// Pack turns elevations in metres, row by row, NaN for what is missing, into the
// samples of a block: little-endian, deflated (RFC 1951). They are rounded to a
// decimetre. some is false, and the samples nil, when all are missing.
func Pack(metres []float32) (baseM float64, samples []byte, some bool, err error) {
	low, high := math.Inf(1), math.Inf(-1)
	for _, m := range metres {
		if v := float64(m); v == v {
			low, high = min(low, v), max(high, v)
		}
	}
	if low > high {
		return 0, nil, false, nil
	}
	if baseM = math.Floor(low); high-baseM > maxReliefM {
		return 0, nil, false, ErrTooSteep
	}
	raw := make([]byte, 0, sampleLength*len(metres))
	for _, m := range metres {
		v := uint16(missing)
		if m == m {
			v = uint16(math.Round((float64(m) - baseM) * perMetre))
		}
		raw = binary.LittleEndian.AppendUint16(raw, v)
	}
	var out bytes.Buffer
	w, err := flate.NewWriter(&out, flate.BestCompression)
	if err == nil {
		if _, err = w.Write(raw); err == nil {
			err = w.Close()
		}
	}
	if err != nil {
		return 0, nil, false, fmt.Errorf("packing %d samples: %w", len(metres), err)
	}
	return baseM, out.Bytes(), true, nil
}

// Unpack is the inverse of [Pack]. Whatever the samples pretend to be, no more is
// made of them than the block's width and height ask for.
func Unpack(b *geo.ElevationBlock) ([]float32, error) {
	if b.Width < 1 || b.Width > MaxBlockSide || b.Height < 1 || b.Height > MaxBlockSide {
		return nil, fmt.Errorf("elevation block %q: %d columns and %d rows: each has to be from 1 to %d", b.ID, b.Width, b.Height, MaxBlockSide)
	}
	raw := make([]byte, sampleLength*b.Width*b.Height)
	r := flate.NewReader(bytes.NewReader(b.Samples))
	if _, err := io.ReadFull(r, raw); err != nil {
		return nil, fmt.Errorf("elevation block %q: %d samples: %w", b.ID, b.Width*b.Height, err)
	}
	if n, err := r.Read(make([]byte, 1)); n > 0 || err != io.EOF {
		return nil, fmt.Errorf("elevation block %q: has more than its %d samples", b.ID, b.Width*b.Height)
	}
	out := make([]float32, b.Width*b.Height)
	for i := range out {
		if v := binary.LittleEndian.Uint16(raw[sampleLength*i:]); v == missing {
			out[i] = float32(math.NaN())
		} else {
			out[i] = float32(b.BaseM + float64(v)/perMetre)
		}
	}
	return out, nil
}
