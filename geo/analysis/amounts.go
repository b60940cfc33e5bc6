package analysis

import "github.com/seed-4611ae28/lifecircle/geo"

// sumKnown sums what is known of the members, of all for nil; unknown where nothing is.
func sumKnown(amounts []geo.Amount, members []int32) geo.Amount {
	sum, known := 0.0, false
	add := func(a geo.Amount) {
		if v, ok := a.Get(); ok {
			sum, known = sum+v, true
		}
	}
	if members == nil {
		for _, a := range amounts {
			add(a)
		}
	}
	for _, i := range members {
		if int(i) < len(amounts) {
			add(amounts[i])
		}
	}
	if !known {
		return geo.Unknown()
	}
	return geo.Known(sum)
}
