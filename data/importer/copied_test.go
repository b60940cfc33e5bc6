package importer

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/geo"
)

// A line that was copied within a table counts once: the row of the smaller id stays,
// whichever comes first in the file.
func TestCopiedLine(t *testing.T) {
	at := metresNorth(0)
	one, copied := facility("mine", "1", "中心小学", at, "primary_school"), facility("mine", "2", "中心小学", at, "primary_school")
	beside := facility("mine", "3", "中心小学", metresNorth(20), "primary_school")
	for _, rows := range [][]geo.Facility{{one, copied, beside}, {beside, copied, one}} {
		ds := settled(t, &memory{}, imported("mine", geo.Dataset{Facilities: rows}))
		marks := map[string]string{}
		for i := range ds.Facilities {
			marks[ds.Facilities[i].ID] = ds.Facilities[i].SupersededBy
		}
		require.Equal(t, map[string]string{"mine-1": "", "mine-2": "mine-1", "mine-3": ""}, marks)
	}
}

// What was made from a version that is stored no longer is not written.
func TestSettleOnItsBasis(t *testing.T) {
	store := &memory{}
	first := settled(t, store, imported("a", geo.Dataset{Facilities: []geo.Facility{facility("a", "1", "x", metresNorth(0), "school")}}))
	second := settled(t, store, imported("b", geo.Dataset{Facilities: []geo.Facility{facility("b", "1", "y", metresNorth(900), "school")}}))
	require.NotEqual(t, first.Version, second.Version)
	w := data.Write{Rows: &geo.Dataset{}, Layers: map[geo.Layer]data.Mode{geo.LayerFacilities: data.ReplaceLayer}}
	_, err := Settle(t.Context(), store, w, SettleOptions{Basis: first.Version})
	require.ErrorIs(t, err, ErrChanged)
	require.Equal(t, second, loaded(t, store))
	_, err = Settle(t.Context(), store, w, SettleOptions{Basis: second.Version})
	require.NoError(t, err)
}
