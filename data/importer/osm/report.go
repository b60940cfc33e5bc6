package osm

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// Report says what became of a file: how many rows came out, what was repaired on
// the way and what was refused. Its order depends on the file alone.
type Report struct {
	File   string `json:"file"`
	Source string `json:"source"`
	// Nodes counts the nodes with tags, and those on ways that were kept.
	Nodes     int          `json:"nodes"`
	Ways      int          `json:"ways"`
	Relations int          `json:"relations"`
	Layers    []LayerCount `json:"layers"`
	Repaired  []Finding    `json:"repaired"`
	// Ignored counts what the file holds and no layer takes.
	Ignored []Finding `json:"ignored"`
	Refused []Refusal `json:"refused"`
}

// LayerCount is the number of rows that a layer got.
type LayerCount struct {
	Layer geo.Layer `json:"layer"`
	Rows  int       `json:"rows"`
}

// Finding is one kind of thing that happened, how often, and to which objects (the
// first few).
type Finding struct {
	What     string   `json:"what"`
	Count    int      `json:"count"`
	Examples []string `json:"examples"`
}

// Refusal is one thing that was not taken: of which object, which field had which
// value, and the rule it breaks.
type Refusal struct {
	// Object is the kind and the id: "relation 123".
	Object string `json:"object"`
	// Name is the object's name, if it has one.
	Name  string `json:"name,omitempty"`
	Field string `json:"field"`
	Value string `json:"value"`
	Rule  string `json:"rule"`
}

func (r Refusal) String() string {
	name := ""
	if r.Name != "" {
		name = " (" + r.Name + ")"
	}
	return fmt.Sprintf("%s%s: %s %q: %s", r.Object, name, r.Field, r.Value, r.Rule)
}

// examples is how many objects a finding names.
const examples = 5

func note(list *[]Finding, what, example string) {
	i := slices.IndexFunc(*list, func(f Finding) bool { return f.What == what })
	if i < 0 {
		i = len(*list)
		*list = append(*list, Finding{What: what})
	}
	f := &(*list)[i]
	f.Count++
	if len(f.Examples) < examples {
		f.Examples = append(f.Examples, example)
	}
}

func (r *Report) repaired(what string, kind objectKind, id int64) {
	note(&r.Repaired, what, fmt.Sprintf("%s %d", kind, id))
}

func (r *Report) ignored(what string, kind objectKind, id int64) {
	note(&r.Ignored, what, fmt.Sprintf("%s %d", kind, id))
}

func (r *Report) refuse(kind objectKind, id int64, t tags, field, value, rule string) {
	r.Refused = append(r.Refused, Refusal{
		Object: fmt.Sprintf("%s %d", kind, id), Name: nameOf(t), Field: field, Value: value, Rule: rule,
	})
}

// finish counts the rows and puts the findings in order.
func (r *Report) finish(d *geo.Dataset) {
	for _, l := range geo.Layers() {
		if n := d.Count(l); n > 0 {
			r.Layers = append(r.Layers, LayerCount{Layer: l, Rows: n})
		}
	}
	byWhat := func(a, b Finding) int { return cmp.Compare(a.What, b.What) }
	slices.SortFunc(r.Repaired, byWhat)
	slices.SortFunc(r.Ignored, byWhat)
}

// String returns the report as text, each kind of refusal with a few examples.
func (r *Report) String() string {
	var b strings.Builder
	_, _ = r.WriteTo(&b) // a Builder takes everything
	return b.String()
}

// WriteTo writes the report as text. Refusals that break the same rule are counted
// together; the report itself (as JSON) holds every one.
func (r *Report) WriteTo(w io.Writer) (int64, error) {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (source %s): %d ways, %d relations, %d nodes read\n", r.File, r.Source, r.Ways, r.Relations, r.Nodes)
	for _, l := range r.Layers {
		fmt.Fprintf(&b, "  %-11s %9d\n", l.Layer, l.Rows)
	}
	findings := func(title string, list []Finding) {
		if len(list) == 0 {
			return
		}
		fmt.Fprintf(&b, "%s:\n", title)
		for _, f := range list {
			fmt.Fprintf(&b, "  %d × %s (%s%s)\n", f.Count, f.What, strings.Join(f.Examples, ", "), more(f.Count, len(f.Examples)))
		}
	}
	findings("repaired", r.Repaired)
	findings("not taken by any layer", r.Ignored)
	if len(r.Refused) > 0 {
		fmt.Fprintf(&b, "refused: %d\n", len(r.Refused))
		for _, g := range byRule(r.Refused) {
			fmt.Fprintf(&b, "  %d × %s\n", len(g), g[0].Rule)
			for _, f := range g[:min(len(g), examples)] {
				fmt.Fprintf(&b, "    %s\n", f)
			}
			if len(g) > examples {
				fmt.Fprintf(&b, "    …\n")
			}
		}
	}
	n, err := io.WriteString(w, b.String())
	return int64(n), err
}

func more(count, shown int) string {
	if count > shown {
		return ", …"
	}
	return ""
}

// byRule groups refusals by the rule they break, in the order of first appearance.
func byRule(list []Refusal) [][]Refusal {
	var groups [][]Refusal
	at := map[string]int{}
	for _, r := range list {
		i, ok := at[r.Rule]
		if !ok {
			i = len(groups)
			at[r.Rule] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], r)
	}
	return groups
}
