package lifecircle

import "github.com/seed-4611ae28/lifecircle/geo"

// village is the homes of a village without a seat, under way.
type village struct {
	// column is the first denominator that a home of the village knows: amounts of
	// different kinds do not compare.
	column         int
	total, reached float64
}

// coverVillages counts the villages that are covered: by their seat, else by homes
// with at least half of the village's people (or of its residential land, dwellings
// or street, where no people are known). A village with neither is not counted.
func coverVillages(d *Demand, costs []uint32, seats []uint32, limit Limit) Tally {
	columns, villages := d.columns(), d.villageColumns()
	for i, v := range d.Village {
		if v < 0 || villages[v].column == len(columns) {
			continue
		}
		w := &villages[v]
		n := columns[w.column].amounts[i].Or(0)
		w.total += n
		if d.covered(i, costs, limit) {
			w.reached += n
		}
	}
	var t Tally
	for v, w := range villages {
		switch {
		case d.Villages[v].Seat:
			t.add(1, seats[v] <= limit.Cost)
		case w.total > 0:
			t.add(1, 2*w.reached >= w.total)
		}
	}
	return t
}

// villageColumns finds for each village the denominator it is counted in.
func (d *Demand) villageColumns() []village {
	columns := d.columns()
	villages := make([]village, len(d.Villages))
	for v := range villages {
		villages[v].column = len(columns)
	}
	for i, v := range d.Village {
		if v < 0 {
			continue
		}
		w := &villages[v]
		for k := range w.column {
			if columns[k].amounts[i].IsKnown() {
				w.column = k
				break
			}
		}
	}
	return villages
}

// column is one denominator of a demand.
type column struct {
	amounts []geo.Amount
	kind    Denominator
}

// columns are the denominators in the order in which a share prefers them.
func (d *Demand) columns() [4]column {
	return [4]column{{d.Persons, People}, {d.Residential, Residential}, {d.Dwellings, Dwellings}, {d.Street, Street}}
}
