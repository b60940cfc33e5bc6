package storetest

import (
	"context"
	"fmt"
	"math"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/geo"
)

// bad are rows that no store takes, each one step away from [Full].
var bad = []struct {
	name         string
	layer        geo.Layer
	field, value string
	spoil        func(d *geo.Dataset)
}{
	{"a code twice", geo.LayerUnits, "code", "osm-r42", func(d *geo.Dataset) { d.Units[0].Code = "osm-r42" }},
	{"a code in capitals", geo.LayerUnits, "code", "OSM-R42", func(d *geo.Dataset) { d.Units[0].Code = "OSM-R42" }},
	{"no code", geo.LayerUnits, "code", "", func(d *geo.Dataset) { d.Units[0].Code = "" }},
	{"a level of another country", geo.LayerUnits, "level", "canton", func(d *geo.Dataset) { d.Units[1].Level = "canton" }},
	{"fewer than no people", geo.LayerUnits, "population", "-1", func(d *geo.Dataset) { d.Units[1].Population = geo.Known(-1) }},
	{"a seat with swapped coordinates", geo.LayerUnits, "seat", "30.25 120.5", func(d *geo.Dataset) { d.Units[1].Seat = &orb.Point{30.25, 120.5} }},
	{"a ring that is not closed", geo.LayerUnits, "geometry", "a ring of 4 positions", func(d *geo.Dataset) {
		d.Units[0].Geometry[1][0] = d.Units[0].Geometry[1][0][:4]
	}},
	{"an area twice", geo.LayerBuiltUp, "id", "b1", func(d *geo.Dataset) { d.BuiltUps[1].ID = "b1" }},
	{"a facility twice", geo.LayerFacilities, "id", "osm-n1", func(d *geo.Dataset) { d.Facilities[2].ID = "osm-n1" }},
	{"a status in other words", geo.LayerFacilities, "status", "open", func(d *geo.Dataset) { d.Facilities[0].Status = "open" }},
	{"two categories in one", geo.LayerFacilities, "categories", "clinic,hospital", func(d *geo.Dataset) {
		d.Facilities[2].Categories = []string{"clinic,hospital"}
	}},
	{"a list for an attribute", geo.LayerFacilities, "attributes.beds", "[1 2]", func(d *geo.Dataset) {
		d.Facilities[0].Attributes = map[string]any{"beds": []int{1, 2}}
	}},
	{"a place that is no number", geo.LayerFacilities, "location", "NaN 1", func(d *geo.Dataset) { d.Facilities[0].Location = orb.Point{math.NaN(), 1} }},
	{"a zero byte in a name", geo.LayerFacilities, "name", "a\x00b", func(d *geo.Dataset) { d.Facilities[0].Name = "a\x00b" }},
	{"a name in another encoding", geo.LayerParks, "name", "\xc8\xcb", func(d *geo.Dataset) { d.Parks[0].Name = "\xc8\xcb" }},
	{"a road of one point", geo.LayerRoads, "geometry", "1 positions", func(d *geo.Dataset) { d.Roads[0].Geometry = d.Roads[0].Geometry[:1] }},
	{"a road without a class", geo.LayerRoads, "highway", "", func(d *geo.Dataset) { d.Roads[0].Highway = "" }},
	{"a road to nowhere", geo.LayerRoads, "geometry", "120.51 +Inf", func(d *geo.Dataset) { d.Roads[0].Geometry[2][1] = math.Inf(1) }},
	{"a direction out of range", geo.LayerRoads, "oneway", "2", func(d *geo.Dataset) { d.Roads[0].OneWay = 2 }},
	{"a road too deep", geo.LayerRoads, "level", "-128", func(d *geo.Dataset) { d.Roads[0].Level = -128 }},
	{"a negative limit", geo.LayerRoads, "max_speed_kmh", "-5", func(d *geo.Dataset) { d.Roads[0].MaxSpeedKmh = -5 }},
	{"a greenway in other words", geo.LayerGreenways, "status", "built", func(d *geo.Dataset) { d.Greenways[0].Status = "built" }},
	{"fewer than no dwellings", geo.LayerParcels, "dwellings", "-2", func(d *geo.Dataset) { d.Parcels[0].Dwellings = geo.Known(-2) }},
	{"a building twice", geo.LayerBuildings, "id", "h1", func(d *geo.Dataset) { d.Buildings[1].ID = "h1" }},
	{"a barrier of no kind", geo.LayerBarriers, "kind", "", func(d *geo.Dataset) { d.Barriers[0].Kind = "" }},
	{"a barrier at a point", geo.LayerBarriers, "geometry", "Point", func(d *geo.Dataset) { d.Barriers[0].Geometry = orb.Point{1, 1} }},
	{"people on a line", geo.LayerPopulation, "geometry", "LineString", func(d *geo.Dataset) { d.Population[0].Geometry = orb.LineString{{1, 1}, {2, 2}} }},
	{"elevation in no reference system", geo.LayerElevation, "crs", "mars", func(d *geo.Dataset) { d.Elevation[0].CRS = "mars" }},
	{"elevation without steps", geo.LayerElevation, "dx", "0", func(d *geo.Dataset) { d.Elevation[0].DX = 0 }},
	{"elevation of other samples than it says", geo.LayerElevation, "samples", fmt.Sprintf("%d bytes", len(Full().Elevation[0].Samples)), func(d *geo.Dataset) { d.Elevation[0].Width = 1 }},
	{"a negative age group", geo.LayerPopulation, "groups.60+", "-1", func(d *geo.Dataset) { d.Population[0].Groups["60+"] = -1 }},
	{"a home beyond the pole", geo.LayerHomes, "location", "0 91", func(d *geo.Dataset) { d.Homes[1].Location = orb.Point{0, 91} }},
	{"a row of another source", geo.LayerHomes, "source", "t", func(d *geo.Dataset) { d.Homes[1].Source = "t" }},
}

