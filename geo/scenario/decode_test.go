package scenario_test

import (
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo/scenario"
)

// What is wrong is told by the number of the edit, the field and the value.
func TestWhatIsRefused(t *testing.T) {
	const line = `"geometry":{"type":"LineString","coordinates":[[120,30],[121,30]]}`
	ds := town(rand.New(rand.NewPCG(1, 5)))
	for _, c := range []struct{ edit, field, rule string }{
		{`{"op":"add","layer":"facility","lon":120,"lat":30,"category":"clinic","colour":"red"}`, "colour", "is no member"},
		{`{"op":"add","op":"add","layer":"facility"}`, "op", "is given twice"},
		{`{"op":"build","layer":"facility","id":"f00"}`, "op", "has to be one of add, move, close, remove, set"},
		{`{"op":"add","layer":"facilities"}`, "layer", "has to be one of facility, road"},
		{`{"op":"move","layer":"road","id":"r0"}`, "op", "has to be one of add, close, remove, set"},
		{`{"op":"close","layer":"facility"}`, "id", "is required"},
		{`{"op":"close","layer":"facility","id":"nobody"}`, "id", "is no facility of this dataset"},
		{`{"op":"close","layer":"facility","id":"f00","properties":{"name":"x"}}`, "properties", "are not taken by close"},
		{`{"op":"close","layer":"facility","id":"f00","lon":1,"lat":2}`, "geometry", "is not taken by close"},
		{`{"op":"set","layer":"facility","id":"f00"}`, "properties", "is required"},
		{`{"op":"set","layer":"facility","id":"f00","properties":{"colour":"red"}}`, "properties.colour", "is no property here"},
		{`{"op":"set","layer":"facility","id":"f00","properties":{"name":7}}`, "properties.name", "has to be a text"},
		{`{"op":"set","layer":"facility","id":"f00","properties":{"status":"open"}}`, "properties.status", "has to be one of existing"},
		{`{"op":"set","layer":"facility","id":"f00","properties":{"capacity":-1}}`, "properties.capacity", "0 or more"},
		{`{"op":"set","layer":"facility","id":"f00","properties":{"attributes":{"beds":[1]}}}`, "properties.attributes.beds", "has to be a text, a number"},
		{`{"op":"add","layer":"facility","lon":120,"category":"clinic"}`, "lat", "is required"},
		{`{"op":"add","layer":"facility","lon":200,"lat":30,"category":"clinic"}`, "lon,lat", "no longitude and latitude"},
		{`{"op":"add","layer":"facility","lon":120,"lat":30}`, "category", "is required"},
		{`{"op":"add","layer":"facility","lon":120,"lat":30,"category":"pub"}`, "category", "is no category"},
		{`{"op":"add","layer":"facility","category":"clinic"}`, "lon", "is required"},
		{`{"op":"add","layer":"facility","id":"f00","lon":120,"lat":30,"category":"clinic"}`, "id", "is the id of another row"},
		{`{"op":"add","layer":"facility","category":"clinic",` + line + `}`, "geometry.type", "has to be one of Point"},
		{`{"op":"add","layer":"facility","lon":1,"lat":1,"category":"clinic",` + line + `}`, "lon", "stands beside a geometry"},
		{`{"op":"add","layer":"road",` + line + `}`, "properties.highway", "is required"},
		{`{"op":"add","layer":"road",` + line + `,"properties":{"highway":"residential","oneway":"sometimes"}}`, "properties.oneway", "has to be one of yes, no, -1"},
		{`{"op":"add","layer":"road",` + line + `,"properties":{"highway":"residential","level":1.5}}`, "properties.level", "whole number"},
		{`{"op":"add","layer":"road",` + line + `,"properties":{"highway":"residential","level":-128}}`, "properties.level", "from -127 to 127"}, // as in stores
		{`{"op":"set","layer":"road","id":"r0","properties":{"bridge":true}}`, "properties.bridge", "is no property here"},
		{`{"op":"add","layer":"road","geometry":{"type":"Circle","coordinates":[]}}`, "geometry.type", "has to be one of"},
		{`{"op":"add","layer":"road","geometry":{"type":"LineString","coordinates":[[120,30]]}}`, "geometry", "2 different positions"},
		{`{"op":"add","layer":"road","geometry":{"type":"LineString","coordinates":"x"}}`, "geometry", "are not those of this type"},
		{`{"op":"add","layer":"road","geometry":{"type":"LineString","coordinates":[[120,30],[121,30]],"crs":1}}`, "geometry", "GeoJSON geometry"},
		{`{"op":"add","layer":"park","geometry":{"type":"Polygon","coordinates":[[[0,0],[1,1],[1,0],[0,1],[0,0]]]}}`, "geometry", ""},
		{`{"op":"add","layer":"park",` + line + `}`, "geometry.type", "Polygon"},
		{`{"op":"add","layer":"parcel","geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}}`, "properties.use", "is required"},
		{`7`, "", "is an object"},
	} {
		// As the second of a list, so that the number is not 0 by chance.
		body := `[{"op":"close","layer":"facility","id":"f01"},` + c.edit + `]`
		edits, err := scenario.Decode([]byte(body))
		if err == nil {
			_, _, err = scenario.Apply(t.Context(), ds, edits, scenario.Options{Profiles: rules()})
		}
		var refused *scenario.EditError
		require.ErrorAs(t, err, &refused, c.edit)
		require.Equal(t, 1, refused.Edit, c.edit)
		require.Equal(t, c.field, refused.Field, c.edit)
		require.Contains(t, refused.Rule.En, c.rule, c.edit)
		require.NotEmpty(t, refused.Rule.Zh, c.edit)
	}
}

func TestWhatIsRefusedOfAScenario(t *testing.T) {
	for body, field := range map[string]string{
		`{"edits":[],"name":7}`: "name", `{"edits":{}}`: "edits", `{}`: "edits", `{"edits":[],"towns":"x"}`: "towns", `{"edits":[],"circles":[""]}`: "circles",
		`{"edits":[],"edit":[]}`: "edit", `{"edits":[]} x`: "", `[]`: "", `{"edits":[` + strings.Repeat(`{},`, 200) + `{}]}`: "edits",
	} {
		_, err := scenario.DecodeScenario([]byte(body))
		var refused *scenario.EditError
		require.ErrorAs(t, err, &refused, body)
		require.Equal(t, field, refused.Field, body)
		require.Equal(t, -1, refused.Edit, body)
	}
	s, err := scenario.DecodeScenario([]byte(`{"name":"东桥","author":"王工","dataset_version":"d","towns":["e"],"standards":["s"],"group":"60+","edits":[]}`))
	require.NoError(t, err)
	require.Equal(t, &scenario.Scenario{Name: "东桥", Author: "王工", DatasetVersion: "d", Edits: []scenario.Edit{},
		Question: scenario.Question{Towns: []string{"e"}, Standards: []string{"s"}, Group: "60+"}}, s)
}

// An edit reads as it was written.
func TestEditsRoundTrip(t *testing.T) {
	many(t, 20, func(t *testing.T, r *rand.Rand) {
		var edits []scenario.Edit
		for range 5 {
			edits = append(edits, adding(r, "x"))
		}
		edits = append(edits, persons(7, map[string]any{"unit": "e"}), scenario.Edit{Op: scenario.Close, Layer: scenario.Park, ID: "p"})
		text, err := json.Marshal(edits)
		require.NoError(t, err)
		again, err := scenario.Decode(text)
		require.NoError(t, err)
		require.Equal(t, edits, again)
	})
}
