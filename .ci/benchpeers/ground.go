package main

import (
	"errors"
	"fmt"
	"math/rand/v2"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geo"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/planar"
)

// shared says how the ground of two isochrones compares.
type shared struct {
	Minutes float64
	// Area is theirs over lifecircle's; Common the part of the ground of either that
	// lies in both.
	Area, Common float64
}

// samples is how many points are drawn to find the common ground.
const samples = 4000

// overlap compares the contours of some minutes in two answers.
func overlap(own, theirs []byte, minutes float64) (shared, error) {
	a, err := contour(own, "minutes", minutes)
	if err != nil {
		return shared{}, fmt.Errorf("lifecircle: %w", err)
	}
	b, err := contour(theirs, "contour", minutes)
	if err != nil {
		return shared{}, fmt.Errorf("the peer: %w", err)
	}
	areaA, areaB := geo.Area(a), geo.Area(b)
	if areaA <= 0 || areaB <= 0 {
		return shared{}, errors.New("a contour is empty")
	}
	return shared{minutes, areaB / areaA, common(a, b)}, nil
}

// common is the part of the ground of either that lies in both, by points drawn in
// the box of both.
func common(a, b orb.MultiPolygon) float64 {
	box := a.Bound().Union(b.Bound())
	r := rand.New(rand.NewPCG(2, 2))
	either, both := 0, 0
	for range samples {
		p := orb.Point{box.Min[0] + r.Float64()*(box.Max[0]-box.Min[0]), box.Min[1] + r.Float64()*(box.Max[1]-box.Min[1])}
		inA, inB := planar.MultiPolygonContains(a, p), planar.MultiPolygonContains(b, p)
		if inA || inB {
			either++
		}
		if inA && inB {
			both++
		}
	}
	if either == 0 {
		return 0
	}
	return float64(both) / float64(either)
}

// contour finds the polygons whose property has a value.
func contour(b []byte, property string, value float64) (orb.MultiPolygon, error) {
	c, err := geojson.UnmarshalFeatureCollection(b)
	if err != nil {
		return nil, err
	}
	var out orb.MultiPolygon
	for _, f := range c.Features {
		if v, ok := f.Properties[property].(float64); !ok || v != value {
			continue
		}
		switch g := f.Geometry.(type) {
		case orb.Polygon:
			out = append(out, g)
		case orb.MultiPolygon:
			out = append(out, g...)
		default:
			return nil, fmt.Errorf("%s is no polygon", f.Geometry.GeoJSONType())
		}
	}
	if out == nil {
		return nil, fmt.Errorf("no contour with %s %g", property, value)
	}
	return out, nil
}
