package siting

import (
	"math"
	"math/bits"
	"slices"
)

// sumBits bounds the sums of weights times benefits, so that they fit an int64.
const sumBits = 60

// units turns weights into whole multiples of one power of two, 1/scale: integers add up
// to the same in any order. Whole weights stay what they are (scale 1). Fractions keep as
// many bits as leave room for the sum of all weights times the largest benefit: with a
// million people and coverage 40 bits behind the point, with costs up to 10⁸ 14 bits.
func units(weights []float64, largest uint32) (whole []int64, scale float64) {
	total := 0.0
	for _, w := range slices.Sorted(slices.Values(weights)) {
		total += w
	}
	_, e := math.Frexp(total)
	most := sumBits - e - bits.Len32(largest)
	shift := min(0, most)
	for _, w := range weights {
		for shift < most && math.Ldexp(w, shift) != math.Trunc(math.Ldexp(w, shift)) {
			shift++
		}
	}
	whole = make([]int64, len(weights))
	for i, w := range weights {
		if w > 0 { // who is there counts
			whole[i] = max(1, int64(math.Round(math.Ldexp(w, shift))))
		}
	}
	return whole, math.Ldexp(1, shift)
}
