package lifecircle

import (
	"cmp"
	"slices"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// Complete counts for whom a whole requirement set is met. costs[r][i] is the cost
// at which home i meets requirement r. Totals are summed over homes; the cells
// hold the same, by d.Cell. O(homes × requirements).
func Complete(d *Demand, requirements []string, costs [][]uint32, limit Limit) Completeness {
	amounts, kind := d.Headline()
	out := Completeness{Denominator: kind, Requirements: requirements, Reached: make([]geo.Amount, len(requirements))}
	total := newSum(len(requirements))
	cells := make(map[uint64]*sum)
	for i := range amounts {
		out.Homes++
		out.GrainM = max(out.GrainM, d.GrainM[i])
		n, ok := amounts[i].Get()
		var cell *sum
		if d.Cell != nil {
			if cell = cells[d.Cell[i]]; cell == nil {
				cell = newSum(len(requirements))
				cells[d.Cell[i]] = cell
			}
			cell.homes++
		}
		if !ok {
			continue
		}
		missing := 0
		for r := range requirements {
			if d.covered(i, costs[r], limit) {
				total.reached[r] += n
				if cell != nil {
					cell.reached[r] += n
				}
			} else {
				missing++
			}
		}
		total.count(n, missing)
		if cell != nil {
			cell.count(n, missing)
		}
		if !d.Connected[i] {
			total.unplaced += n
		}
		if d.EdgeM[i] < limit.ReachM {
			total.edge += n
		}
	}
	if kind == "" {
		return out
	}
	out.People, out.Complete = geo.Known(total.people), geo.Known(total.complete)
	out.Unplaced, out.Edge = geo.Known(total.unplaced), geo.Known(total.edge)
	out.MeanMissing = geo.Known(total.missing).Ratio(geo.Known(total.people))
	for r := range requirements {
		out.Reached[r] = geo.Known(total.reached[r])
	}
	for index, s := range cells {
		c := Cell{Index: index, Homes: s.homes, Reached: make([]geo.Amount, len(requirements))}
		if s.known {
			c.People, c.Complete = geo.Known(s.people), geo.Known(s.complete)
			for r := range requirements {
				c.Reached[r] = geo.Known(s.reached[r])
			}
		}
		out.Cells = append(out.Cells, c)
	}
	slices.SortFunc(out.Cells, func(a, b Cell) int { return cmp.Compare(a.Index, b.Index) })
	return out
}

// Headline is what people are counted in: persons where any are known, else
// residential land, dwellings, street length.
func (d *Demand) Headline() ([]geo.Amount, Denominator) {
	for _, c := range d.columns() {
		if slices.ContainsFunc(c.amounts, geo.Amount.IsKnown) {
			return c.amounts, c.kind
		}
	}
	return d.Persons, ""
}

// sum is a total under way.
type sum struct {
	people, complete, missing, unplaced, edge float64
	reached                                   []float64
	homes                                     int
	known                                     bool
}

func newSum(requirements int) *sum { return &sum{reached: make([]float64, requirements)} }

func (s *sum) count(n float64, missing int) {
	s.known = true
	s.people += n
	s.missing += n * float64(missing)
	if missing == 0 {
		s.complete += n
	}
}
