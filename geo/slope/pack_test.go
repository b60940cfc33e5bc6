package slope

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
)

func TestPackAndUnpack(t *testing.T) {
	nan := float32(math.NaN())
	in := []float32{-12.34, nan, 0, 1929.04, 250, nan}
	base, samples, some, err := Pack(in)
	require.NoError(t, err)
	require.True(t, some)
	require.Equal(t, -13.0, base)
	out, err := Unpack(&geo.ElevationBlock{Width: 3, Height: 2, BaseM: base, Samples: samples})
	require.NoError(t, err)
	for i, want := range []float64{-12.3, math.NaN(), 0, 1929, 250, math.NaN()} {
		if math.IsNaN(want) {
			require.True(t, math.IsNaN(float64(out[i])), i)
			continue
		}
		require.InDelta(t, want, float64(out[i]), 1e-3, i)
	}

	_, _, some, err = Pack([]float32{nan, nan})
	require.NoError(t, err)
	require.False(t, some, "nothing is known, and nothing is kept")
	_, _, _, err = Pack([]float32{-100, 6454})
	require.ErrorIs(t, err, ErrTooSteep)
}

func TestSamplesThatAreNot(t *testing.T) {
	_, samples, _, err := Pack(make([]float32, 6))
	require.NoError(t, err)
	_, large, _, err := Pack(make([]float32, 4<<20)) // 8 MB in some kilobytes
	require.NoError(t, err)
	for name, b := range map[string]geo.ElevationBlock{
		"fewer than it says": {Width: 4, Height: 2, Samples: samples},
		"more than it says":  {Width: 2, Height: 2, Samples: samples},
		"a bomb":             {Width: 2, Height: 2, Samples: large},
		"no rows":            {Width: 6, Height: 0, Samples: samples},
		"more than allowed":  {Width: 2048, Height: 2048, Samples: large},
		"negative":           {Width: -1, Height: -6, Samples: samples},
		"nothing":            {Width: 3, Height: 2},
		"noise":              {Width: 3, Height: 2, Samples: []byte("0123456789")},
	} {
		_, err := Unpack(&b)
		require.Error(t, err, name)
	}
}
