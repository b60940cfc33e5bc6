package overlay

import (
	"context"
	"fmt"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo/shape"
)

// Layer is a set of rings in degrees; see the package documentation for the ground
// it covers. An unclosed ring is closed.
type Layer []orb.Ring

// LayerOf returns the layer of the ground within any of the polygons, which should
// each be valid; their rings may run either way.
func LayerOf(mps ...orb.MultiPolygon) Layer {
	var l Layer
	for _, mp := range mps {
		for _, p := range shape.RightHanded(mp) {
			l = append(l, p...)
		}
	}
	return l
}

// Union returns the ground within any of the polygons.
func Union(ctx context.Context, mps ...orb.MultiPolygon) (orb.MultiPolygon, error) {
	a, err := Arrange(ctx, LayerOf(mps...))
	if err != nil {
		return nil, fmt.Errorf("union of %d polygons: %w", len(mps), err)
	}
	return a.Region(func(w []int32) bool { return w[0] > 0 }), nil
}

// Intersection returns the ground within both a and b.
func Intersection(ctx context.Context, a, b orb.MultiPolygon) (orb.MultiPolygon, error) {
	ab, err := Arrange(ctx, LayerOf(a), LayerOf(b))
	if err != nil {
		return nil, fmt.Errorf("intersection: %w", err)
	}
	return ab.Region(func(w []int32) bool { return w[0] > 0 && w[1] > 0 }), nil
}

// Difference returns the ground within a and not within b.
func Difference(ctx context.Context, a, b orb.MultiPolygon) (orb.MultiPolygon, error) {
	ab, err := Arrange(ctx, LayerOf(a), LayerOf(b))
	if err != nil {
		return nil, fmt.Errorf("difference: %w", err)
	}
	return ab.Region(func(w []int32) bool { return w[0] > 0 && w[1] <= 0 }), nil
}

// Clean returns valid, right-handed polygons on the grid for polygons that may
// break any rule but finite coordinates: unclosed rings are closed, ground that a
// polygon's rings enclose an odd number of times is kept (a bow tie becomes two
// triangles, a hole stays a hole whichever way it runs), polygons that overlap are
// joined. A valid polygon keeps its ground.
func Clean(ctx context.Context, mp orb.MultiPolygon) (orb.MultiPolygon, error) {
	parts := make([]orb.MultiPolygon, 0, len(mp))
	for i, p := range mp {
		a, err := Arrange(ctx, Layer(p))
		if err != nil {
			return nil, fmt.Errorf("cleaning polygon %d: %w", i+1, err)
		}
		parts = append(parts, a.Region(func(w []int32) bool { return w[0]%2 != 0 }))
	}
	if len(parts) == 1 {
		return parts[0], nil
	}
	return Union(ctx, parts...)
}
