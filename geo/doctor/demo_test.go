package doctor

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data/demo"
	"github.com/seed-4611ae28/lifecircle/data/profiles"
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

// The demo county has notes only: its island and its remote houses have few people,
// and its two greenways on one path are counted once. A copy of it with all facilities
// as a web map has them is caught, though streets in its towns are 100 m apart.
func TestDemoCounty(t *testing.T) {
	ds, err := demo.Make(t.Context(), demo.Options{})
	require.NoError(t, err)
	rules, err := profiles.Load()
	require.NoError(t, err)
	r, err := Examine(t.Context(), ds, rules)
	require.NoError(t, err)
	seen := map[string]*Finding{}
	for i := range r.Findings {
		f := &r.Findings[i]
		require.Equal(t, Note, f.Severity, "%s: %s", f.ID, f.En)
		seen[f.ID] = f
	}
	require.Equal(t, "demo-greenway-north", seen["greenways-overlap"].Places[0].ID)
	require.Equal(t, "demo-greenway-ring", seen["greenways-overlap"].Places[1].ID)

	p, err := newPatient(t.Context(), ds, rules)
	require.NoError(t, err)
	good := p.ds.Facilities
	for remedy, system := range map[string]string{RemedyGCJ02: "gcj02", RemedyBD09: "bd09"} {
		p.ds.Facilities = append([]geo.Facility(nil), good...)
		from := crs.GCJ02FromWGS84
		if system == "bd09" {
			from = crs.BD09FromWGS84
		}
		for i := range good {
			p.ds.Facilities[i].Location = from(good[i].Location)
		}
		list, err := shifted(t.Context(), p)
		require.NoError(t, err)
		require.Len(t, list, 1, system)
		require.Equal(t, Serious, list[0].Severity)
		require.NotNil(t, list[0].Fix, list[0].En)
		require.Equal(t, remedy, list[0].Fix.ID)
	}
}
