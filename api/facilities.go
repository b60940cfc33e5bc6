package api

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
)

// answerFacilities lists the facilities inside an area.
func answerFacilities(ctx context.Context, q *question) (func(e *encoder), error) {
	answer, err := q.analyst.Facilities(ctx, areaCode(q), q.values.Strings("category"))
	if err != nil {
		return nil, err
	}
	return func(e *encoder) {
		e.beginCollection(q, nil)
		e.beginFeatures()
		for i := range answer.Facilities {
			f := &answer.Facilities[i]
			e.beginFeature(f.ID)
			e.facility(f)
			e.endFeature(func() { e.geometry(f.Location) })
		}
		e.endCollection()
	}, nil
}

func (e *encoder) facility(f *analysis.FacilityState) {
	e.key("id")
	e.str(f.ID)
	e.key("name")
	e.strOrNull(f.Name)
	e.key("category")
	e.str(strings.Join(f.Categories, ","))
	e.key("town")
	e.strOrNull(f.Town)
	status := f.Status
	if status == "" {
		status = geo.StatusExisting
	}
	e.key("status")
	e.str(string(status))
	e.key("counts")
	e.boolean(f.Counts())
	if f.SupersededBy != "" {
		e.key("superseded_by")
		e.str(f.SupersededBy)
	}
	e.key("area_m2")
	e.amount(f.AreaM2, areaPlaces)
	// The modes in whose network it has no link.
	e.key("unplaced")
	e.strOrNull(strings.Join(f.Unplaced, ","))
	e.key("source")
	e.strOrNull(f.Source)
	e.key("attributes")
	e.attributes(f.Attributes)
}

// attributes writes the attributes by name. A value that JSON cannot carry (a number
// that is not finite) is unknown.
func (e *encoder) attributes(attributes map[string]any) {
	e.beginObject()
	for _, name := range slices.Sorted(maps.Keys(attributes)) {
		e.key(name)
		switch v := attributes[name].(type) {
		case string:
			e.str(v)
		case bool:
			e.boolean(v)
		case float64:
			e.number(v, 6)
		case nil:
			e.null()
		default:
			e.any(v)
		}
	}
	e.endObject()
}
