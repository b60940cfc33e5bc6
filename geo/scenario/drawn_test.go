package scenario_test

import (
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
	"github.com/seed-4611ae28/lifecircle/geo/internal/drawntown"
	"github.com/seed-4611ae28/lifecircle/geo/scenario"
)

// drawn is a dataset of a drawing: ten people at every home, a clinic at every digit, in
// two towns, west and east of a column.
func drawn(t *testing.T, drawing string, border float64) (*geo.Dataset, *drawntown.Town) {
	t.Helper()
	town := drawntown.Parse(drawing, drawntown.Options{})
	ds := &geo.Dataset{Version: "drawn", LayerVersions: map[geo.Layer]string{}, Roads: town.Roads, Barriers: town.Barriers}
	for _, l := range geo.Layers() {
		ds.LayerVersions[l] = "1"
	}
	for name, p := range town.Homes {
		ds.Homes = append(ds.Homes, geo.Home{ID: name, Location: p, Persons: geo.Known(10)})
	}
	for name, p := range town.Facilities {
		ds.Facilities = append(ds.Facilities, geo.Facility{ID: name, Location: p, Categories: []string{"clinic"}})
	}
	for code, x := range map[string][2]float64{"w": {-100, border}, "e": {border, 100}} {
		ds.Units = append(ds.Units, geo.Unit{Code: code, Name: code, Level: geo.LevelTown,
			Geometry: orb.MultiPolygon{orb.Bound{Min: town.At(x[0], 100), Max: town.At(x[1], -100)}.ToPolygon()}})
	}
	return ds, town
}

func road(highway string, at ...orb.Point) scenario.Edit {
	return scenario.Edit{Op: scenario.Add, Layer: scenario.Road, ID: "new", Geometry: orb.LineString(at), Properties: map[string]any{"highway": highway}}
}

// A bridge and a clinic, by hand: the river keeps a and b from the clinic in the west. A
// bridge brings b within 500 m of it (150 m of bridge, 50 of the other bank), a new clinic
// in the east both. Nobody else is touched.
func TestAClinicAndABridge(t *testing.T) {
	ds, town := drawn(t, `
A-1-c-B ~ C-b-----a-D
        ~
        ~
`, 8)
	before := ready(t, ds)
	bridge := road("footway", town.Nodes["B"], town.Nodes["C"])
	bridge.Properties["bridge"] = true
	bridge.ID = "bridge"
	of := func(edits ...scenario.Edit) map[string]bool {
		answer, err := scenario.Evaluate(t.Context(), before, edits, scenario.Question{Circles: []string{"w500"}}, scenario.Options{})
		require.NoError(t, err)
		out := map[string]bool{}
		for _, h := range answer.Homes {
			require.Equal(t, geo.Known(10), h.Persons)
			out[h.Unit+h.Home.ID] = h.Gained
		}
		for _, c := range answer.Coverage {
			require.Equal(t, "e", c.Before.Area.Code, "the west has all it had, and no more")
		}
		return out
	}
	// From 1 to b: 2 cells to c, 2 to B, 4 over the bridge, 2 to b: 10 cells of 50 m.
	require.Equal(t, map[string]bool{"eb": true}, of(bridge))
	clinic := scenario.Edit{Op: scenario.Add, Layer: scenario.Facility, Geometry: town.Nodes["D"], Properties: map[string]any{"category": "H03"}}
	require.Equal(t, map[string]bool{"ea": true, "eb": true}, of(clinic))
	require.Equal(t, map[string]bool{"ea": true, "eb": true}, of(clinic, bridge))
	require.Empty(t, of(bridge, scenario.Edit{Op: scenario.Close, Layer: scenario.Road, ID: "bridge"}))
}

