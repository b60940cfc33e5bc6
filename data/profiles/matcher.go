package profiles

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// Matcher tells which categories an OpenStreetMap feature belongs to. It never
// changes once made: any number of goroutines may use it.
type Matcher struct {
	ids     []string
	generic []bool
	family  []int
	rules   []*tagRule
	// index leads from a tag to the rules that ask for it: each rule stands under the
	// values of its first condition. anyValue holds those that ask for the key alone.
	index map[string]keyIndex
	// byName are the rules that ask for a name and no tag.
	byName []int
}

type keyIndex struct {
	values   map[string][]int
	anyValue []int
}

// NewMatcher makes the tag rules of the categories ready. The error names the category
// and the expression that does not compile.
func NewMatcher(p *geo.Profiles) (*Matcher, error) {
	m := &Matcher{index: map[string]keyIndex{}}
	families := map[string]int{}
	for i, c := range p.Categories {
		if _, ok := families[c.Family]; !ok {
			families[c.Family] = len(families)
		}
		m.ids = append(m.ids, c.ID)
		m.generic = append(m.generic, c.Generic)
		m.family = append(m.family, families[c.Family])
		for n, r := range c.OSM {
			rule, err := compileRule(i, r)
			if err != nil {
				return nil, fmt.Errorf("compile rule %d of category %s: %w", n, c.ID, err)
			}
			m.add(rule)
		}
	}
	return m, nil
}

func (m *Matcher) add(r *tagRule) {
	n := len(m.rules)
	m.rules = append(m.rules, r)
	if len(r.all) == 0 {
		m.byName = append(m.byName, n)
		return
	}
	first := r.all[0]
	at := m.index[first.key]
	if first.values == nil {
		at.anyValue = append(at.anyValue, n)
	}
	for _, v := range first.values {
		if at.values == nil {
			at.values = map[string][]int{}
		}
		at.values[v] = append(at.values[v], n)
	}
	m.index[first.key] = at
}

// Match returns the ids of the categories whose rules the feature meets: the specific
// ones in the order of the profiles, then the generic ones of families in which no
// specific one matched; nil for none. A tag with several values (a;b) has each of them.
// The area is that of the feature's polygon, unknown for points and lines, and then no
// rule that bounds the area matches.
//
// O(tags) for a feature that matches nothing and has no name.
func (m *Matcher) Match(tags map[string]string, areaM2 geo.Amount) []string {
	if len(tags) == 0 {
		return nil
	}
	var room [8]int
	found := room[:0]
	f := newFeature(tags, areaM2)
	try := func(rules []int) {
		for _, n := range rules {
			if r := m.rules[n]; !slices.Contains(found, r.category) && r.matches(&f) {
				found = append(found, r.category)
			}
		}
	}
	for key, value := range tags {
		at, ok := m.index[key]
		if !ok || value == "" {
			continue
		}
		try(at.anyValue)
		for one := range strings.SplitSeq(value, ";") {
			try(at.values[strings.TrimSpace(one)])
		}
	}
	if f.named() {
		try(m.byName)
	}
	return m.sorted(found)
}

// sorted puts the categories found in order and drops the generic ones that a specific
// one of their family makes needless.
func (m *Matcher) sorted(found []int) []string {
	if len(found) == 0 {
		return nil
	}
	slices.Sort(found)
	ids := make([]string, 0, len(found))
	for _, c := range found {
		if !m.generic[c] {
			ids = append(ids, m.ids[c])
		}
	}
	for _, c := range found {
		if m.generic[c] && !m.specific(found, m.family[c]) {
			ids = append(ids, m.ids[c])
		}
	}
	return ids
}

// specific reports whether a specific category of the family is among those found.
func (m *Matcher) specific(found []int, family int) bool {
	return slices.ContainsFunc(found, func(c int) bool {
		return !m.generic[c] && m.family[c] == family
	})
}
