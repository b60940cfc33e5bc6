package osm

import (
	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// mayServe reports whether a thing with the tags may be a facility.
func (r *reader) mayServe(t tags) bool { return r.Classifier != nil && len(t) > 0 }

// categories asks the classifier.
func (r *reader) categories(t tags, area geo.Amount) []string {
	if !r.mayServe(t) {
		return nil
	}
	clear(r.match)
	for _, x := range t {
		r.match[x.key] = x.value
	}
	return r.Classifier.Match(r.match, area)
}

// facility takes an object that the classifier knows a category for.
func (r *reader) facility(o *object) {
	if !r.mayServe(o.tags) {
		return
	}
	area := o.squareMetres()
	categories := r.categories(o.tags, area)
	if len(categories) == 0 {
		return
	}
	f := geo.Facility{
		ID: o.rowID(), Name: nameOf(o.tags), Categories: categories, Location: o.inside(),
		Footprint: o.area, AreaM2: area, Status: statusOf(o.tags), Source: r.Source,
	}
	if o.isArea() {
		f.Entrances = r.x.entrances(o.nodes)
	}
	var unread []string
	f.Attributes, unread = attributes(o.tags)
	for _, key := range unread {
		r.report.refuse(o.kind, o.id, o.tags, key, o.tags.get(key), "a number that is not negative: the attribute is left out")
	}
	r.d.Facilities = append(r.d.Facilities, f)
}

// entrances returns the places on a border where one may walk in: nodes tagged
// entrance, and gates, unless they are closed to the public.
func (x *extract) entrances(nodes []int32) []orb.Point {
	if len(x.nodes.tagged) == 0 {
		return nil
	}
	var out []orb.Point
	seen := map[int32]bool{}
	for _, k := range nodes {
		i, ok := x.nodes.tagged[k]
		if !ok || seen[k] || !isEntrance(x.tagged[i].tags) {
			continue
		}
		seen[k] = true
		out = append(out, x.nodes.places[k].point())
	}
	return out
}

// isEntrance reports whether a node on a border is a way in.
func isEntrance(t tags) bool {
	switch t.get("entrance") {
	case "no", "exit", "emergency", "garage", "service":
		return false
	case "":
		if !t.is("barrier", "gate", "entrance", "kissing_gate", "swing_gate", "lift_gate", "turnstile", "full-height_turnstile", "sally_port", "stile", "hampshire_gate") {
			return false
		}
	}
	if foot := t.get("foot"); foot != "" {
		return foot != "no" && foot != "private"
	}
	return !t.is("access", "no", "private")
}

// statusOf tells whether a thing stands today.
func statusOf(t tags) geo.Status {
	switch {
	case t.yes("proposed") || t.yes("planned"):
		return geo.StatusPlanned
	case t.yes("construction"):
		return geo.StatusBuilding
	case t.yes("abandoned") || t.yes("disused") || t.yes("demolished"):
		return geo.StatusClosed
	}
	return geo.StatusExisting
}

// wordAttributes maps keys to the attributes that hold their value as it is.
var wordAttributes = [...][2]string{
	{"operator", "operator"},
	{"opening_hours", "opening_hours"},
	{"level", "level"},
	{"isced:level", "isced_level"},
	{"grades", "grades"},
	{"wheelchair", "wheelchair"},
	{"fee", "fee"},
	{"name:en", "name_en"},
}

// numberAttributes maps keys to the attributes that hold their value as a number.
var numberAttributes = [...][2]string{
	{"beds", "beds"},
	{"capacity:beds", "beds"},
	{"capacity", "capacity"},
	{"capacity:persons", "places"},
	{"stars", "star"},
}

// attributes returns what a planner may ask about a facility, nil for nothing, and
// the keys whose values are no numbers.
func attributes(t tags) (out map[string]any, unread []string) {
	set := func(key string, value any) {
		if out == nil {
			out = map[string]any{}
		}
		out[key] = value
	}
	for _, a := range wordAttributes {
		if v := t.get(a[0]); v != "" {
			set(a[1], v)
		}
	}
	for _, a := range numberAttributes {
		v := t.get(a[0])
		if v == "" {
			continue
		}
		if n, ok := quantity(v).Get(); ok {
			set(a[1], n)
		} else {
			unread = append(unread, a[0])
		}
	}
	if v := ownership(t.get("operator:type")); v != "" {
		set("ownership", v)
	}
	return out, unread
}

// ownership reads operator:type: public and private in one word each, any other
// value as it is.
func ownership(v string) string {
	switch v {
	case "public", "government", "state", "municipal", "county", "council":
		return "public"
	case "private", "business", "company", "private_for_profit", "private_non_profit":
		return "private"
	}
	return v
}
