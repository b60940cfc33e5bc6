package importer

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/geo"
)

// box is a right-handed rectangle.
func rectangle(x0, y0, x1, y1 float64) orb.MultiPolygon {
	return orb.MultiPolygon{{{{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}, {x0, y0}}}}
}

// metresNorth is a point so many metres north of the equator at longitude 9; a
// degree of latitude has 110,574.4 m there (GRS 80 and WGS 84, at latitude 0).
func metresNorth(m float64) orb.Point { return orb.Point{9, m / 110574.4} }

func facility(source, id, name string, at orb.Point, categories ...string) geo.Facility {
	return geo.Facility{ID: source + "-" + id, Source: source, Name: name, Location: at, Categories: categories}
}

// imported is a write of one source, as an import makes it.
func imported(source string, rows geo.Dataset) data.Write {
	w := data.Write{Source: source, Info: &geo.SourceInfo{Name: source}, Layers: map[geo.Layer]data.Mode{}, Rows: &rows}
	if source == "li.osm" {
		w.Info.License, w.Info.Attribution = "ODbL-1.0", "© OpenStreetMap contributors"
	}
	for _, l := range geo.Layers() {
		if rows.Count(l) > 0 {
			w.Layers[l] = data.ReplaceSource
		}
	}
	return w
}

func settled(t *testing.T, s data.Store, writes ...data.Write) *geo.Dataset {
	t.Helper()
	for _, w := range writes {
		_, err := Settle(context.Background(), s, w, SettleOptions{})
		require.NoError(t, err)
	}
	return loaded(t, s)
}

func TestFacilitiesThatRepeatOneAnother(t *testing.T) {
	at := metresNorth(0)
	mine := facility("mine", "1", "王店镇中心小学", at, "primary_school")
	towns := []geo.Unit{
		{Code: "t", Name: "王店镇", Level: geo.LevelTown, Source: "mine", Geometry: rectangle(8, -1, 10, 1)},
		{Code: "c", Name: "秀洲区", NameEn: "Xiuzhou", Level: geo.LevelCounty, Source: "mine", Geometry: rectangle(8, -1, 10, 1)},
	}
	for _, c := range []struct {
		name  string
		other geo.Facility
		want  bool
	}{
		{"same name, 49 m", facility("li.osm", "1", "王店镇中心小学", metresNorth(49), "primary_school"), true},
		{"same name, 50.1 m", facility("li.osm", "1", "王店镇中心小学", metresNorth(50.1), "primary_school"), false},
		{"spelling and brackets", facility("li.osm", "1", "王店镇 中心小学（南校区）", at, "primary_school"), true},
		{"names of units in front", facility("li.osm", "1", "秀洲区王店镇中心小学", at, "primary_school"), true},
		{"without the town", facility("li.osm", "1", "中心小学", at, "primary_school"), true},
		{"another name", facility("li.osm", "1", "第二小学", at, "primary_school"), false},
		{"no name", facility("li.osm", "1", "", at, "primary_school"), false},
		{"another category", facility("li.osm", "1", "中心小学", at, "junior_high"), false},
		{"a category more", facility("li.osm", "1", "中心小学", at, "primary_school", "junior_high"), false},
		{"another user's, later in the alphabet", facility("other", "1", "中心小学", at, "primary_school"), true},
		{"the same source", facility("mine", "2", "中心小学", at, "primary_school"), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			rows := geo.Dataset{Facilities: []geo.Facility{mine}, Units: towns}
			store := &memory{}
			if c.other.Source == "mine" {
				rows.Facilities = append(rows.Facilities, c.other)
				settled(t, store, imported("mine", rows))
			} else {
				settled(t, store, imported("mine", rows), imported(c.other.Source, geo.Dataset{Facilities: []geo.Facility{c.other}}))
			}
			want := ""
			if c.want {
				want = "mine-1"
			}
			for _, f := range loaded(t, store).Facilities {
				if f.ID == mine.ID {
					require.Empty(t, f.SupersededBy)
				} else {
					require.Equal(t, want, f.SupersededBy)
				}
			}
		})
	}
}

