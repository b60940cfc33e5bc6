package lifecircle

import "github.com/seed-4611ae28/lifecircle/geo"

// Cover counts the homes whose cost is within the limit. costs[i] is the cost of
// home i, [Unlinked] when it reaches nothing; seats[v] that of the seat of village
// v, read only for villages that have one. O(homes).
func Cover(d *Demand, costs []uint32, seats []uint32, limit Limit) Coverage {
	var c Coverage
	var unplaced, edge float64
	for i := range d.Persons {
		in := d.covered(i, costs, limit)
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
	}
	if c.People.Total.IsKnown() {
		c.UnplacedPeople, c.EdgePeople = geo.Known(unplaced), geo.Known(edge)
	}
	c.Villages = coverVillages(d, costs, seats, limit)
	return c
}

// covered is the counting rule.
func (d *Demand) covered(i int, costs []uint32, limit Limit) bool {
	return d.Connected[i] && costs[i] <= limit.Cost
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
