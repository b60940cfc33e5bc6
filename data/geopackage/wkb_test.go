package geopackage

import (
	"encoding/binary"
	"math"
	"math/rand"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"
	"github.com/stretchr/testify/require"
)

// The reader agrees with orb's own on random geometries in both byte orders.
func TestWKBAgreesWithOrb(t *testing.T) {
	seed := time.Now().UnixNano()
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewSource(seed))
	for range 500 {
		g := randomGeometry(r)
		for _, order := range []binary.ByteOrder{binary.BigEndian, binary.LittleEndian} {
			b, err := wkb.Marshal(g, order)
			require.NoError(t, err)
			want, err := wkb.Unmarshal(b)
			require.NoError(t, err)
			got, err := decodeWKB(b)
			require.NoError(t, err)
			require.Equal(t, want, got)
		}
	}
}

func randomGeometry(r *rand.Rand) orb.Geometry {
	point := func() orb.Point { return orb.Point{r.Float64()*360 - 180, r.Float64()*180 - 90} }
	line := func() orb.LineString {
		out := make(orb.LineString, 2+r.Intn(9))
		for i := range out {
			out[i] = point()
		}
		return out
	}
	polygon := func() orb.Polygon {
		x, y, w := r.Float64()*10, r.Float64()*10, 0.1+r.Float64()
		return orb.Polygon{{{x, y}, {x + w, y}, {x + w, y + w}, {x, y}}, {{x, y}, {x + w/2, y + w/2}, {x + w/2, y}, {x, y}}}
	}
	switch r.Intn(5) {
	case 0:
		return point()
	case 1:
		return line()
	case 2:
		return orb.MultiLineString{line(), line()}
	case 3:
		return polygon()
	}
	return orb.MultiPolygon{polygon(), polygon(), polygon()}
}

// iso writes a line of 1 2 (9 9), 3 4 (9 9) with a type code and extra ordinates.
func isoLine(kind uint32, srid bool, extra int) []byte {
	b := binary.LittleEndian.AppendUint32([]byte{1}, kind)
	if srid {
		b = binary.LittleEndian.AppendUint32(b, 4326)
	}
	b = binary.LittleEndian.AppendUint32(b, 2)
	for _, p := range [][2]float64{{1, 2}, {3, 4}} {
		for _, v := range append(p[:], []float64{9, 9}[:extra]...) {
			b = binary.LittleEndian.AppendUint64(b, math.Float64bits(v))
		}
	}
	return b
}

func TestWKBDropsZAndM(t *testing.T) {
	want := orb.LineString{{1, 2}, {3, 4}}
	for name, b := range map[string][]byte{
		"XY":                isoLine(2, false, 0),
		"XYZ":               isoLine(1002, false, 1),
		"XYM":               isoLine(2002, false, 1),
		"XYZM":              isoLine(3002, false, 2),
		"extended XYZ":      isoLine(2|ewkbZ, false, 1),
		"extended XYM":      isoLine(2|ewkbM, false, 1),
		"extended XYZM":     isoLine(2|ewkbZ|ewkbM, false, 2),
		"extended with SRS": isoLine(2|ewkbSRID, true, 0),
	} {
		g, err := decodeWKB(b)
		require.NoError(t, err, name)
		require.Equal(t, want, g, name)
	}
}

func TestWKBTurnsRingsRightHanded(t *testing.T) {
	outer := orb.Ring{{0, 0}, {4, 0}, {4, 4}, {0, 4}, {0, 0}}
	hole := orb.Ring{{1, 1}, {1, 2}, {2, 2}, {2, 1}, {1, 1}}
	require.Equal(t, orb.CCW, outer.Orientation())
	require.Equal(t, orb.CW, hole.Orientation())
	left := orb.MultiPolygon{{outer.Clone(), hole.Clone()}}
	left[0][0].Reverse()
	left[0][1].Reverse()
	g, err := decodeWKB(wkb.MustMarshal(left))
	require.NoError(t, err)
	require.Equal(t, orb.MultiPolygon{{outer, hole}}, g)
}

func TestWKBMultiPointOfOneIsAPoint(t *testing.T) {
	g, err := decodeWKB(wkb.MustMarshal(orb.MultiPoint{{1, 2}}))
	require.NoError(t, err)
	require.Equal(t, orb.Point{1, 2}, g)
	_, err = decodeWKB(wkb.MustMarshal(orb.MultiPoint{{1, 2}, {3, 4}}))
	require.ErrorContains(t, err, "one point")
}