func TestFacilityStatusAndGround(t *testing.T) {
	at := metresNorth(0)
	plan := facility("mine", "1", "中心小学", at, "primary_school")
	plan.Status = geo.StatusPlanned
	stands := facility("li.osm", "1", "中心小学", at, "primary_school")
	ds := settled(t, &memory{}, imported("mine", geo.Dataset{Facilities: []geo.Facility{plan}}), imported("li.osm", geo.Dataset{Facilities: []geo.Facility{stands}}))
	for _, f := range ds.Facilities {
		require.Empty(t, f.SupersededBy, "a plan does not take away what stands")
	}
	plan.Status = geo.StatusClosed
	ds = settled(t, &memory{}, imported("mine", geo.Dataset{Facilities: []geo.Facility{plan}}), imported("li.osm", geo.Dataset{Facilities: []geo.Facility{stands}}))
	require.Equal(t, "mine-1", ds.Facilities[0].SupersededBy, "what the user knows to be closed is closed")

	// A campus 300 m wide: the user's point at its gate, 140 m from its middle, and
	// another 40 m outside it.
	campus := facility("li.osm", "2", "大学", metresNorth(0), "school")
	d := 150 / 110574.4
	campus.Footprint = rectangle(9-d, -d, 9+d, d)
	for _, c := range []struct {
		metres float64
		want   string
	}{{140, "mine-1"}, {190, "mine-1"}, {201, ""}} {
		gate := facility("mine", "1", "大学", metresNorth(c.metres), "school")
		ds = settled(t, &memory{}, imported("li.osm", geo.Dataset{Facilities: []geo.Facility{campus}}), imported("mine", geo.Dataset{Facilities: []geo.Facility{gate}}))
		require.Equal(t, c.want, ds.Facilities[0].SupersededBy, "%g m", c.metres)
	}
}

// Three in a row, each 40 m from the next: the best counts, the second repeats it,
// and the third, 80 m from the best, counts.
func TestChainOfRepetitions(t *testing.T) {
	var writes []data.Write
	for i, source := range []string{"a", "b", "c"} {
		writes = append(writes, imported(source, geo.Dataset{Facilities: []geo.Facility{facility(source, "1", "药店", metresNorth(float64(40*i)), "pharmacy")}}))
	}
	for _, order := range [][]int{{0, 1, 2}, {2, 1, 0}, {1, 0, 2}, {1, 2, 0}} {
		store := &memory{}
		for _, i := range order {
			settled(t, store, writes[i])
		}
		var got []string
		for _, f := range loaded(t, store).Facilities {
			got = append(got, f.SupersededBy)
		}
		require.Equal(t, []string{"", "a-1", ""}, got)
	}
	// When the winner goes, the loser comes back.
	store := &memory{}
	settled(t, store, writes...)
	ds := settled(t, store, data.Write{Source: "a", Rows: &geo.Dataset{}, Layers: map[geo.Layer]data.Mode{geo.LayerFacilities: data.ReplaceSource}})
	require.Len(t, ds.Facilities, 2)
	require.Empty(t, ds.Facilities[0].SupersededBy)
	require.Equal(t, "b-1", ds.Facilities[1].SupersededBy)
}

