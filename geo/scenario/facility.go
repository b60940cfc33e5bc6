package scenario

import (
	"maps"
	"slices"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// editFacility: add takes a place, category or categories, and name, capacity, status,
// area_m2, attributes; move a place; close leaves the row with the status closed; set
// takes what add does, but for the place, and a null attribute takes the attribute away.
// A capacity is kept as the attribute of that name. What an edit itself made and closes
// was never there.
func (e *editor) editFacility(edit *Edit) *EditError {
	if edit.Op == Add {
		at, err := placeOf(edit)
		if err != nil {
			return err
		}
		f := geo.Facility{ID: e.idOf(edit), Location: at, Status: geo.StatusExisting, Attributes: map[string]any{}, Source: Source}
		if err := e.setFacility(&f, edit); err != nil {
			return err
		}
		if len(f.Categories) == 0 {
			return refuseMissing("category")
		}
		return e.facilities.add(f)
	}
	f, made := e.facilities.find(edit.ID)
	if f == nil {
		return noSuchRow(edit)
	}
	switch edit.Op {
	case Move:
		at, err := placeOf(edit)
		if err != nil {
			return err
		}
		// Its entrances and its ground were those of the old place.
		f.Location, f.Entrances, f.Footprint = at, nil, nil
	case Close:
		if made {
			e.facilities.remove(edit.ID)
			return nil
		}
		f.Status = geo.StatusClosed
	case Remove:
		e.facilities.remove(edit.ID)
	case Set:
		if edit.Geometry != nil {
			return refuse("geometry", edit.Geometry.GeoJSONType(), "is not set: use move", "请用 move 改变位置")
		}
		return e.setFacility(f, edit)
	}
	return nil
}

func (e *editor) setFacility(f *geo.Facility, edit *Edit) *EditError {
	p := &properties{all: edit.Properties}
	p.text("name", &f.Name)
	var categories []string
	p.list("category", &categories)
	p.list("categories", &categories)
	if _, both := p.all["category"]; both && p.all["categories"] != nil {
		p.fail(refuse("category", p.all["category"], "stands beside categories: give one of the two", "与 categories 重复，只给其一"))
	}
	status := string(f.Status)
	p.text("status", &status)
	if f.Status = geo.Status(status); !f.Status.Valid() {
		p.fail(refuseName("status", status, []string{"existing", "building", "planned", "closed"}))
	}
	p.number("area_m2", func(v float64) { f.AreaM2 = geo.Known(v) })
	f.Attributes = maps.Clone(f.Attributes)
	if f.Attributes == nil {
		f.Attributes = map[string]any{}
	}
	p.number("capacity", func(v float64) { f.Attributes["capacity"] = v })
	if raw, some := p.value("attributes"); some {
		attributes, ok := raw.(map[string]any)
		if !ok {
			p.fail(refuse("attributes", raw, "has to be an object", "应为对象"))
		}
		for _, name := range slices.Sorted(maps.Keys(attributes)) {
			switch v := attributes[name].(type) {
			case nil:
				delete(f.Attributes, name)
			case string, bool, float64:
				f.Attributes[name] = v
			default:
				p.fail(refuse("attributes."+name, v, "has to be a text, a number, true, false or null", "应为文本、数字、true、false 或 null"))
			}
		}
	}
	if err := p.rest(); err != nil {
		return err
	}
	for i, name := range categories {
		if e.o.Profiles == nil {
			continue
		}
		c, ok := e.o.Profiles.Category(name)
		if !ok {
			return refuse("category", name, "is no category; /v1/categories lists them", "没有此类别；见 /v1/categories")
		}
		categories[i] = c.ID
	}
	if categories != nil {
		f.Categories = categories
	}
	return nil
}

// placeOf is the point of an edit.
func placeOf(edit *Edit) (orb.Point, *EditError) {
	switch g := edit.Geometry.(type) {
	case orb.Point:
		return g, nil
	case nil:
		return orb.Point{}, refuseMissing("lon")
	}
	return orb.Point{}, refuseName("geometry.type", edit.Geometry.GeoJSONType(), []string{"Point"})
}
