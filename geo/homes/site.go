package homes

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// site is a place that may become a home. Its figures grow as people are placed.
type site struct {
	geo.Home
	// weight is its share among the sites of its kind: dwellings, m² or metres.
	weight float64
	// estimated marks a number of dwellings that no row states.
	estimated bool
	// wet marks land that is all water: it counts as land, and nobody is put there.
	wet bool
	// parcel is the number of the parcel with homes in which it lies, or noParcel.
	parcel int32
	// building is the footprint it stands in, if it stands in one.
	building orb.Polygon
}

const noParcel = -1

// give adds people of a row to the site.
func (s *site) give(persons float64, groups map[string]float64, r *row) {
	if !(s.Persons.Or(0) > 0) && persons > 0 {
		s.Cell, s.Source = r.cell, r.source
		if r.parcel != "" {
			s.Parcel = r.parcel
		}
	}
	s.Persons = geo.Known(s.Persons.Or(0) + persons)
	s.GrainM = max(s.GrainM, r.ground.widthM)
	if len(groups) == 0 {
		return
	}
	if s.Groups == nil {
		s.Groups = make(map[string]float64, len(groups))
	}
	for g, n := range groups {
		s.Groups[g] += n
	}
}

// lived reports whether people were placed at the site.
func (s *site) lived() bool { return s.Persons.Or(0) > 0 }

// housed reports whether the site has dwellings.
func (s *site) housed() bool { return s.Dwellings.Or(0) > 0 }

// locations returns where the sites are.
func locations(sites []site) []orb.Point {
	ps := make([]orb.Point, len(sites))
	for i := range sites {
		ps[i] = sites[i].Location
	}
	return ps
}

// order sorts sites by id, and sites of the same id (which only a dataset with
// repeated ids has) by all that could tell them apart, and makes the ids unique.
func order(sites []site) {
	slices.SortFunc(sites, func(a, b site) int {
		if c := cmp.Compare(a.ID, b.ID); c != 0 {
			return c
		}
		return cmp.Or(comparePoints(a.Location, b.Location), cmp.Compare(a.Source, b.Source),
			cmp.Compare(a.Persons.Or(-1), b.Persons.Or(-1)), cmp.Compare(a.weight, b.weight))
	})
	repeated := false
	for i := 0; i < len(sites); {
		j := i + 1
		for ; j < len(sites) && sites[j].ID == sites[i].ID; j++ {
			sites[j].ID += "~" + strconv.Itoa(j-i+1)
			repeated = true
		}
		i = j
	}
	if repeated {
		slices.SortFunc(sites, func(a, b site) int { return cmp.Compare(a.ID, b.ID) })
	}
}
