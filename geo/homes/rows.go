package homes

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// row is a number of people on a ground: a row of population, or a parcel that
// states its people.
type row struct {
	// home is the id of the home that the whole row may become, id the row's own.
	home, id     string
	cell, parcel string
	source       string
	ground       ground
	persons      float64
	groups       map[string]float64
}

// populationRows returns the rows that count, ordered, and fills in the result's
// counts of those that do not.
func populationRows(ds *geo.Dataset, res *Result) ([]row, error) {
	var rows []row
	for i := range ds.Population {
		p := &ds.Population[i]
		if p.SupersededBy != "" {
			res.RowsSuperseded++
			continue
		}
		n, known := p.Persons.Get()
		if !known {
			res.RowsUnknown++
			continue
		}
		if n < 0 {
			return nil, fmt.Errorf("population %s: persons is %g: it must not be negative", p.ID, n)
		}
		for g, v := range p.Groups {
			if !(v >= 0) || math.IsInf(v, 1) {
				return nil, fmt.Errorf("population %s: group %s is %g: it must be a number and not negative", p.ID, g, v)
			}
		}
		gr, err := newGround(p.Geometry)
		if err != nil {
			return nil, fmt.Errorf("population %s: %w", p.ID, err)
		}
		rows = append(rows, row{
			home: "p-" + p.ID, id: p.ID, cell: cmp.Or(p.Cell, p.ID), source: p.Source,
			ground: gr, persons: n, groups: p.Groups,
		})
	}
	return orderRows(rows), nil
}

// parcelRows returns the parcels that state their people.
func parcelRows(ds *geo.Dataset) ([]row, error) {
	var rows []row
	for i := range ds.Parcels {
		p := &ds.Parcels[i]
		n, known := p.Population.Get()
		if !known {
			continue
		}
		if n < 0 {
			return nil, fmt.Errorf("parcel %s: population is %g: it must not be negative", p.ID, n)
		}
		gr, err := newGround(p.Geometry)
		if err != nil {
			return nil, fmt.Errorf("parcel %s: %w", p.ID, err)
		}
		rows = append(rows, row{
			home: "a-" + p.ID, id: p.ID, cell: p.ID, parcel: p.ID, source: p.Source, ground: gr, persons: n,
		})
	}
	return orderRows(rows), nil
}

func orderRows(rows []row) []row {
	slices.SortFunc(rows, func(a, b row) int {
		if c := cmp.Compare(a.id, b.id); c != 0 {
			return c
		}
		return cmp.Or(cmp.Compare(a.cell, b.cell), cmp.Compare(a.source, b.source),
			comparePoints(a.ground.point, b.ground.point), cmp.Compare(a.persons, b.persons),
			cmp.Compare(a.ground.widthM, b.ground.widthM))
	})
	return rows
}

// whole returns the site that has all the people of the row.
func (r *row) whole() site {
	s := site{Home: geo.Home{ID: r.home, Location: r.ground.point, Source: r.source}, parcel: noParcel}
	if len(r.ground.polygons) > 0 {
		s.Location = round7(s.Location)
	}
	s.give(r.persons, r.groups, r)
	return s
}
