package main

import (
	"fmt"
	"math"
)

// Ratios is the range of a peer's ratios over all extracts and limits, for the answers
// that tell the facility or those that do not.
func (r *report) Ratios(peer string, winner bool) string {
	low, high := math.Inf(1), 0.0
	for _, n := range r.Nearest {
		if n.Peer == peer && n.Winner == winner && n.Own > 0 {
			x := float64(n.Theirs) / float64(n.Own)
			low, high = min(low, x), max(high, x)
		}
	}
	return between(low, high)
}

// BatchRatios is the same for one field of sixteen computed together.
func (r *report) BatchRatios(peer string) string {
	low, high := math.Inf(1), 0.0
	for _, n := range r.Nearest {
		if n.Peer == peer && !n.Winner && n.Batch > 0 {
			x := float64(n.Theirs) / float64(n.Batch)
			low, high = min(low, x), max(high, x)
		}
	}
	return between(low, high)
}

// portoGoal is what lifecircle set out to be at least, against pgRouting on Porto.
const portoGoal = 20

// Goal says whether it was met, "" where it was not measured.
func (r *report) Goal() string {
	least := math.Inf(1)
	for _, n := range r.Nearest {
		if n.Town == "Porto" && n.Peer == "pgRouting" && n.Own > 0 {
			least = min(least, float64(n.Theirs)/float64(n.Own))
		}
	}
	if math.IsInf(least, 1) {
		return ""
	}
	verdict := "met"
	if least < portoGoal {
		verdict = "**missed**"
	}
	return fmt.Sprintf("at least %d × pgRouting's virtual node on Porto: %s, %s at the lowest", portoGoal, verdict, between(least, least))
}

// IsochroneRatios is the range of Valhalla's ratios.
func (r *report) IsochroneRatios() string {
	low, high := math.Inf(1), 0.0
	for _, i := range r.Isochrones {
		if i.Own > 0 {
			x := float64(i.Theirs) / float64(i.Own)
			low, high = min(low, x), max(high, x)
		}
	}
	return between(low, high)
}

// between prints a range of ratios; "" of none.
func between(low, high float64) string {
	if high == 0 {
		return ""
	}
	print := func(x float64) string {
		if x < 9.95 {
			return fmt.Sprintf("%.1f", x)
		}
		return fmt.Sprintf("%.0f", x)
	}
	if print(low) == print(high) {
		return print(low) + " ×"
	}
	return print(low) + "–" + print(high) + " ×"
}
