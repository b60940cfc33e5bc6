package scenario

import (
	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// editGreenway: add takes lines, and name, status, grade, connector; close leaves the row
// with the status closed; set takes what add does.
func (e *editor) editGreenway(edit *Edit) *EditError {
	return editRow(e.greenways, edit, geo.Greenway{ID: e.idOf(edit), Status: geo.StatusExisting, Source: Source},
		func(g *geo.Greenway, p *properties) *EditError {
			p.text("name", &g.Name)
			p.text("grade", &g.Grade)
			p.truth("connector", &g.Connector)
			statusOf(p, &g.Status)
			switch shape := edit.Geometry.(type) {
			case nil:
				if edit.Op == Add {
					return refuseMissing("geometry")
				}
			case orb.LineString:
				g.Geometry = orb.MultiLineString{shape}
			case orb.MultiLineString:
				g.Geometry = shape
			default:
				return refuseName("geometry.type", shape.GeoJSONType(), []string{"LineString", "MultiLineString"})
			}
			return nil
		}, func(g *geo.Greenway) { g.Status = geo.StatusClosed })
}

// editPark: add takes the ground, and name, kind ("park" unless it is said) and status;
// close leaves the row with the status closed; set takes what add does.
func (e *editor) editPark(edit *Edit) *EditError {
	return editRow(e.parks, edit, geo.Park{ID: e.idOf(edit), Kind: "park", Status: geo.StatusExisting, Source: Source},
		func(park *geo.Park, p *properties) *EditError {
			p.text("name", &park.Name)
			p.text("kind", &park.Kind)
			statusOf(p, &park.Status)
			if edit.Geometry != nil {
				park.Entrances = nil // they were those of the old outline
			}
			return groundOf(edit, &park.Geometry)
		}, func(park *geo.Park) { park.Status = geo.StatusClosed })
}

// editParcel: add takes the ground and its use, and dwellings and population; set takes
// what add does. Its people are not put into homes: that is an edit of population.
func (e *editor) editParcel(edit *Edit) *EditError {
	return editRow(e.parcels, edit, geo.Parcel{ID: e.idOf(edit), Source: Source},
		func(parcel *geo.Parcel, p *properties) *EditError {
			use := parcel.Use
			p.text("use", &use)
			if use != parcel.Use {
				parcel.Use, parcel.Code = use, ""
			}
			if use == "" {
				p.fail(refuseMissing("use"))
			}
			p.number("dwellings", func(v float64) { parcel.Dwellings = geo.Known(v) })
			p.number("population", func(v float64) { parcel.Population = geo.Known(v) })
			return groundOf(edit, &parcel.Geometry)
		}, nil)
}

// editRow makes an edit of a row that has no rules but its own.
func editRow[T any](t *table[T], edit *Edit, fresh T, set func(*T, *properties) *EditError, shut func(*T)) *EditError {
	row, made := &fresh, true
	if edit.Op != Add {
		if row, made = t.find(edit.ID); row == nil {
			return noSuchRow(edit)
		}
	}
	switch {
	case edit.Op == Remove, edit.Op == Close && made:
		t.remove(edit.ID)
		return nil
	case edit.Op == Close:
		shut(row)
		return nil
	}
	p := &properties{all: edit.Properties}
	if err := set(row, p); err != nil {
		return err
	}
	if err := p.rest(); err != nil {
		return err
	}
	if edit.Op == Add {
		return t.add(*row)
	}
	return nil
}

func statusOf(p *properties, into *geo.Status) {
	status := string(*into)
	p.text("status", &status)
	if *into = geo.Status(status); !into.Valid() {
		p.fail(refuseName("status", status, []string{"existing", "building", "planned", "closed"}))
	}
}

// groundOf reads a polygon or several; only a new row needs one.
func groundOf(edit *Edit, into *orb.MultiPolygon) *EditError {
	switch shape := edit.Geometry.(type) {
	case nil:
		if edit.Op == Add {
			return refuseMissing("geometry")
		}
	case orb.Polygon:
		*into = orb.MultiPolygon{shape}
	case orb.MultiPolygon:
		*into = shape
	default:
		return refuseName("geometry.type", shape.GeoJSONType(), []string{"Polygon", "MultiPolygon"})
	}
	return nil
}
