package oracle

import (
	"fmt"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data/profiles"
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
	"github.com/seed-4611ae28/lifecircle/geo/serviceradius"
)

// radiusTolerance is relative. Our circles have the area of true ones and outlines
// within 0.0004 of the radius; those of PostGIS lie inside true ones by less than
// 2e-5 of it (128 sides a quarter). The outline of the ground served being some
// times longer than its width, 1e-3 of the area is the bound on the first.
const radiusTolerance = 1e-3

func TestServiceRadiusAreaIsThatOfPostGIS(t *testing.T) {
	t.Run("demo", func(t *testing.T) {
		ds := demoDataset(t)
		units := slices.DeleteFunc(slices.Clone(ds.Units), func(u geo.Unit) bool { return u.Level == geo.LevelVillage })
		compareRadii(t, "demo", ds, units)
	})
	t.Run("Heidelberg", func(t *testing.T) {
		ds, _ := extract(t, "heidelberg.osm.pbf")
		// The extract has no administrative boundary: the town is the box of its parks.
		box := orb.Bound{Min: orb.Point{8.62, 49.36}, Max: orb.Point{8.73, 49.44}}
		compareRadii(t, "Heidelberg (a box; all ground)", ds, []geo.Unit{{Code: "box", Geometry: orb.MultiPolygon{box.ToPolygon()}}})
	})
	t.Run("Liechtenstein", func(t *testing.T) {
		ds, _ := extract(t, "liechtenstein.osm.pbf")
		compareRadii(t, "Liechtenstein", ds, ds.Units)
	})
}

// radiusAreas are square metres on the ellipsoid.
type radiusAreas struct {
	Unit                   int
	Ground, Homes, HomesIn float64
}

func compareRadii(t *testing.T, data string, ds *geo.Dataset, units []geo.Unit) {
	d := newDatabase(t)
	p, err := profiles.Load()
	require.NoError(t, err)
	var parks, homes, grounds [][]any
	box := orb.MultiPoint{}
	for i := range ds.Parks {
		if k := &ds.Parks[i]; k.Status.Exists() {
			parks = append(parks, []any{i, k.Kind, k.Geometry})
		}
	}
	for i := range ds.Parcels {
		if h := &ds.Parcels[i]; h.Use == geo.UseResidential {
			homes = append(homes, []any{i, h.Geometry})
		}
	}
	for i := range units {
		grounds = append(grounds, []any{i, units[i].Geometry})
		b := units[i].Geometry.Bound()
		box = append(box, b.Min, b.Max)
	}
	d.load("park", "id integer, kind text", parks)
	d.load("home", "id integer", homes)
	d.load("unit", "id integer", grounds)
	d.definePlane(box.Bound().Center())
	project := "SELECT %s, ST_Transform(ST_Segmentize(geom, 0.005), %d) AS geom FROM %s"
	d.exec(
		"CREATE TABLE green AS "+fmt.Sprintf(project, "id, kind, geom AS lonlat", plane, "park"),
		"CREATE TABLE ground AS "+fmt.Sprintf(project, "id", plane, "unit"),
		"CREATE TABLE house AS "+fmt.Sprintf(project, "id", plane, "home"),
		"CREATE INDEX ON house USING gist (geom)", "ANALYZE",
		"CREATE TABLE land AS SELECT g.id, ST_Intersection(ST_Union(h.geom), g.geom) AS geom FROM ground g JOIN house h ON ST_Intersects(g.geom, h.geom) GROUP BY g.id, g.geom",
	)
	for i := range p.ParkRules {
		rule := &p.ParkRules[i]
		var area worst
		var largest, oursOfWidest float64
		widest := 0
		minima, radii := []float64{}, []float64{}
		for _, b := range rule.Bands {
			minima, radii = append(minima, b.MinAreaM2), append(radii, b.RadiusM)
		}
		for _, a := range table[radiusAreas](d, radiusQuery, rule.Kinds, minima, radii, "128") {
			u := &units[a.Unit]
			r, err := serviceradius.Measure(t.Context(), u.Geometry, *rule, ds.Parks, ds.Parcels)
			require.NoError(t, err)
			same := func(what string, ours, theirs float64) {
				diff := relative(ours, theirs)
				area.see(diff, "%s, %s", u.Code, what)
				require.LessOrEqual(t, diff, radiusTolerance, "%s, %s, %s: ours %.1f m², PostGIS %.1f m²", rule.ID, u.Code, what, ours, theirs)
			}
			ground := crs.Area(r.Ground)
			same("ground served", ground, a.Ground)
			if a.Ground > largest {
				largest, widest, oursOfWidest = a.Ground, a.Unit, ground
			}
			if homes, known := r.ResidentialM2.Get(); known {
				same("residential land", homes, a.Homes)
				same("residential land served", r.CoveredM2.Or(0), a.HomesIn)
			}
		}
		require.Positive(t, largest, "%s: nothing is served: there is nothing to compare", rule.ID)
		remark := ""
		if i == 0 {
			remark = chordsAreTheCause(t, oursOfWidest, largest, table[radiusAreas](d, radiusQuery, rule.Kinds, minima, radii, "32")[widest].Ground)
		}
		report(t, finding{
			oracle: "service-radius", data: data + ", " + rule.ID, compared: area.n, what: "areas",
			largest: fmt.Sprintf("%.1e (%s)", area.diff, area.at), tolerance: fmt.Sprintf("%g", radiusTolerance),
			remark: remark,
		})
	}
}

// chordsAreTheCause requires that what remains goes with the square of the number of
// chords in PostGIS's circles, as the area between a circle and its chords does.
func chordsAreTheCause(t *testing.T, ours, with128, with32 float64) string {
	fine, coarse := ours/with128-1, ours/with32-1
	require.Positive(t, fine)
	require.InDelta(t, 16, coarse/fine, 4, "32 chords a quarter: %.2e, 128: %.2e", coarse, fine)
	return fmt.Sprintf("the widest ground served is larger than PostGIS's by %.1e with 128 chords a quarter and by %.1e with 32: %.1f times as much, 4² being the ratio of the areas between circle and chords.", fine, coarse, coarse/fine)
}

// The rule in SQL: parks within 1 m of each other are one, the last band whose
// smallest area it reaches tells the radius, and the ground around all is united, cut
// to the unit, and measured on the ellipsoid.
const radiusQuery = `
WITH clustered AS (
	SELECT geom, lonlat, ST_ClusterDBSCAN(geom, 1.0, 1) OVER () AS whole FROM green WHERE kind = ANY ($1)
), wholes AS (
	SELECT ST_Union(geom) AS geom, ST_Area(ST_Union(lonlat)::geography) AS area FROM clustered GROUP BY whole
), reaching AS (
	SELECT w.geom, (SELECT radius FROM unnest($2::float8[], $3::float8[]) b (least, radius) WHERE w.area >= least ORDER BY least DESC LIMIT 1) AS radius
	FROM wholes w
), served AS (
	SELECT ST_Union(ST_Buffer(geom, radius, 'quad_segs=' || $4)) AS geom FROM reaching WHERE radius IS NOT NULL
)
SELECT g.id,
	ST_Area(ST_Transform(ST_Intersection(s.geom, g.geom), 4326)::geography),
	COALESCE(ST_Area(ST_Transform(l.geom, 4326)::geography), 0),
	COALESCE(ST_Area(ST_Transform(ST_Intersection(s.geom, l.geom), 4326)::geography), 0)
FROM served s, ground g LEFT JOIN land l USING (id) ORDER BY g.id`
