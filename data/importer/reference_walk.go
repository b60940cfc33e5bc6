package importer

import (
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"
)

// eachPosition passes every position of a geometry, in order.
func eachPosition(g orb.Geometry, visit func(orb.Point)) {
	eachPoint(g, func(p *orb.Point) { visit(*p) })
}

// eachPoint passes the positions of a geometry by reference; a Point, which is a
// value, by reference to a copy.
func eachPoint(g orb.Geometry, visit func(*orb.Point)) {
	line := func(l []orb.Point) {
		for i := range l {
			visit(&l[i])
		}
	}
	polygon := func(p orb.Polygon) {
		for _, r := range p {
			line(r)
		}
	}
	switch g := g.(type) {
	case orb.Point:
		visit(&g)
	case orb.MultiPoint:
		line(g)
	case orb.LineString:
		line(g)
	case orb.Ring:
		line(g)
	case orb.MultiLineString:
		for _, l := range g {
			line(l)
		}
	case orb.Polygon:
		polygon(g)
	case orb.MultiPolygon:
		for _, p := range g {
			polygon(p)
		}
	}
}

// shapeText reads well-known text; EMPTY is no geometry.
func shapeText(text string) (orb.Geometry, bool) {
	if text == "" || strings.Contains(strings.ToUpper(text), "EMPTY") {
		return nil, false
	}
	g, err := wkt.Unmarshal(text)
	return g, err == nil && g != nil
}

// loosePoints reads what [parsePoints] reads, whatever the numbers are; nil for
// anything else.
func loosePoints(raw any) []orb.Point {
	var pairs [][]any
	switch v := raw.(type) {
	case string:
		if strings.TrimSpace(v) == "" {
			return nil
		}
		for _, part := range strings.Split(v, ";") {
			var pair []any
			for _, f := range strings.Fields(strings.ReplaceAll(part, ",", " ")) {
				pair = append(pair, f)
			}
			if len(pair) != 2 {
				return nil
			}
			pairs = append(pairs, pair)
		}
	case []any:
		for _, item := range v {
			pair, _ := item.([]any)
			if len(pair) < 2 {
				return nil
			}
			pairs = append(pairs, pair)
		}
	}
	var points []orb.Point
	for _, pair := range pairs {
		x, okX := numberOf(pair[0])
		y, okY := numberOf(pair[1])
		if !okX || !okY {
			return nil
		}
		points = append(points, orb.Point{x, y})
	}
	return points
}
