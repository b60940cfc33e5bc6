package lifecircle

import "github.com/seed-4611ae28/lifecircle/geo"

// Coverage is how much of an area lies within a limit of a requirement, in every
// denominator the data knows.
type Coverage struct {
	People      Tally `json:"people"`
	Residential Tally `json:"residential_m2"`
	Dwellings   Tally `json:"dwellings"`
	Street      Tally `json:"street_m"`
	Villages    Tally `json:"villages"`
	// Seats is filled for circles that start at a seat, and then nothing else is.
	Seats Tally `json:"seats"`
	// UnplacedPeople have no link to the network and count as not covered;
	// EdgePeople live nearer to the edge of the data than the limit, so that a
	// facility beyond it may serve them.
	UnplacedPeople geo.Amount `json:"unplaced_people"`
	EdgePeople     geo.Amount `json:"edge_people"`
	// Homes are the demand points counted, HomesCovered and HomesUnplaced parts of them.
	Homes         int `json:"homes"`
	HomesCovered  int `json:"homes_covered"`
	HomesUnplaced int `json:"homes_unplaced"`
	// GrainM is the widest ground whose people one of the homes stands for.
	GrainM float64 `json:"grain_m"`
}

// Denominator is the one that the headline share uses: the first known of
// people, residential land, dwellings, street length; "" when nothing is known.
func (c *Coverage) Denominator() Denominator {
	switch {
	case c.Seats.Total.IsKnown():
		return Seats
	case c.People.Total.IsKnown():
		return People
	case c.Residential.Total.IsKnown():
		return Residential
	case c.Dwellings.Total.IsKnown():
		return Dwellings
	case c.Street.Total.IsKnown():
		return Street
	}
	return ""
}

// Share is the headline share, unknown when there is no denominator.
func (c *Coverage) Share() geo.Amount {
	switch c.Denominator() {
	case Seats:
		return c.Seats.Share()
	case People:
		return c.People.Share()
	case Residential:
		return c.Residential.Share()
	case Dwellings:
		return c.Dwellings.Share()
	case Street:
		return c.Street.Share()
	}
	return geo.Unknown()
}
