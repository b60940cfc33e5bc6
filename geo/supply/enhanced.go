package supply

import (
	"context"
	"fmt"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// Enhanced is what everybody reaches of a supply that not every facility states.
type Enhanced struct {
	Result
	// Unknown are the facilities, by index, whose capacity is not known. Nothing is assumed
	// of them: they supply nothing here, and every figure is a lower bound where there are
	// any.
	Unknown []int
}

// E2SFCA computes the supply per person of the enhanced two-step floating catchment (Luo
// and Qi 2009, Health & Place 15: 1100–1107):
//
//	R(j) = S(j) / Σ W(r)·P(k)   over the zones r of facility j and the people k in them
//	A(i) = Σ W(r)·R(j)          over the facilities j whose zone r home i lies in
//
// persons is by home, capacity by facility, and reach as for [TwoStep], costs as shares of
// the limit. Zones default to [SlowDecay]; what they have to be is said at
// [Zones.Validate]. O(pairs of a home and a facility in reach).
func E2SFCA(ctx context.Context, persons []float64, capacity []geo.Amount, reach [][]Reach, zones Zones) (Enhanced, error) {
	if zones == nil {
		zones = SlowDecay()
	}
	if err := zones.Validate(); err != nil {
		return Enhanced{}, fmt.Errorf("enhanced two-step catchments: %w", err)
	}
	var out Enhanced
	var known []int
	var amounts []float64
	var theirs [][]Reach
	for j, c := range capacity {
		n, ok := c.Get()
		if !ok {
			out.Unknown = append(out.Unknown, j)
			continue
		}
		known, amounts, theirs = append(known, j), append(amounts, n), append(theirs, reach[j])
	}
	res, err := TwoStep(ctx, persons, amounts, theirs, zones.Weight)
	if err != nil {
		return Enhanced{}, fmt.Errorf("enhanced two-step catchments: %w", err)
	}
	for k, j := range res.Alone {
		res.Alone[k] = known[j]
	}
	demand := make([]float64, len(capacity)) // of those without a capacity nobody asked
	for k, j := range known {
		demand[j] = res.Demand[k]
	}
	res.Demand = demand
	out.Result = res
	return out, nil
}
