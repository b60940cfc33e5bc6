package api

import (
	"bytes"
	"math"
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func encode(t testing.TB, write func(e *encoder)) (string, error) {
	t.Helper()
	var out bytes.Buffer
	e := newEncoder(&out)
	defer e.release()
	write(e)
	e.flush()
	return out.String(), e.err
}

func TestDegreesAreWrittenAsTheStandardLibraryWritesThem(t *testing.T) {
	check := func(n int64) {
		want := strconv.FormatFloat(float64(n)/1e7, 'f', -1, 64)
		require.Equal(t, want, string(appendDegrees(nil, n)), "%d units", n)
	}
	for _, n := range []int64{0, 1, -1, 9, 10, 99, 100, 9_999_999, 10_000_000, -10_000_000, 10_000_001, 99_999_999, 100_000_000, 999_999_999,
		1_000_000_000, 1_207_500_000, 1_800_000_000, -1_800_000_000, -1_799_999_999, 307_512_345, 9_999_999_999} {
		check(n)
	}
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(-3_600_000_000, 3_600_000_000).Draw(t, "n")
		want := strconv.FormatFloat(float64(n)/1e7, 'f', -1, 64)
		require.Equal(t, want, string(appendDegrees(nil, n)))
	})
}

func TestCoordinatesAreRoundedToTheNearestUnit(t *testing.T) {
	for in, want := range map[float64]string{
		0: "0", math.Copysign(0, -1): "0", 0.00000004: "0", 0.00000006: "0.0000001", -0.00000006: "-0.0000001",
		120.12345678: "120.1234568", -120.12345678: "-120.1234568", 180: "180", 30.75: "30.75", 1.9999999999: "2",
	} {
		got, err := encode(t, func(e *encoder) { e.position(orb.Point{in, 0}) })
		require.NoError(t, err)
		assert.Equal(t, "["+want+",0]", got)
	}
}

func TestRingsFollowRFC7946(t *testing.T) {
	cw := orb.Ring{{0, 0}, {0, 4}, {4, 4}, {4, 0}, {0, 0}}
	ccw := orb.Ring{{0, 0}, {4, 0}, {4, 4}, {0, 4}, {0, 0}}
	hole := orb.Ring{{1, 1}, {2, 1}, {2, 2}, {1, 2}, {1, 1}}
	for name, c := range map[string]struct {
		in   orb.Geometry
		want string
	}{
		"clockwise outer ring is turned": {orb.MultiPolygon{{cw}}, `[[[[4,0],[4,4],[0,4],[0,0],[4,0]]]]`},
		"right-handed stays":             {orb.MultiPolygon{{ccw}}, `[[[[0,0],[4,0],[4,4],[0,4],[0,0]]]]`},
		"polygon becomes multi":          {orb.Polygon{ccw}, `[[[[0,0],[4,0],[4,4],[0,4],[0,0]]]]`},
		"hole is turned clockwise":       {orb.MultiPolygon{{ccw, hole}}, `[[[[0,0],[4,0],[4,4],[0,4],[0,0]],[[1,2],[2,2],[2,1],[1,1],[1,2]]]]`},
		"open ring is closed":            {orb.MultiPolygon{{ccw[:4]}}, `[[[[0,0],[4,0],[4,4],[0,4],[0,0]]]]`},
		"repeated points go": {orb.MultiPolygon{{{{0, 0}, {0.00000001, 0}, {4, 0}, {4, 0}, {4, 4}, {0, 0}}}},
			`[[[[0,0],[4,0],[4,4],[0,0]]]]`},
		"collapsed hole goes":    {orb.MultiPolygon{{ccw, {{1, 1}, {1.00000001, 1}, {1, 1.00000001}, {1, 1}}}}, `[[[[0,0],[4,0],[4,4],[0,4],[0,0]]]]`},
		"collapsed polygon goes": {orb.MultiPolygon{{{{1, 1}, {1.00000001, 1}, {1, 1.00000001}, {1, 1}}}, {ccw}, {}}, `[[[[0,0],[4,0],[4,4],[0,4],[0,0]]]]`},
		"nothing is empty":       {orb.MultiPolygon(nil), `[]`},
	} {
		got, err := encode(t, func(e *encoder) { e.geometry(c.in) })
		require.NoError(t, err, name)
		assert.Equal(t, `{"type":"MultiPolygon","coordinates":`+c.want+`}`, got, name)
	}
}