// A new road joins what it crosses, and both are split there.
func TestARoadJoinsWhatItCrosses(t *testing.T) {
	ds, town := drawn(t, `
A-------B
        |
        |
C---a---D
`, 50)
	for i := range ds.Roads { // as OpenStreetMap numbers them
		for k, n := range map[string]int64{"A": 1, "B": 2, "C": 3, "a": 9, "D": 4} {
			p, ok := town.Nodes[k]
			if !ok {
				p = town.Homes[k]
			}
			if ds.Roads[i].Geometry[0] == p {
				ds.Roads[i].From = n
			}
			if ds.Roads[i].Geometry[len(ds.Roads[i].Geometry)-1] == p {
				ds.Roads[i].To = n
			}
		}
	}
	next, changes := apply(t, ds, road("footway", town.At(2, -2), town.At(2, 5)))
	require.Equal(t, []string{"AB@0,0", "Ca@0,3"}, changes.Layers[0].Removed)
	require.Equal(t, []string{"new~1", "new~2", "new~3", "AB@0,0~1", "AB@0,0~2", "Ca@0,3~1", "Ca@0,3~2"}, changes.Layers[0].Added)
	require.Len(t, changes.Joints, 2)
	require.Len(t, changes.Loose, 2)
	by := map[string]geo.RoadSegment{}
	for _, r := range next.Roads {
		by[r.ID] = r
	}
	for _, c := range []struct {
		of, crossed string
		from, to    int64
		at          orb.Point
	}{{"new~1", "AB@0,0", 1, 2, town.At(2, 0)}, {"new~2", "Ca@0,3", 3, 9, town.At(2, 3)}} {
		node := by[c.of].To
		require.Negative(t, node)
		require.Equal(t, node, by[c.crossed+"~1"].To)
		require.Equal(t, node, by[c.crossed+"~2"].From)
		require.Equal(t, c.from, by[c.crossed+"~1"].From)
		require.Equal(t, c.to, by[c.crossed+"~2"].To)
		require.Equal(t, "drawn", by[c.crossed+"~1"].Source)
		end := by[c.of].Geometry[len(by[c.of].Geometry)-1]
		require.Less(t, crs.Distance(c.at, end), 0.02)
		require.Equal(t, end, by[c.crossed+"~1"].Geometry[len(by[c.crossed+"~1"].Geometry)-1])
		require.Equal(t, end, by[c.crossed+"~2"].Geometry[0])
	}
	require.Equal(t, by["new~1"].To, by["new~2"].From)
	require.Equal(t, by["new~2"].To, by["new~3"].From)
	for _, part := range []string{"new~1", "new~2", "new~3"} {
		require.Equal(t, "scenario:new", by[part].Source)
	}
	for i := range ds.Roads {
		require.NotContains(t, ds.Roads[i].ID, "~", "the dataset before is as it was")
	}
}

