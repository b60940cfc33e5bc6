package analysis

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/paulmach/orb"
)

// thin leaves at most so many candidates, and one in each square of a side where that is
// more than thinM; it tells the side of the squares used.
func (a *Analysis) thin(list []Candidate, most int, atLeast float64) ([]Candidate, float64) {
	if len(list) <= most && atLeast <= thinM {
		return list, 0
	}
	at := make([]orb.Point, len(list))
	for i := range list {
		at[i] = a.plane.ToPlane(list[i].Location)
	}
	for side := max(thinM, atLeast); ; side *= math.Sqrt2 {
		best := make(map[[2]float64]int)
		off := func(i int, cell [2]float64) float64 {
			return math.Hypot(at[i][0]-(cell[0]+0.5)*side, at[i][1]-(cell[1]+0.5)*side)
		}
		for i := range list {
			cell := [2]float64{math.Floor(at[i][0] / side), math.Floor(at[i][1] / side)}
			k, ok := best[cell]
			if !ok || cmp.Or(cmp.Compare(off(i, cell), off(k, cell)), strings.Compare(list[i].ID, list[k].ID)) < 0 {
				best[cell] = i
			}
		}
		if len(best) > most {
			continue
		}
		kept := make([]int, 0, len(best))
		for _, i := range best {
			kept = append(kept, i)
		}
		slices.Sort(kept)
		out := make([]Candidate, len(kept))
		for k, i := range kept {
			out[k] = list[i]
		}
		return out, side
	}
}
