package standards

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/indicator"
)

var (
	ageGroup = regexp.MustCompile(`^[0-9]+(\+|-[0-9]+)$`)
	bound    = regexp.MustCompile(`^\s*(>=|<=|>|<)(.*)$`)
	// roads are the classes a corridor may ask, the highest first.
	roads = []string{"motorway", "trunk", "primary", "secondary", "tertiary"}
	// denominators are what a share may be of, beside people.
	denominators = []string{"people", "villages", "residential_m2"}
	countable    = []geo.Layer{geo.LayerUnits, geo.LayerParks, geo.LayerGreenways}
)

// params checks that the kind has what it needs and nothing that it does not read, and
// that every name leads somewhere.
func (c *checker) params(path string, r *rowForm, kind *reading) {
	at := path + ".params"
	stated := c.keys(at)
	for _, key := range stated {
		if !kind.read(key) {
			c.bad(at+"."+key, c.shown(at+"."+key), fmt.Sprintf("is not read by %s: it reads %s", r.Kind, kind.all()))
		}
	}
	for _, key := range kind.needs {
		if !slices.Contains(stated, key) {
			c.errs = append(c.errs, c.fault(at+"."+key, fmt.Sprintf("is missing: %s needs it", r.Kind)))
		}
	}
	for _, group := range kind.eitherOf {
		n := 0
		for _, key := range group {
			if slices.Contains(stated, key) {
				n++
			}
		}
		if n != 1 {
			c.errs = append(c.errs, c.fault(at, fmt.Sprintf("%s needs exactly one of %s", r.Kind, strings.Join(group, ", "))))
		}
	}
	for _, key := range stated {
		if kind.read(key) {
			c.param(at+"."+key, key, r)
		}
	}
	c.together(at, r)
}

// shown is the value at a path for an error.
func (c *checker) shown(path string) string {
	node := c.node(path)
	if len(node.Content) == 0 {
		return node.Value
	}
	values := make([]string, len(node.Content))
	for i, item := range node.Content {
		values[i] = item.Value
	}
	return strings.Join(values, " ")
}

// param checks the value of one param.
func (c *checker) param(at, key string, r *rowForm) {
	p, v := c.profiles, &r.Params
	switch key {
	case "categories":
		c.categories(at, v.Categories)
	case "where":
		c.where(at, v.Where)
	case "circle", "rural_circle":
		id := v.Circle
		if key == "rural_circle" {
			id = v.RuralCircle
		}
		c.circle(at, id, r.Kind)
	case "set":
		if _, ok := p.RequirementSet(v.Set); !ok {
			c.bad(at, v.Set, "is no known requirement set")
		}
	case "rule":
		if _, ok := p.ParkRule(v.Rule); !ok {
			c.bad(at, v.Rule, "is no known park rule")
		}
	case "mode":
		if _, ok := p.Mode(v.Mode); !ok {
			c.bad(at, v.Mode, "is no known mode")
		}
	case "of":
		if r.Kind != indicator.AttributeShare && !slices.Contains(denominators, v.Of) {
			c.bad(at, v.Of, "must be one of "+strings.Join(denominators, ", "))
		}
	case "parts":
		c.below(at, geo.Level(v.Parts), r.Level)
	case "each":
		c.words(at, v.Each)
		c.sameLevel(at, v.Each)
	case "attribute":
		c.match(at, v.Attribute, slug, "must be the name of an attribute")
	case "per":
		if v.Per != 1 && v.Per != 1000 && v.Per != 10000 {
			c.bad(at, v.Per, "must be 1, 1000 or 10000 people")
		}
	case "group":
		c.match(at, v.Group, ageGroup, "must be an age group like 60+ or 0-2")
	case "layer":
		if !slices.Contains(countable, geo.Layer(v.Layer)) {
			c.bad(at, v.Layer, "must be units, parks or greenways")
		}
	case "class":
		if !slices.Contains(roads, v.Class) {
			c.bad(at, v.Class, "must be one of "+strings.Join(roads, ", "))
		}
	case "decay":
		if v.Decay != "slow" && v.Decay != "sharp" {
			c.bad(at, v.Decay, "must be slow or sharp")
		}
	case "at_least", "beads":
		if n := max(v.AtLeast, v.Beads); n < 1 {
			c.bad(at, n, "must be 1 or more")
		}
	case "minutes":
		if !(v.Minutes > 0) {
			c.bad(at, v.Minutes, "must be greater than 0")
		}
	case "share_of_people":
		if !(v.ShareOfPeople > 0 && v.ShareOfPeople <= 1) {
			c.bad(at, v.ShareOfPeople, "must be greater than 0, at most 1")
		}
	}
}

