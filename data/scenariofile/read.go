// Package scenariofile reads scenarios from files of YAML, of which JSON is a part: the
// members are those of POST /v1/scenarios/evaluate.
//
//	name: 东桥与卫生站
//	author: 王工
//	edits:
//	  - {op: add, layer: facility, lon: 120.1, lat: 30.2, category: clinic}
//	  - op: add
//	    layer: road
//	    geometry: {type: LineString, coordinates: [[120.1, 30.2], [120.11, 30.2]]}
//	    properties: {highway: footway, bridge: true}
package scenariofile

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"go.yaml.in/yaml/v3"

	"github.com/seed-4611ae28/lifecircle/geo/scenario"
)

// maxBytes bounds a file.
const maxBytes = 1 << 20

// ContentError is a file that is no scenario.
type ContentError struct{ err error }

func (e *ContentError) Error() string { return e.err.Error() }
func (e *ContentError) Unwrap() error { return e.err }

// Read reads the scenario of a file. What is wrong with its content is a [*ContentError];
// with an edit, around a [*scenario.EditError].
func Read(path string) (*scenario.Scenario, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	raw, err := io.ReadAll(io.LimitReader(f, maxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", path, err)
	}
	if len(raw) > maxBytes {
		return nil, &ContentError{fmt.Errorf("%s: a scenario has at most %d bytes", path, maxBytes)}
	}
	s, err := Decode(raw)
	if err != nil {
		return nil, &ContentError{fmt.Errorf("%s: %w", path, err)}
	}
	return s, nil
}

// Decode reads a scenario of YAML. A key that stands twice is refused, and so is a second
// document.
func Decode(raw []byte) (*scenario.Scenario, error) {
	d := yaml.NewDecoder(bytes.NewReader(raw))
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, fmt.Errorf("not YAML: %w", err)
	}
	var more any
	if err := d.Decode(&more); !errors.Is(err, io.EOF) {
		return nil, errors.New("holds more than one document")
	}
	text, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("keys have to be texts, and numbers finite: %w", err)
	}
	return scenario.DecodeScenario(text)
}
