package scenario

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
)

func join(list []string) string { return strings.Join(list, ", ") }

// properties reads the properties of an edit, and remembers which were asked for, so
// that the rest can be refused.
type properties struct {
	all   map[string]any
	known []string
	err   *EditError
}

func (p *properties) value(name string) (any, bool) {
	p.known = append(p.known, name)
	v, some := p.all[name]
	return v, some
}

func (p *properties) fail(e *EditError) {
	if p.err == nil {
		e.Field = "properties." + strings.TrimPrefix(e.Field, "properties.")
		p.err = e
	}
}

// text reads a text, leaving into as it is where there is none.
func (p *properties) text(name string, into *string) {
	v, some := p.value(name)
	if !some {
		return
	}
	s, ok := v.(string)
	if !ok {
		p.fail(refuse(name, v, "has to be a text", "应为文本"))
		return
	}
	*into = s
}

func (p *properties) truth(name string, into *bool) {
	v, some := p.value(name)
	if !some {
		return
	}
	b, ok := v.(bool)
	if !ok {
		p.fail(refuse(name, v, "has to be true or false", "应为 true 或 false"))
		return
	}
	*into = b
}

// number reads a number of at least 0.
func (p *properties) number(name string, take func(float64)) {
	v, some := p.value(name)
	if !some {
		return
	}
	n, ok := numberOf(v)
	if !ok || n < 0 || math.IsInf(n, 0) || math.IsNaN(n) {
		p.fail(refuse(name, v, "has to be a number of 0 or more", "应为不小于 0 的数"))
		return
	}
	take(n)
}

// numberOf reads a number as JSON or YAML give it.
func numberOf(v any) (float64, bool) {
	switch n := v.(type) {
	case float64:
		return n, true
	case int:
		return float64(n), true
	}
	return 0, false
}

// list reads a text or a list of texts.
func (p *properties) list(name string, into *[]string) {
	v, some := p.value(name)
	if !some {
		return
	}
	items, ok := v.([]any)
	if s, one := v.(string); one {
		items, ok = []any{s}, true
	}
	var out []string
	for _, item := range items {
		s, is := item.(string)
		ok = ok && is && s != ""
		out = append(out, s)
	}
	if !ok || len(out) == 0 {
		p.fail(refuse(name, v, "has to be a text or a list of texts", "应为文本或文本列表"))
		return
	}
	*into = out
}

// rest refuses the first property that nobody asked for.
func (p *properties) rest() *EditError {
	if p.err != nil {
		return p.err
	}
	for _, name := range slices.Sorted(maps.Keys(p.all)) {
		if !slices.Contains(p.known, name) {
			list := join(p.known)
			return refuse("properties."+name, p.all[name], fmt.Sprintf("is no property here; known are %s", list), fmt.Sprintf("未知属性；可用 %s", list))
		}
	}
	return nil
}

func textOf(v any) string { return fmt.Sprint(v) }