func TestUnitsOfTwoSources(t *testing.T) {
	osm := func(code, name string, level geo.Level, ground orb.MultiPolygon) data.Write {
		return imported("li.osm", geo.Dataset{Units: []geo.Unit{{Code: code, Name: name, Level: level, Geometry: ground, Source: "li.osm"}}})
	}
	mine := imported("mine", geo.Dataset{Units: []geo.Unit{{Code: "330411101", Name: "王江泾镇", Level: geo.LevelTown, Geometry: rectangle(120, 30, 121, 31), Source: "mine"}}})
	for _, c := range []struct {
		name  string
		other data.Write
		want  string
	}{
		{"same code elsewhere", osm("330411101", "x", geo.LevelCounty, rectangle(1, 1, 2, 2)), "mine"},
		{"same code, 12 digits", osm("330411101000", "x", geo.LevelTown, nil), "mine"},
		{"same name, most of the ground", osm("osm-r1", "王江泾镇", geo.LevelTown, rectangle(120.4, 30, 121.4, 31)), "mine"},
		{"same name, less than half", osm("osm-r1", "王江泾镇", geo.LevelTown, rectangle(120.6, 30, 121.6, 31)), ""},
		{"same name, small part inside", osm("osm-r1", "王江泾镇", geo.LevelTown, rectangle(120.4, 30.4, 120.6, 30.6)), "mine"},
		{"another level", osm("osm-r1", "王江泾镇", geo.LevelVillage, rectangle(120, 30, 121, 31)), ""},
		{"another name, the same ground", osm("osm-r1", "油车港镇", geo.LevelTown, rectangle(120, 30, 121, 31)), "mine"},
		{"another name, nine tenths of both", osm("osm-r1", "油车港镇", geo.LevelTown, rectangle(120.1, 30, 121.1, 31)), "mine"},
		{"another name, three quarters of both", osm("osm-r1", "油车港镇", geo.LevelTown, rectangle(120.25, 30, 121.25, 31)), ""},
		{"another name, a part of it", osm("osm-r1", "油车港镇", geo.LevelTown, rectangle(120.1, 30, 120.8, 31)), ""},
	} {
		for _, order := range [][]data.Write{{mine, c.other}, {c.other, mine}} {
			for _, u := range settled(t, &memory{}, order...).Units {
				want := c.want
				if u.Source == "mine" {
					want = ""
				}
				require.Equal(t, want, u.SupersededBy, c.name)
			}
		}
	}
	// One code in three sources, of which the middle one goes: marks by code alone
	// would not know which row is meant.
	third := imported("zz", geo.Dataset{Units: []geo.Unit{{Code: "330411101", Level: geo.LevelTown, Geometry: rectangle(120, 30, 121, 31), Source: "zz"}}})
	store := &memory{}
	settled(t, store, mine, third, osm("330411101", "x", geo.LevelTown, rectangle(120, 30, 121, 31)))
	ds := settled(t, store, data.Write{Source: "mine", Rows: &geo.Dataset{}, Layers: map[geo.Layer]data.Mode{geo.LayerUnits: data.ReplaceSource}})
	require.Len(t, ds.Units, 2)
	require.Equal(t, []string{"zz", ""}, []string{ds.Units[0].SupersededBy, ds.Units[1].SupersededBy})
}

