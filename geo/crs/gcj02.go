package crs

import (
	"math"

	"github.com/paulmach/orb"
)

// GCJ-02 is the datum of Chinese web maps (Amap, Tencent): WGS 84 shifted by 300 m
// to 700 m in a way that is a state secret by law and public in fact. The formula
// is the one that circulates since 2013 (googollee/eviltransform, MIT licence; the
// same in every library seen), on the ellipsoid of Krasovsky 1940, of which the
// published code gives a and e² to these digits.
const (
	krasovskyA  = 6378245.0
	krasovskyE2 = 0.00669342162296594323
)

// gcj02Extent is the rectangle around China in which the shift applies, as the
// public formula has it. It takes in neighbours too (Mongolia, Korea, Northern
// India), and Hong Kong, Macau and Taiwan, which not every map shifts.
var gcj02Extent = orb.Bound{Min: orb.Point{72.004, 0.8293}, Max: orb.Point{137.8347, 55.8271}}

// GCJ02FromWGS84 shifts degrees of WGS 84 to GCJ-02. What lies outside the
// rectangle around China is returned as it is.
func GCJ02FromWGS84(lonlat orb.Point) orb.Point {
	if !gcj02Extent.Contains(lonlat) {
		return lonlat
	}
	return gcj02Shift(lonlat)
}

// GCJ02ToWGS84 is the inverse of GCJ02FromWGS84, to 1e-11 degrees. What lies
// outside the rectangle is returned as it is, so within 700 m of its edge, in
// nobody's planning data, there is no round trip.
func GCJ02ToWGS84(lonlat orb.Point) orb.Point {
	if !gcj02Extent.Contains(lonlat) {
		return lonlat
	}
	return solve(gcj02Shift, lonlat)
}

// gcj02Shift is the public formula.
func gcj02Shift(p orb.Point) orb.Point {
	x, y := p[0]-105, p[1]-35
	root := math.Sqrt(math.Abs(x))
	common := (20*math.Sin(6*math.Pi*x) + 20*math.Sin(2*math.Pi*x)) * 2 / 3
	north := -100 + 2*x + 3*y + 0.2*y*y + 0.1*x*y + 0.2*root + common +
		(20*math.Sin(math.Pi*y)+40*math.Sin(math.Pi*y/3))*2/3 +
		(160*math.Sin(math.Pi*y/12)+320*math.Sin(math.Pi*y/30))*2/3
	east := 300 + x + 2*y + 0.1*x*x + 0.1*x*y + 0.1*root + common +
		(20*math.Sin(math.Pi*x)+40*math.Sin(math.Pi*x/3))*2/3 +
		(150*math.Sin(math.Pi*x/12)+300*math.Sin(math.Pi*x/30))*2/3
	s, c := math.Sincos(p[1] * degree)
	w2 := 1 - krasovskyE2*s*s
	w := math.Sqrt(w2)
	// Metres over the radii of curvature of the meridian and of the parallel.
	return orb.Point{
		p[0] + east/(krasovskyA/w*c)*deg,
		p[1] + north/(krasovskyA*(1-krasovskyE2)/(w2*w))*deg,
	}
}

// solve finds the place that shift moves to target. Shifts here change by less
// than 2 % of the way gone, so that each step of this fixed-point iteration gains
// some two digits: 8 steps reach 1e-12 degrees, and a limit makes sure of an end.
func solve(shift func(orb.Point) orb.Point, target orb.Point) orb.Point {
	p := target
	for range 30 {
		q := shift(p)
		dx, dy := target[0]-q[0], target[1]-q[1]
		p[0] += dx
		p[1] += dy
		if math.Abs(dx) < 1e-12 && math.Abs(dy) < 1e-12 {
			break
		}
	}
	return p
}

func gcj02System() *System {
	return &System{
		ID: "gcj02", Zh: "火星坐标系 GCJ-02(高德、腾讯)", En: "GCJ-02 of Amap and Tencent, longitude and latitude",
		Datum: datumGCJ02, extent: gcj02Extent, to: GCJ02ToWGS84, from: GCJ02FromWGS84,
	}
}
