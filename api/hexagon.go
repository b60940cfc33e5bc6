package api

import (
	"github.com/paulmach/orb"
	"github.com/uber/h3-go/v4"
)

// hexagon returns the boundary of an H3 cell, and false for a number that is no cell:
// the library itself would answer that with a shape of nowhere. It and the name below
// are the only calls of H3 here.
func hexagon(index uint64) (orb.Polygon, bool) {
	cell := h3.Cell(index)
	if !cell.IsValid() {
		return nil, false
	}
	boundary := cell.Boundary()
	if len(boundary) < 5 { // a pentagon is the least there is
		return nil, false
	}
	ring := make(orb.Ring, 0, len(boundary)+1)
	for _, corner := range boundary {
		ring = append(ring, orb.Point{corner.Lng, corner.Lat})
	}
	return orb.Polygon{append(ring, ring[0])}, true
}

// hexagonName writes an H3 index as everybody does, in hexadecimal.
func hexagonName(index uint64) string {
	return h3.IndexToString(index)
}
