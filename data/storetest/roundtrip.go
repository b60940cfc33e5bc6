package storetest

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/geo"
)

func roundTrip(t *testing.T, empty func(t *testing.T) Place) {
	t.Run("the fixture fills every field", func(t *testing.T) {
		d := reflect.ValueOf(Full()).Elem()
		for i := range d.NumField() {
			if rows := d.Field(i); rows.Kind() == reflect.Slice && rows.Type().Elem() != reflect.TypeFor[geo.SourceInfo]() {
				requireFilled(t, rows)
			}
		}
	})
	t.Run("every field comes back", func(t *testing.T) {
		place := empty(t)
		commit(t, place(t), data.Write{Rows: Full(), Layers: every(data.ReplaceSource), Source: "s", Info: info()})
		want := Full()
		want.Sources = []geo.SourceInfo{*info()}
		d := load(t, place(t))
		same(t, want, d)
		require.Equal(t, want.Extent, d.Extent)
		require.Equal(t, want.ExtentFrom, d.ExtentFrom)
		require.NotEmpty(t, d.Version)
		require.Len(t, d.LayerVersions, len(geo.Layers()))
	})
	t.Run("an empty store says so", func(t *testing.T) {
		s := empty(t)(t)
		_, err := s.Load(context.Background())
		require.ErrorIs(t, err, data.ErrEmpty)
		version(t, s)
	})
	t.Run("a layer alone", func(t *testing.T) {
		for _, l := range geo.Layers() {
			s := empty(t)(t)
			commit(t, s, data.Write{Rows: Full(), Layers: map[geo.Layer]data.Mode{l: data.Append}})
			d := load(t, s)
			for _, other := range geo.Layers() {
				want := 0
				if other == l {
					want = Full().Count(l)
				}
				require.Equal(t, want, d.Count(other), "wrote %s, looked at %s", l, other)
			}
		}
	})
	t.Run("unknown is not zero", func(t *testing.T) {
		s := empty(t)(t)
		commit(t, s, data.Write{Rows: &geo.Dataset{Parcels: []geo.Parcel{
			{ID: "unknown", Source: "s"}, {ID: "zero", Population: geo.Known(0), Dwellings: geo.Known(0), Source: "s"},
		}}, Layers: map[geo.Layer]data.Mode{geo.LayerParcels: data.Append}})
		d := load(t, s)
		require.False(t, d.Parcels[0].Population.IsKnown())
		require.False(t, d.Parcels[0].Dwellings.IsKnown())
		require.Equal(t, geo.Known(0), d.Parcels[1].Population)
		require.Equal(t, geo.Known(0), d.Parcels[1].Dwellings)
	})
	t.Run("huge attributes and names", func(t *testing.T) {
		s := empty(t)(t)
		attributes := map[string]any{}
		for i := range 5000 {
			attributes[fmt.Sprintf("属性 %d", i)] = strings.Repeat("值", i%50) + fmt.Sprint(i)
		}
		f := geo.Facility{ID: "f", Name: strings.Repeat("很长的名字 ", 20000) + "x", Location: orb.Point{1, 2}, Attributes: attributes, Source: "s"}
		commit(t, s, data.Write{Rows: &geo.Dataset{Facilities: []geo.Facility{f}}, Layers: map[geo.Layer]data.Mode{geo.LayerFacilities: data.Append}})
		same(t, &geo.Dataset{Facilities: []geo.Facility{f}}, load(t, s))
	})
	t.Run("the extent is derived when none is recorded", func(t *testing.T) {
		s := empty(t)(t)
		homes := []geo.Home{{ID: "a", Location: orb.Point{1, 2}, Source: "s"}, {ID: "b", Location: orb.Point{3, 1}, Source: "s"}}
		commit(t, s, data.Write{Rows: &geo.Dataset{Homes: homes}, Layers: map[geo.Layer]data.Mode{geo.LayerHomes: data.Append}})
		d := load(t, s)
		require.Equal(t, "rows", d.ExtentFrom)
		require.Equal(t, orb.Bound{Min: orb.Point{1, 1}, Max: orb.Point{3, 2}}, d.Extent)

		road := geo.RoadSegment{ID: "r", Highway: "path", Geometry: orb.LineString{{5, 5}, {6, 7}}, Source: "s"}
		commit(t, s, data.Write{Rows: &geo.Dataset{Roads: []geo.RoadSegment{road}}, Layers: map[geo.Layer]data.Mode{geo.LayerRoads: data.Append}})
		d = load(t, s)
		require.Equal(t, "roads", d.ExtentFrom)
		require.Equal(t, orb.Bound{Min: orb.Point{5, 5}, Max: orb.Point{6, 7}}, d.Extent)
	})
	t.Run("what a write leaves empty stays", func(t *testing.T) {
		s := empty(t)(t)
		commit(t, s, data.Write{Rows: Full(), Layers: every(data.ReplaceSource), Source: "s", Info: info()})
		commit(t, s, data.Write{Rows: &geo.Dataset{Date: "2026-01-01"}, Info: &geo.SourceInfo{Name: "a", License: "CC0-1.0"}})
		d := load(t, s)
		require.Equal(t, Full().Title, d.Title)
		require.Equal(t, Full().Notice, d.Notice)
		require.Equal(t, "2026-01-01", d.Date)
		require.Equal(t, Full().Extent, d.Extent)
		require.Equal(t, []geo.SourceInfo{{Name: "a", License: "CC0-1.0"}, *info()}, d.Sources)
	})
	t.Run("after closing and opening", func(t *testing.T) {
		place := empty(t)
		s := place(t)
		commit(t, s, data.Write{Rows: Full(), Layers: every(data.Append)})
		before := version(t, s)
		require.NoError(t, s.Close())
		require.NoError(t, s.Close(), "closing twice")
		_, err := s.Load(context.Background())
		require.Error(t, err)
		require.Error(t, s.Commit(context.Background(), data.Write{Rows: Full(), Layers: every(data.ReplaceLayer)}))
		d := load(t, place(t))
		same(t, Full(), d)
		require.Equal(t, before, d.Version)
	})
}

// requireFilled requires that each field of the rows is set in some row.
func requireFilled(t *testing.T, rows reflect.Value) {
	t.Helper()
	for f := range rows.Type().Elem().NumField() {
		set := false
		for i := range rows.Len() {
			set = set || !rows.Index(i).Field(f).IsZero()
		}
		require.True(t, set, "%s.%s", rows.Type().Elem(), rows.Type().Elem().Field(f).Name)
	}
}
