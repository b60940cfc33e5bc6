package crs

import (
	"math"

	"github.com/paulmach/orb"
)

// webMercatorEdge is the easting of the antimeridian in metres, half the equator
// of a sphere with the radius of WGS 84.
const webMercatorEdge = 6378137 * math.Pi

// WebMercatorToPlane projects degrees to EPSG:3857, metres in which nothing can be
// measured: at 31° N lengths are 1.17 times too long. It is the Mercator
// projection of a sphere fed with ellipsoidal latitudes (IOGP Guidance Note 7-2,
// §3.2.3, method 1024): x = aλ, y = a artanh(sin φ). The poles are infinitely far.
func WebMercatorToPlane(lonlat orb.Point) orb.Point {
	return orb.Point{WGS84.A * lonlat[0] * degree, WGS84.A * math.Asinh(math.Tan(lonlat[1]*degree))}
}

// WebMercatorToGeo turns EPSG:3857 into degrees; it is the inverse of
// WebMercatorToPlane.
func WebMercatorToGeo(xy orb.Point) orb.Point {
	return orb.Point{xy[0] / WGS84.A * deg, math.Atan(math.Sinh(xy[1]/WGS84.A)) * deg}
}

func webMercator() *System {
	return &System{
		ID: "epsg:3857", EPSG: 3857, Zh: "Web 墨卡托", En: "Web Mercator", Datum: datumWGS84, Projected: true,
		to: WebMercatorToGeo, from: WebMercatorToPlane,
		extent: orb.Bound{Min: orb.Point{-webMercatorEdge, -webMercatorEdge}, Max: orb.Point{webMercatorEdge, webMercatorEdge}},
	}
}
