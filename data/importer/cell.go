package importer

import (
	"regexp"
	"strings"

	"github.com/paulmach/orb"
	"github.com/uber/h3-go/v4"
)

// A written index has 15 digits; the 16th, in front, is always 0.
var cellPattern = regexp.MustCompile(`^0?[0-9a-fA-F]{15}$`)

// parseCell reads an H3 index. The library answers a wrong one with zeros, so
// nothing is asked of it before the index is known to be a cell.
func parseCell(s string) (h3.Cell, bool) {
	if !cellPattern.MatchString(s) {
		return 0, false
	}
	c := h3.Cell(h3.IndexFromString(strings.ToLower(s)))
	return c, c.IsValid()
}

// cellPolygon is the ground of a cell, right-handed. It fails for a cell across
// the antimeridian, whose ring would run round the world.
func cellPolygon(c h3.Cell) (orb.Polygon, bool) {
	boundary := c.Boundary()
	ring := make(orb.Ring, 0, len(boundary)+1)
	for _, v := range boundary {
		ring = append(ring, orb.Point{v.Lng, v.Lat})
	}
	if len(ring) < 3 {
		return nil, false
	}
	ring = append(ring, ring[0])
	if b := ring.Bound(); b.Max[0]-b.Min[0] > 180 {
		return nil, false
	}
	if ring.Orientation() == orb.CW {
		ring.Reverse()
	}
	return orb.Polygon{ring}, true
}

// cellCentre is the middle of a cell.
func cellCentre(c h3.Cell) orb.Point {
	ll := c.LatLng()
	return orb.Point{ll.Lng, ll.Lat}
}
