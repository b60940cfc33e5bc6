package main

import (
	"fmt"
	"math"

	"github.com/seed-4611ae28/lifecircle/geo/network"
)

// comparison is how a peer's costs compare with lifecircle's, node by node.
type comparison struct {
	// Nodes is how many were compared; Reached how many of them are within the limit.
	Nodes, Reached int
	// LargestMM is the largest difference of any of them.
	LargestMM float64
}

// singlePrecision is how far a cost may be off that was kept as a float of 32 bits,
// however that was rounded: a unit in the last of its 24 places.
const singlePrecision = 1.0 / (1 << 23)

// compare holds a peer's costs (infinite: not reached) against lifecircle's. A node
// that only one of them reaches, and a difference of more than the allowed part of
// the cost, is an error: such a peer did something else, or is wrong, or lifecircle is.
func compare(own []uint32, theirs []float64, allowed float64) (comparison, error) {
	c := comparison{Nodes: len(own)}
	if len(own) != len(theirs) {
		return c, fmt.Errorf("%d costs for %d nodes", len(theirs), len(own))
	}
	for v, cost := range own {
		reached := cost != network.Unreachable
		if reached == math.IsInf(theirs[v], 1) || math.IsNaN(theirs[v]) {
			return c, fmt.Errorf("node %d: lifecircle %s, the peer %v mm", v, costInWords(cost), theirs[v])
		}
		if !reached {
			continue
		}
		c.Reached++
		d := math.Abs(theirs[v] - float64(cost))
		if d > allowed*float64(cost) {
			return c, fmt.Errorf("node %d: lifecircle %s, the peer %v mm", v, costInWords(cost), theirs[v])
		}
		c.LargestMM = max(c.LargestMM, d)
	}
	return c, nil
}

func costInWords(cost uint32) string {
	if cost == network.Unreachable {
		return "does not reach it"
	}
	return fmt.Sprintf("%d mm", cost)
}
