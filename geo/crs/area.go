package crs

import (
	"math"

	"github.com/paulmach/orb"
)

// Area returns the area in square metres on the WGS 84 ellipsoid of a polygonal
// geometry in degrees, holes subtracted; other geometries have none. Rings may
// run either way round.
//
// Edges are straight in longitude and latitude, as RFC 7946 (§3.1.1) says. The
// area between such an edge and the equator is the integral of the authalic
// function q(φ) over longitude (Snyder 1987, USGS PP 1395, eq. 3-12), taken by
// Gauss quadrature: exact to 1e-12 of the area, and to some 1e-6 m² for a parcel. Polygons
// across the antimeridian are expected to be cut there, as RFC 7946 (§3.1.9) asks.
func Area(g orb.Geometry) float64 {
	switch g := g.(type) {
	case orb.Polygon:
		return polygonArea(g)
	case orb.MultiPolygon:
		sum := 0.0
		for _, p := range g {
			sum += polygonArea(p)
		}
		return sum
	case orb.Ring:
		return math.Abs(ringArea(g))
	case orb.Bound:
		return polygonArea(g.ToPolygon())
	case orb.Collection:
		sum := 0.0
		for _, part := range g {
			sum += Area(part)
		}
		return sum
	}
	return 0
}

func polygonArea(p orb.Polygon) float64 {
	sum := 0.0
	for i, r := range p {
		a := math.Abs(ringArea(r))
		if i > 0 {
			a = -a
		}
		sum += a
	}
	return sum
}

// longestStep is the widest span of latitude, in degrees, integrated in one go; below
// shortStep two points are as good as three.
const (
	longestStep = 2.0
	shortStep   = 0.01
)

// gauss2 is where the points of two-point Gauss-Legendre quadrature are, on [-1, 1].
const gauss2 = 0.5773502691896257

// Three-point Gauss-Legendre quadrature on [0, 1].
var gauss3 = [3]node{
	{0.5 - 0.3872983346207417, 5.0 / 18},
	{0.5, 8.0 / 18},
	{0.5 + 0.3872983346207417, 5.0 / 18},
}

// ringArea is positive for a counter-clockwise ring.
func ringArea(r orb.Ring) float64 {
	if len(r) < 3 {
		return 0
	}
	// Subtracting q of the first vertex, which changes no closed integral, keeps
	// the digits of a small ring far from the equator.
	q0 := authalic(r[0][1])
	sum := 0.0
	edge := func(a, b orb.Point) {
		dx, dy := b[0]-a[0], b[1]-a[1]
		if dx == 0 {
			return
		}
		if !(math.Abs(dy) <= 180) { // not finite, or no place on Earth
			sum = math.NaN()
			return
		}
		if math.Abs(dy) < shortStep {
			before, after := authalicBeside((a[1]+b[1])/2, dy/2*gauss2)
			sum -= ((before - q0) + (after - q0)) / 2 * dx
			return
		}
		steps := int(math.Abs(dy)/longestStep) + 1
		mean := 0.0
		for s := range steps {
			for _, p := range gauss3 {
				t := (float64(s) + p.x) / float64(steps)
				mean += p.w * (authalic(a[1]+t*dy) - q0)
			}
		}
		sum -= mean / float64(steps) * dx
	}
	for i := 1; i < len(r); i++ {
		edge(r[i-1], r[i])
	}
	if last := len(r) - 1; r[last] != r[0] {
		edge(r[last], r[0])
	}
	return sum * degree
}

// authalic returns the area in square metres between the equator and a latitude
// in degrees, per radian of longitude: b²/2·(s/(1-e²s²) + atanh(es)/e) with s = sin φ, as
// a series in s, Σ b²·(k+1)/(2k+1)·e²ᵏ·s²ᵏ⁺¹, which is what both terms come to, and
// needs no logarithm. What is left out is below 1e-16 of the whole.
func authalic(lat float64) float64 { return authalicOf(math.Sin(lat * degree)) }

// authalicBeside is authalic some degrees, no more than shortStep, before and after a
// latitude, for the price of one.
func authalicBeside(lat, off float64) (before, after float64) {
	s, c := math.Sincos(lat * degree)
	d := off * degree
	cos, sin := 1-d*d/2, d-d*d*d/6 // the next terms are below 1e-17
	return authalicOf(s*cos - c*sin), authalicOf(s*cos + c*sin)
}

func authalicOf(s float64) float64 {
	s2, sum := s*s, 0.0
	for k := len(authalicTerms) - 1; k >= 0; k-- {
		sum = sum*s2 + authalicTerms[k]
	}
	return s * sum
}

// authalicTerms are those of s, s³, s⁵ …
var authalicTerms = func() (terms [8]float64) {
	b, power := WGS84.B(), 1.0
	for k := range terms {
		terms[k] = b * b * float64(k+1) / float64(2*k+1) * power
		power *= WGS84.E2()
	}
	return terms
}()
