package oracle

import (
	"fmt"
	"math"
	"math/rand"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

// coordinateTolerance is 0.1 mm; degreeTolerance is as much in degrees.
const (
	coordinateTolerance = 1e-4
	degreeTolerance     = 1e-9
)

// seeded is chance that can be had again.
func seeded(t testing.TB) *rand.Rand {
	t.Helper()
	seed := time.Now().UnixNano()
	t.Logf("seed %d", seed)
	return rand.New(rand.NewSource(seed))
}

// placed is a point as PostGIS transforms it there and back.
type placed struct{ X, Y, Lon, Lat float64 }

// transformed are points in degrees in the reference system srid, and the points xy
// of that system in degrees of the reference system from.
func (d *database) transformed(from, srid int, lonlat, xy []orb.Point) []placed {
	column := func(ps []orb.Point, i int) []float64 {
		out := make([]float64, len(ps))
		for k, p := range ps {
			out[k] = p[i]
		}
		return out
	}
	return table[placed](d, fmt.Sprintf(`
		SELECT ST_X(p), ST_Y(p), ST_X(g), ST_Y(g) FROM (
			SELECT n, ST_Transform(ST_SetSRID(ST_MakePoint(lon, lat), %d), %d) AS p, ST_Transform(ST_SetSRID(ST_MakePoint(x, y), %d), %d) AS g
			FROM unnest($1::float8[], $2::float8[], $3::float8[], $4::float8[]) WITH ORDINALITY AS a (lon, lat, x, y, n)
		) b ORDER BY n`, from, srid, srid, from), column(lonlat, 0), column(lonlat, 1), column(xy, 0), column(xy, 1))
}

func TestCoordinatesAreThoseOfPostGIS(t *testing.T) {
	d, r := newDatabase(t), seeded(t)
	t.Run("Gauss-Krüger", func(t *testing.T) {
		var metres, degrees worst
		// CGCS2000 in degrees is EPSG:4490; every zone of both widths, with and without
		// the number in the easting.
		for epsg := 4491; epsg <= 4554; epsg++ {
			p, err := crs.GaussKruger(epsg)
			require.NoError(t, err)
			var lonlat, xy []orb.Point
			for range 100 {
				// A zone and its neighbours: data overlaps the zones' edges.
				g := orb.Point{p.CentralMeridian + 9*(r.Float64()-0.5), 15 + 40*r.Float64()}
				lonlat, xy = append(lonlat, g), append(xy, p.ToPlane(g))
			}
			see(&metres, &degrees, d.transformed(4490, epsg, lonlat, xy), lonlat, xy, fmt.Sprintf("EPSG:%d", epsg))
		}
		checkCoordinates(t, "CGCS2000 Gauss-Krüger, EPSG:4491–4554", metres, degrees)
	})
	t.Run("local", func(t *testing.T) {
		var metres, degrees worst
		for i := range 40 {
			centre := orb.Point{360 * (r.Float64() - 0.5), 150 * (r.Float64() - 0.5)}
			if i < 10 {
				centre = orb.Point{118 + 5*r.Float64(), 27 + 4*r.Float64()} // Zhejiang
			}
			tm, srid := crs.NewLocalTM(centre), 990100+i
			d.exec(fmt.Sprintf(`INSERT INTO spatial_ref_sys (srid, proj4text) VALUES (%d, '+proj=tmerc +lat_0=%.17g +lon_0=%.17g +k=1 +x_0=0 +y_0=0 +ellps=WGS84 +units=m +no_defs')`,
				srid, centre[1], centre[0]))
			var lonlat, xy []orb.Point
			for range 100 {
				g := orb.Point{wrapped(centre[0] + 4*(r.Float64()-0.5)), centre[1] + 4*(r.Float64()-0.5)}
				lonlat, xy = append(lonlat, g), append(xy, tm.ToPlane(g))
			}
			see(&metres, &degrees, d.transformed(4326, srid, lonlat, xy), lonlat, xy, fmt.Sprintf("plane at %v", centre))
		}
		checkCoordinates(t, "local transverse Mercator, 40 centres", metres, degrees)
	})
	t.Run("geodesics", func(t *testing.T) { compareGeodesics(t, d, r) })
	t.Run("areas", func(t *testing.T) { compareAreas(t, d, r) })
}

// wrapped brings a longitude between -180 and 180.
func wrapped(lon float64) float64 { return lon - 360*math.Round(lon/360) }

func see(metres, degrees *worst, theirs []placed, lonlat, xy []orb.Point, where string) {
	for i, p := range theirs {
		metres.see(math.Hypot(p.X-xy[i][0], p.Y-xy[i][1]), "%s, %v", where, lonlat[i])
		degrees.see(max(math.Abs(wrapped(p.Lon-lonlat[i][0])), math.Abs(p.Lat-lonlat[i][1])), "%s, %v", where, xy[i])
	}
}

func checkCoordinates(t *testing.T, data string, metres, degrees worst) {
	require.LessOrEqual(t, metres.diff, coordinateTolerance, metres.at)
	require.LessOrEqual(t, degrees.diff, degreeTolerance, degrees.at)
	report(t, finding{
		oracle: "coordinates", data: data, compared: metres.n + degrees.n, what: "points, half of them there and half back",
		largest:   fmt.Sprintf("%.1e m, %.1e°", metres.diff, degrees.diff),
		tolerance: fmt.Sprintf("%g m, %g°", coordinateTolerance, degreeTolerance),
	})
}

// measured is what PostGIS measures of a thing.
type measured struct{ Value float64 }

func compareGeodesics(t *testing.T, d *database, r *rand.Rand) {
	var w worst
	var lines [][]any
	var ours []float64
	for i := range 4000 {
		// From a metre to half the Earth.
		reach := 180 * math.Pow(10, -7*float64(i)/4000)
		a := orb.Point{360 * (r.Float64() - 0.5), 170 * (r.Float64() - 0.5)}
		b := orb.Point{wrapped(a[0] + 2*reach*(r.Float64()-0.5)), max(-90, min(90, a[1]+reach*(r.Float64()-0.5)))}
		lines = append(lines, []any{i, orb.LineString{a, b}})
		ours = append(ours, crs.Length(orb.LineString{a, b}))
	}
	coordinates := make([]orb.LineString, len(lines))
	for i := range lines {
		coordinates[i] = lines[i][1].(orb.LineString)
	}
	d.load("geodesic", "id integer", lines)
	for i, m := range table[measured](d, "SELECT ST_Length(geom::geography) FROM geodesic ORDER BY id") {
		w.see(math.Abs(m.Value-ours[i]), "%v: ours %.6f m, PostGIS %.6f m", coordinates[i], ours[i], m.Value)
	}
	// What package crs promises.
	const tolerance = 5e-4
	require.LessOrEqual(t, w.diff, tolerance, w.at)
	report(t, finding{oracle: "coordinates", data: "geodesic lengths", compared: w.n, what: "lines from 1 m to half the Earth",
		largest: fmt.Sprintf("%.1e m", w.diff), tolerance: fmt.Sprintf("%g m", tolerance)})
}

func compareAreas(t *testing.T, d *database, r *rand.Rand) {
	var w worst
	var rows [][]any
	var ours []float64
	var rings []orb.Ring
	for i := range 1000 {
		// Parcels to provinces: circles drawn badly, 10 m to 100 km across.
		size := 1e-4 * math.Pow(10, 4*float64(i)/1000)
		c := orb.Point{340 * (r.Float64() - 0.5), 120 * (r.Float64() - 0.5)}
		var ring orb.Ring
		n := 4 + r.Intn(30)
		for k := range n {
			s, a := size*(0.5+r.Float64()/2), 2*math.Pi*float64(k)/float64(n)
			ring = append(ring, orb.Point{c[0] + s*math.Cos(a), c[1] + s*math.Sin(a)})
		}
		ring = append(ring, ring[0])
		rings = append(rings, ring)
		rows = append(rows, []any{i, size, orb.Polygon{ring}})
		ours = append(ours, crs.Area(orb.Polygon{ring}))
	}
	d.load("ground_of", "id integer, size float8", rows)
	// Our sides are straight in degrees (RFC 7946), those of geography are geodesics:
	// in pieces of 30 m, or of 1/500 of a large one, the two differ by less than 1e-7.
	// Much shorter ones would bring out the rounding of geography, some 1e-4 m² a piece.
	for i, m := range table[measured](d, "SELECT ST_Area(ST_Segmentize(geom, greatest(0.0003, size / 500))::geography) FROM ground_of ORDER BY id") {
		w.see(relative(ours[i], m.Value), "%v: ours %.6f m², PostGIS %.6f m²", rings[i], ours[i], m.Value)
	}
	const tolerance = 1e-6
	require.LessOrEqual(t, w.diff, tolerance, w.at)
	report(t, finding{oracle: "coordinates", data: "areas on the ellipsoid", compared: w.n, what: "polygons, 10 m to 100 km across",
		largest: fmt.Sprintf("%.1e, relative", w.diff), tolerance: fmt.Sprintf("%g, relative", tolerance)})
}