// Where a new road does and does not join: how many roads there are afterwards (a split
// makes one more), and how many of its ends meet nothing.
func TestWhereARoadJoins(t *testing.T) {
	const drawing = `
A-------B
        |
        |
C-------D
`
	_, town := drawn(t, drawing, 50)
	metre := 1.0 / 50
	for name, c := range map[string]struct {
		line         []orb.Point
		properties   map[string]any
		roads, loose int
	}{
		"across one":                          {[]orb.Point{town.At(2, -2), town.At(2, 1)}, nil, 3 + 3, 2},
		"ends at a node":                      {[]orb.Point{town.At(8, 0), town.At(12, 0)}, nil, 3 + 1, 1},
		"ends 4 m from a node":                {[]orb.Point{town.At(8+4*metre, -0.01), town.At(12, 0)}, nil, 3 + 1, 1},
		"ends 6 m from a node":                {[]orb.Point{town.At(8+6*metre, 0), town.At(12, 0)}, nil, 3 + 1, 2},
		"ends 4 m short of a street":          {[]orb.Point{town.At(4, -4*metre), town.At(4, -3)}, nil, 3 + 2, 1},
		"ends 6 m short of a street":          {[]orb.Point{town.At(4, -6*metre), town.At(4, -3)}, nil, 3 + 1, 2},
		"from street to street":               {[]orb.Point{town.At(3, 0), town.At(5, 3)}, nil, 3 + 1 + 2, 0},
		"from node to node":                   {[]orb.Point{town.At(0, 0), town.At(0, 3)}, nil, 3 + 1, 0},
		"across all three, one of them twice": {[]orb.Point{town.At(5, -2), town.At(9.5, 1.5), town.At(6, 1.5), town.At(6, 5)}, nil, 3 + 4 + 5, 2},
		"a bridge across":                     {[]orb.Point{town.At(2, -2), town.At(2, 1)}, map[string]any{"bridge": true}, 3 + 1, 2},
		"a tunnel across":                     {[]orb.Point{town.At(2, -2), town.At(2, 1)}, map[string]any{"tunnel": true}, 3 + 1, 2},
		"at another level":                    {[]orb.Point{town.At(2, -2), town.At(2, 1)}, map[string]any{"level": 1.0}, 3 + 1, 2},
		"a motorway across":                   {[]orb.Point{town.At(2, -2), town.At(2, 1)}, map[string]any{"highway": "motorway"}, 3 + 1, 2},
		"a bridge from street to street":      {[]orb.Point{town.At(3, 0), town.At(5, 3)}, map[string]any{"bridge": true, "level": 1.0}, 3 + 1 + 2, 0},
		"a bend that touches":                 {[]orb.Point{town.At(2, -2), town.At(3, 0), town.At(4, -2)}, nil, 3 + 1 + 2, 2},
		"through a junction":                  {[]orb.Point{town.At(6, -2), town.At(10, 2)}, nil, 3 + 2, 2},
		"over a junction on a bridge":         {[]orb.Point{town.At(6, -2), town.At(10, 2)}, map[string]any{"bridge": true}, 3 + 1, 2},
		"along a street, within it":           {[]orb.Point{town.At(2, 0), town.At(5, 0)}, nil, 3 + 1 + 2, 0},
		"shorter than the tolerance, nowhere": {[]orb.Point{town.At(20, 20), town.At(20+2*metre, 20)}, nil, 3 + 1, 2},
		"shorter than the tolerance, at one":  {[]orb.Point{town.At(4, -1*metre), town.At(4, -3*metre)}, nil, 3 + 2, 0},
	} {
		t.Run(name, func(t *testing.T) {
			ds, _ := drawn(t, drawing, 50)
			edit := road("footway", c.line...)
			for k, v := range c.properties {
				edit.Properties[k] = v
			}
			next, changes := apply(t, ds, edit)
			require.Len(t, next.Roads, c.roads)
			require.Len(t, changes.Loose, c.loose)
			requireSound(t, next)
		})
	}
}

// requireSound checks that ends with one number stand at one place, and that every id
// stands once.
func requireSound(t *testing.T, ds *geo.Dataset) {
	t.Helper()
	at, ids := map[int64]orb.Point{}, map[string]bool{}
	for i := range ds.Roads {
		r := &ds.Roads[i]
		require.False(t, ids[r.ID], r.ID)
		ids[r.ID] = true
		require.GreaterOrEqual(t, len(r.Geometry), 2)
		for node, p := range map[int64]orb.Point{r.From: r.Geometry[0], r.To: r.Geometry[len(r.Geometry)-1]} {
			if old, known := at[node]; known && node != 0 {
				require.Equal(t, old, p)
			}
			at[node] = p
		}
		for k := 1; k < len(r.Geometry); k++ {
			require.NotEqual(t, r.Geometry[k-1], r.Geometry[k])
		}
	}
}

// New roads meet each other, in whatever order they come.
func TestNewRoadsMeetEachOther(t *testing.T) {
	ds, town := drawn(t, `
A-------B
`, 50)
	one := road("footway", town.At(2, 0), town.At(2, 4))
	other := road("footway", town.At(2, 4.05), town.At(6, 4))
	across := road("footway", town.At(4, 3), town.At(4, 5))
	other.ID, across.ID = "other", "across"
	for _, edits := range [][]scenario.Edit{{one, other, across}, {across, other, one}, {other, across, one}} {
		next, changes := apply(t, ds, edits...)
		require.Len(t, next.Roads, 2+1+2+2)
		require.Len(t, changes.Loose, 3)
		requireSound(t, next)
		answer := ready(t, next)
		list, err := answer.Verdicts(t.Context(), "all", "clinic", "w500", "")
		require.NoError(t, err)
		require.Empty(t, list, "nobody lives here")
	}
}

