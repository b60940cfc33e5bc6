package standards

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// document is one file: what it says, and where in it every value stands.
type document struct {
	name string
	root *yaml.Node
	form form
}

// decode reads one file strictly. It checks the form only; what the values may be is
// checked once all files are known.
func decode(name string, raw []byte) (*document, error) {
	d := &document{name: name}
	// The nodes know the lines, the typed values do not: the file is read as both.
	var top yaml.Node
	if err := yaml.Unmarshal(raw, &top); err != nil {
		return nil, d.faults(err)
	}
	if len(top.Content) == 0 {
		return nil, fmt.Errorf("%s: holds nothing", name)
	}
	d.root = resolved(top.Content[0])
	decoder := yaml.NewDecoder(bytes.NewReader(raw))
	decoder.KnownFields(true)
	if err := decoder.Decode(&d.form); err != nil {
		return nil, d.faults(err)
	}
	var more yaml.Node
	if err := decoder.Decode(&more); err == nil {
		return nil, fmt.Errorf("%s:%d: a second document begins here: one file holds one standard", name, more.Line)
	} else if !errors.Is(err, io.EOF) {
		return nil, d.faults(err)
	}
	return d, errors.Join(d.unfit("", d.root)...)
}

// unfit reports what the library would take in silence: a key or an item without a value,
// which it leaves out, and a whole number with a fraction, which it cuts.
func (d *document) unfit(path string, node *yaml.Node) []error {
	var errs []error
	step := func(at, key string, value *yaml.Node) {
		whole := key == "year" || key == "at_least" || key == "beads"
		switch {
		case value.Tag == "!!null":
			errs = append(errs, d.fault(at, "has no value"))
		case whole && value.Tag == "!!float":
			errs = append(errs, d.wrong(at, value.Value, "must be a whole number"))
		}
		errs = append(errs, d.unfit(at, value)...)
	}
	switch node.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(node.Content); i += 2 {
			key := node.Content[i].Value
			step(joined(path, key), key, node.Content[i+1])
		}
	case yaml.SequenceNode:
		for i, item := range node.Content {
			step(fmt.Sprintf("%s[%d]", path, i), "", item)
		}
	}
	return errs
}

// The library reports what does not fit as text, one line per fault.
var (
	faultLine    = regexp.MustCompile(`^(?:yaml: )?line (\d+): (.*)$`)
	unknownField = regexp.MustCompile(`^field (\S+) not found in type \S+$`)
	wrongType    = regexp.MustCompile("^cannot unmarshal \\S+(?: `(.*)`)? into (\\S+)$")
)

// faults rewrites a decoding error so that each fault names file, line, row and key.
func (d *document) faults(err error) error {
	texts := []string{err.Error()}
	var typed *yaml.TypeError
	if errors.As(err, &typed) {
		texts = typed.Errors
	}
	errs := make([]error, len(texts))
	for i, text := range texts {
		m := faultLine.FindStringSubmatch(text)
		if m == nil {
			errs[i] = fmt.Errorf("%s: %s", d.name, text)
			continue
		}
		line, _ := strconv.Atoi(m[1]) // the expression admits digits only
		path := d.pathOn("", d.root, line)
		said := m[2]
		if u := unknownField.FindStringSubmatch(said); u != nil {
			// The line of an unknown key is the key's own.
			record, _ := split(path)
			said = strings.TrimPrefix(d.named(record)+fmt.Sprintf(": unknown key %q", u[1]), ": ")
		} else if w := wrongType.FindStringSubmatch(said); w != nil {
			record, key := split(path)
			said = strings.TrimPrefix(fmt.Sprintf("%s: %s: %q must be %s", d.named(record), key, w[1], inWords(w[2])), ": ")
		}
		errs[i] = fmt.Errorf("%s:%d: %s", d.name, line, said)
	}
	return errors.Join(errs...)
}

// pathOn is the path of the last value that begins on a line, "" if none does.
func (d *document) pathOn(path string, node *yaml.Node, line int) string {
	if node == nil {
		return ""
	}
	found := ""
	visit := func(at string, first int, value *yaml.Node) {
		if first == line || value.Line == line {
			found = at
		}
		if deeper := d.pathOn(at, value, line); deeper != "" {
			found = deeper
		}
	}
	switch node.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(node.Content); i += 2 {
			visit(joined(path, node.Content[i].Value), node.Content[i].Line, node.Content[i+1])
		}
	case yaml.SequenceNode:
		for i, item := range node.Content {
			visit(fmt.Sprintf("%s[%d]", path, i), item.Line, item)
		}
	}
	return found
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
	case "[]string", "[]indicator.Class":
		return "a list of texts"
	case "map[string]string":
		return "a map from names to texts"
	case "string", "geo.Level", "indicator.Kind", "indicator.Operator", "indicator.Class":
		return "text"
	}
	return "a record, or a list of them (" + goType + ")"
}
