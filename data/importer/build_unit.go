package importer

import (
	"fmt"

	"github.com/seed-4611ae28/lifecircle/geo"
)

func (b *builder) unit(r *row) {
	level := geo.Level(r.text("level"))
	if b.level != "" && level != b.level {
		r.refuse("level", string(level), fmt.Sprintf("this import takes units of level %s only", b.level))
		return
	}
	u := geo.Unit{
		Name: r.text("name"), NameEn: r.text("name_en"), Level: level, Type: r.text("type"),
		Population: r.amount("population"), PopulationYear: int(r.integer("population_year")),
		Geometry: asMultiPolygon(r.geometry), Source: b.source,
	}
	if seat, ok := r.point("seat_lon", "seat_lat"); ok {
		u.Seat = &seat
	}
	if r.refusal != nil {
		return
	}
	if u.Name == "" {
		b.remark(r, "unit without a name")
	}
	if u.Code = b.code(r); r.refusal == nil {
		b.rows.Units = append(b.rows.Units, u)
	}
}

func (b *builder) builtUp(r *row) {
	area := geo.BuiltUp{Unit: CanonicalCode(r.text("unit")), Geometry: asMultiPolygon(r.geometry), Derived: r.yes("derived"), Source: b.source}
	if area.ID = b.id(r); r.refusal == nil {
		b.rows.BuiltUps = append(b.rows.BuiltUps, area)
	}
}
