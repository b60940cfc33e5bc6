package homes

import "github.com/seed-4611ae28/lifecircle/geo"

// place gives the people of every row to sites.
func (m *maker) place() error {
	// People go where dwellings are known first: buildings, and land whose parcel
	// states its dwellings.
	buildings, land := newSiteSet(m.buildings), newSiteSet(m.land)
	for i := range m.rows {
		if i%256 == 0 && m.ctx.Err() != nil {
			return m.ctx.Err()
		}
		r := &m.rows[i]
		if r.ground.widthM <= m.o.SpreadWidthM {
			if r.persons == 0 {
				m.res.RowsEmpty++
				continue
			}
			m.whole = append(m.whole, r.whole())
			m.count(ByPlace, r)
			continue
		}
		s := newShape(r.ground.polygons)
		m.wideTree.Insert(s.bound.Min, s.bound.Max, &s)
		if err := m.spreadRow(r, &s, buildings, land); err != nil {
			return err
		}
	}
	return nil
}

// spreadRow spreads the people of a row over the best that lies in its ground.
func (m *maker) spreadRow(r *row, s *shape, buildings, land *siteSet) error {
	inBuildings, inLand := buildings.inside(s), land.inside(s)
	// The row speaks of all these places: who is not put there does not live there.
	var housed []*site
	for _, i := range inBuildings {
		b := &buildings.sites[i]
		b.Persons = geo.Known(b.Persons.Or(0))
		if b.housed() {
			housed = append(housed, b)
		}
	}
	var dryLand []int
	for _, i := range inLand {
		l := &land.sites[i]
		l.Persons = geo.Known(l.Persons.Or(0))
		if l.wet {
			continue
		}
		if dryLand = append(dryLand, i); l.housed() {
			housed = append(housed, l)
		}
	}
	switch {
	case r.persons == 0:
		m.res.RowsEmpty++
		return nil
	case len(housed) > 0:
		m.give(ByDwellings, r, housed, func(s *site) float64 { return s.Dwellings.Or(0) })
		return nil
	case len(dryLand) > 0:
		m.give(ByLand, r, land.pick(dryLand), bySiteWeight)
		return nil
	}
	streets, err := m.streetSet()
	if err != nil {
		return err
	}
	if at := streets.inside(s); len(at) > 0 {
		m.give(ByStreets, r, streets.pick(at), bySiteWeight)
		return nil
	}
	roads, err := m.roadSet()
	if err != nil {
		return err
	}
	if at := roads.inside(s); len(at) > 0 {
		m.give(ByRoads, r, roads.pick(at), bySiteWeight)
		return nil
	}
	at, dry := m.water.shore(&r.ground, s)
	if !dry {
		m.res.WetRows = append(m.res.WetRows, r.id)
	}
	home := r.whole()
	if dry {
		home.Location = round7(at)
	}
	m.whole = append(m.whole, home)
	m.count(AtCentre, r)
	m.res.CentreRows = append(m.res.CentreRows, r.id)
	return nil
}

func bySiteWeight(s *site) float64 { return s.weight }

// give spreads the people of a row over the sites by their weights.
func (m *maker) give(b Basis, r *row, sites []*site, weight func(*site) float64) {
	weights := make([]float64, len(sites))
	for i, s := range sites {
		weights[i] = weight(s)
	}
	persons := spread(r.persons, weights)
	groups := make([]map[string]float64, len(sites))
	for g, n := range r.groups {
		for i, share := range spread(n, weights) {
			if groups[i] == nil {
				groups[i] = make(map[string]float64, len(r.groups))
			}
			groups[i][g] = share
		}
	}
	for i, s := range sites {
		s.give(persons[i], groups[i], r)
	}
	m.count(b, r)
}

func (m *maker) count(b Basis, r *row) {
	p := m.res.Placed[b]
	p.Rows++
	p.Persons += r.persons
	m.res.Placed[b] = p
}
