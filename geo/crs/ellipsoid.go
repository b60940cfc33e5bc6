package crs

import "math"

// Ellipsoid is an ellipsoid of revolution, flattened at the poles.
type Ellipsoid struct {
	// A is the equatorial radius in metres.
	A float64
	// F is the flattening, (a-b)/a.
	F float64
}

// The ellipsoids. WGS84 is that of NIMA TR8350.2 (2000), table 3.1; CGCS2000
// that of GB/T 30170 and EPSG:1024. The two share a and differ in 1/f from the
// ninth digit on.
var (
	WGS84    = Ellipsoid{A: 6378137, F: 1 / 298.257223563}
	CGCS2000 = Ellipsoid{A: 6378137, F: 1 / 298.257222101}
)

// B is the polar radius in metres.
func (e Ellipsoid) B() float64 { return e.A * (1 - e.F) }

// E2 is the square of the first eccentricity.
func (e Ellipsoid) E2() float64 { return e.F * (2 - e.F) }

// N is the third flattening, (a-b)/(a+b).
func (e Ellipsoid) N() float64 { return e.F / (2 - e.F) }

const (
	degree = math.Pi / 180
	// deg turns radians into degrees.
	deg = 180 / math.Pi
)

// lonDiff returns to - from in degrees, in [-180, 180].
func lonDiff(from, to float64) float64 { return math.Remainder(to-from, 360) }