func TestGeometriesReadBackAsTheyWere(t *testing.T) {
	for _, g := range []orb.Geometry{
		orb.Point{120.1234567, -30.7654321},
		orb.LineString{{1, 2}, {3, 4}, {5, 6.5}},
		orb.MultiLineString{{{1, 2}, {3, 4}}, {{5, 6}, {7, 8}}},
		square(120.7, 30.7, 0.5),
		append(square(120.7, 30.7, 0.5), square(-0.25, -0.25, 0.5)...),
	} {
		text, err := encode(t, func(e *encoder) { e.geometry(g) })
		require.NoError(t, err)
		back, err := geojson.UnmarshalGeometry([]byte(text))
		require.NoError(t, err, text)
		assert.True(t, orb.Equal(g, back.Geometry()), "%v became %v", g, back.Geometry())
	}
	text, err := encode(t, func(e *encoder) { e.geometry(nil) })
	require.NoError(t, err)
	assert.Equal(t, "null", text)
}

func TestPlacesOffTheEarthAreRefused(t *testing.T) {
	for _, v := range []float64{math.NaN(), math.Inf(1), math.Inf(-1), 1e300, -1001} {
		for _, g := range []orb.Geometry{orb.Point{v, 0}, orb.Point{0, v}, orb.LineString{{0, 0}, {v, 1}},
			orb.MultiPolygon{{{{0, 0}, {1, 0}, {1, v}, {0, 0}}}}} {
			_, err := encode(t, func(e *encoder) { e.geometry(g) })
			assert.ErrorContains(t, err, "not a place on Earth")
		}
	}
	_, err := encode(t, func(e *encoder) { e.geometry(orb.Collection{}) })
	assert.Error(t, err)
}

// A polygon larger than the buffer is handed on in parts and arrives whole.
func TestLargeGeometryStreams(t *testing.T) {
	big := wobblyPolygons(20, 5000)
	text, err := encode(t, func(e *encoder) { e.geometry(big) })
	require.NoError(t, err)
	require.Greater(t, len(text), 4*flushBytes)
	back, err := geojson.UnmarshalGeometry([]byte(text))
	require.NoError(t, err)
	m, ok := back.Geometry().(orb.MultiPolygon)
	require.True(t, ok)
	require.Len(t, m, len(big))
	for i := range m {
		require.Len(t, m[i][0], len(big[i][0]))
		assert.Equal(t, orb.CCW, m[i][0].Orientation())
	}
}

// wobblyPolygons makes n rings of so many points around circles, with a fixed seed.
func wobblyPolygons(n, points int) orb.MultiPolygon {
	random := rand.New(rand.NewPCG(1, 2))
	var out orb.MultiPolygon
	for i := range n {
		cx, cy := 120+float64(i)*0.1, 30.0
		ring := make(orb.Ring, 0, points+1)
		for k := range points {
			a := 2 * math.Pi * float64(k) / float64(points)
			r := 0.02 + 0.001*random.Float64()
			ring = append(ring, orb.Point{cx + r*math.Cos(a), cy + r*math.Sin(a)})
		}
		out = append(out, orb.Polygon{append(ring, ring[0])})
	}
	return out
}

func BenchmarkGeometry(b *testing.B) {
	big := wobblyPolygons(10, 2000)
	e := newEncoder(discard{})
	defer e.release()
	b.ReportAllocs()
	for b.Loop() {
		e.geometry(big)
		e.buf, e.comma = e.buf[:0], false
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/20000, "ns/position")
}

// BenchmarkGeometryStandard is the yardstick: orb's own encoder on the same shape.
func BenchmarkGeometryStandard(b *testing.B) {
	big := wobblyPolygons(10, 2000)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := geojson.NewGeometry(big).MarshalJSON(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/20000, "ns/position")
}

type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }
