package profiles

import (
	"fmt"
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// tagRule is a geo.TagRule made ready to run.
type tagRule struct {
	category      int
	all, not      []condition
	name, notName *namePattern
	minM2, maxM2  float64
}

// condition asks a tag for one of some values, or for any when values is nil.
type condition struct {
	key    string
	values []string
}

// feature is what a rule looks at. It is asked about many rules: what the name holds
// is worked out once.
type feature struct {
	tags  map[string]string
	area  geo.Amount
	names [2]string // name, name:zh
	wide  bool      // a name holds something beyond ASCII
}

func newFeature(tags map[string]string, area geo.Amount) feature {
	f := feature{tags: tags, area: area, names: [2]string{tags["name"], tags["name:zh"]}}
	f.wide = !ascii(f.names[0]) || !ascii(f.names[1])
	return f
}

func (f *feature) named() bool { return f.names[0] != "" || f.names[1] != "" }

func compileRule(category int, r geo.TagRule) (*tagRule, error) {
	out := &tagRule{
		category: category,
		all:      conditions(r.All),
		not:      conditions(r.Not),
		minM2:    r.MinAreaM2,
		maxM2:    r.MaxAreaM2,
	}
	var err error
	if out.name, err = compileName(r.Name); err != nil {
		return nil, fmt.Errorf("name %q: %w", r.Name, err)
	}
	if out.notName, err = compileName(r.NotName); err != nil {
		return nil, fmt.Errorf("not_name %q: %w", r.NotName, err)
	}
	return out, nil
}

// conditions orders the conditions so that the most telling stands first: few values
// before many, any value last, then by key.
func conditions(m map[string][]string) []condition {
	out := make([]condition, 0, len(m))
	for key, values := range m {
		if slices.Contains(values, "*") {
			values = nil
		}
		out = append(out, condition{key, values})
	}
	slices.SortFunc(out, func(a, b condition) int {
		if (a.values == nil) != (b.values == nil) {
			if a.values == nil {
				return 1
			}
			return -1
		}
		if d := len(a.values) - len(b.values); d != 0 {
			return d
		}
		return strings.Compare(a.key, b.key)
	})
	return out
}

func (r *tagRule) matches(f *feature) bool {
	for i := range r.all {
		if !r.all[i].holds(f.tags) {
			return false
		}
	}
	if r.minM2 > 0 || r.maxM2 > 0 {
		area, ok := f.area.Get()
		if !ok || area < r.minM2 || (r.maxM2 > 0 && area >= r.maxM2) {
			return false
		}
	}
	for i := range r.not {
		if r.not[i].holds(f.tags) {
			return false
		}
	}
	if r.name != nil && !r.name.matches(f) {
		return false
	}
	return r.notName == nil || !r.notName.matches(f)
}

func (c *condition) holds(tags map[string]string) bool {
	value := tags[c.key]
	if value == "" {
		return false
	}
	if c.values == nil {
		return true
	}
	for one := range strings.SplitSeq(value, ";") {
		if slices.Contains(c.values, strings.TrimSpace(one)) {
			return true
		}
	}
	return false
}

// namePattern is a case-insensitive expression on names. One that no ASCII text can
// match is not run on ASCII names: most names outside China are.
type namePattern struct {
	re        *regexp.Regexp
	wantsWide bool
}

// compileName compiles an expression; "" gives nil.
func compileName(expr string) (*namePattern, error) {
	if expr == "" {
		return nil, nil
	}
	re, err := regexp.Compile("(?i)" + expr)
	if err != nil {
		return nil, err
	}
	tree, err := syntax.Parse("(?i)"+expr, syntax.Perl)
	if err != nil {
		return nil, err
	}
	return &namePattern{re: re, wantsWide: wantsWide(tree)}, nil
}

func (p *namePattern) matches(f *feature) bool {
	if p.wantsWide && !f.wide {
		return false
	}
	for _, name := range f.names {
		if name != "" && p.re.MatchString(name) {
			return true
		}
	}
	return false
}

// wantsWide reports whether every text that the expression matches holds a character
// beyond ASCII. False is always a safe answer.
func wantsWide(re *syntax.Regexp) bool {
	switch re.Op {
	case syntax.OpLiteral:
		// Folding joins k, s with the Kelvin sign and the long s, never the other way
		// round for what is beyond Latin.
		return slices.ContainsFunc(re.Rune, func(r rune) bool { return r >= 0x2E80 })
	case syntax.OpCharClass:
		return len(re.Rune) > 0 && re.Rune[0] >= 0x2E80
	case syntax.OpConcat:
		return slices.ContainsFunc(re.Sub, wantsWide)
	case syntax.OpAlternate:
		return !slices.ContainsFunc(re.Sub, func(s *syntax.Regexp) bool { return !wantsWide(s) })
	case syntax.OpCapture, syntax.OpPlus:
		return wantsWide(re.Sub[0])
	case syntax.OpRepeat:
		return re.Min > 0 && wantsWide(re.Sub[0])
	}
	return false
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