func TestPopulationOfSeveralSources(t *testing.T) {
	cell := func(source, id string, g orb.Geometry) geo.PopulationCell {
		return geo.PopulationCell{ID: source + "-" + id, Source: source, Geometry: g, Persons: geo.Known(10)}
	}
	rows := func(source string, cells ...geo.PopulationCell) data.Write {
		return imported(source, geo.Dataset{Population: cells})
	}
	towns := imported("towns", geo.Dataset{Units: []geo.Unit{
		{Code: "a", Name: "A", Level: geo.LevelTown, Geometry: rectangle(0, 0, 1, 1), Source: "towns"},
		{Code: "b", Name: "B", Level: geo.LevelTown, Geometry: rectangle(1, 0, 2, 1), Source: "towns"},
	}})
	hexagon := func(source string) geo.PopulationCell {
		return geo.PopulationCell{ID: source + "-hex", Cell: "89a90128c2fffff", Geometry: rectangle(5, 5, 5.1, 5.1), Source: source, Persons: geo.Known(1)}
	}
	writes := []data.Write{
		towns,
		rows("mine", cell("mine", "1", orb.Point{0.5, 0.5}), cell("mine", "far", rectangle(3, 3, 4, 4)[0]), hexagon("mine")),
		rows("other", hexagon("other"), cell("other", "in", orb.Point{3.5, 3.5})),
		rows("li.osm", cell("li.osm", "a", orb.Point{0.9, 0.9}), cell("li.osm", "b", orb.Point{1.5, 0.5}), cell("li.osm", "box", orb.Point{2.5, 2.5}), cell("li.osm", "out", orb.Point{9, 9})),
	}
	want := map[string]string{"mine-1": "", "mine-far": "", "mine-hex": "", "other-hex": "mine", "other-in": "", "li.osm-a": "mine", "li.osm-b": "", "li.osm-box": "mine", "li.osm-out": ""}
	for _, order := range [][]int{{0, 1, 2, 3}, {3, 2, 1, 0}, {1, 3, 0, 2}} {
		store := &memory{}
		var remarks []Finding
		for _, i := range order {
			s, err := Settle(context.Background(), store, writes[i], SettleOptions{})
			require.NoError(t, err)
			remarks = s.Remarks
		}
		got := map[string]string{}
		for _, p := range loaded(t, store).Population {
			got[p.ID] = p.SupersededBy
		}
		require.Equal(t, want, got, "%v", order)
		require.Contains(t, remarks, Finding{What: "the people of the sources mine and other overlap: they count twice", Count: 1, Examples: []string{"other-in in mine-far"}})
	}
}

func TestSettleIsOneCommitWithHomes(t *testing.T) {
	store := &memory{}
	calls := 0
	homes := func(_ context.Context, ds *geo.Dataset) ([]geo.Home, error) {
		calls++
		require.Empty(t, ds.Homes)
		return []geo.Home{{ID: fmt.Sprintf("home-%d", len(ds.Population)), Source: "x"}}, nil
	}
	w := imported("mine", geo.Dataset{Population: []geo.PopulationCell{{ID: "mine-1", Source: "mine", Geometry: orb.Point{1, 1}}}})
	s, err := Settle(context.Background(), store, w, SettleOptions{MakeHomes: homes, DryRun: true})
	require.NoError(t, err)
	require.Len(t, s.Dataset.Homes, 1)
	require.Zero(t, store.commits)
	_, err = Settle(context.Background(), store, w, SettleOptions{MakeHomes: homes})
	require.NoError(t, err)
	require.Equal(t, 1, store.commits)
	require.Equal(t, []geo.Home{{ID: "home-1", Source: "x"}}, loaded(t, store).Homes)
	require.Nil(t, w.Rows.Homes, "the caller's write stays as it is")
	require.NotContains(t, w.Layers, geo.LayerHomes)

	// Somebody else imports while homes are made: they are made again, from both.
	other := imported("other", geo.Dataset{Population: []geo.PopulationCell{{ID: "other-1", Source: "other", Geometry: orb.Point{2, 2}}}})
	store.beforeVersion = func(m *memory) { require.NoError(t, m.Commit(context.Background(), other)) }
	calls = 0
	_, err = Settle(context.Background(), store, w, SettleOptions{MakeHomes: homes})
	require.NoError(t, err)
	require.Equal(t, 2, calls)
	require.Equal(t, "home-2", loaded(t, store).Homes[0].ID)

	before := loaded(t, store).Version
	failing := errors.New("no homes")
	_, err = Settle(context.Background(), store, w, SettleOptions{MakeHomes: func(context.Context, *geo.Dataset) ([]geo.Home, error) { return nil, failing }})
	require.ErrorIs(t, err, failing)
	store.failCommit = errors.New("disk full")
	_, err = Settle(context.Background(), store, w, SettleOptions{})
	require.ErrorContains(t, err, "disk full")
	require.Equal(t, before, loaded(t, store).Version)
}

