package crs

import (
	"fmt"

	"github.com/paulmach/orb"
)

// Projection is a CGCS2000 Gauss-Krüger grid. Points are x = easting, y =
// northing in metres, whatever the axis order of the registry. It is immutable.
type Projection struct {
	// EPSG is the code, CentralMeridian its meridian in degrees east, FalseEasting
	// what is added to every easting in metres (with the zone number in front for
	// the zone-prefixed codes).
	EPSG            int
	CentralMeridian float64
	FalseEasting    float64
}

// GaussKruger returns the CGCS2000 grid of an EPSG code:
//
//	4491–4501  6° zones 13–23, eastings with the zone number (13 500 000 …)
//	4502–4512  6° zones by central meridian 75°E–135°E, eastings 500 000
//	4513–4533  3° zones 25–45, eastings with the zone number (25 500 000 …)
//	4534–4554  3° zones by central meridian 75°E–135°E, eastings 500 000
//
// Any other code is an error. The scale on the central meridian is 1, the origin
// the equator (EPSG registry; GB/T 17798 for the zones).
func GaussKruger(epsg int) (*Projection, error) {
	p := &Projection{EPSG: epsg, FalseEasting: 500_000}
	switch {
	case epsg >= 4491 && epsg <= 4501:
		p.CentralMeridian = 75 + 6*float64(epsg-4491)
		p.FalseEasting += 1e6 * float64(13+epsg-4491)
	case epsg >= 4502 && epsg <= 4512:
		p.CentralMeridian = 75 + 6*float64(epsg-4502)
	case epsg >= 4513 && epsg <= 4533:
		p.CentralMeridian = 75 + 3*float64(epsg-4513)
		p.FalseEasting += 1e6 * float64(25+epsg-4513)
	case epsg >= 4534 && epsg <= 4554:
		p.CentralMeridian = 75 + 3*float64(epsg-4534)
	default:
		return nil, fmt.Errorf("EPSG:%d is not a CGCS2000 Gauss-Krüger grid: want 4491 to 4554", epsg)
	}
	return p, nil
}

// ToPlane projects degrees to easting and northing.
func (p *Projection) ToPlane(lonlat orb.Point) orb.Point {
	x, y := cgcs2000TM.forward(lonDiff(p.CentralMeridian, lonlat[0]), lonlat[1])
	return orb.Point{x + p.FalseEasting, y}
}

// ToGeo turns easting and northing into degrees.
func (p *Projection) ToGeo(xy orb.Point) orb.Point {
	lon, lat := cgcs2000TM.inverse(xy[0]-p.FalseEasting, xy[1])
	return orb.Point{p.CentralMeridian + lon, lat}
}
