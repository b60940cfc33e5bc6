package lifecircle

import "github.com/seed-4611ae28/lifecircle/geo"

// Denominator is what a share is a share of.
type Denominator string

// The denominators, in the order in which a share prefers them: people where any
// are known, else residential land, else dwellings, else length of street.
const (
	People      Denominator = "people"
	Residential Denominator = "residential_m2"
	Dwellings   Denominator = "dwellings"
	Street      Denominator = "street_m"
	Villages    Denominator = "villages"
	Seats       Denominator = "seats"
)

// Tally is how much there is of a denominator, and how much of it is covered.
// Both are unknown where the data says nothing of it.
type Tally struct {
	Total   geo.Amount `json:"total"`
	Covered geo.Amount `json:"covered"`
}

// Share is Covered / Total, unknown when either is unknown or Total is 0.
func (t Tally) Share() geo.Amount { return t.Covered.Ratio(t.Total) }

// add counts v into the tally, covered or not.
func (t *Tally) add(v float64, covered bool) {
	c := 0.0
	if covered {
		c = v
	}
	t.Total = geo.Known(t.Total.Or(0) + v)
	t.Covered = geo.Known(t.Covered.Or(0) + c)
}
