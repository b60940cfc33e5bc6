package crs

import "github.com/paulmach/orb"

// LocalTM is a transverse Mercator plane around a place, on WGS 84: origin at the
// centre, x metres east, y metres north, scale 1 on the centre's meridian. It is
// conformal, so small circles stay circles. It is exact to nanometres within
// 3000 km of the meridian, and of planar use within some 50 km (see the package
// documentation). It is immutable.
type LocalTM struct {
	centre orb.Point
	north  float64
}

// NewLocalTM returns the plane around a centre in degrees.
func NewLocalTM(centre orb.Point) *LocalTM {
	_, north := wgs84TM.forward(0, centre[1])
	return &LocalTM{centre: centre, north: north}
}

var (
	wgs84TM    = newKruger(WGS84)
	cgcs2000TM = newKruger(CGCS2000)
)

// Centre returns the centre in degrees.
func (t *LocalTM) Centre() orb.Point { return t.centre }

// ToPlane projects degrees to metres.
func (t *LocalTM) ToPlane(lonlat orb.Point) orb.Point {
	x, y := wgs84TM.forward(lonDiff(t.centre[0], lonlat[0]), lonlat[1])
	return orb.Point{x, y - t.north}
}

// ToGeo is the inverse of ToPlane, to some nanometres.
func (t *LocalTM) ToGeo(xy orb.Point) orb.Point {
	lon, lat := wgs84TM.inverse(xy[0], xy[1]+t.north)
	return orb.Point{t.centre[0] + lon, lat}
}
