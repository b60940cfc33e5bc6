package sweep

import (
	"fmt"

	"github.com/seed-4611ae28/lifecircle/geo/network/hierarchy"
)

// Limits are the highest costs of the lanes that count as covered.
type Limits [Lanes]uint32

// below are the limits with which a kernel never takes [hierarchy.None] for covered.
func (l Limits) below() [Lanes]uint32 {
	for i, v := range l {
		l[i] = min(v, hierarchy.None-1)
	}
	return l
}

// Cover adds up who is covered: cost has a row per place in the order of their units,
// weight what each place counts (persons), and the places of unit u are unit[u] to
// unit[u+1]. sum[u][lane] becomes the sum of the weights of the unit's places whose cost
// in the lane is within its limit, added one after the other in their order, as a plain
// loop would, so that it is the same to the last bit on every machine. O(places).
func Cover(cost [][Lanes]uint32, weight []float64, unit []uint32, limits Limits, sum [][Lanes]float64) error {
	if len(weight) != len(cost) {
		return fmt.Errorf("covering %d places: there are %d weights", len(cost), len(weight))
	}
	if len(unit) != len(sum)+1 {
		return fmt.Errorf("covering %d units: their places have %d bounds, it has to be one more than units", len(sum), len(unit))
	}
	limit := limits.below()
	for u := range sum {
		from, to := unit[u], unit[u+1]
		if from > to || int(to) > len(cost) {
			return fmt.Errorf("covering unit %d: places %d to %d of %d", u, from, to, len(cost))
		}
		cover(cost[from:to], weight[from:to], &limit, &sum[u])
	}
	return nil
}

// coverGo is the kernel of every machine.
func coverGo(cost [][Lanes]uint32, weight []float64, limit *[Lanes]uint32, sum *[Lanes]float64) {
	*sum = [Lanes]float64{}
	for i := range cost {
		row, w := &cost[i], weight[i]
		for lane, c := range row {
			if c <= limit[lane] {
				sum[lane] += w
			}
		}
	}
}
