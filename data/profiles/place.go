package profiles

import (
	"fmt"

	"go.yaml.in/yaml/v3"
)

// place is where a record stands, for error messages.
type place struct {
	file string
	line int
	// what names the record: mode "walk".
	what string
	// keys are the lines of the record's keys, and of the keys of a record in it as
	// "slope.form".
	keys map[string]int
}

// String returns file:line.
func (p place) String() string { return fmt.Sprintf("%s:%d", p.file, p.line) }

// states reports whether the record gives the key.
func (p place) states(key string) bool {
	_, ok := p.keys[key]
	return ok
}

// wrong returns the error that the key's value breaks the rule. The key may be a path
// into the record ("osm[0].name"); its first part finds the line.
func (p place) wrong(key string, value any, rule string) error {
	line, ok := p.keys[head(key)]
	if !ok {
		line = p.line
	}
	if s, ok := value.(string); ok {
		value = fmt.Sprintf("%q", s)
	}
	return fmt.Errorf("%s:%d: %s: %s: %v %s", p.file, line, p.what, key, value, rule)
}

// missing returns the error that the record lacks the key.
func (p place) missing(key string) error {
	return fmt.Errorf("%s:%d: %s: %s: is missing", p.file, p.line, p.what, key)
}

func head(key string) string {
	for i := range len(key) {
		if key[i] == '[' || key[i] == '.' {
			return key[:i]
		}
	}
	return key
}

// newPlace locates the record that node holds.
func newPlace(file, kind, id string, node *yaml.Node) place {
	node = resolved(node)
	p := place{file: file, line: node.Line, what: fmt.Sprintf("%s %q", kind, id), keys: map[string]int{}}
	collectKeys(node, p.keys)
	for i := 0; i+1 < len(node.Content); i += 2 {
		inner := make(map[string]int)
		collectKeys(node.Content[i+1], inner)
		for k, line := range inner {
			if name := node.Content[i].Value + "." + k; p.keys[name] == 0 {
				p.keys[name] = line
			}
		}
	}
	return p
}

// collectKeys notes the line of every key of a mapping, merged ones included; the
// mapping's own keys win.
func collectKeys(node *yaml.Node, into map[string]int) {
	node = resolved(node)
	if node.Kind == yaml.SequenceNode {
		for _, item := range node.Content {
			collectKeys(item, into)
		}
		return
	}
	if node.Kind != yaml.MappingNode {
		return
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		if k := node.Content[i]; into[k.Value] == 0 {
			into[k.Value] = k.Line
		}
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		if node.Content[i].Tag == "!!merge" {
			collectKeys(node.Content[i+1], into)
		}
	}
}

func resolved(node *yaml.Node) *yaml.Node {
	if node.Kind == yaml.AliasNode {
		return node.Alias
	}
	return node
}

// keyOnLine returns the key whose value stands on the line, "" if none does.
func keyOnLine(node *yaml.Node, line int) string {
	for i, c := range node.Content {
		if node.Kind == yaml.MappingNode && i%2 == 1 && c.Line == line && len(c.Content) == 0 {
			return node.Content[i-1].Value
		}
		if found := keyOnLine(c, line); found != "" {
			return found
		}
	}
	return ""
}
