package oracle

import (
	"errors"
	"fmt"
	"math"
	"math/rand"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data/importer/osm"
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
	"github.com/seed-4611ae28/lifecircle/geo/shape"
)

func TestPolygonsAreValidForPostGIS(t *testing.T) {
	t.Run("demo", func(t *testing.T) {
		ds := demoDataset(t)
		comparePolygons(t, "demo", ds, []string{"walk", "car"}, []string{"990101100", "990101101", "990101102,990101103"},
			[]string{"kindergarten", "clinic", "primary_school"})
	})
	t.Run("Liechtenstein", func(t *testing.T) {
		ds, _ := extract(t, "liechtenstein.osm.pbf")
		var towns []string
		for i := range ds.Units {
			if u := &ds.Units[i]; u.Level == geo.LevelTown {
				towns = append(towns, u.Code)
			}
		}
		comparePolygons(t, "Liechtenstein", ds, []string{"walk", "bike"}, towns, []string{"school", "supermarket", "pharmacy"})
	})
	t.Run("Porto", func(t *testing.T) {
		roads, box, err := osm.ReadRoads(t.Context(), realdata(t, "porto.osm.pbf"), osm.Options{})
		require.NoError(t, err)
		comparePolygons(t, "Porto", &geo.Dataset{Version: "porto", Roads: roads, Extent: box, ExtentFrom: "header"}, []string{"walk"}, nil, nil)
	})
}

// drawing is a polygon as it is served, and the next wider one of the same question.
type drawing struct {
	what  string
	inner int // the place of the next narrower one, -1 for none
	mp    orb.MultiPolygon
}

func comparePolygons(t *testing.T, data string, ds *geo.Dataset, modes, areas, categories []string) {
	a, r := analysed(t, ds), seeded(t)
	all := isochrones(t, a, r, ds.Roads, modes)
	isochrones := len(all)
	all = append(all, coverages(t, a, areas, categories, isochrones)...)
	d := newDatabase(t)
	var rows, exact [][]any
	positions := 0
	for i, w := range all {
		served := shape.Round7(w.mp)
		// As served is as drawn: rounding to seven decimals changes nothing.
		require.Equal(t, len(w.mp), len(served), w.what)
		for _, p := range served {
			for _, ring := range p {
				positions += len(ring)
			}
		}
		rows, exact = append(rows, []any{i, w.inner, served}), append(exact, []any{i, inSteps(served)})
	}
	d.load("drawing", "id integer, inside integer", rows)
	d.load("step", "id integer", exact)
	looseNesting(t, d, data)
	type verdict struct {
		ID     int
		Valid  bool
		Reason string
		Covers bool
	}
	checks := 0
	for _, v := range table[verdict](d, `
		SELECT d.id, ST_IsValid(d.geom) AND ST_IsValid(a.geom), ST_IsValidReason(d.geom) || ', ' || ST_IsValidReason(a.geom), b.id IS NULL OR ST_IsEmpty(b.geom) OR ST_Covers(a.geom, b.geom)
		FROM drawing d JOIN step a USING (id) LEFT JOIN step b ON b.id = d.inside ORDER BY d.id`) {
		require.True(t, v.Valid, "%s: %s", all[v.ID].what, v.Reason)
		require.True(t, v.Covers, "%s does not hold the next narrower one", all[v.ID].what)
		checks++
		if all[v.ID].inner >= 0 {
			checks++
		}
	}
	require.Greater(t, positions, 100*len(all), "these are hardly drawings")
	report(t, finding{
		oracle: "validity", data: data, compared: checks, what: "checks (`ST_IsValid`; `ST_Covers` of the next narrower)",
		largest: "none invalid, none outside", tolerance: "none",
		remark: fmt.Sprintf("%d isochrones and %d coverages, %s positions.", isochrones, len(all)-isochrones, grouped(positions)),
	})
}

