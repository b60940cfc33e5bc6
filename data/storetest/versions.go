package storetest

import (
	"context"
	"math/rand"
	"slices"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/geo"
)

// changes are one small change of each layer and of what is said of the dataset.
var changes = []struct {
	name   string
	layer  geo.Layer
	change func(d *geo.Dataset)
}{
	{"a unit's population becomes known", geo.LayerUnits, func(d *geo.Dataset) { d.Units[2].Population = geo.Known(0) }},
	{"a unit's seat moves", geo.LayerUnits, func(d *geo.Dataset) { d.Units[0].Seat = &orb.Point{120.5001, 30.2502} }},
	{"a built-up area moves to another unit", geo.LayerBuiltUp, func(d *geo.Dataset) { d.BuiltUps[1].Unit = "x" }},
	{"a facility loses a category", geo.LayerFacilities, func(d *geo.Dataset) { d.Facilities[0].Categories = []string{"primary_school"} }},
	{"an attribute changes its type", geo.LayerFacilities, func(d *geo.Dataset) { d.Facilities[0].Attributes["beds"] = "120" }},
	{"an entrance moves by a centimetre", geo.LayerFacilities, func(d *geo.Dataset) { d.Facilities[0].Entrances[1][0] += 1e-7 }},
	{"a footprint changes", geo.LayerFacilities, func(d *geo.Dataset) { d.Facilities[0].Footprint = d.Facilities[0].Footprint[:1] }},
	{"a road moves by a centimetre", geo.LayerRoads, func(d *geo.Dataset) { d.Roads[1].Geometry[1][1] += 1e-7 }},
	{"a bicycle rule is stated", geo.LayerRoads, func(d *geo.Dataset) { d.Roads[1].OneWayBicycleStated = true }},
	{"a greenway is a connector", geo.LayerGreenways, func(d *geo.Dataset) { d.Greenways[1].Connector = true }},
	{"a park is renamed", geo.LayerParks, func(d *geo.Dataset) { d.Parks[1].Name = "新" }},
	{"a parcel changes its use", geo.LayerParcels, func(d *geo.Dataset) { d.Parcels[1].Use = "industrial" }},
	{"a building is gone", geo.LayerBuildings, func(d *geo.Dataset) { d.Buildings = d.Buildings[:1] }},
	{"a barrier is of another kind", geo.LayerBarriers, func(d *geo.Dataset) { d.Barriers[0].Kind = geo.BarrierWall }},
	{"an elevation changes", geo.LayerElevation, func(d *geo.Dataset) { d.Elevation[0].BaseM++ }},
	{"an age group changes", geo.LayerPopulation, func(d *geo.Dataset) { d.Population[0].Groups["60+"] = 1 }},
	{"a home is added", geo.LayerHomes, func(d *geo.Dataset) {
		d.Homes = append(d.Homes, geo.Home{ID: "m3", Location: orb.Point{1, 1}, Source: "s"})
	}},
	{"the title changes", "", func(d *geo.Dataset) { d.Title = "x" }},
	{"the date changes", "", func(d *geo.Dataset) { d.Date = "2026-01-01" }},
	{"the extent changes", "", func(d *geo.Dataset) { d.Extent.Max[0] = 121 }},
}

func versions(t *testing.T, empty func(t *testing.T) Place) {
	full := data.Write{Rows: Full(), Layers: every(data.ReplaceLayer), Info: info()}

	t.Run("of what is loaded", func(t *testing.T) {
		place := empty(t)
		s := place(t)
		commit(t, s, full)
		require.Equal(t, version(t, s), load(t, s).Version)
		require.Equal(t, version(t, place(t)), load(t, s).Version, "of another store on the same place")
	})
	t.Run("change with each kind of change, and come back with it", func(t *testing.T) {
		s := empty(t)(t)
		commit(t, s, full)
		first := load(t, s)
		seen := map[string]string{first.Version: "the beginning"}
		for _, c := range changes {
			rows := Full()
			c.change(rows)
			commit(t, s, data.Write{Rows: rows, Layers: every(data.ReplaceLayer)})
			d := load(t, s)
			require.Empty(t, seen[d.Version], c.name)
			seen[d.Version] = c.name
			for _, l := range geo.Layers() {
				if l == c.layer {
					require.NotEqual(t, first.LayerVersions[l], d.LayerVersions[l], "%s: %s", c.name, l)
				} else {
					require.Equal(t, first.LayerVersions[l], d.LayerVersions[l], "%s: %s", c.name, l)
				}
			}
			commit(t, s, full)
			require.Equal(t, first.Version, version(t, s), c.name)
		}
	})
	t.Run("are those of the content, whatever the order of imports", func(t *testing.T) {
		seed := time.Now().UnixNano()
		t.Logf("seed %d", seed)
		r := rand.New(rand.NewSource(seed))
		a, b := parks("a", "1", "2", "3", "4", "5"), parks("b", "6", "7")
		a.Homes, b.Homes = randomHomes(r, "a", 700), randomHomes(r, "b", 300)
		layers := map[geo.Layer]data.Mode{geo.LayerParks: data.ReplaceSource, geo.LayerHomes: data.ReplaceSource}

		one := empty(t)(t)
		commit(t, one, data.Write{Rows: a, Layers: layers, Source: "a"})
		commit(t, one, data.Write{Rows: b, Layers: layers, Source: "b"})

		other := empty(t)(t)
		commit(t, other, data.Write{Rows: parks("c", "9"), Layers: onParks(data.Append)})
		commit(t, other, data.Write{Rows: b, Layers: layers, Source: "b"})
		slices.Reverse(a.Parks)
		r.Shuffle(len(a.Homes), func(i, j int) { a.Homes[i], a.Homes[j] = a.Homes[j], a.Homes[i] })
		commit(t, other, data.Write{Rows: a, Layers: layers, Source: "a"})
		commit(t, other, data.Write{Rows: &geo.Dataset{}, Layers: onParks(data.ReplaceSource), Source: "c"})
		commit(t, other, data.Write{Rows: a, Layers: layers, Source: "a"})

		x, y := load(t, one), load(t, other)
		same(t, x, y)
		require.Equal(t, x.Version, y.Version)
		require.Equal(t, x.LayerVersions, y.LayerVersions)
	})
	t.Run("do not depend on when the import was made", func(t *testing.T) {
		s := empty(t)(t)
		commit(t, s, full)
		before := version(t, s)
		later := info()
		later.ImportedAt = "2031-01-01T00:00:00Z"
		commit(t, s, data.Write{Info: later})
		require.Equal(t, before, version(t, s))
		require.Equal(t, later.ImportedAt, load(t, s).Sources[0].ImportedAt)
		later.License = "CC0-1.0"
		commit(t, s, data.Write{Info: later})
		require.NotEqual(t, before, version(t, s))
	})
	t.Run("stay when a commit is refused", func(t *testing.T) {
		s := empty(t)(t)
		commit(t, s, full)
		before := version(t, s)
		rows := parks("s", "p3", "p1")
		rows.Homes = []geo.Home{{ID: "m9", Location: orb.Point{1, 1}, Source: "s"}}
		require.Error(t, s.Commit(context.Background(), data.Write{Rows: rows,
			Layers: map[geo.Layer]data.Mode{geo.LayerParks: data.Append, geo.LayerHomes: data.ReplaceLayer}}))
		require.Equal(t, before, version(t, s))
	})
}
