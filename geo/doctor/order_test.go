package doctor_test

import (
	"context"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/doctor"
)

// All faults at once, in any order of the rows: the same report.
func TestOrderOfRowsDoesNotMatter(t *testing.T) {
	ds, p := county(), rules(t)
	for _, name := range []string{
		"a facility with swapped axes", "towns that overlap", "three times the people", "a road that stops short",
		"a one-way street one cannot leave", "people on an island", "a home without a street", "people in the water",
		"a facility of no category", "a line copied", "a greenway drawn twice", "a name with blanks", "a land-use code",
		"a village half outside", "UTF-8 read as Latin-1", "a park of 399 square metres",
	} {
		plants()[name].plant(ds, p)
	}
	want := examine(t, ds, p)
	require.Greater(t, len(want.Findings), 12)
	for seed := range int64(5) {
		require.Equal(t, want, examine(t, shuffled(ds, seed), p), "seed %d", seed)
	}
}

// Worst first: severity, then people, then metres.
func TestWorstFirst(t *testing.T) {
	ds, p := county(), rules(t)
	for _, name := range []string{"a home without a street", "people in the water", "a planned greenway", "towns that overlap", "no parks"} {
		plants()[name].plant(ds, p)
	}
	r := examine(t, ds, p)
	rank := map[doctor.Severity]int{doctor.Serious: 0, doctor.Warning: 1, doctor.Note: 2}
	for i := 1; i < len(r.Findings); i++ {
		a, b := r.Findings[i-1], r.Findings[i]
		require.LessOrEqual(t, rank[a.Severity], rank[b.Severity])
		if a.Severity == b.Severity {
			require.GreaterOrEqual(t, a.People.Or(-1), b.People.Or(-1))
		}
	}
	require.Equal(t, "homes-unplaced", r.Findings[0].ID, "1,000 people and the 50 in the water, before 1,000 in the overlap")
	require.Equal(t, 2, r.Count(doctor.Serious))
}

func TestExamineStops(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	stop()
	_, err := doctor.Examine(ctx, county(), rules(t))
	require.ErrorIs(t, err, context.Canceled)
	_, err = doctor.Treat(ctx, county(), []doctor.Finding{{Layer: geo.LayerFacilities, Fix: &doctor.Remedy{ID: doctor.RemedyNames}}})
	require.ErrorIs(t, err, context.Canceled)
}

// A dataset without a row has every layer missing, and no other fault.
func TestEmptyDataset(t *testing.T) {
	r := examine(t, &geo.Dataset{}, rules(t))
	require.Len(t, r.Findings, len(geo.Layers())-1, "elevation is for who wants slopes: nothing is amiss without")
	for _, f := range r.Findings {
		require.NotEqual(t, geo.LayerElevation, f.Layer)
		require.Equal(t, "layer-missing", f.ID)
	}
}

// A unit that reaches around the world makes some checks impossible, which is told; the
// others are made all the same.
func TestWhatCannotBeExaminedIsTold(t *testing.T) {
	for _, unit := range []int{2, 4} { // a town, a village
		ds, p := county(), rules(t)
		plants()["a home without a street"].plant(ds, p)
		ds.Units[unit].Geometry = append(ds.Units[unit].Geometry, orb.Polygon{{{-100, 10}, {-99, 10}, {-99, 11}, {-100, 10}}})
		r := examine(t, ds, p)
		list := found(r, "check-failed")
		require.NotEmpty(t, list)
		for _, f := range list {
			require.Equal(t, doctor.Serious, f.Severity)
			require.Contains(t, f.En, "less than 100")
		}
		require.Len(t, found(r, "homes-unplaced"), 1)
	}
}
