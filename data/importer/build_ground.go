package importer

import (
	"strconv"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

func (b *builder) greenway(r *row) {
	g := geo.Greenway{
		Name: r.text("name"), Geometry: asMultiLine(r.geometry), Status: r.status(),
		Grade: r.text("grade"), Connector: r.yes("connector"), Source: b.source,
	}
	if g.ID = b.id(r); r.refusal == nil {
		b.rows.Greenways = append(b.rows.Greenways, g)
	}
}

func (b *builder) park(r *row) {
	p := geo.Park{
		Name: r.text("name"), Geometry: asMultiPolygon(r.geometry), Kind: r.text("kind"),
		Status: r.status(), Entrances: r.points("entrances"), Source: b.source,
	}
	if p.ID = b.id(r); r.refusal != nil {
		return
	}
	if p.Kind == "" {
		p.Kind = "park"
		b.remark(r, "no kind is given: taken as park")
	}
	b.rows.Parks = append(b.rows.Parks, p)
}

func (b *builder) parcel(r *row) {
	code, name := r.text(fieldLandCode), r.text("use")
	if b.land.scheme == nil && name != "" && r.saidOutright("use") && !r.saidOutright(fieldLandCode) {
		code = "" // nobody asked for a column that only looks like one of codes
	}
	if code == "" && name == "" {
		r.refuse("use", "", "is required: the land use in words, or a code of a classification that --scheme names")
		return
	}
	u := b.land.read(code, name)
	if u.refused != "" {
		field, value := fieldLandCode, code
		if code == "" {
			field, value = "use", name
		}
		r.refuse(field, value, u.refused)
		return
	}
	p := geo.Parcel{
		Use: u.use, Code: u.code, Geometry: asMultiPolygon(r.geometry),
		Dwellings: r.amount("dwellings"), Population: r.amount("population"), Source: b.source,
	}
	if p.ID = b.id(r); r.refusal != nil {
		return
	}
	if u.remark != "" {
		b.remark(r, u.remark)
	}
	b.land.take(&p, u, r.text("settlement"), r.text("town"))
	b.rows.Parcels = append(b.rows.Parcels, p)
}

// building makes one building of each part of the ground; dwellings are shared
// among the parts by area.
func (b *builder) building(r *row) {
	id := b.id(r)
	if r.refusal != nil {
		return
	}
	ground := parts(r.geometry)
	total := crs.Area(r.geometry)
	for i, p := range ground {
		one := geo.Building{ID: id, Use: r.text("use"), Geometry: p, Levels: r.amount("levels"), Dwellings: r.amount("dwellings"), Source: b.source}
		if len(ground) > 1 {
			one.ID = id + "-" + strconv.Itoa(i+1)
			if n, known := one.Dwellings.Get(); known {
				one.Dwellings = geo.Known(n * crs.Area(p) / total)
			}
			if b.claim(r, fieldID, one.ID); r.refusal != nil {
				return
			}
		}
		b.rows.Buildings = append(b.rows.Buildings, one)
	}
}

func (b *builder) barrier(r *row) {
	one := geo.Barrier{Kind: geo.BarrierKind(r.text("kind")), Geometry: r.geometry, Source: b.source}
	if one.ID = b.id(r); r.refusal == nil {
		b.rows.Barriers = append(b.rows.Barriers, one)
	}
}

// population makes a row of population. A hexagon may stand in a file once only:
// twice, its people would be counted twice.
func (b *builder) population(r *row) {
	cell := geo.PopulationCell{Cell: r.cell, Geometry: r.geometry, Persons: r.amount("persons"), Groups: r.groups, Source: b.source}
	if first, twice := b.cells[r.cell]; twice && r.cell != "" {
		r.refuse(fieldCell, r.cell, "row "+strconv.Itoa(r.n)+" repeats row "+strconv.Itoa(first)+": each hexagon stands for its people once")
		return
	}
	if cell.ID = b.id(r); r.refusal != nil {
		return
	}
	b.cells[r.cell] = r.n
	if !cell.Persons.IsKnown() {
		b.remark(r, "the number of people is blank: unknown")
	}
	if n, known := cell.Persons.Get(); known {
		for _, persons := range cell.Groups {
			if persons > n {
				b.remark(r, "an age group has more people than the row")
				break
			}
		}
	}
	b.rows.Population = append(b.rows.Population, cell)
}
