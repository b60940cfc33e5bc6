package demo

import (
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"github.com/peterstace/simplefeatures/geom"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

func unitOf(t *testing.T, ds *geo.Dataset, code string) geo.Unit {
	t.Helper()
	for _, u := range ds.Units {
		if u.Code == code {
			return u
		}
	}
	require.Fail(t, "no unit "+code)
	return geo.Unit{}
}

func countyOf(t *testing.T, ds *geo.Dataset) geo.Unit { return unitOf(t, ds, countyCode) }

// inside asks another implementation than the one that made the units.
func inside(mp orb.MultiPolygon, p orb.Point) bool { return planar.MultiPolygonContains(mp, p) }

// checkPolygon asks simplefeatures, which follows OGC Simple Features, whether a
// polygon is valid, and RFC 7946 how its rings turn.
func checkPolygon(t *testing.T, id string, p orb.Polygon) {
	t.Helper()
	rings := make([]geom.LineString, len(p))
	for k, r := range p {
		flat := make([]float64, 0, 2*len(r))
		for _, q := range r {
			flat = append(flat, q[0], q[1])
		}
		rings[k] = geom.NewLineString(geom.NewSequence(flat, geom.DimXY))
		want := orb.CCW
		if k > 0 {
			want = orb.CW
		}
		assert.Equal(t, want, r.Orientation(), "%s: ring %d", id, k)
	}
	assert.NoError(t, geom.NewPolygon(rings).Validate(), id)
}

func TestPolygonsAreValid(t *testing.T) {
	several(t, func(t *testing.T, ds *geo.Dataset, _ int) {
		check := func(id string, mp orb.MultiPolygon) {
			require.NotEmpty(t, mp, id)
			for _, p := range mp {
				checkPolygon(t, id, p)
				checkRounded(t, id, orb.MultiPoint(p[0]))
			}
		}
		for _, u := range ds.Units {
			check(u.Code, u.Geometry)
		}
		for _, x := range ds.BuiltUps {
			check(x.ID, x.Geometry)
		}
		for _, x := range ds.Parks {
			check(x.ID, x.Geometry)
		}
		for _, x := range ds.Parcels {
			check(x.ID, x.Geometry)
		}
		for _, x := range ds.Buildings {
			checkPolygon(t, x.ID, x.Geometry)
		}
		for _, x := range ds.Facilities {
			if x.Footprint != nil {
				check(x.ID, x.Footprint)
				assert.True(t, inside(x.Footprint, x.Location), x.ID)
			}
		}
		for _, x := range ds.Barriers {
			if p, ok := x.Geometry.(orb.Polygon); ok {
				checkPolygon(t, x.ID, p)
			}
		}
	})
}

// TestUnitsPartition: villages make up their town and towns the county, to the
// square metre, and no home lies in two or none of them.
func TestUnitsPartition(t *testing.T) {
	several(t, func(t *testing.T, ds *geo.Dataset, _ int) {
		county := countyOf(t, ds)
		for _, code := range []string{provinceCode, prefectureCode} {
			assert.Equal(t, county.Geometry, unitOf(t, ds, code).Geometry, "%s has the county's ground", code)
		}
		var towns, villages []geo.Unit
		for _, u := range ds.Units {
			switch u.Level {
			case geo.LevelTown:
				towns = append(towns, u)
			case geo.LevelVillage:
				villages = append(villages, u)
			}
		}
		var all float64
		for _, tn := range towns {
			var sum float64
			for _, v := range villages {
				if v.Code[:9] == tn.Code {
					sum += crs.Area(v.Geometry)
				}
			}
			area := crs.Area(tn.Geometry)
			assert.InDelta(t, area, sum, 1, tn.Code)
			assert.Len(t, tn.Geometry, 1, tn.Code)
			all += area
		}
		assert.InDelta(t, crs.Area(county.Geometry), all, 1)

		for k, h := range ds.Homes {
			if k%7 != 0 {
				continue
			}
			var in []string
			for _, u := range append(towns[:len(towns):len(towns)], villages...) {
				if u.Geometry.Bound().Contains(h.Location) && inside(u.Geometry, h.Location) {
					in = append(in, u.Code)
				}
			}
			assert.Equal(t, []string{h.Town, h.Village}, in, h.ID)
		}
	})
}

func TestUnitsHaveSeatsPeopleAndGround(t *testing.T) {
	several(t, func(t *testing.T, ds *geo.Dataset, towns int) {
		names := map[string]bool{}
		for _, u := range ds.Units {
			require.NotNil(t, u.Seat, u.Code)
			assert.True(t, inside(u.Geometry, *u.Seat), "the seat of %s %s", u.Code, u.Name)
			people, known := u.Population.Get()
			assert.True(t, known && people > 0, "%s has people: %v", u.Code, people)
			assert.False(t, names[u.Name], "%s twice", u.Name)
			names[u.Name] = true
			assert.Equal(t, map[geo.Level]int{geo.LevelProvince: 2, geo.LevelPrefecture: 4, geo.LevelCounty: 6, geo.LevelTown: 9, geo.LevelVillage: 12}[u.Level], len(u.Code), u.Code)
		}
		require.Len(t, ds.BuiltUps, towns+1)
		for _, b := range ds.BuiltUps {
			u := unitOf(t, ds, b.Unit)
			area := crs.Area(b.Geometry)
			lo, hi := 2.5e6, 5e6
			if u.Code == townCode(0) {
				lo, hi = 18e6, 28e6
			}
			assert.True(t, lo < area && area < hi, "built-up area of %s: %.0f m²", b.Unit, area)
			assert.True(t, inside(b.Geometry, *u.Seat), "the seat of %s lies in its built-up area", b.Unit)
			for _, p := range b.Geometry[0][0] {
				assert.True(t, inside(u.Geometry, p), "the built-up area of %s lies in the town", b.Unit)
			}
		}
	})
}
