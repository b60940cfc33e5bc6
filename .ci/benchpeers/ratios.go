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

// What lifecircle set out to be on Porto, at least, on one thread: so many times as fast
// as pgRouting's virtual node with a search, and with a field of sixteen without a limit;
// and faster than Valhalla's three contours.
const (
	searchGoal    = 20
	sixteenGoal   = 1500
	isochroneGoal = 1
)

// Goals says which were met, of those that were measured.
func (r *report) Goals() []string {
	search, sixteen, isochrone := math.Inf(1), math.Inf(1), math.Inf(1)
	for _, n := range r.Nearest {
		if n.Town != "Porto" || n.Peer != "pgRouting" {
			continue
		}
		if n.Own > 0 {
			search = min(search, float64(n.Theirs)/float64(n.Own))
		}
		if n.Batch > 0 && !n.Winner && n.Limit == 0 {
			sixteen = min(sixteen, float64(n.Theirs)/float64(n.Batch))
		}
	}
	for _, i := range r.Isochrones {
		if i.Town == "Porto" && len(i.Minutes) > 1 && i.OwnOne > 0 {
			isochrone = min(isochrone, float64(i.Theirs)/float64(i.OwnOne))
		}
	}
	var out []string
	for _, g := range []struct {
		what      string
		goal, got float64
	}{
		{"a search against pgRouting's virtual node", searchGoal, search},
		{"a field of sixteen, without a limit, against the same", sixteenGoal, sixteen},
		{"5, 15 and 30 minutes on one thread against Valhalla", isochroneGoal, isochrone},
	} {
		if math.IsInf(g.got, 1) {
			continue
		}
		verdict := "met"
		if g.got < g.goal {
			verdict = "**missed**"
		}
		got := between(g.got, g.got)
		if g.goal == isochroneGoal { // as near to the goal as it may be, it shows
			got = fmt.Sprintf("%.2f ×", g.got)
		}
		out = append(out, fmt.Sprintf("%s, at least %g ×: %s, %s", g.what, g.goal, verdict, got))
	}
	return out
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
