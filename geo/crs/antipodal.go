package crs

import "math"

// antipodal solves the inverse problem for any pair of points by bisection; it is
// slow (some 100 µs) and needed only near the antipode. Angles are radians, lon
// in [0, π].
//
// With the points put in the order of Karney (2013, J. Geodesy 87, 43–55, §4),
// latitude 1 south of the equator and not nearer to it than latitude 2, the
// longitude reached by the geodesic that leaves point 1 at azimuth α1 grows with
// α1 over (0, π), so bisection always ends at the shortest one. The integrals of
// his equations (7) and (8) are taken by Gauss-Legendre quadrature.
func (e Ellipsoid) antipodal(lat1, lat2, lon float64) float64 {
	if math.IsNaN(lat1) || math.IsNaN(lat2) || math.IsNaN(lon) {
		return math.NaN()
	}
	if math.Abs(lat1) < math.Abs(lat2) {
		lat1, lat2 = lat2, lat1
	}
	if lat1 > 0 {
		lat1, lat2 = -lat1, -lat2
	}
	g := inverse{e: e}
	g.s1, g.c1 = reduced(lat1, e.F)
	g.s2, g.c2 = reduced(lat2, e.F)
	if g.s1 > -1e-150 {
		// On the equator: a hair south, so that azimuths beyond π/2 dip and return.
		g.s1 = -1e-150
		if lon <= (1-e.F)*math.Pi && g.s2 == 0 {
			return e.A * lon
		}
	}
	// The azimuth is counted from due east, where floating-point numbers are
	// densest: near the equator all longitudes lie within a hair of it.
	lo, hi := -math.Pi/2, math.Pi/2
	mid := 0.0
	for range 200 {
		if l, _ := g.shoot(mid); l < lon {
			lo = mid
		} else {
			hi = mid
		}
		if mid = (lo + hi) / 2; mid == lo || mid == hi {
			break
		}
	}
	_, s := g.shoot(mid)
	return s
}

// inverse carries sines and cosines of the reduced latitudes of both ends.
type inverse struct {
	e              Ellipsoid
	s1, c1, s2, c2 float64
}

// shoot follows the geodesic that leaves point 1 at the azimuth π/2 + southOfEast
// until it meets the parallel of point 2 going north, and returns the longitude
// passed and the distance gone.
func (g *inverse) shoot(southOfEast float64) (lon, dist float64) {
	sin, sa1 := math.Sincos(southOfEast)
	ca1 := -sin
	sin0 := sa1 * g.c1
	cos0 := math.Hypot(ca1, sa1*g.s1)
	k2 := g.e.E2() / (1 - g.e.E2()) * cos0 * cos0
	// cos α2 cos β2, written without the difference of two squares near 1.
	x2 := math.Sqrt(ca1*ca1*g.c1*g.c1 + max(0, (g.s1-g.s2)*(g.s1+g.s2)))
	x1 := ca1 * g.c1
	sigma1, sigma2 := math.Atan2(g.s1, x1), math.Atan2(g.s2, x2)
	omega1, omega2 := math.Atan2(sin0*g.s1, x1), math.Atan2(sin0*g.s2, x2)
	f := g.e.F
	half, mean := (sigma2-sigma1)/2, (sigma2+sigma1)/2
	var i1, i3 float64
	for _, p := range legendre16 {
		s := math.Sin(mean + half*p.x)
		r := math.Sqrt(1 + k2*s*s)
		i1 += p.w * r
		i3 += p.w * (2 - f) / (1 + (1-f)*r)
	}
	return omega2 - omega1 - f*sin0*i3*half, g.e.B() * i1 * half
}

// node is a node of Gauss-Legendre quadrature on [-1, 1] and its weight.
type node struct{ x, w float64 }

// legendre16 integrates the functions above over half a turn to 1e-15.
var legendre16 = legendre(16)

// legendre returns the nodes of n-point Gauss-Legendre quadrature: the roots of
// the Legendre polynomial, by Newton's method from the usual first guess.
func legendre(n int) []node {
	nodes := make([]node, n)
	for i := range nodes {
		x := math.Cos(math.Pi * (float64(i) + 0.75) / (float64(n) + 0.5))
		var d float64
		for range 20 {
			p0, p1 := 1.0, x
			for k := 2; k <= n; k++ {
				p0, p1 = p1, (float64(2*k-1)*x*p1-float64(k-1)*p0)/float64(k)
			}
			d = float64(n) * (x*p1 - p0) / (x*x - 1)
			x -= p1 / d
		}
		nodes[i] = node{x: x, w: 2 / ((1 - x*x) * d * d)}
	}
	return nodes
}
