package storetest

import (
	"context"
	"math/rand"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/geo"
)

// parks are parks of one source, named by their ids.
func parks(source string, ids ...string) *geo.Dataset {
	d := &geo.Dataset{}
	for i, id := range ids {
		d.Parks = append(d.Parks, geo.Park{ID: id, Name: id + " of " + source, Source: source,
			Geometry: orb.MultiPolygon{{square(float64(i), 3)}}})
	}
	return d
}

func onParks(mode data.Mode) map[geo.Layer]data.Mode {
	return map[geo.Layer]data.Mode{geo.LayerParks: mode}
}

// parkNames loads the names of the parks in their order.
func parkNames(t *testing.T, s data.Store) []string {
	t.Helper()
	var out []string
	for _, p := range load(t, s).Parks {
		out = append(out, p.Name)
	}
	return out
}

func modes(t *testing.T, empty func(t *testing.T) Place) {
	t.Run("a source replaces its own rows only", func(t *testing.T) {
		s := empty(t)(t)
		commit(t, s, data.Write{Rows: parks("a", "1", "3"), Layers: onParks(data.ReplaceSource), Source: "a"})
		commit(t, s, data.Write{Rows: parks("b", "2"), Layers: onParks(data.ReplaceSource), Source: "b"})
		require.Equal(t, []string{"1 of a", "2 of b", "3 of a"}, parkNames(t, s))
		commit(t, s, data.Write{Rows: parks("a", "4", "1"), Layers: onParks(data.ReplaceSource), Source: "a"})
		require.Equal(t, []string{"1 of a", "2 of b", "4 of a"}, parkNames(t, s))
	})
	t.Run("a source that brings nothing leaves nothing", func(t *testing.T) {
		s := empty(t)(t)
		commit(t, s, data.Write{Rows: parks("a", "1"), Layers: onParks(data.ReplaceSource), Source: "a"})
		commit(t, s, data.Write{Rows: parks("b", "2"), Layers: onParks(data.ReplaceSource), Source: "b"})
		commit(t, s, data.Write{Rows: &geo.Dataset{}, Layers: onParks(data.ReplaceSource), Source: "a"})
		require.Equal(t, []string{"2 of b"}, parkNames(t, s))
		commit(t, s, data.Write{Rows: &geo.Dataset{}, Layers: onParks(data.ReplaceSource), Source: "b"})
		_, err := s.Load(context.Background())
		require.ErrorIs(t, err, data.ErrEmpty)
	})
	t.Run("append keeps", func(t *testing.T) {
		s := empty(t)(t)
		commit(t, s, data.Write{Rows: parks("a", "1"), Layers: onParks(data.ReplaceSource), Source: "a"})
		commit(t, s, data.Write{Rows: parks("a", "2"), Layers: onParks(data.Append), Source: "a"})
		require.Equal(t, []string{"1 of a", "2 of a"}, parkNames(t, s))
	})
	t.Run("replacing the layer clears all sources", func(t *testing.T) {
		s := empty(t)(t)
		commit(t, s, data.Write{Rows: parks("a", "1"), Layers: onParks(data.ReplaceSource), Source: "a"})
		commit(t, s, data.Write{Rows: parks("b", "2"), Layers: onParks(data.Append)})
		commit(t, s, data.Write{Rows: parks("c", "1"), Layers: onParks(data.ReplaceLayer)})
		require.Equal(t, []string{"1 of c"}, parkNames(t, s))
	})
	t.Run("other layers are left alone", func(t *testing.T) {
		s := empty(t)(t)
		commit(t, s, data.Write{Rows: Full(), Layers: every(data.ReplaceSource), Source: "s"})
		rows := Full()
		rows.Roads = nil
		commit(t, s, data.Write{Rows: rows, Layers: onParks(data.ReplaceLayer)})
		same(t, Full(), load(t, s))
	})
	t.Run("each layer has its own mode", func(t *testing.T) {
		s := empty(t)(t)
		commit(t, s, data.Write{Rows: Full(), Layers: every(data.ReplaceSource), Source: "s"})
		rows := parks("t", "p9")
		rows.Homes = []geo.Home{{ID: "m9", Location: orb.Point{1, 1}, Source: "t"}}
		commit(t, s, data.Write{Rows: rows, Layers: map[geo.Layer]data.Mode{geo.LayerParks: data.Append, geo.LayerHomes: data.ReplaceLayer}})
		d := load(t, s)
		require.Len(t, d.Parks, 3)
		require.Equal(t, rows.Homes, d.Homes)
	})
	t.Run("two sources may describe one unit", func(t *testing.T) {
		s := empty(t)(t)
		unit := func(source string) *geo.Dataset {
			return &geo.Dataset{Units: []geo.Unit{{Code: "330411101", Level: geo.LevelTown, Source: source}}}
		}
		layers := map[geo.Layer]data.Mode{geo.LayerUnits: data.ReplaceSource}
		commit(t, s, data.Write{Rows: unit("osm"), Layers: layers, Source: "osm"})
		commit(t, s, data.Write{Rows: unit("census"), Layers: layers, Source: "census",
			Marks: map[geo.Layer]map[string]string{geo.LayerUnits: {"330411101": "census"}}})
		// Said again without rows, it does not mark the row that supersedes.
		commit(t, s, data.Write{Marks: map[geo.Layer]map[string]string{geo.LayerUnits: {"330411101": "census"}}})
		units := load(t, s).Units
		require.Len(t, units, 2)
		require.Equal(t, "census", units[0].Source)
		require.Empty(t, units[0].SupersededBy)
		require.Equal(t, "osm", units[1].Source)
		require.Equal(t, "census", units[1].SupersededBy)
	})
	t.Run("many rows replaced, added and reordered", func(t *testing.T) {
		seed := time.Now().UnixNano()
		t.Logf("seed %d", seed)
		r := rand.New(rand.NewSource(seed))
		s := empty(t)(t)
		want := map[string]geo.Home{}
		for round := range 6 {
			source := []string{"a", "b"}[round%2]
			rows := randomHomes(r, source, []int{3, 1700, 40, 900, 2500, 1}[round])
			for id, h := range want {
				if h.Source == source {
					delete(want, id)
				}
			}
			for _, h := range rows {
				want[h.ID] = h
			}
			commit(t, s, data.Write{Rows: &geo.Dataset{Homes: rows}, Layers: map[geo.Layer]data.Mode{geo.LayerHomes: data.ReplaceSource}, Source: source})
			homes := load(t, s).Homes
			require.Len(t, homes, len(want))
			for i, h := range homes {
				require.Equal(t, want[h.ID], h)
				require.True(t, i == 0 || homes[i-1].ID < h.ID, "rows come in the order of their ids")
			}
		}
	})
}

