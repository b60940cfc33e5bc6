package crs

import (
	"math"

	"github.com/paulmach/orb"
)

// Within these bounds the mid-latitude formula keeps its promise.
const (
	shortMaxM   = 10_000
	shortMaxLat = 75
)

// ShortDistance returns the distance in metres between two points in degrees that
// are near each other: the radii of curvature at the mid latitude make a plane of
// the ground (the leading term of Gauss's mid-latitude formulae). The error is
// below 2 mm within 5 km and below 20 mm within 10 km up to 75 degrees of
// latitude (it grows with the cube of the distance); farther apart or nearer to a
// pole it is [Distance].
func ShortDistance(a, b orb.Point) float64 {
	const e2 = (2 - 1/298.257223563) / 298.257223563
	mid := (a[1] + b[1]) / 2
	c := math.Cos(mid * degree)
	w2 := 1 - e2*(1-c*c)
	n := WGS84.A / math.Sqrt(w2)
	x := n * c * (b[0] - a[0]) * degree
	y := n * (1 - e2) / w2 * (b[1] - a[1]) * degree
	d2 := x*x + y*y
	if d2 <= shortMaxM*shortMaxM && mid <= shortMaxLat && mid >= -shortMaxLat {
		return math.Sqrt(d2)
	}
	return Distance(a, b)
}

// ShortLength returns the length in metres of a line in degrees by
// [ShortDistance] of its segments.
func ShortLength(ls orb.LineString) float64 {
	sum := 0.0
	for i := 1; i < len(ls); i++ {
		sum += ShortDistance(ls[i-1], ls[i])
	}
	return sum
}