// looseNesting reports how often ST_Covers denies what it affirms in whole steps, and
// requires that this is the rounding of floating point.
func looseNesting(t *testing.T, d *database, data string) {
	type loose struct {
		Pairs int
		Apart float64
	}
	n := table[loose](d, `
		WITH denied AS (
			SELECT d.id, d.geom AS wide, ST_Difference(i.geom, d.geom) AS rest FROM drawing d JOIN drawing i ON i.id = d.inside
			WHERE NOT ST_IsEmpty(i.geom) AND NOT ST_Covers(d.geom, i.geom)
		)
		SELECT (SELECT count(*) FROM denied)::integer,
			(SELECT COALESCE(max(ST_Distance(p.geom, wide)), 0) FROM denied, ST_DumpPoints(rest) p)`)[0]
	require.LessOrEqual(t, n.Apart, 1e-12, "degrees by which a narrower ground stands out")
	if n.Pairs > 0 {
		except(t, "validity", data, "with degrees as floating point `ST_Covers` denies %d pairs, of which the narrower stands out by %.0e° at most: contours that share a stretch, whose positions are not exactly on each other's sides once 1e-7 is a binary fraction", n.Pairs, n.Apart)
	}
}

// inSteps are polygons in whole steps of 1e-7 degrees, which floating point has
// exactly. A position on a side is on it then: the nearest numbers to 1e-7 degrees are
// off it by 1e-15 degrees, and ST_Covers tells.
func inSteps(mp orb.MultiPolygon) orb.MultiPolygon {
	out := orb.Clone(mp).(orb.MultiPolygon)
	for _, p := range out {
		for _, ring := range p {
			for i := range ring {
				ring[i] = orb.Point{math.Round(ring[i][0] * 1e7), math.Round(ring[i][1] * 1e7)}
			}
		}
	}
	return out
}

// isochrones draws 5, 15 and 30 minutes around places beside streets.
func isochrones(t *testing.T, a *analysis.Analysis, r *rand.Rand, roads []geo.RoadSegment, modes []string) []drawing {
	origins := 24
	if raceDetector {
		origins, modes = 5, modes[:1]
		t.Logf("the race detector is on: %d origins, %s", origins, modes[0])
	}
	var all []drawing
	for _, id := range modes {
		for drawn := 0; drawn < origins; {
			g := roads[r.Intn(len(roads))].Geometry
			p := g[r.Intn(len(g))]
			p = orb.Point{p[0] + 0.001*(r.Float64()-0.5), p[1] + 0.001*(r.Float64()-0.5)}
			minutes := []float64{5, 15, 30}
			if id == "car" {
				minutes = []float64{3, 5}
			}
			direction := []analysis.Direction{analysis.DirectionFrom, analysis.DirectionTo}[r.Intn(2)]
			answer, err := a.Isochrones(t.Context(), analysis.IsochroneQuery{Point: p, Mode: id, Minutes: minutes, Direction: direction})
			var off *analysis.OffNetworkError
			if errors.As(err, &off) {
				continue
			}
			require.NoError(t, err, "%v", p)
			drawn++
			for i, c := range answer.Contours {
				w := drawing{fmt.Sprintf("%s %g min %s %v", id, minutes[i], direction, p), len(all) - 1, c.Geometry}
				if i == 0 {
					w.inner = -1
				}
				all = append(all, w)
			}
		}
	}
	return all
}

// coverages draws the ground of areas within 5, 15 and 30 minutes' walk of
// categories; numbers count from first.
func coverages(t *testing.T, a *analysis.Analysis, areas, categories []string, first int) []drawing {
	if raceDetector && len(areas) > 1 {
		t.Logf("the race detector is on: 1 of %d areas", len(areas))
		areas = areas[:1]
	}
	var all []drawing
	for _, area := range areas {
		for _, c := range categories {
			answer, err := a.Coverage(t.Context(), analysis.CoverageQuery{Area: area, Categories: []string{c}, Mode: "walk", Minutes: []float64{5, 15, 30}, Geometry: true})
			require.NoError(t, err)
			for i, l := range answer.Limits {
				w := drawing{fmt.Sprintf("%s, %s within %g min", area, c, l.Minutes.Or(0)), first + len(all) - 1, l.Geometry}
				if i == 0 {
					w.inner = -1
				}
				all = append(all, w)
			}
		}
	}
	return all
}
