package importer

import (
	"fmt"
	"strings"

	"github.com/seed-4611ae28/lifecircle/data/profiles"
	"github.com/seed-4611ae28/lifecircle/geo"
)

// The attributes that say how a row of a POI table was read: what told its category
// (type, tags or name), and the row that it repeats.
const (
	attributeFrom    = "category_from"
	attributeRepeats = "repeats"
)

// classify tells the categories of a facility that does not state them, and the status
// that its name tells. A row that no rule places is noted by its reason.
func (b *builder) classify(r *row, f *geo.Facility) (s spot) {
	if b.classifier == nil {
		needsCategory(r, f, "")
		return spot{own: true}
	}
	p := b.classifier.Place(profiles.Object{
		Own: f.Categories, Code: r.text(fieldPOICode), Type: r.text(fieldPOIType),
		Tags: r.tags(), Name: f.Name, Area: f.AreaM2,
	})
	b.state(r, f, &p)
	told := p.From == profiles.FromType || p.From == profiles.FromTags
	switch {
	case r.doubt != "" && !told:
		r.refuse(fieldCategory, r.doubt, r.doubtRule)
	case p.BadCode != "":
		r.refuse(fieldPOICode, p.BadCode, profiles.CodeRule)
	case len(p.Categories) == 0 && r.silent(b.classifier):
		needsCategory(r, f, "; "+p.Reason)
	case len(p.Categories) == 0:
		r.unplaced = p.Reason
	case p.From != profiles.FromCategory:
		f.Categories = p.Categories
		f.Attributes = with(f.Attributes, attributeFrom, string(p.From))
		b.told(r, f, &p)
	}
	s = spot{file: r.text(fieldID), parent: r.parent()}
	if s.own = p.From == profiles.FromCategory; !s.own {
		s.stem, s.part = p.Stem, p.Part
	}
	return s
}

// needsCategory refuses a facility without one.
func needsCategory(r *row, f *geo.Facility, reason string) {
	if len(f.Categories) == 0 {
		r.refuse(fieldCategory, "", "is required: ids, codes or names of categories, several by comma, or a type of a POI table, tags or a name that tells it"+reason)
	}
}

// state takes the status that a name tells, where the table says nothing.
func (b *builder) state(r *row, f *geo.Facility, p *profiles.Placement) {
	if r.has("status") || p.Status == "" {
		return
	}
	f.Status = p.Status
	b.remark(r, fmt.Sprintf("status %s read from the name", p.Status))
}

// told reports what told the category, and what the table says that is none.
func (b *builder) told(r *row, f *geo.Facility, p *profiles.Placement) {
	switch p.From {
	case profiles.FromType:
		b.remark(r, "category told by the type of the POI table")
	case profiles.FromTags:
		b.remark(r, "category told by OpenStreetMap tags")
	case profiles.FromName:
		b.remark(r, "category told by the name alone")
	}
	if r.doubt != "" {
		f.Attributes = with(f.Attributes, fieldCategory, r.doubt)
		b.remark(r, "what stands in the column of categories is none; the type or the tags told it instead")
	}
}

// with sets an attribute; the map may be nil.
func with(attributes map[string]any, name string, value any) map[string]any {
	if attributes == nil {
		attributes = map[string]any{}
	}
	attributes[name] = value
	return attributes
}

// tags are the columns of the row that may be OpenStreetMap tags: text only.
func (r *row) tags() map[string]string {
	out := make(map[string]string, len(r.attributes))
	for name, v := range r.attributes {
		if s, ok := v.(string); ok {
			out[name] = s
		}
	}
	return out
}

// silent reports whether a row says nothing of its kind besides its name.
func (r *row) silent(c *profiles.Classifier) bool {
	return !r.has(fieldPOICode) && !r.has(fieldPOIType) && !r.tagged(c)
}

// tagged reports whether the row has a tag that tells categories.
func (r *row) tagged(c *profiles.Classifier) bool {
	for name := range r.tags() {
		if c.AsksTag(name) {
			return true
		}
	}
	return false
}

// parent is the id that the file gives of the place that the row is a part of, as
// Amap does.
func (r *row) parent() string {
	for _, name := range []string{"parent", "parent_id", "父POI"} {
		if id := strings.TrimSpace(textOf(r.attributes[name])); id != "" {
			return id
		}
	}
	return ""
}
