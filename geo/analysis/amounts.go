package analysis

import (
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/lifecircle"
)

// columnOf are the amounts of a denominator.
func columnOf(d *lifecircle.Demand, kind lifecircle.Denominator) []geo.Amount {
	switch kind {
	case lifecircle.People:
		return d.Persons
	case lifecircle.Residential:
		return d.Residential
	case lifecircle.Dwellings:
		return d.Dwellings
	case lifecircle.Street:
		return d.Street
	}
	return nil
}

// sumKnown sums what is known of the members, of all for nil; unknown where nothing is.
func sumKnown(amounts []geo.Amount, members []int32) geo.Amount {
	sum, known := 0.0, false
	add := func(a geo.Amount) {
		if v, ok := a.Get(); ok {
			sum, known = sum+v, true
		}
	}
	if members == nil {
		for _, a := range amounts {
			add(a)
		}
	}
	for _, i := range members {
		if int(i) < len(amounts) {
			add(amounts[i])
		}
	}
	if !known {
		return geo.Unknown()
	}
	return geo.Known(sum)
}

// headline is the denominator of a demand, as shares prefer it.
func headline(d *lifecircle.Demand) lifecircle.Denominator {
	for _, kind := range []lifecircle.Denominator{lifecircle.People, lifecircle.Residential, lifecircle.Dwellings, lifecircle.Street} {
		for _, n := range columnOf(d, kind) {
			if n.IsKnown() {
				return kind
			}
		}
	}
	return ""
}