// randomHomes makes homes in random order.
func randomHomes(r *rand.Rand, source string, n int) []geo.Home {
	out := make([]geo.Home, n)
	for i, at := range r.Perm(n) {
		h := geo.Home{ID: source + "-" + string(rune('一'+at)), Location: orb.Point{r.Float64()*360 - 180, r.Float64()*180 - 90}, Source: source}
		if r.Intn(2) == 0 {
			h.Persons = geo.Known(r.ExpFloat64())
		}
		out[i] = h
	}
	return out
}

func marks(t *testing.T, empty func(t *testing.T) Place) {
	s := empty(t)(t)
	facility := func(id, source string) geo.Facility {
		return geo.Facility{ID: id, Location: orb.Point{1, 1}, Source: source}
	}
	layers := map[geo.Layer]data.Mode{geo.LayerFacilities: data.ReplaceSource}
	superseded := func() map[string]string {
		out := map[string]string{}
		for _, f := range load(t, s).Facilities {
			out[f.ID] = f.SupersededBy
		}
		return out
	}
	mark := func(pairs map[string]string) map[geo.Layer]map[string]string {
		return map[geo.Layer]map[string]string{geo.LayerFacilities: pairs}
	}
	commit(t, s, data.Write{Rows: &geo.Dataset{Facilities: []geo.Facility{facility("o1", "osm"), facility("o2", "osm")}}, Layers: layers, Source: "osm"})
	before := version(t, s)

	t.Run("with rows", func(t *testing.T) {
		commit(t, s, data.Write{Rows: &geo.Dataset{Facilities: []geo.Facility{facility("u1", "user")}}, Layers: layers, Source: "user",
			Marks: mark(map[string]string{"o1": "u1"})})
		require.Equal(t, map[string]string{"o1": "u1", "o2": "", "u1": ""}, superseded())
	})
	t.Run("without rows", func(t *testing.T) {
		commit(t, s, data.Write{Marks: mark(map[string]string{"o1": "", "o2": "u1", "gone": "u1"})})
		require.Equal(t, map[string]string{"o1": "", "o2": "u1", "u1": ""}, superseded())
	})
	t.Run("not on rows that the same write brings", func(t *testing.T) {
		again := facility("u1", "user")
		again.SupersededBy = "o1"
		commit(t, s, data.Write{Rows: &geo.Dataset{Facilities: []geo.Facility{again}}, Layers: layers, Source: "user",
			Marks: mark(map[string]string{"u1": "x", "o2": ""})})
		require.Equal(t, map[string]string{"o1": "", "o2": "", "u1": "o1"}, superseded())
	})
	t.Run("they are content", func(t *testing.T) {
		commit(t, s, data.Write{Rows: &geo.Dataset{}, Layers: layers, Source: "user"})
		require.Equal(t, before, version(t, s))
		commit(t, s, data.Write{Marks: mark(map[string]string{"o1": "x"})})
		require.NotEqual(t, before, version(t, s))
	})
	t.Run("only where a row can be superseded", func(t *testing.T) {
		require.Error(t, s.Commit(context.Background(), data.Write{Marks: map[geo.Layer]map[string]string{geo.LayerRoads: {"r": "x"}}}))
	})
}