// A road that is closed twice, or set after it was split, is told by its id.
func TestRoadsByTheirIds(t *testing.T) {
	ds, town := drawn(t, `
A---B---C
`, 50)
	id := ds.Roads[0].ID
	_, _, err := scenario.Apply(t.Context(), ds, []scenario.Edit{{Op: scenario.Close, Layer: scenario.Road, ID: id}, {Op: scenario.Close, Layer: scenario.Road, ID: id}}, scenario.Options{})
	var refused *scenario.EditError
	require.ErrorAs(t, err, &refused)
	require.Equal(t, 1, refused.Edit)
	require.Equal(t, "id", refused.Field)
	// Set comes first or last: the parts have it.
	set := scenario.Edit{Op: scenario.Set, Layer: scenario.Road, ID: id, Properties: map[string]any{"access": "private", "oneway": "yes", "maxspeed_kmh": 20.0, "surface": "asphalt"}}
	cross := road("footway", town.At(2, -1), town.At(2, 1))
	for _, edits := range [][]scenario.Edit{{set, cross}, {cross, set}} {
		next, _ := apply(t, ds, edits...)
		n := 0
		for _, r := range next.Roads {
			if r.Access == "private" {
				n++
				require.Equal(t, geo.Forward, r.OneWay)
				require.Equal(t, "asphalt", r.Surface)
				require.InDelta(t, 20, r.MaxSpeedKmh, 0)
			}
		}
		require.Equal(t, 2, n)
	}
	_, _, err = scenario.Apply(t.Context(), ds, []scenario.Edit{road("footwy", town.At(0, 1), town.At(1, 1))}, scenario.Options{Profiles: rules()})
	require.ErrorContains(t, err, `highway "footwy"`)
}

// A bridge is met at its ends, and a street of another level too.
func TestWhatIsMetAtItsEndsOnly(t *testing.T) {
	const drawing = `
A---B===C---D
`
	_, town := drawn(t, drawing, 50)
	for name, c := range map[string]struct {
		line         []orb.Point
		level        float64
		roads, loose int
	}{
		"ends under the bridge":             {[]orb.Point{town.At(6, 0), town.At(6, 3)}, 0, 3 + 1, 2},
		"passes under the bridge":           {[]orb.Point{town.At(6, -3), town.At(6, 3)}, 0, 3 + 1, 2},
		"passes where it comes down":        {[]orb.Point{town.At(4, -3), town.At(4, 3)}, 0, 3 + 2, 2},
		"ends where it comes down":          {[]orb.Point{town.At(8, 0), town.At(8, 3)}, 0, 3 + 1, 1},
		"ends below a street, level -1":     {[]orb.Point{town.At(2, 0), town.At(2, 3)}, -1, 3 + 1, 2},
		"ends at the end of a street there": {[]orb.Point{town.At(0, 0), town.At(0, 3)}, -1, 3 + 1, 1},
	} {
		t.Run(name, func(t *testing.T) {
			ds, _ := drawn(t, drawing, 50)
			edit := road("footway", c.line...)
			edit.Properties["level"] = c.level
			next, changes := apply(t, ds, edit)
			require.Len(t, next.Roads, c.roads)
			require.Len(t, changes.Loose, c.loose)
			requireSound(t, next)
		})
	}
	// A bridge alone: a road across its end meets it there.
	ds, town := drawn(t, "\nB===C\n", 50)
	next, changes := apply(t, ds, road("footway", town.At(4, -3), town.At(4, 3)))
	require.Len(t, next.Roads, 1+2)
	require.Len(t, changes.Joints, 1)
}

// The list of homes is cut where it is long, those with the most people first, and says
// how many there are.
func TestTheListOfHomesIsCut(t *testing.T) {
	ds, town := drawn(t, `
A-a-b-c-d-e-B
`, 50)
	for i := range ds.Homes {
		ds.Homes[i].Persons = geo.Known(float64(ds.Homes[i].ID[0])) // e has the most
	}
	clinic := scenario.Edit{Op: scenario.Add, Layer: scenario.Facility, Geometry: town.Nodes["A"], Properties: map[string]any{"category": "clinic"}}
	answer, err := scenario.Evaluate(t.Context(), ready(t, ds), []scenario.Edit{clinic}, scenario.Question{Circles: []string{"w500"}, MaxHomes: 2}, scenario.Options{})
	require.NoError(t, err)
	require.Equal(t, 5, answer.AllHomes)
	require.Len(t, answer.Homes, 2)
	require.Equal(t, "e", answer.Homes[0].Home.ID)
	require.Equal(t, "d", answer.Homes[1].Home.ID)
}
