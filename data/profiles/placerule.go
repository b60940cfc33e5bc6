package profiles

import (
	"fmt"
	"maps"
	"slices"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// typeRule is a geo.TypeRule made ready to run.
type typeRule struct {
	category   int
	codes, not []codeRange
	expressions
	minM2, maxM2 float64
}

// nameRule is a geo.NameRule made ready to run.
type nameRule struct {
	category int
	expressions
	withType bool
}

// noFacility are codes that are no facility.
type noFacility struct {
	geo.NoFacility
	ranges []codeRange
}

// expressions are what a name has to match and must not match; nil asks nothing.
type expressions struct{ name, notName *ending }

func compileExpressions(name, notName string) (e expressions, err error) {
	compile := func(expr string) (*ending, error) {
		if expr == "" {
			return nil, nil
		}
		return compileEnding("(?i)" + expr)
	}
	if e.name, err = compile(name); err != nil {
		return e, fmt.Errorf("name %q: %w", name, err)
	}
	if e.notName, err = compile(notName); err != nil {
		return e, fmt.Errorf("not_name %q: %w", notName, err)
	}
	return e, nil
}

func (e *expressions) match(name string) bool {
	return (e.name == nil || e.name.MatchString(name)) && (e.notName == nil || !e.notName.MatchString(name))
}

func compileTypeRule(category int, r geo.TypeRule) (out typeRule, err error) {
	out = typeRule{category: category, minM2: r.MinAreaM2, maxM2: r.MaxAreaM2}
	if out.codes, err = parseRanges(r.Codes); err != nil {
		return out, err
	}
	if out.not, err = parseRanges(r.NotCodes); err != nil {
		return out, err
	}
	out.expressions, err = compileExpressions(r.Name, r.NotName)
	return out, err
}

func compileNameRule(category int, r geo.NameRule) (out nameRule, err error) {
	out = nameRule{category: category, withType: r.WithType}
	out.expressions, err = compileExpressions(r.Name, r.NotName)
	return out, err
}

// holds reports whether the rule takes the code; blocked codes have to be named in full.
func (r *typeRule) holds(code string, blocked bool) bool {
	if anyHolds(r.not, code) {
		return false
	}
	return slices.ContainsFunc(r.codes, func(c codeRange) bool { return c.holds(code) && (!blocked || c.full()) })
}

// covers reports whether the area lies within the rule's bounds, if it has any.
func (r *typeRule) covers(area geo.Amount) bool {
	if r.minM2 == 0 && r.maxM2 == 0 {
		return true
	}
	m2, ok := area.Get()
	return ok && m2 >= r.minM2 && (r.maxM2 == 0 || m2 < r.maxM2)
}

// noFacility is what says that the code is no facility, nil for nothing.
func (c *Classifier) noFacility(code string) *noFacility {
	for i := range c.none {
		if n := &c.none[i]; anyHolds(n.ranges, code) {
			return n
		}
	}
	return nil
}

// findByType finds the categories of type codes, and those of names that hold beside
// a type.
func (c *Classifier) findByType(codes []string, n *placeName, area geo.Amount) (found []int, from Basis, rule string) {
	add := func(category int, why string) {
		if !slices.Contains(found, category) {
			found = append(found, category)
		}
		if rule == "" {
			rule = why
		}
	}
	speaks := false // a code beside which a name may speak
	for _, code := range codes {
		none := c.noFacility(code)
		speaks = speaks || none == nil
		blocked := none != nil && !none.NamedAfter
		for i := range c.byType {
			r := &c.byType[i]
			if r.holds(code, blocked) && r.covers(area) && r.match(n.base) {
				add(r.category, "type code "+code)
			}
		}
	}
	for i := range c.byName {
		if r := &c.byName[i]; speaks && r.withType && !n.isGate() && r.match(n.base) {
			add(r.category, "name beside a type: "+r.name.String())
		}
	}
	return found, FromType, rule
}

// findByTags finds the categories of OpenStreetMap tags.
func (c *Classifier) findByTags(tags map[string]string, o *Object) (found []int, from Basis, rule string) {
	if len(tags) == 0 {
		return nil, FromTags, ""
	}
	all := maps.Clone(tags)
	for key, value := range o.Tags { // conditions ask for more than the first key
		all[key] = value
	}
	all["name"] = o.Name
	for _, id := range c.tags.Match(all, o.Area) {
		found = append(found, slices.Index(c.tags.ids, id))
	}
	return found, FromTags, fmt.Sprintf("tags %v", slices.Sorted(maps.Keys(tags)))
}

// findByName finds the categories of a name alone. A gate is none of them.
func (c *Classifier) findByName(n *placeName) (found []int, from Basis, rule string) {
	if n.isGate() || n.base == "" {
		return nil, FromName, ""
	}
	for i := range c.byName {
		r := &c.byName[i]
		if !r.match(n.base) || slices.Contains(found, r.category) {
			continue
		}
		found = append(found, r.category)
		if rule == "" {
			rule = "name: " + r.name.String()
		}
	}
	return found, FromName, rule
}

func (n *placeName) isGate() bool { return n.part != nil && n.part.Kind == geo.PartGate }

// reason says why nothing was found.
func (c *Classifier) reason(codes []string, tagged map[string]string, n *placeName) string {
	for _, code := range codes {
		if none := c.noFacility(code); none != nil && !none.NamedAfter {
			return fmt.Sprintf("%s / %s", none.Zh, none.En)
		}
	}
	switch {
	case n.isGate():
		return fmt.Sprintf("名称是%s / the name is that of %s", n.part.Zh, n.part.En)
	case len(codes) > 0 && unspecific(codes[0]):
		return fmt.Sprintf("类型只到大类 %s，名称也看不出类别 / the type tells a family only, and the name no category", c.types.families[codes[0][:2]])
	case len(codes) > 0:
		return fmt.Sprintf("POI 类型 %s %s 没有对应的设施类别 / no category asks for this type and name", codes[0][:2], c.types.families[codes[0][:2]])
	case len(tagged) > 0:
		return "标签没有对应的设施类别 / no category asks for these tags"
	}
	return "没有类别，名称也看不出 / no category is stated, and the name tells none"
}
