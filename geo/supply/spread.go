package supply

import (
	"cmp"
	"slices"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// Spread is how a supply is spread over people.
type Spread struct {
	// P10 to P90 are quantiles over people: the least figure that, with all below it, holds
	// at least so many hundredths of them. Unknown where nobody lives.
	P10, P25, Median, P75, P90 geo.Amount
	// Below is how many people have less than the threshold; unknown without one.
	Below geo.Amount
}

// SpreadOf tells how figures of homes are spread over the people who live there. below is
// a threshold per person, 0 for none. O(homes · log homes).
func SpreadOf(persons, perPerson []float64, below float64) Spread {
	order := make([]int, 0, len(persons))
	total, less := 0.0, 0.0
	for i, n := range persons {
		if !(n > 0) {
			continue
		}
		order = append(order, i)
		total += n
		if perPerson[i] < below {
			less += n
		}
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(perPerson[i], perPerson[j]) })
	var out Spread
	if below > 0 {
		out.Below = geo.Known(less)
	}
	marks := []struct {
		share float64
		at    *geo.Amount
	}{{0.1, &out.P10}, {0.25, &out.P25}, {0.5, &out.Median}, {0.75, &out.P75}, {0.9, &out.P90}}
	sum := 0.0
	for _, i := range order {
		sum += persons[i]
		// A billionth of slack: tenths of a total are no numbers of the computer.
		for len(marks) > 0 && sum >= marks[0].share*total*(1-1e-9) {
			*marks[0].at, marks = geo.Known(perPerson[i]), marks[1:]
		}
	}
	return out
}
