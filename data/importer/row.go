package importer

import (
	"strings"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// row is a record with its values parsed and sorted into the layer's fields.
type row struct {
	n        int
	geometry orb.Geometry
	// cell is the H3 index whose hexagon the geometry is, "" if it is not one.
	cell string
	// values are parsed values by field; a blank one is not there. column is the
	// column that each came from, explicit the columns that were mapped.
	values     map[string]any
	column     map[string]string
	explicit   map[string]string
	attributes map[string]any
	groups     map[string]float64
	refusal    *Refusal
	// doubt is what stands where a category should and is none, of a row that says in
	// another way what it is; doubtRule is the rule it breaks.
	doubt, doubtRule string
	// unplaced says why no rule tells a category, "" when one does.
	unplaced string
	repairs  shaper
}

func (r *row) refuse(field, value, rule string) {
	if r.refusal != nil {
		return
	}
	r.refusal = &Refusal{Row: r.n, Field: field, Value: clip(value), Rule: rule}
	if c := r.column[field]; c != field {
		r.refusal.Column = c
	}
}

// keep files a parsed value.
func (r *row) keep(field string, value any) {
	if name, ok := strings.CutPrefix(field, attributePrefix); ok {
		if r.attributes == nil {
			r.attributes = map[string]any{}
		}
		r.attributes[name] = value
		return
	}
	if name, ok := strings.CutPrefix(field, groupPrefix); ok {
		if r.groups == nil {
			r.groups = map[string]float64{}
		}
		r.groups[name], _ = value.(float64)
		return
	}
	r.values[field] = value
}

func (r *row) has(field string) bool { _, ok := r.values[field]; return ok }

// saidOutright reports whether a field was mapped or set, and not known by the name of
// a column.
func (r *row) saidOutright(field string) bool {
	_, mapped := r.explicit[field]
	return mapped || r.has(field) && r.column[field] == ""
}

func (r *row) text(field string) string { s, _ := r.values[field].(string); return s }

func (r *row) yes(field string) bool { b, _ := r.values[field].(bool); return b }

func (r *row) integer(field string) int64 { v, _ := r.values[field].(int64); return v }

func (r *row) number(field string) float64 { v, _ := r.values[field].(float64); return v }

func (r *row) amount(field string) geo.Amount {
	v, ok := r.values[field].(float64)
	if !ok {
		return geo.Unknown()
	}
	return geo.Known(v)
}

func (r *row) points(field string) []orb.Point { p, _ := r.values[field].([]orb.Point); return p }

func (r *row) status() geo.Status { return geo.Status(r.text("status")) }

// point reads a place from two fields, which come together or not at all.
func (r *row) point(lonField, latField string) (orb.Point, bool) {
	if !r.has(lonField) && !r.has(latField) {
		return orb.Point{}, false
	}
	for _, pair := range [][2]string{{lonField, latField}, {latField, lonField}} {
		if !r.has(pair[0]) {
			r.refuse(pair[0], "", "is blank while "+pair[1]+" is not")
			return orb.Point{}, false
		}
	}
	p := orb.Point{r.number(lonField), r.number(latField)}
	rule := positionRule(p)
	if rule == "" && p == (orb.Point{}) {
		rule = nowhereRule
	}
	if rule != "" {
		r.refuse(lonField+", "+latField, positionText(p), rule)
		return orb.Point{}, false
	}
	return p, true
}
