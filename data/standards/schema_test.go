package standards

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"
)

func compiledSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("schema", "standard.schema.json"))
	require.NoError(t, err)
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	require.NoError(t, err)
	c := jsonschema.NewCompiler()
	require.NoError(t, c.AddResource("standard.schema.json", document))
	s, err := c.Compile("standard.schema.json")
	require.NoError(t, err)
	return s
}

// bySchema validates YAML as its JSON form.
func bySchema(t *testing.T, s *jsonschema.Schema, raw []byte) error {
	t.Helper()
	var v any
	require.NoError(t, yaml.Unmarshal(raw, &v))
	asJSON, err := json.Marshal(v)
	require.NoError(t, err)
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(asJSON))
	require.NoError(t, err)
	return s.Validate(document)
}

func TestSchemaAcceptsWhatShips(t *testing.T) {
	s := compiledSchema(t)
	files := 0
	require.NoError(t, fs.WalkDir(shipped, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := shipped.ReadFile(name)
		require.NoError(t, err)
		assert.NoError(t, bySchema(t, s, raw), name)
		files++
		return nil
	}))
	assert.GreaterOrEqual(t, files, 2)
}

// The schema knows the same kinds, and of each the same params, as loading does.
func TestSchemaKnowsWhatEachKindReads(t *testing.T) {
	s := compiledSchema(t)
	samples := map[string]string{
		"categories": "[bank]", "at_least": "2", "where": `{star: ">=1"}`, "circle": "c15_town",
		"rural_circle": "c5_village", "set": "town_15", "rule": "park_2022", "of": "villages",
		"parts": "town", "each": "[OWN-01]", "attribute": "beds", "per": "1000", "group": "60+",
		"layer": "units", "class": "primary", "mode": "car", "minutes": "30",
		"share_of_people": "0.8", "beads": "2", "decay": "slow",
	}
	for _, r := range readings {
		given := map[string]string{}
		for _, key := range r.needs {
			given[key] = samples[key]
		}
		for _, group := range r.eitherOf {
			given[group[0]] = samples[group[0]]
		}
		row := func(extra, value string) []byte {
			var b strings.Builder
			b.WriteString("id: own\nzh: 自定\nen: Own\nlevel: town\nissuer: us\ndate: \"2024\"\nsource: own\nverified: false\nindicators:\n")
			b.WriteString("  - {id: OWN-02, zh: 行, en: Row, kind: " + string(r.kind) + ", class: [SP], level: town, clause: 一, unit: 个, note: {zh: 无, en: none}, verified: false")
			params := []string{}
			for key, v := range given {
				params = append(params, key+": "+v)
			}
			if extra != "" && given[extra] == "" {
				params = append(params, extra+": "+value)
			}
			if len(params) > 0 {
				b.WriteString(", params: {" + strings.Join(params, ", ") + "}")
			}
			b.WriteString("}\n")
			return []byte(b.String())
		}
		assert.NoError(t, bySchema(t, s, row("", "")), r.kind)
		for key, value := range samples {
			err := bySchema(t, s, row(key, value))
			if r.read(key) {
				assert.NoError(t, err, "%s reads %s", r.kind, key)
			} else {
				assert.Error(t, err, "%s does not read %s", r.kind, key)
			}
		}
		for _, key := range r.needs {
			kept := given[key]
			delete(given, key)
			assert.Error(t, bySchema(t, s, row("", "")), "%s needs %s", r.kind, key)
			given[key] = kept
		}
	}
}
