package standards

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// A path leads to a value: "indicators[3].targets[0].op". Its record is the row or the
// roll-up it begins in, the rest is the key in that record.

func joined(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

// split separates the record of a path from the key in it: "indicators[3]" and
// "targets[0].op"; a path that begins in no record is a key of the standard.
func split(path string) (record, key string) {
	for _, list := range []string{"indicators[", "roll_ups["} {
		if end := strings.IndexByte(path, ']'); strings.HasPrefix(path, list) && end > 0 {
			return path[:end+1], strings.TrimPrefix(path[end+1:], ".")
		}
	}
	return "", path
}

// named says what a record is: indicator "XZ-36"; of the standard itself its id.
func (d *document) named(record string) string {
	what := "standard"
	switch {
	case strings.HasPrefix(record, "indicators"):
		what = "indicator"
	case strings.HasPrefix(record, "roll_ups"):
		what = "roll-up"
	}
	if id := d.node(joined(record, "id")); id != nil && id.Value != "" {
		return fmt.Sprintf("%s %q", what, id.Value)
	}
	if record == "" {
		return what
	}
	return what + record[strings.IndexByte(record, '['):]
}

// wrong is the error that the value at a path breaks a rule.
func (d *document) wrong(path string, value any, rule string) error {
	if s, ok := value.(string); ok {
		value = strconv.Quote(s)
	}
	return d.fault(path, fmt.Sprintf("%v %s", value, rule))
}

// fault is the error that something is wrong at a path. A path that leads nowhere has the
// line of the last of its steps that stands in the file.
func (d *document) fault(path, what string) error {
	record, key := split(path)
	where := d.named(record)
	if key != "" {
		where += ": " + key
	}
	return fmt.Errorf("%s:%d: %s: %s", d.name, d.line(path), where, what)
}

// states reports whether the file gives a value at the path.
func (d *document) states(path string) bool { return d.node(path) != nil }

// keys are the keys of the mapping at the path, in the file's order, merged ones last.
func (d *document) keys(path string) []string {
	var out []string
	for _, m := range mappings(d.node(path), 0) {
		for i := 0; i+1 < len(m.Content); i += 2 {
			if key := m.Content[i]; key.Tag != mergeTag && !slices.Contains(out, key.Value) {
				out = append(out, key.Value)
			}
		}
	}
	return out
}

const (
	mergeTag = "!!merge"
	// maxMerges bounds how deep mappings are merged into one another: an anchor that
	// contains itself, which decoding refuses, must not be followed for ever.
	maxMerges = 10
)

// mappings are a mapping and those merged into it, its own keys first; none when the node
// is no mapping.
func mappings(node *yaml.Node, depth int) []*yaml.Node {
	if node == nil || depth > maxMerges {
		return nil
	}
	node = resolved(node)
	switch node.Kind {
	case yaml.SequenceNode: // <<: [*a, *b]
		if depth == 0 {
			return nil
		}
		var out []*yaml.Node
		for _, item := range node.Content {
			out = append(out, mappings(item, depth+1)...)
		}
		return out
	case yaml.MappingNode:
		out := []*yaml.Node{node}
		for i := 0; i+1 < len(node.Content); i += 2 {
			if node.Content[i].Tag == mergeTag {
				out = append(out, mappings(node.Content[i+1], depth+1)...)
			}
		}
		return out
	}
	return nil
}

func (d *document) line(path string) int {
	line := 1
	d.walk(path, func(at int) { line = at })
	return line
}

// node is the value at a path, nil when there is none.
func (d *document) node(path string) *yaml.Node { return d.walk(path, func(int) {}) }

// walk follows a path as far as it leads, telling the line of each step.
func (d *document) walk(path string, at func(line int)) *yaml.Node {
	node := d.root
	if node == nil {
		return nil
	}
	at(node.Line)
	for _, step := range strings.FieldsFunc(path, func(r rune) bool { return r == '.' || r == '[' || r == ']' }) {
		var line int
		node, line = child(node, step)
		if node == nil {
			return nil
		}
		at(line)
	}
	return node
}

// child is the value under a key of a mapping, merged ones included, or at a position of
// a list, and the line at which it begins.
func child(node *yaml.Node, step string) (*yaml.Node, int) {
	if node.Kind == yaml.SequenceNode {
		if i, err := strconv.Atoi(step); err == nil && i >= 0 && i < len(node.Content) {
			return resolved(node.Content[i]), node.Content[i].Line
		}
		return nil, 0
	}
	for _, m := range mappings(node, 0) {
		for i := 0; i+1 < len(m.Content); i += 2 {
			if m.Content[i].Value == step {
				return resolved(m.Content[i+1]), m.Content[i].Line
			}
		}
	}
	return nil, 0
}

func resolved(node *yaml.Node) *yaml.Node {
	if node.Kind == yaml.AliasNode {
		return node.Alias
	}
	return node
}
