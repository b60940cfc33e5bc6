package lifecircle

import (
	"fmt"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/network/sweep"
)

// Lanes is how many costs of a home a [Sheet] counts at once.
const Lanes = sweep.Lanes

// Sheet is a demand written down so that sixteen costs of its homes are counted in one
// pass: what [Cover] says of each of them, to the bit. It is immutable and safe for
// concurrent use.
type Sheet struct {
	d *Demand
	// weights are the amounts by denominator and home, 0 where not known, nil where
	// nothing is known at all; totals are their sums.
	weights [4][]float64
	totals  [4]geo.Amount
	// ones has a 1 for every home.
	ones   []float64
	grainM float64
	// The homes of villages that have no seat but homes to go by, one village after the
	// other: byVillage[start[k]:start[k+1]] are those of counted[k], share what each
	// counts in its village, whole what all do.
	counted   []int32
	start     []uint32
	byVillage []int32
	share     []float64
	whole     []float64
}

// NewSheet writes a demand down. 8 bytes a home and known denominator, and 20 a home.
// O(homes).
func NewSheet(d *Demand) *Sheet {
	s := &Sheet{d: d, ones: make([]float64, d.Len())}
	for i := range s.ones {
		s.ones[i] = 1
		s.grainM = max(s.grainM, d.GrainM[i])
	}
	for k, c := range d.columns() {
		var t Tally
		weights := make([]float64, d.Len())
		for i, a := range c.amounts {
			tallyAmount(&t, a, false)
			weights[i] = a.Or(0)
		}
		if s.totals[k] = t.Total; t.Total.IsKnown() {
			s.weights[k] = weights
		}
	}
	s.listVillages()
	return s
}

func (s *Sheet) listVillages() {
	d := s.d
	columns, villages := d.columns(), d.villageColumns()
	homes := make([][]int32, len(d.Villages))
	for i, v := range d.Village {
		if v >= 0 && villages[v].column < len(columns) && !d.Villages[v].Seat {
			homes[v] = append(homes[v], int32(i))
		}
	}
	s.start = []uint32{0}
	for v, members := range homes {
		whole := 0.0
		for _, i := range members {
			n := columns[villages[v].column].amounts[i].Or(0)
			s.share = append(s.share, n)
			whole += n
		}
		if whole <= 0 {
			s.share = s.share[:len(s.byVillage)]
			continue
		}
		s.counted = append(s.counted, int32(v))
		s.byVillage = append(s.byVillage, members...)
		s.start = append(s.start, uint32(len(s.byVillage)))
		s.whole = append(s.whole, whole)
	}
}

// Bytes is the memory of the sheet beside its demand.
func (s *Sheet) Bytes() int {
	n := 8*len(s.ones) + 20*len(s.counted) + 12*len(s.byVillage)
	for _, w := range s.weights {
		n += 8 * len(w)
	}
	return n
}

// Cover counts, for each of [Lanes] facilities or kinds of them, the homes whose cost is
// within the limit. Row i of homes has the costs of home i, [Unlinked] where it
// reaches nothing; that of a home that is not connected has to be so throughout. Row v of
// seats are those of the seat of village v, read only for villages that have one.
// connected is whether a home has a link, as [Demand.Connected]. O(homes).
func (s *Sheet) Cover(homes, seats [][Lanes]uint32, connected []bool, limit Limit) ([Lanes]Coverage, error) {
	var out [Lanes]Coverage
	all := s.common(connected, limit)
	for lane := range out {
		out[lane] = all
	}
	var limits sweep.Limits
	for lane := range limits {
		limits[lane] = limit.Cost
	}
	sum := func(weights []float64) (sums [Lanes]float64, err error) {
		one := [1][Lanes]float64{}
		if err = sweep.Cover(homes, weights, []uint32{0, uint32(len(homes))}, limits, one[:]); err != nil {
			err = fmt.Errorf("counting %d homes: %w", len(homes), err)
		}
		return one[0], err
	}
	covered, err := sum(s.ones)
	if err != nil {
		return out, err
	}
	for lane := range out {
		out[lane].HomesCovered = int(covered[lane])
	}
	for k, weights := range s.weights {
		if weights == nil {
			continue
		}
		if covered, err = sum(weights); err != nil {
			return out, err
		}
		for lane := range out {
			*out[lane].tally(k) = Tally{Total: s.totals[k], Covered: geo.Known(covered[lane])}
		}
	}
	return out, s.coverVillages(&out, homes, seats, limits)
}

// common is what a coverage says whatever the costs.
func (s *Sheet) common(connected []bool, limit Limit) Coverage {
	d := s.d
	c := Coverage{Homes: d.Len(), GrainM: s.grainM}
	var unplaced, edge float64
	for i := range connected {
		if !connected[i] {
			c.HomesUnplaced++
			unplaced += d.Persons[i].Or(0)
		}
		if d.EdgeM[i] < limit.ReachM {
			edge += d.Persons[i].Or(0)
		}
	}
	if s.totals[0].IsKnown() {
		c.UnplacedPeople, c.EdgePeople = geo.Known(unplaced), geo.Known(edge)
	}
	return c
}

// tally is the k-th denominator, in the order of [Demand.columns].
func (c *Coverage) tally(k int) *Tally {
	return [4]*Tally{&c.People, &c.Residential, &c.Dwellings, &c.Street}[k]
}

func (s *Sheet) coverVillages(out *[Lanes]Coverage, homes, seats [][Lanes]uint32, limits sweep.Limits) error {
	rows := make([][Lanes]uint32, len(s.byVillage))
	for k, i := range s.byVillage {
		rows[k] = homes[i]
	}
	reached := make([][Lanes]float64, len(s.counted))
	if err := sweep.Cover(rows, s.share, s.start, limits, reached); err != nil {
		return fmt.Errorf("counting the homes of %d villages: %w", len(s.counted), err)
	}
	for k := range s.counted {
		for lane := range out {
			out[lane].Villages.add(1, 2*reached[k][lane] >= s.whole[k])
		}
	}
	for v := range s.d.Villages {
		if !s.d.Villages[v].Seat {
			continue
		}
		for lane := range out {
			out[lane].Villages.add(1, seats[v][lane] <= limits[lane])
		}
	}
	return nil
}
