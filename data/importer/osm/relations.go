package osm

import (
	"errors"
	"slices"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// areaKeys are the keys that say what an area is.
var areaKeys = []string{"landuse", "leisure", "natural", "waterway", "building", "amenity", "place", "shop", "tourism", "healthcare", "office", "railway", "public_transport", "man_made", "social_facility", "emergency", "highway", "barrier"}

// sayNothing are the keys that a multipolygon may carry and still leave it to its
// outer ways to say what it is.
var sayNothing = []string{"type", "name", "source", "note", "created_by", "fixme"}

// saysWhat returns the tags among t that say what an area is.
func saysWhat(t tags) tags {
	var out tags
	for _, x := range t {
		if slices.Contains(areaKeys, x.key) {
			out = append(out, x)
		}
	}
	return out
}

// relations takes the relations that are areas.
func (r *reader) relations() {
	for i := range r.x.relations {
		rel := &r.x.relations[i]
		switch {
		case isAdministrative(rel.tags):
		case rel.tags.is("type", "multipolygon", "boundary"):
			r.multipolygon(rel)
		case rel.tags.get("type") == "site" && len(r.categories(rel.tags, geo.Unknown())) > 0:
			r.report.refuse(relationObject, rel.id, rel.tags, "type", "site", "a relation is a facility when it is a multipolygon")
		}
	}
}

func (r *reader) multipolygon(rel *relation) {
	t, borrowed := rel.tags, false
	if t.get("type") == "multipolygon" && !slices.ContainsFunc(t, func(x tag) bool { return !slices.Contains(sayNothing, x.key) }) {
		// Until 2017 the tags of a multipolygon could stand on its outer way.
		t, borrowed = r.outerTags(rel), true
	}
	if !r.wantsArea(t) {
		return
	}
	shown := *rel
	shown.tags = t
	o, ok := r.relationArea(&shown, incompleteRule)
	if !ok {
		if isWaterArea(t) {
			r.partOfWater(&shown, o.members)
		}
		return
	}
	if borrowed {
		r.report.repaired("a multipolygon without tags got those of its outer ways", relationObject, rel.id)
	}
	for _, w := range o.members {
		if repeats(saysWhat(r.x.ways.tagsOf(w)), t) {
			if !borrowed {
				r.report.repaired("a way that says the same as the multipolygon it is part of was not taken again", wayObject, r.x.ways.ids[w])
			}
			r.taken[w] = true
		}
	}
	r.take(&object{kind: relationObject, id: rel.id, tags: t, outline: o})
}

// The rules that an area may break.
const (
	incompleteRule = "an area needs all of its ways"
	closedRule     = "the ways of an area close into rings"
)

// outerTags returns the tags of a relation's outer ways, if those that say something
// agree, else none.
func (r *reader) outerTags(rel *relation) tags {
	var found tags
	for _, m := range rel.members {
		if m.kind != wayObject || m.role == "inner" {
			continue
		}
		i, ok := r.x.ways.find(m.ref)
		if !ok {
			continue
		}
		t := r.x.ways.tagsOf(i)
		switch says := saysWhat(t); {
		case len(says) == 0:
		case found == nil:
			found = t
		case !sameAs(says, found):
			return nil
		}
	}
	if found.get("highway") != "" {
		return nil // a road that an area's border runs along is no area
	}
	return found
}

// repeats reports whether a way with the tags says nothing that its multipolygon does
// not say. A building is told once, whatever sort of building each calls it.
func repeats(way, whole tags) bool {
	for _, t := range way {
		v := whole.get(t.key)
		if v != t.value && (t.key != "building" || v == "") {
			return false
		}
	}
	return len(way) > 0
}

// sameAs reports whether every tag of a is a tag of b.
func sameAs(a, b tags) bool {
	for _, t := range a {
		if b.get(t.key) != t.value {
			return false
		}
	}
	return true
}

// partOfWater keeps what there is of a lake or river that the file holds a part of:
// its shores are lines that nobody steps across.
func (r *reader) partOfWater(rel *relation, ways []int) {
	if isCovered(rel.tags) {
		return
	}
	var shores orb.MultiLineString
	for _, w := range ways {
		shores = append(shores, r.x.line(w)...)
	}
	if len(shores) == 0 {
		return
	}
	r.report.repaired("water that is only partly in the file: its shores were kept as lines", relationObject, rel.id)
	o := object{kind: relationObject, id: rel.id, tags: rel.tags}
	r.d.Barriers = append(r.d.Barriers, geo.Barrier{ID: o.rowID(), Kind: geo.BarrierWater, Geometry: shores, Source: r.Source})
}

// relationArea makes the area of a relation, reports what was repaired, and refuses
// a relation that is incomplete or broken if it would have made a row.
func (r *reader) relationArea(rel *relation, rule string) (outline, bool) {
	o, result, err := r.x.relationArea(rel)
	if err != nil {
		var incomplete *incompleteError
		if !errors.As(err, &incomplete) {
			rule = closedRule
		}
		if isAdministrative(rel.tags) || r.matters(rel.tags) {
			r.report.refuse(relationObject, rel.id, rel.tags, "members", err.Error(), rule)
		}
		return o, false
	}
	if r.x.wrongRoles(rel, &o) > 0 {
		r.report.repaired("a relation with missing or wrong roles: holes were told by geometry", relationObject, rel.id)
	}
	if result.Crossings > 0 {
		r.report.repaired("an outline that crosses or touches itself was cut there", relationObject, rel.id)
	}
	return o, true
}
