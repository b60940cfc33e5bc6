package data

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// Near says which part of a dataset is wanted: what lies within a distance of the
// box of one of some units. It is for work on a county of a province: with the reach
// of the longest circle, the answers for those units are those of the whole.
type Near struct {
	// Units are codes of units, at least one of which has a geometry.
	Units []string
	// ReachM is the distance in metres, measured along the meridian and the parallel;
	// a part of the way around the pole is not looked for.
	ReachM float64
}

// Boxes are the boxes within which rows are wanted, in degrees, one for each unit
// that has a geometry. A code that no unit has is an error that names it.
func (n Near) Boxes(units []geo.Unit) ([]orb.Bound, error) {
	if !(n.ReachM >= 0) || math.IsInf(n.ReachM, 0) {
		return nil, fmt.Errorf("near units %s: a reach of %v m has to be 0 or more", strings.Join(n.Units, ", "), n.ReachM)
	}
	var out []orb.Bound
	for _, code := range n.Units {
		known := false
		for i := range units {
			if units[i].Code != code {
				continue
			}
			known = true
			if b, some := boxOf(units[i].Geometry); some {
				out = append(out, grow(b, n.ReachM))
			}
		}
		if !known {
			return nil, fmt.Errorf("near units %s: no unit has the code %q", strings.Join(n.Units, ", "), code)
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("near units %s: none of them has a geometry", strings.Join(n.Units, ", "))
	}
	return out, nil
}

// The shortest degree of latitude, at the equator, and of longitude there, in
// metres (WGS 84). A box grown by them is never too small.
const (
	degreeLatM = 110574.0
	degreeLonM = 111319.0
)

func grow(b orb.Bound, byM float64) orb.Bound {
	lat := byM / degreeLatM
	b.Min[1], b.Max[1] = max(-90, b.Min[1]-lat), min(90, b.Max[1]+lat)
	lon := 360.0
	if c := math.Cos(max(-b.Min[1], b.Max[1]) * math.Pi / 180); c > 1e-6 {
		lon = byM / (degreeLonM * c)
	}
	b.Min[0], b.Max[0] = max(-180, b.Min[0]-lon), min(180, b.Max[0]+lon)
	return b
}

// elevationM is how far beyond the boxes elevation is wanted: roads reach out of them,
// and the slope of a long bridge hangs on its far end.
const elevationM = 5000

// ElevationBoxes are the boxes within which elevation is wanted where rows of other
// layers are wanted within boxes.
func ElevationBoxes(boxes []orb.Bound) []orb.Bound {
	out := make([]orb.Bound, len(boxes))
	for i, b := range boxes {
		out[i] = grow(b, elevationM)
	}
	return out
}

// Cut returns the wanted part of a dataset: the rows whose box meets one of the
// boxes, and those without a geometry, which may lie anywhere. The extent is what
// is left of it within the boxes; versions are those of the whole, of which this is
// a part. Rows are shared with d, which is not changed.
func (n Near) Cut(d *geo.Dataset) (*geo.Dataset, error) {
	boxes, err := n.Boxes(d.Units)
	if err != nil {
		return nil, err
	}
	out := *d
	out.Units = within(d, boxes, geo.LayerUnits, d.Units)
	out.BuiltUps = within(d, boxes, geo.LayerBuiltUp, d.BuiltUps)
	out.Facilities = within(d, boxes, geo.LayerFacilities, d.Facilities)
	out.Roads = within(d, boxes, geo.LayerRoads, d.Roads)
	out.Greenways = within(d, boxes, geo.LayerGreenways, d.Greenways)
	out.Parks = within(d, boxes, geo.LayerParks, d.Parks)
	out.Parcels = within(d, boxes, geo.LayerParcels, d.Parcels)
	out.Buildings = within(d, boxes, geo.LayerBuildings, d.Buildings)
	out.Barriers = within(d, boxes, geo.LayerBarriers, d.Barriers)
	out.Population = within(d, boxes, geo.LayerPopulation, d.Population)
	out.Elevation = within(d, ElevationBoxes(boxes), geo.LayerElevation, d.Elevation)
	out.Homes = within(d, boxes, geo.LayerHomes, d.Homes)
	out.Extent = d.Extent
	if all := union(boxes); d.Extent.Intersects(all) {
		out.Extent = orb.Bound{
			Min: orb.Point{max(d.Extent.Min[0], all.Min[0]), max(d.Extent.Min[1], all.Min[1])},
			Max: orb.Point{min(d.Extent.Max[0], all.Max[0]), min(d.Extent.Max[1], all.Max[1])},
		}
	}
	return &out, nil
}

func within[T any](d *geo.Dataset, boxes []orb.Bound, l geo.Layer, rows []T) []T {
	var out []T
	for i := range rows {
		b, some := boxOf(d.Geometry(l, i))
		if !some || slices.ContainsFunc(boxes, b.Intersects) {
			out = append(out, rows[i])
		}
	}
	return out
}

func union(boxes []orb.Bound) orb.Bound {
	all := boxes[0]
	for _, b := range boxes[1:] {
		all = all.Union(b)
	}
	return all
}
