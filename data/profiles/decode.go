package profiles

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"

	"go.yaml.in/yaml/v3"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// file is the form of a profile file.
type file struct {
	Note            string               `yaml:"note"`
	Modes           []geo.Mode           `yaml:"modes"`
	Circles         []geo.Circle         `yaml:"circles"`
	RequirementSets []geo.RequirementSet `yaml:"requirement_sets"`
	Categories      []geo.Category       `yaml:"categories"`
	ParkRules       []geo.ParkRule       `yaml:"park_rules"`
	LandUseSchemes  []geo.LandUseScheme  `yaml:"land_use_schemes"`
	POITables       []geo.POITable       `yaml:"poi_tables"`
	NoFacility      []geo.NoFacility     `yaml:"no_facility"`
	StatusWords     []geo.StatusWord     `yaml:"status_words"`
	NameParts       []geo.NamePart       `yaml:"name_parts"`
}

// decode reads one profile file strictly. It checks the form only; what the values
// may be is checked once everything is merged.
func decode(name string, raw []byte) (*layer, error) {
	// The nodes know the lines, the typed values do not: the file is read as both.
	var root yaml.Node
	if err := yaml.Unmarshal(raw, &root); err != nil {
		return nil, located(name, err, &root)
	}
	decoder := yaml.NewDecoder(bytes.NewReader(raw))
	decoder.KnownFields(true)
	var f file
	if err := decoder.Decode(&f); err != nil {
		if errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("%s: holds nothing", name)
		}
		return nil, located(name, err, &root)
	}
	var more yaml.Node
	if err := decoder.Decode(&more); err == nil {
		return nil, fmt.Errorf("%s:%d: a second document begins here: one file holds one", name, more.Line)
	} else if !errors.Is(err, io.EOF) {
		return nil, located(name, err, &root)
	}
	if err := unfit(name, &root); err != nil {
		return nil, err
	}
	l := &layer{
		modes:      records(name, "mode", section(&root, "modes"), f.Modes, func(v geo.Mode) string { return v.ID }),
		circles:    records(name, "circle", section(&root, "circles"), f.Circles, func(v geo.Circle) string { return v.ID }),
		sets:       records(name, "requirement set", section(&root, "requirement_sets"), f.RequirementSets, func(v geo.RequirementSet) string { return v.ID }),
		categories: records(name, "category", section(&root, "categories"), f.Categories, func(v geo.Category) string { return v.ID }),
		parks:      records(name, "park rule", section(&root, "park_rules"), f.ParkRules, func(v geo.ParkRule) string { return v.ID }),
		landUse:    records(name, "land-use scheme", section(&root, "land_use_schemes"), f.LandUseSchemes, func(v geo.LandUseScheme) string { return v.ID }),
		tables:     records(name, "POI table", section(&root, "poi_tables"), f.POITables, func(v geo.POITable) string { return v.ID }),
		none:       records(name, "no facility", section(&root, "no_facility"), f.NoFacility, func(v geo.NoFacility) string { return v.ID }),
		words:      records(name, "status word", section(&root, "status_words"), f.StatusWords, func(v geo.StatusWord) string { return v.ID }),
		parts:      records(name, "name part", section(&root, "name_parts"), f.NameParts, func(v geo.NamePart) string { return v.ID }),
	}
	if l.empty() {
		return nil, fmt.Errorf("%s: holds none of modes, circles, requirement_sets, categories, park_rules, land_use_schemes, poi_tables, no_facility, status_words, name_parts", name)
	}
	return l, nil
}

// unfit reports what the library would take in silence: a key or an item without a
// value, which it leaves out, and a count that is no whole number, which it cuts.
func unfit(name string, node *yaml.Node) error {
	var errs []error
	for i, c := range node.Content {
		key := ""
		if node.Kind == yaml.MappingNode && i%2 == 1 {
			key = node.Content[i-1].Value
		}
		switch {
		case c.Tag == "!!null" && key != "":
			errs = append(errs, fmt.Errorf("%s:%d: %s: has no value", name, c.Line, key))
		case c.Tag == "!!null":
			errs = append(errs, fmt.Errorf("%s:%d: an item has no value", name, c.Line))
		case key == "at_least" && c.Tag == "!!float":
			errs = append(errs, fmt.Errorf("%s:%d: %s: %q must be a whole number", name, c.Line, key, c.Value))
		}
		errs = append(errs, unfit(name, c))
	}
	return errors.Join(errs...)
}

// section returns the items under a top-level key.
func section(root *yaml.Node, key string) []*yaml.Node {
	if len(root.Content) == 0 {
		return nil
	}
	top := resolved(root.Content[0])
	for i := 0; i+1 < len(top.Content); i += 2 {
		if top.Content[i].Value == key {
			return resolved(top.Content[i+1]).Content
		}
	}
	return nil
}

func records[T any](name, kind string, nodes []*yaml.Node, items []T, id func(T) string) []record[T] {
	out := make([]record[T], len(items))
	for i, v := range items {
		out[i] = record[T]{id: id(v), value: v, at: place{file: name, what: kind}}
		if i < len(nodes) {
			out[i].at = newPlace(name, kind, id(v), nodes[i])
		}
	}
	return out
}

// The library reports what does not fit as text, one line per fault.
var (
	faultLine    = regexp.MustCompile(`^(?:yaml: )?line (\d+): (.*)$`)
	unknownField = regexp.MustCompile(`^field (\S+) not found in type \S+$`)
	wrongType    = regexp.MustCompile("^cannot unmarshal \\S+(?: `(.*)`)? into (\\S+)$")
)

// located rewrites a decoding error so that each fault names file, line and key.
func located(name string, err error, root *yaml.Node) error {
	faults := []string{err.Error()}
	var typed *yaml.TypeError
	if errors.As(err, &typed) {
		faults = typed.Errors
	}
	errs := make([]error, len(faults))
	for i, fault := range faults {
		errs[i] = fmt.Errorf("%s: %s", name, fault)
		m := faultLine.FindStringSubmatch(fault)
		if m == nil {
			continue
		}
		text := m[2]
		if u := unknownField.FindStringSubmatch(text); u != nil {
			text = fmt.Sprintf("unknown key %q", u[1])
		} else if w := wrongType.FindStringSubmatch(text); w != nil {
			line, _ := strconv.Atoi(m[1]) // the expression admits digits only
			text = fmt.Sprintf("%s: %q must be %s", keyOnLine(root, line), w[1], inWords(w[2]))
		}
		errs[i] = fmt.Errorf("%s:%s: %s", name, m[1], text)
	}
	return errors.Join(errs...)
}

// inWords says what a Go type is to somebody who writes YAML.
func inWords(goType string) string {
	switch goType {
	case "float64":
		return "a number"
	case "int":
		return "a whole number"
	case "bool":
		return "true or false"
	case "string":
		return "text"
	case "[]string":
		return "a list of texts"
	case "map[string]float64":
		return "a map from names to numbers"
	case "map[string]string":
		return "a map from names to texts"
	case "map[string][]string":
		return "a map from names to lists of texts"
	}
	return "a record, or a list of them (" + goType + ")"
}