func TestSettleRefusesOneIDOfTwoSources(t *testing.T) {
	store := &memory{}
	settled(t, store, imported("a", geo.Dataset{Parks: []geo.Park{{ID: "a-b-1", Source: "a"}}}))
	_, err := Settle(context.Background(), store, imported("a-b", geo.Dataset{Parks: []geo.Park{{ID: "a-b-1", Source: "a-b"}}}), SettleOptions{})
	require.ErrorContains(t, err, `parks "a-b-1": two rows have this id, of the sources "a" and "a-b"`)
}

func TestWhoIsOpenStreetMap(t *testing.T) {
	from := originsOf([]geo.SourceInfo{
		{Name: "li", Attribution: "© OpenStreetMap contributors"}, {Name: "monaco", License: "ODbL 1.0 (OpenStreetMap)"},
		{Name: "osm", License: "CC0"}, {Name: "mine"},
	})
	for source, want := range map[string]bool{"li": true, "monaco": true, "osm": false, "mine": false, "osm-porto": true, "osmium": false, "": false} {
		require.Equal(t, want, from.isOSM(source), source)
	}
}

func TestFacilityInNoTown(t *testing.T) {
	store := &memory{}
	settled(t, store, imported("towns", geo.Dataset{Units: []geo.Unit{{Code: "a", Level: geo.LevelTown, Geometry: rectangle(120, 30, 121, 31), Source: "towns"}}}))
	r, err := dry(t, "facilities", "f.csv", "category,lon,lat\nE02,120.5,30.5\nE02,122,30.5\n", func(o *LayerOptions) { o.Store = store })
	require.NoError(t, err)
	require.Equal(t, 2, r.Report.Accepted)
	require.Contains(t, r.Report.Remarks, Finding{What: "facility in no town", Count: 1, Examples: []string{"f-3"}})
	require.Empty(t, loaded(t, store).Facilities)
}

func TestAxesThatLookSwappedBesideTheData(t *testing.T) {
	store := &memory{}
	settled(t, store, imported("towns", geo.Dataset{Units: []geo.Unit{{Code: "a", Level: geo.LevelTown, Geometry: rectangle(9.4, 47, 9.7, 47.3), Source: "towns"}}}))
	r, err := dry(t, "facilities", "f.csv", "category,lon,lat\nE02,47.1,9.5\nE02,9.5,47.1\nE02,8,47\n", func(o *LayerOptions) { o.Store = store })
	require.NoError(t, err)
	require.Contains(t, r.Report.Remarks, Finding{What: "lies outside the data, and inside it with longitude and latitude changed over: the axes look swapped", Count: 1})
}

func TestStampDoesNotDependOnOrder(t *testing.T) {
	osm := func(name, date string, b orb.Bound) data.Write {
		return data.Write{
			Source: name, Info: &geo.SourceInfo{Name: name, Attribution: "OpenStreetMap", Date: date},
			Layers: map[geo.Layer]data.Mode{geo.LayerRoads: data.ReplaceSource},
			Rows: &geo.Dataset{Title: "of " + name, Notice: "note " + name, Date: date, Extent: b, ExtentFrom: "header", Roads: []geo.RoadSegment{
				{ID: name, Highway: "path", Source: name, Geometry: orb.LineString{b.Min, b.Center()}}}},
		}
	}
	a := osm("a", "2025-01-01", orb.Bound{Min: orb.Point{1, 1}, Max: orb.Point{2, 2}})
	b := osm("b", "2024-01-01", orb.Bound{Min: orb.Point{3, 1}, Max: orb.Point{4, 2}})
	one, two := settled(t, &memory{}, a, b), settled(t, &memory{}, b, a)
	require.Equal(t, one.Version, two.Version)
	require.Equal(t, "2025-01-01", one.Date)
	require.Equal(t, orb.Bound{Min: orb.Point{1, 1}, Max: orb.Point{4, 2}}, one.Extent)
	require.Equal(t, "of a", one.Title)
	require.Equal(t, "note a\nnote b", one.Notice)
}
