package scenario_test

import (
	"encoding/json"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/scenario"
)

func square(x float64) orb.MultiPolygon {
	return orb.MultiPolygon{orb.Bound{Min: orb.Point{x, 30}, Max: orb.Point{x + 0.01, 30.01}}.ToPolygon()}
}

// everyLayer has a row of each layer that has rules of its own.
func everyLayer() *geo.Dataset {
	return &geo.Dataset{Version: "v", LayerVersions: map[geo.Layer]string{geo.LayerFacilities: "f", geo.LayerParks: "p"},
		Facilities: []geo.Facility{{ID: "f", Name: "站", Categories: []string{"clinic"}, Location: orb.Point{120, 30}, Entrances: []orb.Point{{120, 30.001}},
			Footprint: square(120), Attributes: map[string]any{"beds": 3.0, "open": "yes"}, Source: "own"}},
		Greenways: []geo.Greenway{{ID: "g", Geometry: orb.MultiLineString{{{120, 30}, {121, 30}}}, Source: "own"}},
		Parks:     []geo.Park{{ID: "p", Kind: "garden", Geometry: square(120), Entrances: []orb.Point{{120, 30}}, Source: "own"}},
		Parcels:   []geo.Parcel{{ID: "l", Use: "residential", Code: "gbt21010:0701", Geometry: square(120), Dwellings: geo.Known(4), Source: "own"}},
	}
}

func decoded(t *testing.T, body string) []scenario.Edit {
	t.Helper()
	edits, err := scenario.Decode([]byte(body))
	require.NoError(t, err)
	return edits
}

// Each edit of a row, by hand; the dataset that it is made of is as it was.
func TestEditsOfRows(t *testing.T) {
	for name, c := range map[string]struct {
		edit string
		want func(d *geo.Dataset)
	}{
		"set a facility": {`{"op":"set","layer":"facility","id":"f","properties":{"name":"新","capacity":30,"area_m2":7,"categories":["school","H03"],"attributes":{"beds":null,"ownership":"public"}}}`,
			func(d *geo.Dataset) {
				f := &d.Facilities[0]
				f.Name, f.AreaM2, f.Categories = "新", geo.Known(7), []string{"school", "clinic"}
				f.Attributes = map[string]any{"open": "yes", "capacity": 30.0, "ownership": "public"}
			}},
		"move a facility": {`{"op":"move","layer":"facility","id":"f","lon":121,"lat":31}`,
			func(d *geo.Dataset) {
				d.Facilities[0].Location, d.Facilities[0].Entrances, d.Facilities[0].Footprint = orb.Point{121, 31}, nil, nil
			}},
		"close a facility":  {`{"op":"close","layer":"facility","id":"f"}`, func(d *geo.Dataset) { d.Facilities[0].Status = geo.StatusClosed }},
		"remove a facility": {`{"op":"remove","layer":"facility","id":"f"}`, func(d *geo.Dataset) { d.Facilities = d.Facilities[:0] }},
		"add a facility": {`{"op":"add","layer":"facility","id":"n","lon":1,"lat":2,"category":"E03","properties":{"status":"planned"}}`, func(d *geo.Dataset) {
			d.Facilities = append(d.Facilities, geo.Facility{ID: "n", Categories: []string{"school"}, Location: orb.Point{1, 2}, Status: geo.StatusPlanned, Attributes: map[string]any{}, Source: "scenario"})
		}},
		"set a greenway": {`{"op":"set","layer":"greenway","id":"g","properties":{"connector":true,"grade":"county"},"geometry":{"type":"LineString","coordinates":[[1,2],[3,4,99]]}}`, func(d *geo.Dataset) {
			d.Greenways[0].Connector, d.Greenways[0].Grade, d.Greenways[0].Geometry = true, "county", orb.MultiLineString{{{1, 2}, {3, 4}}}
		}},
		"close a greenway": {`{"op":"close","layer":"greenway","id":"g"}`, func(d *geo.Dataset) { d.Greenways[0].Status = geo.StatusClosed }},
		"add a park": {`{"op":"add","layer":"park","id":"n","geometry":{"type":"Polygon","coordinates":[[[1,1],[1,2],[2,2],[2,1],[1,1]]]}}`, func(d *geo.Dataset) {
			d.Parks = append(d.Parks, geo.Park{ID: "n", Kind: "park", Status: geo.StatusExisting, Source: "scenario",
				Geometry: orb.MultiPolygon{{{{1, 1}, {2, 1}, {2, 2}, {1, 2}, {1, 1}}}}}) // right-handed
		}},
		"set a park":    {`{"op":"set","layer":"park","id":"p","properties":{"kind":"park","name":"园"}}`, func(d *geo.Dataset) { d.Parks[0].Kind, d.Parks[0].Name = "park", "园" }},
		"remove a park": {`{"op":"remove","layer":"park","id":"p"}`, func(d *geo.Dataset) { d.Parks = d.Parks[:0] }},
		"set a parcel": {`{"op":"set","layer":"parcel","id":"l","properties":{"use":"commercial","population":9}}`, func(d *geo.Dataset) {
			d.Parcels[0].Use, d.Parcels[0].Code, d.Parcels[0].Population = "commercial", "", geo.Known(9)
		}},
		"remove a parcel": {`{"op":"remove","layer":"parcel","id":"l"}`, func(d *geo.Dataset) { d.Parcels = d.Parcels[:0] }},
	} {
		t.Run(name, func(t *testing.T) {
			ds, want := everyLayer(), everyLayer()
			next, changes := apply(t, ds, decoded(t, "["+c.edit+"]")...)
			require.Equal(t, everyLayer(), ds, "the dataset before is as it was")
			c.want(want)
			require.Len(t, changes.Layers, 1)
			require.NotEmpty(t, changes.Places)
			want.Version, want.LayerVersions = next.Version, next.LayerVersions
			require.Equal(t, want, next)
			require.NotEqual(t, ds.Version, next.Version)
		})
	}
}

// Ids that are not given hang on the content and the number of the edit, on nothing else.
func TestIdsAreStable(t *testing.T) {
	const clinic = `{"op":"add","layer":"facility","lon":1,"lat":2,"category":"clinic"}`
	ids := func(body string) []string {
		_, changes := apply(t, everyLayer(), decoded(t, body)...)
		return changes.Layers[0].Added
	}
	twice := ids("[" + clinic + "," + clinic + "]")
	require.Equal(t, twice, ids(`[{"category":"clinic","lat":2,"lon":1,"layer":"facility","op":"add"},`+clinic+"]"))
	require.NotEqual(t, twice[0], twice[1])
	require.Regexp(t, `^scenario-1-[0-9a-f]{10}$`, twice[0])
	text, err := json.Marshal(decoded(t, "["+clinic+"]"))
	require.NoError(t, err)
	require.Equal(t, ids("["+clinic+"]"), ids(string(text)))
}
