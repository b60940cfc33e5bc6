package crs

import (
	"fmt"
	"math"
	"strconv"

	"github.com/paulmach/orb"
)

// System is a coordinate reference system of Chinese planning data: how its
// numbers are called, ordered, and turned into WGS 84 and back. It is immutable.
type System struct {
	// ID is how the system is asked for ("epsg:4549", "gcj02"): see [Parse].
	ID string
	// EPSG is the code of the registry, 0 for GCJ-02 and BD-09, which have none.
	EPSG int
	// Zh and En are its names.
	Zh, En string
	// Datum is the datum in words.
	Datum string
	// Projected tells metres from degrees.
	Projected bool
	// RegistryNorthFirst: the registry names northing (latitude) before easting
	// (longitude). Files put easting (longitude) first nevertheless: see the table
	// in the package documentation. PROJ's command line obeys the registry.
	RegistryNorthFirst bool
	// CentralMeridian is that of a Gauss-Krüger grid in degrees east.
	CentralMeridian float64

	// extent is where coordinates of the system can be, east first.
	extent orb.Bound
	// to and from turn its coordinates, east first, into WGS 84 and back.
	to, from func(orb.Point) orb.Point
}

// The datums. WGS 84 and CGCS2000 are one, to a decimetre.
const (
	datumWGS84    = "WGS 84"
	datumCGCS2000 = "CGCS2000"
	datumGCJ02    = "GCJ-02"
	datumBD09     = "BD-09"
)

// ToWGS84 turns coordinates, east (longitude) first, in metres or degrees as the
// system has them, into longitude and latitude in degrees of WGS 84. It computes
// with whatever it is given; [System.Holds] tells whether that makes sense.
func (s *System) ToWGS84(p orb.Point) orb.Point { return s.to(p) }

// FromWGS84 is the inverse of ToWGS84.
func (s *System) FromWGS84(lonlat orb.Point) orb.Point { return s.from(lonlat) }

// Holds reports whether coordinates, east first, can be of the system: a Gauss-
// Krüger grid holds eastings within 490 km of its meridian and northings from
// 100 km to 57° N (a blank that reads as 0 is in none), GCJ-02 and BD-09 what lies in the rectangle around China.
// Numbers that are not finite it never holds.
func (s *System) Holds(p orb.Point) bool {
	if s.Projected && math.Abs(p[0]) <= leastMetres && math.Abs(p[1]) <= leastMetres {
		return false // a row of degrees among metres would land near the origin
	}
	lo, hi := s.extent.Min, s.extent.Max
	return p[0] >= lo[0] && p[0] <= hi[0] && p[1] >= lo[1] && p[1] <= hi[1] // NaN is nowhere
}

// SamePlane reports whether both systems give the same numbers to a place: WGS 84
// and CGCS2000 do, and so do 3° and 6° grids of the same meridian.
func (s *System) SamePlane(o *System) bool {
	return s.Projected == o.Projected && s.CentralMeridian == o.CentralMeridian && s.extent == o.extent &&
		(s.Datum == o.Datum || (s.geographic() && o.geographic()))
}

// geographic reports whether the system needs no conversion at all.
func (s *System) geographic() bool { return s.EPSG == 4326 || s.EPSG == 4490 }

// String is the system's id and name.
func (s *System) String() string { return s.ID + " (" + s.En + ")" }

// Systems lists every system that can be converted, by code; GCJ-02 and BD-09 last.
func Systems() []*System {
	list := []*System{webMercator(), degrees(4326), degrees(4490)}
	for code := firstGrid; code <= lastGrid; code++ {
		list = append(list, grid(code))
	}
	return append(list, gcj02System(), bd09System())
}

// Codes of the CGCS2000 grids: see [GaussKruger].
const firstGrid, lastGrid = 4491, 4554

func same(p orb.Point) orb.Point { return p }

// degrees is one of the two systems of longitude and latitude that are WGS 84.
func degrees(code int) *System {
	s := &System{
		ID: "epsg:" + strconv.Itoa(code), EPSG: code, Zh: "WGS 84 经纬度", En: "WGS 84, longitude and latitude",
		Datum: datumWGS84, RegistryNorthFirst: true, to: same, from: same,
		extent: orb.Bound{Min: orb.Point{-180, -90}, Max: orb.Point{180, 90}},
	}
	if code == 4490 {
		s.Zh, s.En, s.Datum = "2000国家大地坐标系 经纬度", "CGCS2000, longitude and latitude", datumCGCS2000
	}
	return s
}

// Reach of a Gauss-Krüger grid in metres: to either side of its meridian, and
// north of the equator (57° N is 6 319 km). China lies from 3.4° N to 53.6° N.
const (
	gridReach = 490_000
	gridSouth = 100_000
	gridNorth = 6_320_000
)

// grid is the CGCS2000 grid of a code from firstGrid to lastGrid.
func grid(code int) *System {
	p, err := GaussKruger(code)
	if err != nil {
		panic(err) // the caller keeps to the range that GaussKruger knows
	}
	width, numbered, zone := 3, p.FalseEasting > 1e6, int(p.FalseEasting/1e6)
	if code <= 4512 {
		width = 6
	}
	zh := fmt.Sprintf("2000国家大地坐标系 高斯-克吕格 %d度带 中央经线%g°E", width, p.CentralMeridian)
	en := fmt.Sprintf("CGCS2000 / %d-degree Gauss-Krüger, central meridian %g°E", width, p.CentralMeridian)
	if numbered {
		zh += fmt.Sprintf(" 第%d带(横坐标带号)", zone)
		en += fmt.Sprintf(", zone %d in front of the easting", zone)
	}
	return &System{
		ID: "epsg:" + strconv.Itoa(code), EPSG: code, Zh: zh, En: en, Datum: datumCGCS2000,
		Projected: true, RegistryNorthFirst: true, CentralMeridian: p.CentralMeridian,
		extent: orb.Bound{Min: orb.Point{p.FalseEasting - gridReach, gridSouth}, Max: orb.Point{p.FalseEasting + gridReach, gridNorth}},
		to:     p.ToGeo, from: p.ToPlane,
	}
}

// systemOf is the system of a code of the registry, nil when it is not converted.
func systemOf(code int) *System {
	switch {
	case code == 3857:
		return webMercator()
	case code == 4326, code == 4490:
		return degrees(code)
	case code >= firstGrid && code <= lastGrid:
		return grid(code)
	}
	return nil
}
