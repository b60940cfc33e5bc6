package homes

import "github.com/seed-4611ae28/lifecircle/geo"

// The kinds of weight, as [Weight] and [Weights] name them.
const (
	KindDwellings   = "dwellings"
	KindResidential = "residential_m2"
	KindStreet      = "street_m"
)

// Weight returns what speaks best for how many people live at a home whose people
// are not known: its dwellings, else its residential land in square metres, else
// its length of street in metres; 0 and "" when it has none of them.
//
// Weights of different kinds do not compare: see [Weights] for those of a unit.
func Weight(h geo.Home) (value float64, kind string) {
	for _, k := range []string{KindDwellings, KindResidential, KindStreet} {
		if v := amount(&h, k).Or(0); v > 0 {
			return v, k
		}
	}
	return 0, ""
}

// Weights returns the proportions in which an official number of residents of a
// unit may be spread over its homes, all of one kind, and that kind. A home that
// has nothing of the kind weighs 0.
//
// The kind is dwellings where they are mapped well enough: when no residential
// land is known, or homes with dwellings carry at least half of it. (Three mapped
// houses must not take in a whole town.) Otherwise it is residential land, else
// length of street; "" with no weight at all when the homes have none of them.
func Weights(homes []geo.Home) (weights []float64, kind string) {
	var dwellings, land, landOfHoused, street float64
	for i := range homes {
		h := &homes[i]
		d, m2 := h.Dwellings.Or(0), h.ResidentialM2.Or(0)
		dwellings, land, street = dwellings+d, land+m2, street+h.StreetM.Or(0)
		if d > 0 {
			landOfHoused += m2
		}
	}
	switch {
	case dwellings > 0 && landOfHoused >= land/2:
		kind = KindDwellings
	case land > 0:
		kind = KindResidential
	case street > 0:
		kind = KindStreet
	}
	weights = make([]float64, len(homes))
	for i := range homes {
		weights[i] = max(0, amount(&homes[i], kind).Or(0))
	}
	return weights, kind
}

func amount(h *geo.Home, kind string) geo.Amount {
	switch kind {
	case KindDwellings:
		return h.Dwellings
	case KindResidential:
		return h.ResidentialM2
	case KindStreet:
		return h.StreetM
	}
	return geo.Unknown()
}
