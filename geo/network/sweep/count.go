package sweep

import "fmt"

// Count counts rows that are covered, by unit: unit has the number of the unit of each
// row of cost, and counts[unit][lane] grows by one for each whose cost in the lane is
// within its limit. A row whose unit is not among counts is left out. The rows may be
// those of a network itself, for a place at each node; called from [Query.Ready] they are
// counted while they are in the cache. Counts past 2^32-1 wrap. O(rows).
func Count(cost [][Lanes]uint32, unit []uint32, limits Limits, counts [][Lanes]uint32) error {
	if len(unit) != len(cost) {
		return fmt.Errorf("counting %d rows: there are %d units", len(cost), len(unit))
	}
	limit := limits.below()
	if len(cost) > 0 {
		count(cost, unit, &limit, counts)
	}
	return nil
}

// countGo is the kernel of every machine.
func countGo(cost [][Lanes]uint32, unit []uint32, limit *[Lanes]uint32, counts [][Lanes]uint32) {
	for i := range cost {
		if int(unit[i]) >= len(counts) {
			continue
		}
		row, c := &cost[i], &counts[unit[i]]
		for lane := range row {
			if row[lane] <= limit[lane] {
				c[lane]++
			}
		}
	}
}
