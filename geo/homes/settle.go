package homes

import (
	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

// settle turns sites into homes, so that every figure stands at exactly one.
func (m *maker) settle() error {
	order(m.whole)
	grid := newPointGrid(locations(m.whole))
	for i := range m.whole {
		m.whole[i].parcel = m.parcels.at(m.whole[i].Location)
	}
	m.homes = m.whole
	for i := range m.buildings {
		b := &m.buildings[i]
		if k := firstIn(b.building, grid); k >= 0 && !b.lived() {
			m.homes[k].Dwellings = plusKnown(m.homes[k].Dwellings, b.Dwellings)
			continue
		}
		m.homes = append(m.homes, *b)
	}
	m.settleLand()
	for _, set := range []*siteSet{m.streets, m.roads} {
		for i := range set.all() {
			if set.sites[i].lived() {
				m.homes = append(m.homes, set.sites[i])
			}
		}
	}
	return nil
}

// firstIn returns the number of the first point in the building, or -1.
func firstIn(building orb.Polygon, points *pointGrid) int {
	first := -1
	if len(points.points) == 0 || len(building) == 0 {
		return first
	}
	var s *shape
	points.in(building.Bound(), func(i int) {
		if s == nil {
			made := newShape(orb.MultiPolygon{building})
			s = &made
		}
		if (first < 0 || i < first) && s.contains(points.points[i]) {
			first = i
		}
	})
	return first
}

// settleLand gives land without people to a home near by, or makes it one.
func (m *maker) settleLand() {
	grid := newPointGrid(locations(m.homes))
	for i := range m.land {
		l := &m.land[i]
		nearest, best := -1, m.res.LandStepM
		if !l.lived() && !l.housed() {
			grid.in(within(l.Location, best), func(k int) {
				if m.homes[k].parcel != l.parcel {
					return
				}
				d := crs.ShortDistance(l.Location, m.homes[k].Location)
				if d < best || (d == best && (nearest < 0 || k < nearest)) {
					nearest, best = k, d
				}
			})
		}
		if nearest < 0 {
			if l.lived() || l.housed() || l.ResidentialM2.IsKnown() {
				m.homes = append(m.homes, *l)
			}
			continue
		}
		h := &m.homes[nearest]
		h.ResidentialM2 = plusKnown(h.ResidentialM2, l.ResidentialM2)
		if h.Parcel == "" {
			h.Parcel = l.Parcel
		}
	}
}

// locate finds the town and village of every home.
func (m *maker) locate() error {
	villages, err := newUnitIndex(m.ds.Units, geo.LevelVillage)
	if err != nil {
		return err
	}
	if m.towns, err = newUnitIndex(m.ds.Units, geo.LevelTown); err != nil {
		return err
	}
	for i := range m.homes {
		h := &m.homes[i]
		h.Town, h.Village = m.towns.at(h.Location), villages.at(h.Location)
	}
	m.villages = villages
	return nil
}

// fillTowns lets streets stand for homes in towns that have no other, or in the
// whole dataset if it has no towns and no homes.
func (m *maker) fillTowns() error {
	empty := map[string]bool{}
	if len(m.towns.codes) == 0 {
		empty[""] = true
	}
	for _, code := range m.towns.codes {
		empty[code] = true
	}
	for i := range m.homes {
		delete(empty, m.homes[i].Town)
	}
	if len(empty) == 0 {
		return nil
	}
	streets, err := m.streetSet()
	if err != nil {
		return err
	}
	for i := range streets.sites {
		s := streets.sites[i]
		if s.Town = m.towns.at(s.Location); !empty[s.Town] {
			continue
		}
		s.Village = m.villages.at(s.Location)
		if m.covered(s.Location) {
			s.Persons = geo.Known(0)
		}
		m.homes = append(m.homes, s)
	}
	return nil
}

// covered reports whether a spread row of population speaks of the place.
func (m *maker) covered(p orb.Point) bool {
	found := false
	m.wideTree.Search(p, p, func(_, _ [2]float64, s *shape) bool {
		found = s.contains(p)
		return !found
	})
	return found
}