func refusals(t *testing.T, empty func(t *testing.T) Place) {
	t.Run("one bad row refuses all", func(t *testing.T) {
		s := empty(t)(t)
		commit(t, s, data.Write{Rows: parks("s", "p1"), Layers: onParks(data.ReplaceSource), Source: "s"})
		before := load(t, s)
		for _, b := range bad {
			rows := Full()
			b.spoil(rows)
			requireRefused(t, s, data.Write{Rows: rows, Layers: every(data.ReplaceSource), Source: "s", Info: info(),
				Marks: map[geo.Layer]map[string]string{geo.LayerUnits: {"x": "y"}}}, b.layer, b.field, b.value, b.name)
			require.Equal(t, before, load(t, s), b.name)
		}
		commit(t, s, data.Write{Rows: Full(), Layers: every(data.ReplaceSource), Source: "s", Info: info()})
	})
	t.Run("an id that another source has", func(t *testing.T) {
		for _, n := range []int{1, 1500} {
			s := empty(t)(t)
			commit(t, s, data.Write{Rows: parks("a", "1", "2"), Layers: onParks(data.ReplaceSource), Source: "a"})
			before := load(t, s)
			ids := []string{"2"}
			for i := range n {
				ids = append(ids, "b"+string(rune('一'+i)))
			}
			requireRefused(t, s, data.Write{Rows: parks("b", ids...), Layers: onParks(data.ReplaceSource), Source: "b"},
				geo.LayerParks, "id", "2", "an id of another source")
			require.Equal(t, before, load(t, s))
		}
	})
	t.Run("a code that the same source has", func(t *testing.T) {
		s := empty(t)(t)
		w := data.Write{Rows: &geo.Dataset{Units: []geo.Unit{{Code: "33", Level: geo.LevelProvince, Source: "a"}}},
			Layers: map[geo.Layer]data.Mode{geo.LayerUnits: data.Append}}
		commit(t, s, w)
		requireRefused(t, s, w, geo.LayerUnits, "code", "33", "a code twice")
	})
	t.Run("writes that make no sense", func(t *testing.T) {
		s := empty(t)(t)
		for name, w := range map[string]data.Write{
			"a source without a name":       {Rows: Full(), Layers: every(data.ReplaceSource)},
			"layers without rows":           {Layers: every(data.Append)},
			"a layer that does not exist":   {Rows: Full(), Layers: map[geo.Layer]data.Mode{"trees": data.Append}},
			"a mode that does not exist":    {Rows: Full(), Layers: every(data.Mode(7))},
			"a description without a name":  {Info: &geo.SourceInfo{File: "x"}},
			"marks on rows that have none":  {Marks: map[geo.Layer]map[string]string{geo.LayerParks: {"p1": "x"}}},
			"marks on no layer of datasets": {Marks: map[geo.Layer]map[string]string{"trees": {"p1": "x"}}},
		} {
			require.Error(t, s.Commit(context.Background(), w), name)
			_, err := s.Load(context.Background())
			require.ErrorIs(t, err, data.ErrEmpty, name)
		}
	})
}

// requireRefused requires an error that names layer, field, value and a rule.
func requireRefused(t *testing.T, s data.Store, w data.Write, l geo.Layer, field, value, name string) {
	t.Helper()
	err := s.Commit(context.Background(), w)
	var refused *data.RefusedError
	require.ErrorAs(t, err, &refused, name)
	require.Equal(t, l, refused.Layer, name)
	require.Equal(t, field, refused.Field, name)
	require.Equal(t, value, refused.Value, name)
	require.NotEmpty(t, refused.Rule, name)
}
