package data

import (
	"fmt"

	"github.com/paulmach/orb"
)

const (
	rulePosition = "a position is a longitude within ±180 and a latitude within ±90 degrees"
	ruleLine     = "a line has at least two positions"
	ruleRing     = "a ring has at least four positions and ends where it starts"
)

// point checks one position. The comparison is written so that NaN fails it.
func (c *rowCheck) point(field string, p orb.Point) bool {
	if p[0] >= -180 && p[0] <= 180 && p[1] >= -90 && p[1] <= 90 {
		return true
	}
	c.refuse(field, fmt.Sprintf("%v %v", p[0], p[1]), rulePosition)
	return false
}

func (c *rowCheck) points(field string, ps []orb.Point) {
	for _, p := range ps {
		if !c.point(field, p) {
			return
		}
	}
}

func (c *rowCheck) line(field string, l orb.LineString) {
	if len(l) < 2 {
		c.refuse(field, fmt.Sprintf("%d positions", len(l)), ruleLine)
	}
	c.points(field, l)
}

func (c *rowCheck) polygon(field string, p orb.Polygon) {
	for _, r := range p {
		if len(r) < 4 || r[0] != r[len(r)-1] {
			c.refuse(field, fmt.Sprintf("a ring of %d positions", len(r)), ruleRing)
			return
		}
		c.points(field, r)
	}
}

func (c *rowCheck) multiPolygon(field string, m orb.MultiPolygon) {
	for _, p := range m {
		c.polygon(field, p)
	}
}

// geometry checks a geometry of one of several types; nil is none known.
func (c *rowCheck) geometry(field string, g orb.Geometry, allowed ...string) {
	if g == nil {
		return
	}
	c.oneOf(field, g.GeoJSONType(), allowed...)
	switch g := g.(type) {
	case orb.Point:
		c.point(field, g)
	case orb.LineString:
		c.line(field, g)
	case orb.MultiLineString:
		for _, l := range g {
			c.line(field, l)
		}
	case orb.Polygon:
		c.polygon(field, g)
	case orb.MultiPolygon:
		c.multiPolygon(field, g)
	}
}
