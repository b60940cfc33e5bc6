package crs

import (
	"math"

	"github.com/paulmach/orb"
)

// Distance returns the length in metres of the geodesic (the shortest way on the
// WGS 84 ellipsoid) between two points in degrees. The error is below 0.5 mm for
// any pair of points, antipodes included.
//
// It is the inverse formula of Vincenty (1975, Survey Review XXIII 176); where
// that does not converge, near the antipode, the geodesic is found by bisection
// on its azimuth.
func Distance(a, b orb.Point) float64 { return WGS84.Distance(a, b) }

// Distance is [Distance] on the ellipsoid e.
func (e Ellipsoid) Distance(a, b orb.Point) float64 {
	lon := math.Abs(lonDiff(a[0], b[0])) * degree
	lat1, lat2 := a[1]*degree, b[1]*degree
	if s, ok := e.vincenty(lat1, lat2, lon); ok {
		return s
	}
	return e.antipodal(lat1, lat2, lon)
}

// antipodalArc is the arc on the auxiliary sphere, in radians, from which
// Vincenty's iteration is not trusted: 3 degrees short of the antipode.
const antipodalArc = math.Pi - 3*degree

// vincenty reports false when its iteration does not settle on a geodesic that is
// certainly the shortest. Symbols as in Vincenty (1975).
func (e Ellipsoid) vincenty(lat1, lat2, lon float64) (float64, bool) {
	f, b := e.F, e.B()
	su1, cu1 := reduced(lat1, f)
	su2, cu2 := reduced(lat2, f)
	lambda := lon
	for range 50 {
		sl, cl := math.Sincos(lambda)
		x, y := cu2*sl, cu1*su2-su1*cu2*cl
		sinSigma := math.Sqrt(x*x + y*y)
		if sinSigma == 0 && cl > 0 {
			return 0, true
		}
		cosSigma := su1*su2 + cu1*cu2*cl
		sigma := math.Atan2(sinSigma, cosSigma)
		if sigma > antipodalArc {
			return 0, false
		}
		sinAlpha := cu1 * cu2 * sl / sinSigma
		cos2Alpha := 1 - sinAlpha*sinAlpha
		cos2m := 0.0
		if cos2Alpha > 1e-15 { // else the geodesic is the equator
			cos2m = cosSigma - 2*su1*su2/cos2Alpha
		}
		c := f / 16 * cos2Alpha * (4 + f*(4-3*cos2Alpha))
		next := lon + (1-c)*f*sinAlpha*
			(sigma+c*sinSigma*(cos2m+c*cosSigma*(2*cos2m*cos2m-1)))
		if math.Abs(next-lambda) > 1e-13 {
			lambda = next
			continue
		}
		u2 := cos2Alpha * (e.A*e.A - b*b) / (b * b)
		ka := 1 + u2/16384*(4096+u2*(-768+u2*(320-175*u2)))
		kb := u2 / 1024 * (256 + u2*(-128+u2*(74-47*u2)))
		q := 2*cos2m*cos2m - 1
		delta := kb * sinSigma * (cos2m + kb/4*(cosSigma*q-
			kb/6*cos2m*(4*sinSigma*sinSigma-3)*(4*cos2m*cos2m-3)))
		return b * ka * (sigma - delta), true
	}
	return 0, false
}

// reduced returns sine and cosine of the reduced latitude, tan u = (1-f) tan lat.
func reduced(lat, f float64) (sin, cos float64) {
	s, c := math.Sincos(lat)
	s *= 1 - f
	h := math.Sqrt(s*s + c*c)
	return s / h, c / h
}

// Length returns the length in metres of a line in degrees, each segment being
// the geodesic between its ends.
func Length(ls orb.LineString) float64 {
	sum := 0.0
	for i := 1; i < len(ls); i++ {
		sum += Distance(ls[i-1], ls[i])
	}
	return sum
}

// LengthMulti returns the sum of the lengths in metres of the lines.
func LengthMulti(ml orb.MultiLineString) float64 {
	sum := 0.0
	for _, ls := range ml {
		sum += Length(ls)
	}
	return sum
}
