package homes

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

// square is a square of a grid over the earth that depends on its width only.
type square struct{ col, row int32 }

func squareOf(p orb.Point, widthM float64) square {
	const metresPerDegree = 111_195 // mean of the sphere; the grid need not be exact
	row := math.Floor(p[1] * metresPerDegree / widthM)
	lat := row * widthM / metresPerDegree
	col := math.Floor(p[0] * metresPerDegree * math.Cos(lat*math.Pi/180) / widthM)
	return square{int32(col), int32(row)}
}

// join makes at most most sites of many, by joining those in one square of a
// grid, whose width is doubled from startM until they are few enough. The joined
// site stands where the one nearest to their weighted mean stood, and carries the
// sums of all. It returns the sites, ordered, and the width, 0 if nothing was
// joined. Sites must be ordered by id.
func join(sites []site, most int, startM float64) ([]site, float64) {
	if len(sites) <= most {
		return sites, 0
	}
	widthM := startM
	for ; ; widthM *= 2 {
		squares := map[square]struct{}{}
		for i := range sites {
			squares[squareOf(sites[i].Location, widthM)] = struct{}{}
			if len(squares) > most {
				break
			}
		}
		if len(squares) <= most {
			break
		}
	}
	groups := map[square][]int{}
	for i := range sites {
		q := squareOf(sites[i].Location, widthM)
		groups[q] = append(groups[q], i)
	}
	joined := make([]site, 0, len(groups))
	for _, at := range groups {
		joined = append(joined, joinOne(sites, at, widthM))
	}
	slices.SortFunc(joined, func(a, b site) int { return cmp.Compare(a.ID, b.ID) })
	return joined, widthM
}

func joinOne(sites []site, at []int, widthM float64) site {
	if len(at) == 1 {
		return sites[at[0]]
	}
	var x, y, w float64
	for _, i := range at {
		s := &sites[i]
		x, y, w = x+s.weight*s.Location[0], y+s.weight*s.Location[1], w+s.weight
	}
	mean := orb.Point{x / w, y / w}
	nearest, best := at[0], math.Inf(1)
	for _, i := range at {
		if d := crs.ShortDistance(mean, sites[i].Location); d < best {
			nearest, best = i, d
		}
	}
	s := sites[nearest]
	s.GrainM = max(s.GrainM, widthM)
	for _, i := range at {
		if i == nearest {
			continue
		}
		s.weight += sites[i].weight
		s.Dwellings = plusKnown(s.Dwellings, sites[i].Dwellings)
		s.ResidentialM2 = plusKnown(s.ResidentialM2, sites[i].ResidentialM2)
		s.StreetM = plusKnown(s.StreetM, sites[i].StreetM)
	}
	return s
}

// plusKnown adds what is known: the sum is unknown only when both are.
func plusKnown(a, b geo.Amount) geo.Amount {
	if !b.IsKnown() {
		return a
	}
	return geo.Known(a.Or(0) + b.Or(0))
}
