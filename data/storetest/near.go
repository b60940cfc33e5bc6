package storetest

import (
	"context"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/geo"
)

func near(t *testing.T, empty func(t *testing.T) Place) {
	full := data.Write{Rows: Full(), Layers: every(data.ReplaceLayer), Info: info()}
	t.Run("is the part that the whole would be cut to", func(t *testing.T) {
		s := empty(t)(t)
		commit(t, s, full)
		all := load(t, s)
		for _, n := range []data.Near{
			{Units: []string{"330411101200"}},
			{Units: []string{"330411101200"}, ReachM: 500},
			{Units: []string{"330411101200", "osm-r42"}, ReachM: 3000},
			{Units: []string{"330411101", "330411101200"}, ReachM: 1e7},
		} {
			want, err := n.Cut(all)
			require.NoError(t, err)
			got, err := s.LoadNear(context.Background(), n)
			require.NoError(t, err)
			require.Equal(t, want, got, "%+v", n)
			require.Equal(t, all.Version, got.Version)
		}
	})
	t.Run("rows far away are left out, rows without a place are kept", func(t *testing.T) {
		s := empty(t)(t)
		commit(t, s, full)
		d, err := s.LoadNear(context.Background(), data.Near{Units: []string{"330411101200"}, ReachM: 100})
		require.NoError(t, err)
		var units, cells []string
		for _, u := range d.Units {
			units = append(units, u.Code)
		}
		for _, c := range d.Population {
			cells = append(cells, c.ID)
		}
		// The village lies in the box of the town; the county has no geometry, and c4
		// no place. The other cells are kilometres away.
		require.Equal(t, []string{"330411101", "330411101200", "osm-r42"}, units)
		require.Equal(t, []string{"c4"}, cells)
		require.Empty(t, d.Homes)
		require.Less(t, d.Extent.Max[0], Full().Extent.Max[0], "the extent is the part's")
	})
	t.Run("the extent is that of the whole, within the part", func(t *testing.T) {
		s := empty(t)(t)
		rows := Full()
		rows.Extent, rows.ExtentFrom = orb.Bound{}, ""
		commit(t, s, data.Write{Rows: rows, Layers: every(data.ReplaceLayer)})
		n := data.Near{Units: []string{"330411101200"}, ReachM: 300}
		want, err := n.Cut(load(t, s))
		require.NoError(t, err)
		got, err := s.LoadNear(context.Background(), n)
		require.NoError(t, err)
		require.Equal(t, want.Extent, got.Extent)
		require.Equal(t, "roads", got.ExtentFrom)
	})
	t.Run("what makes no sense", func(t *testing.T) {
		s := empty(t)(t)
		_, err := s.LoadNear(context.Background(), data.Near{Units: []string{"33"}})
		require.ErrorIs(t, err, data.ErrEmpty)
		commit(t, s, full)
		for _, c := range []struct {
			near data.Near
			says string
		}{
			{data.Near{Units: []string{"330411101", "nowhere"}}, `no unit has the code "nowhere"`},
			{data.Near{Units: []string{"osm-r42"}}, "none of them has a geometry"},
			{data.Near{Units: []string{"330411101"}, ReachM: -1}, "has to be 0 or more"},
		} {
			_, err := s.LoadNear(context.Background(), c.near)
			require.ErrorContains(t, err, c.says)
		}
		commit(t, s, data.Write{Rows: &geo.Dataset{}, Layers: every(data.ReplaceLayer)})
		_, err = s.LoadNear(context.Background(), data.Near{Units: []string{"33"}})
		require.ErrorIs(t, err, data.ErrEmpty)
	})
}
