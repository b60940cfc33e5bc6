package api

import (
	"context"
	"strings"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/indicator"
)

// answerBehind gives the features behind one row of a scorecard. It evaluates the row
// anew, so that the features are those of the figure that is in service.
func answerBehind(ctx context.Context, q *question) (func(e *encoder), error) {
	d, err := standardAsked(q)
	if err != nil {
		return nil, err
	}
	in, err := rowAsked(q, d)
	if err != nil {
		return nil, err
	}
	card, err := q.judge.Scorecard(ctx, d, areaCode(q))
	if err != nil {
		return nil, err
	}
	row := rowOf(card, in.ID)
	if row == nil {
		return nil, wrongLevelOf(q, in, card.Area.Level)
	}
	rows := behindOf(q.analyst.Dataset(), row.Features)
	return func(e *encoder) {
		e.beginCollection(q, nil)
		e.key("row")
		e.any(formOfRow(card, row))
		e.beginFeatures()
		for i := range rows {
			b := &rows[i]
			e.beginFeature(b.id)
			e.key("layer")
			e.str(string(b.layer))
			e.key("role")
			e.strOrNull(b.role)
			e.key("name")
			e.strOrNull(b.name)
			e.key("kind")
			e.strOrNull(b.kind)
			e.key("source")
			e.strOrNull(b.source)
			if b.geometry == nil {
				e.endFeature(nil)
				continue
			}
			e.endFeature(func() { e.geometry(b.geometry) })
		}
		e.endCollection()
	}, nil
}

// rowOf is the row of an indicator, nil when the scorecard has none.
func rowOf(card *indicator.Scorecard, id string) *indicator.Row {
	for i := range card.Rows {
		if card.Rows[i].Indicator.ID == id {
			return &card.Rows[i]
		}
	}
	return nil
}

// behind is a row of a layer as it stands behind a figure. The zero geometry is that of
// an id that the dataset does not have.
type behind struct {
	layer              geo.Layer
	id, role           string
	name, kind, source string
	geometry           orb.Geometry
}

// behindOf looks the features up, in the order of the sets. Linear in the layers named.
func behindOf(ds *geo.Dataset, sets []indicator.FeatureSet) []behind {
	wanted := map[geo.Layer]map[string]behind{}
	for _, set := range sets {
		ids := wanted[set.Layer]
		if ids == nil {
			ids = map[string]behind{}
			wanted[set.Layer] = ids
		}
		for _, id := range set.IDs {
			ids[id] = behind{}
		}
	}
	for layer, ids := range wanted {
		take := func(id string, m behind) {
			if _, ok := ids[id]; ok {
				ids[id] = m
			}
		}
		rowsOf(ds, layer, take)
	}
	var out []behind
	for _, set := range sets {
		for _, id := range set.IDs {
			m := wanted[set.Layer][id]
			m.layer, m.id, m.role = set.Layer, id, set.Role
			out = append(out, m)
		}
	}
	return out
}

// rowsOf hands on every row of a layer that a figure can stand on.
func rowsOf(ds *geo.Dataset, layer geo.Layer, take func(id string, m behind)) {
	switch layer {
	case geo.LayerUnits:
		for i := range ds.Units {
			if u := &ds.Units[i]; u.SupersededBy == "" {
				take(u.Code, behind{name: u.Name, kind: string(u.Level), source: u.Source, geometry: u.Geometry})
			}
		}
	case geo.LayerBuiltUp:
		for i := range ds.BuiltUps {
			b := &ds.BuiltUps[i]
			take(b.ID, behind{source: b.Source, geometry: b.Geometry})
		}
	case geo.LayerFacilities:
		for i := range ds.Facilities {
			f := &ds.Facilities[i]
			take(f.ID, behind{name: f.Name, kind: strings.Join(f.Categories, ","), source: f.Source, geometry: f.Location})
		}
	case geo.LayerRoads:
		for i := range ds.Roads {
			r := &ds.Roads[i]
			take(r.ID, behind{name: r.Name, kind: r.Highway, source: r.Source, geometry: r.Geometry})
		}
	case geo.LayerGreenways:
		for i := range ds.Greenways {
			g := &ds.Greenways[i]
			take(g.ID, behind{name: g.Name, kind: g.Grade, source: g.Source, geometry: g.Geometry})
		}
	case geo.LayerParks:
		for i := range ds.Parks {
			p := &ds.Parks[i]
			take(p.ID, behind{name: p.Name, kind: p.Kind, source: p.Source, geometry: p.Geometry})
		}
	case geo.LayerParcels:
		for i := range ds.Parcels {
			p := &ds.Parcels[i]
			take(p.ID, behind{kind: p.Use, source: p.Source, geometry: p.Geometry})
		}
	case geo.LayerBuildings:
		for i := range ds.Buildings {
			b := &ds.Buildings[i]
			take(b.ID, behind{kind: b.Use, source: b.Source, geometry: b.Geometry})
		}
	case geo.LayerHomes:
		for i := range ds.Homes {
			h := &ds.Homes[i]
			take(h.ID, behind{source: h.Source, geometry: h.Location})
		}
	}
}
