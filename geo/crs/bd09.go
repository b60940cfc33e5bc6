package crs

import (
	"math"

	"github.com/paulmach/orb"
)

// bd09K is what the public formula calls x_pi: 3000 degrees in radians.
const bd09K = 3000 * degree

// BD09FromWGS84 turns degrees of WGS 84 into BD-09, the degrees of Baidu: those of
// GCJ-02 with a second shift. What lies outside the rectangle of GCJ-02 is returned
// as it is.
func BD09FromWGS84(lonlat orb.Point) orb.Point {
	if !gcj02Extent.Contains(lonlat) {
		return lonlat
	}
	return bd09Shift(gcj02Shift(lonlat))
}

// BD09ToWGS84 is the inverse of BD09FromWGS84, to 1e-10 degrees; the edge of the
// rectangle is that of [GCJ02ToWGS84].
func BD09ToWGS84(lonlat orb.Point) orb.Point {
	if !gcj02Extent.Contains(lonlat) {
		return lonlat
	}
	return solve(gcj02Shift, solve(bd09Shift, lonlat))
}

// bd09Shift turns GCJ-02 into BD-09 by the public formula (wandergis/coordtransform,
// MIT licence). The inverse that it publishes is only near; here it is found by
// iteration. googollee/eviltransform has π for bd09K, alone among the libraries
// seen, and differs by 10 m to 40 m.
func bd09Shift(p orb.Point) orb.Point {
	r := math.Hypot(p[0], p[1]) + 0.00002*math.Sin(p[1]*bd09K)
	s, c := math.Sincos(math.Atan2(p[1], p[0]) + 0.000003*math.Cos(p[0]*bd09K))
	return orb.Point{r*c + 0.0065, r*s + 0.006}
}

func bd09System() *System {
	return &System{
		ID: "bd09", Zh: "百度坐标系 BD-09", En: "BD-09 of Baidu, longitude and latitude",
		Datum: datumBD09, extent: gcj02Extent, to: BD09ToWGS84, from: BD09FromWGS84,
	}
}
