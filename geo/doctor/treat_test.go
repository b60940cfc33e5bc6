package doctor_test

import (
	"fmt"
	"math"
	"math/rand"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
	"github.com/seed-4611ae28/lifecircle/geo/doctor"
)

// A repaired dataset is the good one again: the finding is gone, positions are those of
// before to 1e-7 degrees, and nothing else differs.
func TestRepairs(t *testing.T) {
	for name, c := range map[string]struct {
		remedy, finding string
		rows            int
		plant           func(*geo.Dataset)
	}{
		"GCJ-02": {doctor.RemedyGCJ02, "shifted-source", 40, func(ds *geo.Dataset) { moved(ds, crs.GCJ02FromWGS84) }},
		"BD-09":  {doctor.RemedyBD09, "shifted-source", 40, func(ds *geo.Dataset) { moved(ds, crs.BD09FromWGS84) }},
		"blanks": {doctor.RemedyNames, "names-untidy", 2, func(ds *geo.Dataset) {
			ds.Facilities[0].Name = " " + ds.Facilities[0].Name + "\u200b"
			ds.Facilities[1].Name += "\u3000"
		}},
	} {
		t.Run(name, func(t *testing.T) {
			ds, p := county(), rules(t)
			withGround(ds)
			c.plant(ds)
			before := county()
			withGround(before)
			c.plant(before)
			found := examine(t, ds, p)
			treated, err := doctor.Treat(t.Context(), ds, found.Findings)
			require.NoError(t, err)
			require.Equal(t, before, ds, "what was examined is not changed")
			require.Len(t, treated.Done, 1)
			require.Equal(t, c.remedy, treated.Done[0].ID)
			require.Equal(t, c.rows, treated.Done[0].Rows)
			require.Equal(t, []geo.Layer{geo.LayerFacilities}, treated.Layers)
			require.Empty(t, examine(t, treated.Dataset, p).Findings)

			good := county()
			withGround(good)
			requireSame(t, good.Facilities, treated.Dataset.Facilities)
			after := *treated.Dataset
			after.Facilities = good.Facilities
			require.Equal(t, good, &after, "no other layer is touched")
		})
	}
}

// withGround gives a facility a footprint and an entrance, so that they move too.
func withGround(ds *geo.Dataset) {
	ds.Facilities[0].Footprint = rect(205, 185, 8, 8)
	ds.Facilities[0].Entrances = []orb.Point{at(207, 185)}
}

// moved moves the facilities as a table from a web map has them.
func moved(ds *geo.Dataset, to func(orb.Point) orb.Point) {
	for i := range ds.Facilities {
		f := &ds.Facilities[i]
		f.Location = to(f.Location)
		for k := range f.Entrances {
			f.Entrances[k] = to(f.Entrances[k])
		}
		for _, poly := range f.Footprint {
			for _, ring := range poly {
				for k := range ring {
					ring[k] = to(ring[k])
				}
			}
		}
	}
}

// requireSame compares facilities, positions to 1e-7 degrees.
func requireSame(t *testing.T, want, got []geo.Facility) {
	t.Helper()
	require.Len(t, got, len(want))
	near := func(a, b orb.Point) { t.Helper(); require.Less(t, math.Hypot(a[0]-b[0], a[1]-b[1]), 1.5e-7) }
	for i := range want {
		w, g := want[i], got[i]
		near(w.Location, g.Location)
		require.Len(t, g.Entrances, len(w.Entrances))
		for k := range w.Entrances {
			near(w.Entrances[k], g.Entrances[k])
		}
		require.Len(t, g.Footprint, len(w.Footprint))
		for a := range w.Footprint {
			for b := range w.Footprint[a] {
				for k := range w.Footprint[a][b] {
					near(w.Footprint[a][b][k], g.Footprint[a][b][k])
				}
			}
		}
		w.Location, w.Entrances, w.Footprint = g.Location, g.Entrances, g.Footprint
		require.Equal(t, w, g)
	}
}

// Where streets are 100 m apart every place is near one: the shift of 120 facilities,
// up to 12 m off their streets, is told, and not corrected unasked.
func TestShiftAmongDenseStreetsIsOnlyTold(t *testing.T) {
	r := rand.New(rand.NewSource(4))
	ds, p := county(), rules(t)
	ds.Roads, ds.Facilities = nil, nil
	for k := range 41 {
		m := 100 * float64(k)
		ds.Roads = append(ds.Roads, segment("h"+string(rune('A'+k)), at(0, m), at(4000, m)), segment("v"+string(rune('A'+k)), at(m, 0), at(m, 4000)))
	}
	for k := range 120 {
		off := 24*r.Float64() - 12
		ds.Facilities = append(ds.Facilities, geo.Facility{
			ID: fmt.Sprintf("f-%03d", k), Name: fmt.Sprint(k), Categories: []string{"pharmacy"}, Source: "ledger",
			Location: at(100*float64(5+r.Intn(30))+off, 4000*r.Float64()),
		})
	}
	moved(ds, crs.GCJ02FromWGS84)
	list := found(examine(t, ds, p), "shifted-source")
	require.Len(t, list, 1)
	require.Nil(t, list[0].Fix, list[0].En)
	require.Contains(t, list[0].EffectEn, "--crs")
}

// Fewer than 30 facilities are told and left alone, fewer than 16 are not judged; and
// what is right is left alone whatever the correction would do.
func TestShiftNeedsEvidence(t *testing.T) {
	for n, told := range map[int]bool{15: false, 16: true, 29: true} {
		ds, p := county(), rules(t)
		ds.Facilities = ds.Facilities[:n]
		moved(ds, crs.GCJ02FromWGS84)
		list := found(examine(t, ds, p), "shifted-source")
		require.Equal(t, told, len(list) == 1, n)
		for _, f := range list {
			require.Nil(t, f.Fix)
		}
	}
	// As far from any road as it gets: no correction brings them nearer together.
	ds, p := county(), rules(t)
	for i := range ds.Facilities {
		ds.Facilities[i].Location = at(400+stepM*float64(i%9), 400+stepM*float64(i/9%4))
	}
	require.Empty(t, found(examine(t, ds, p), "shifted-source"))
}

func TestUnknownRemedy(t *testing.T) {
	_, err := doctor.Treat(t.Context(), county(), []doctor.Finding{{ID: "x", Layer: geo.LayerFacilities, Fix: &doctor.Remedy{ID: "prayer"}}})
	require.ErrorContains(t, err, `"prayer"`)
}
