package analysis

import (
	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/shape"
)

// A figure is counted on the network, never taken from a polygon; whoever takes the
// people from the polygon all the same is told by how many the two differ.

// personsDrawn are the people of the homes that lie inside each drawing: n homes, where
// at tells the place and the people of one. Unknown where no home's people are known.
// O(n + positions).
func personsDrawn(shapes []orb.MultiPolygon, n int, at func(i int) (orb.Point, geo.Amount)) []geo.Amount {
	out, inside := make([]geo.Amount, len(shapes)), make([]*shape.Prepared, len(shapes))
	sums, known := make([]float64, len(shapes)), false
	for i := range n {
		p, persons := at(i)
		v, ok := persons.Get()
		if !ok {
			continue
		}
		if !known { // as long as nobody lives here the drawings need not be prepared
			known = true
			for k, mp := range shapes {
				inside[k] = shape.Prepare(mp)
			}
		}
		for k := range inside {
			if inside[k].Contains(p) {
				sums[k] += v
			}
		}
	}
	for k := range out {
		if known {
			out[k] = geo.Known(sums[k])
		}
	}
	return out
}

// DrawnDifference is by what share of the people counted those of the homes inside a
// drawing are more, or fewer where it is negative; unknown where either is or nobody is
// counted.
func DrawnDifference(counted, drawn geo.Amount) geo.Amount {
	c, ok := counted.Get()
	d, drawnKnown := drawn.Get()
	if !ok || !drawnKnown || c <= 0 {
		return geo.Unknown()
	}
	return geo.Known((d - c) / c)
}