func (c *checker) categories(at string, ids []string) {
	if len(ids) == 0 {
		c.bad(at, "", "must name at least one category")
	}
	c.words(at, ids)
	for i, id := range ids {
		switch known, ok := c.profiles.Category(id); {
		case !ok || known.ID != id:
			c.bad(fmt.Sprintf("%s[%d]", at, i), id, "is no known category id")
		case known.Generic:
			c.bad(fmt.Sprintf("%s[%d]", at, i), id, "is a generic category: it never satisfies a requirement")
		}
	}
}

func (c *checker) where(at string, where map[string]string) {
	for _, attribute := range slices.Sorted(maps.Keys(where)) {
		value := where[attribute]
		if strings.TrimSpace(attribute) == "" || strings.TrimSpace(value) == "" {
			c.bad(at, attribute, "must name an attribute and a value")
		}
		if m := bound.FindStringSubmatch(value); m != nil {
			if _, err := strconv.ParseFloat(strings.TrimSpace(m[2]), 64); err != nil {
				c.bad(at+"."+attribute, value, "must be a bound on a number, like >=1")
			}
		}
	}
}

func (c *checker) circle(at, id string, kind indicator.Kind) {
	switch known, ok := c.profiles.Circle(id); {
	case !ok:
		c.bad(at, id, "is no known circle")
	case !known.Available:
		c.bad(at, id, "is not available: "+known.Why)
	case known.Origin == geo.OriginSeat:
		c.bad(at, id, "starts at a seat: use seat_time")
	case kind == indicator.Completeness && known.RequirementSet == "":
		c.bad(at, id, "has no requirement set to be complete with")
	}
}

// together checks params that make sense only beside one another.
func (c *checker) together(at string, r *rowForm) {
	v := &r.Params
	need := func(key, why string) {
		if !c.states(at + "." + key) {
			c.errs = append(c.errs, c.fault(at+"."+key, "is missing: "+why))
		}
	}
	if v.RuralCircle != "" {
		need("circle", "rural_circle is for the homes that circle leaves out")
		town, known := c.profiles.Circle(v.Circle)
		rural, knownToo := c.profiles.Circle(v.RuralCircle)
		if known && town.Origin != geo.OriginBuiltUp {
			c.bad(at+".circle", v.Circle, "must speak for the built-up area (origin built_up) beside a rural_circle")
		}
		if knownToo && rural.Origin != geo.OriginRural {
			c.bad(at+".rural_circle", v.RuralCircle, "must speak for homes outside the built-up area (origin rural)")
		}
	}
	switch r.Kind {
	case indicator.Count:
		if v.Layer == string(geo.LayerUnits) {
			need("parts", "units are counted by their level")
		} else if v.Parts != "" {
			c.bad(at+".parts", v.Parts, "is read for layer units only")
		}
	case indicator.RequirementSet:
		if v.Of == "" || v.Of == "people" {
			need("circle", "people reach a set within a circle")
		}
	case indicator.AttributeShare:
		switch {
		case v.Attribute == "" && v.Where == nil:
			c.errs = append(c.errs, c.fault(at, "attribute_share needs where, or attribute and of"))
		case (v.Attribute == "") != (v.Of == ""):
			c.errs = append(c.errs, c.fault(at, "attribute and of stand together: the share is of one sum in the other"))
		}
	case indicator.Supply:
		if c.states(at+".mode") != c.states(at+".minutes") {
			c.errs = append(c.errs, c.fault(at, "mode and minutes stand together"))
		}
	case indicator.SeatTime:
		if v.Parts != "" && c.states(at+".share_of_people") {
			c.bad(at+".share_of_people", v.ShareOfPeople, "is read for categories only")
		}
	case indicator.Share:
		for i, id := range v.Each {
			if row := c.find(id); row != nil && string(row.Level) != v.Parts {
				c.bad(fmt.Sprintf("%s.each[%d]", at, i), id, fmt.Sprintf("judges units of level %s, not the parts (%s)", row.Level, v.Parts))
			}
		}
	case indicator.RollUpOf:
		for i, id := range v.Each {
			if row := c.find(id); row != nil && row.Level != r.Level {
				c.bad(fmt.Sprintf("%s.each[%d]", at, i), id, fmt.Sprintf("judges units of level %s, not %s as this row does", row.Level, r.Level))
			}
		}
	}
}

// rounds reports rows that are worked out from themselves.
func (c *checker) rounds() {
	const open, closed = 1, 2
	state := map[string]int{}
	var visit func(id string) bool
	visit = func(id string) bool {
		row := c.find(id)
		if row == nil || state[id] == closed {
			return false
		}
		if state[id] == open {
			return true
		}
		state[id] = open
		defer func() { state[id] = closed }()
		return slices.ContainsFunc(row.Params.Each, visit)
	}
	for i := range c.form.Indicators {
		if id := c.form.Indicators[i].ID; visit(id) {
			c.bad(fmt.Sprintf("indicators[%d].params.each", i), strings.Join(c.form.Indicators[i].Params.Each, " "), "leads round in a circle: a row cannot be worked out from itself")
		}
	}
}
