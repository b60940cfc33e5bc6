package homes

import (
	"context"
	"fmt"

	"github.com/tidwall/rtree"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// Make makes the homes of a dataset, as the package documentation says. It reads
// the dataset and does not change it. An error names the row, field and value that
// cannot be used; ctx.Err() is returned soon after ctx ends.
func Make(ctx context.Context, ds *geo.Dataset, o Options) (*Result, error) {
	o, err := o.complete()
	if err != nil {
		return nil, fmt.Errorf("making homes: %w", err)
	}
	m := &maker{ctx: ctx, ds: ds, o: o, res: &Result{Placed: map[Basis]Placed{}}}
	for _, step := range []func() error{m.makeSites, m.readRows, m.place, m.settle, m.locate, m.fillTowns} {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := step(); err != nil {
			return nil, fmt.Errorf("making homes: %w", err)
		}
	}
	m.finish()
	return m.res, nil
}

// maker carries the work from step to step.
type maker struct {
	ctx context.Context
	ds  *geo.Dataset
	o   Options
	res *Result

	parcels   *parcels
	water     *water
	buildings []site
	land      []site
	// streets and roads are made when they are first needed.
	streets, roads *siteSet
	rows           []row
	// whole are the sites that have all the people of a row.
	whole []site
	// homes are the sites that have become homes.
	homes           []site
	towns, villages *unitIndex
	// wideTree holds the grounds that were spread.
	wideTree rtree.RTreeG[*shape]
}

func (m *maker) makeSites() (err error) {
	if m.parcels, err = newParcels(m.ds.Parcels); err != nil {
		return err
	}
	if m.water, err = newWater(m.ds.Barriers); err != nil {
		return err
	}
	if m.buildings, err = buildingSites(m.ctx, m.ds, m.parcels, m.o); err != nil {
		return err
	}
	if m.land, m.res.LandStepM, err = landSites(m.ctx, m.parcels, m.water, m.o); err != nil {
		return err
	}
	stateDwellings(m.parcels, m.buildings, m.land)
	for i := range m.buildings {
		if b := &m.buildings[i]; b.estimated {
			m.res.DwellingsEstimated += b.Dwellings.Or(0)
		}
	}
	m.buildings, m.res.DwellingJoinM = join(m.buildings, m.o.MaxHomes, m.o.LandStepM)
	m.land, m.res.LandJoinM = join(m.land, m.o.MaxHomes, m.res.LandStepM)
	return nil
}

func (m *maker) readRows() (err error) {
	if m.rows, err = populationRows(m.ds, m.res); err != nil {
		return err
	}
	ofParcels, err := parcelRows(m.ds)
	if err != nil {
		return err
	}
	switch {
	case len(m.rows) > 0:
		m.res.PersonsFrom = geo.LayerPopulation
		for i := range ofParcels {
			m.res.ParcelPersonsUnused += ofParcels[i].persons
		}
	case len(ofParcels) > 0:
		m.res.PersonsFrom = geo.LayerParcels
		m.rows = ofParcels
	}
	return nil
}

// streetSet returns the sites on residential streets, roadSet those on other roads.
func (m *maker) streetSet() (*siteSet, error) {
	if m.streets != nil {
		return m.streets, nil
	}
	sites, err := streetSites(m.ctx, m.ds.Roads, m.o.StreetClasses, m.o, true)
	if err != nil {
		return nil, err
	}
	sites, m.res.StreetJoinM = join(sites, m.o.MaxHomes, m.o.StreetStepM)
	m.streets = newSiteSet(sites)
	return m.streets, nil
}

func (m *maker) roadSet() (*siteSet, error) {
	if m.roads != nil {
		return m.roads, nil
	}
	sites, err := streetSites(m.ctx, m.ds.Roads, m.o.OtherClasses, m.o, false)
	if err != nil {
		return nil, err
	}
	sites, _ = join(sites, m.o.MaxHomes, m.o.StreetStepM)
	m.roads = newSiteSet(sites)
	return m.roads, nil
}

// finish orders the homes and adds up.
func (m *maker) finish() {
	order(m.homes)
	r := m.res
	r.Homes = make([]geo.Home, len(m.homes))
	for i := range m.homes {
		h := m.homes[i].Home
		r.Homes[i] = h
		r.Dwellings = plusKnown(r.Dwellings, h.Dwellings)
		r.ResidentialM2 = plusKnown(r.ResidentialM2, h.ResidentialM2)
		r.StreetM = plusKnown(r.StreetM, h.StreetM)
		if h.Town == "" {
			r.NoTown++
		}
	}
	for i := range m.rows {
		w := &m.rows[i]
		r.Persons = geo.Known(r.Persons.Or(0) + w.persons)
		for g, n := range w.groups {
			if r.Groups == nil {
				r.Groups = map[string]float64{}
			}
			r.Groups[g] += n
		}
	}
}
