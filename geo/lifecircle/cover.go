package lifecircle

import "github.com/seed-4611ae28/lifecircle/geo"

// Cover counts the homes whose cost is within the limit. costs[i] is the cost of
// home i, [Unlinked] when it reaches nothing; seats[v] that of the seat of village
// v, read only for villages that have one. O(homes).
func Cover(d *Demand, costs []uint32, seats []uint32, limit Limit) Coverage {
	var c Coverage
	var unplaced, edge float64
	people := make([]float64, len(d.Villages))
	reached := make([]float64, len(d.Villages))
	for i := range d.Persons {
		in := d.Connected[i] && costs[i] <= limit.Cost
		c.Homes++
		if in {
			c.HomesCovered++
		}
		if !d.Connected[i] {
			c.HomesUnplaced++
		}
		c.GrainM = max(c.GrainM, d.GrainM[i])
		tallyAmount(&c.People, d.Persons[i], in)
		tallyAmount(&c.Residential, d.Residential[i], in)
		tallyAmount(&c.Dwellings, d.Dwellings[i], in)
		tallyAmount(&c.Street, d.Street[i], in)
		if n, ok := d.Persons[i].Get(); ok {
			if !d.Connected[i] {
				unplaced += n
			}
			if d.EdgeM[i] < limit.ReachM {
				edge += n
			}
		}
		if v := d.Village[i]; v >= 0 {
			n := weight(d, i)
			people[v] += n
			if in {
				reached[v] += n
			}
		}
	}
	if c.People.Total.IsKnown() {
		c.UnplacedPeople, c.EdgePeople = geo.Known(unplaced), geo.Known(edge)
	}
	for v := range d.Villages {
		switch {
		case d.Villages[v].Seat:
			c.Villages.add(1, seats[v] <= limit.Cost)
		case people[v] > 0:
			c.Villages.add(1, 2*reached[v] >= people[v])
		}
	}
	return c
}

// CoverSeats counts the seats from which something is reached within the limit:
// the answer of circles that start at a seat.
func CoverSeats(seats []uint32, limit Limit) Coverage {
	var c Coverage
	for _, cost := range seats {
		c.Seats.add(1, cost <= limit.Cost)
	}
	return c
}

func tallyAmount(t *Tally, a geo.Amount, covered bool) {
	if v, ok := a.Get(); ok {
		t.add(v, covered)
	}
}

// weight is what a home counts for where homes are weighed against each other:
// its people, else its residential land, dwellings or street.
func weight(d *Demand, i int) float64 {
	for _, a := range [4]geo.Amount{d.Persons[i], d.Residential[i], d.Dwellings[i], d.Street[i]} {
		if v, ok := a.Get(); ok {
			return v
		}
	}
	return 0
}
