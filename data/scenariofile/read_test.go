package scenariofile_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data/scenariofile"
	"github.com/seed-4611ae28/lifecircle/geo/scenario"
)

func TestRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s.yaml")
	require.NoError(t, os.WriteFile(path, []byte(`
name: 东桥  # a comment
author: 王工
standards: [xiuzhou-2020]
edits:
  - {op: add, layer: facility, lon: 120.1, lat: 30, category: clinic, properties: {capacity: 30}}
  - op: set
    layer: road
    id: "1"
    properties: {oneway: "no", sidewalk: true}
`), 0o600))
	s, err := scenariofile.Read(path)
	require.NoError(t, err)
	require.Equal(t, &scenario.Scenario{Name: "东桥", Author: "王工", Question: scenario.Question{Standards: []string{"xiuzhou-2020"}}, Edits: []scenario.Edit{
		{Op: scenario.Add, Layer: scenario.Facility, Geometry: orb.Point{120.1, 30}, Properties: map[string]any{"capacity": 30.0, "category": "clinic"}},
		{Op: scenario.Set, Layer: scenario.Road, ID: "1", Properties: map[string]any{"oneway": "no", "sidewalk": true}},
	}}, s)
	_, err = scenariofile.Read(path + ".none")
	require.ErrorIs(t, err, os.ErrNotExist)
}

func TestWhatIsNoScenario(t *testing.T) {
	for text, want := range map[string]string{
		"edits: [":                   "not YAML",
		"edits: []\nedits: []":       "already defined",
		"edits: []\n---\nedits: []":  "more than one document",
		"edits: [{op: build}]":       `edit 0: layer ""`,
		"edits: []\ncolour: red":     "colour",
		"7: x":                       "keys have to be texts",
		"edits: [{op: add, lon: x}]": `lon`,
		"edits: .inf":                "finite",
		"":                           "not YAML: EOF",
	} {
		_, err := scenariofile.Decode([]byte(text))
		require.ErrorContains(t, err, want, text)
	}
}
