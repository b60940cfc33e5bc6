package geopackage

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"math"
	"math/rand"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"
	"github.com/stretchr/testify/require"
)

func blobOf(t *testing.T, g orb.Geometry) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, encodeBlob(&b, g))
	return b.Bytes()
}

func unhex(t *testing.T, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(s)
	require.NoError(t, err)
	return b
}

// What ogr2ogr of GDAL 3.6.2 wrote for LINESTRING (1 2, 3 4) in EPSG:4326.
const gdalLine = "47500003E6100000000000000000F03F000000000000084000000000000000400000000000001040" +
	"010200000002000000000000000000F03F000000000000004000000000000008400000000000001040"

func TestBlobIsWhatGDALWrites(t *testing.T) {
	line := orb.LineString{{1, 2}, {3, 4}}
	require.Equal(t, unhex(t, gdalLine), blobOf(t, line))
	g, err := decodeBlob(unhex(t, gdalLine))
	require.NoError(t, err)
	require.Equal(t, line, g)
}

func TestBlobOfPointHasNoEnvelope(t *testing.T) {
	b := blobOf(t, orb.Point{1, 2})
	require.Len(t, b, 8+21)
	g, err := decodeBlob(b)
	require.NoError(t, err)
	require.Equal(t, orb.Point{1, 2}, g)
}

func TestBlobOfNothingIsNull(t *testing.T) {
	for _, g := range []orb.Geometry{nil, orb.LineString(nil), orb.MultiPolygon{}, orb.Polygon(nil), orb.MultiLineString{}} {
		require.Empty(t, blobOf(t, g))
	}
}

// Headers in every form that the standard allows, written by hand around the
// same WKB: each envelope, both byte orders.
func TestBlobWithAnyEnvelopeAndByteOrder(t *testing.T) {
	square := orb.Polygon{{{0, 0}, {2, 0}, {2, 3}, {0, 3}, {0, 0}}}
	bound := square.Bound()
	for kind, extra := range [][]float64{nil, {}, {7, 9}, {-1, 1}, {7, 9, -1, 1}} {
		for _, order := range []binary.AppendByteOrder{binary.BigEndian, binary.LittleEndian} {
			flags, wkbOrder := byte(kind<<1), binary.ByteOrder(binary.BigEndian)
			if order == binary.LittleEndian {
				flags, wkbOrder = flags|1, binary.LittleEndian
			}
			b := order.AppendUint32([]byte{'G', 'P', 0, flags}, 4326)
			if kind > 0 {
				for _, v := range append([]float64{0, 2, 0, 3}, extra...) {
					b = order.AppendUint64(b, math.Float64bits(v))
				}
			}
			body, err := wkb.Marshal(square, wkbOrder)
			require.NoError(t, err)
			b = append(b, body...)
			g, err := decodeBlob(b)
			require.NoError(t, err, "envelope %d", kind)
			require.Equal(t, square, g)
			box, ok, err := blobBound(b)
			require.NoError(t, err)
			require.True(t, ok)
			require.Equal(t, bound, box, "envelope %d", kind)
		}
	}
}

func TestEmptyGeometries(t *testing.T) {
	nan := "000000000000F87F"
	for name, s := range map[string]string{
		"empty flag, NaN envelope":       "47500013E6100000" + nan + nan + nan + nan + "010300000000000000",
		"empty point of NaN":             "47500001E6100000" + "0101000000" + nan + nan,
		"empty point with the flag":      "47500011E6100000" + "0101000000" + nan + nan,
		"empty line without the flag":    "47500001E6100000" + "010200000000000000",
		"empty multi-polygon":            "47500001E6100000" + "010600000000000000",
		"empty multi-point":              "47500001E6100000" + "010400000000000000",
		"undefined geographic reference": "4750000100000000" + "010200000000000000",
	} {
		g, err := decodeBlob(unhex(t, s))
		require.NoError(t, err, name)
		require.Nil(t, g, name)
		_, ok, err := blobBound(unhex(t, s))
		require.NoError(t, err, name)
		require.False(t, ok, name)
	}
}

func TestBrokenBlobsNameTheRule(t *testing.T) {
	for s, rule := range map[string]string{
		"":                                     "starts with the GeoPackage header",
		"47":                                   "starts with the GeoPackage header",
		"58500001E610000001":                   "starts with the GeoPackage header",
		"47500101E610000001":                   "version of the geometry header",
		"4750000BE6100000":                     "flags of the geometry header",
		"47500021E6100000":                     "flags of the geometry header",
		"47500003E6100000000000000000F03F":     "ends inside its envelope",
		"47500001E6100000":                     "ends too early",
		"47500001110F0000010200000000000000":   "srs 3857",
		"47500001FFFFFFFF010200000000000000":   "srs -1",
		"47500001E6100000020200000000000000":   "byte order",
		"47500001E6100000010800000000000000":   "geometry type 8",
		"47500001E6100000010700000000000000":   "geometry type 7",
		"47500001E610000001A10F000000000000":   "geometry type 4001",
		"47500001E61000000102000000FFFFFFFF":   "ends too early",
		"47500001E610000001020000000000000000": "follow the end",
		"47500001E610000001050000000100000001010000000000000000000000": "type 1 stands where type 2 belongs",
	} {
		_, err := decodeBlob(unhex(t, s))
		require.ErrorContains(t, err, rule, s)
	}
}

// No cut and no changed byte of a geometry makes the reader panic, or allocate
// more than the bytes at hand can fill.
func TestDamagedBlobsNeverPanic(t *testing.T) {
	seed := time.Now().UnixNano()
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewSource(seed))
	for _, g := range []orb.Geometry{
		orb.Point{1, 2}, orb.LineString{{1, 2}, {3, 4}}, orb.MultiLineString{{{1, 2}, {3, 4}}, {{5, 6}, {7, 8}}},
		orb.MultiPolygon{{{{0, 0}, {1, 0}, {1, 1}, {0, 0}}}, {{{2, 2}, {3, 2}, {3, 3}, {2, 2}}}},
	} {
		whole := blobOf(t, g)
		for n := range whole {
			_, err := decodeBlob(whole[:n])
			require.Error(t, err, "cut to %d bytes", n)
			_, _, _ = blobBound(whole[:n])
		}
		for range 5000 {
			b := bytes.Clone(whole)
			for range 1 + r.Intn(4) {
				b[r.Intn(len(b))] = byte(r.Intn(256))
			}
			require.NotPanics(t, func() {
				_, _ = decodeBlob(b)
				_, _, _ = blobBound(b)
			}, "%x", b)
		}
	}
}
