package analysis

import (
	"context"
	"fmt"
	"slices"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
	"github.com/seed-4611ae28/lifecircle/geo/overlay"
)

// GreenCoverAnswer is the green land of the built-up area of an area.
type GreenCoverAnswer struct {
	Area *Area
	// GreenM2 is the known green land in the built-up area, BuiltUpM2 the whole of that.
	GreenM2, BuiltUpM2 geo.Amount
	// Parks and Parcels are the ids of what the green land was made of.
	Parks, Parcels []string
	// Reason says why there is no figure, "" when there is.
	Reason string
}

// ReasonNoGreen is why a green cover is unknown beside those of package builtup.
const ReasonNoGreen = "the data holds neither parks nor green land"

// GreenCover answers how much of the built-up area is green land: existing parks but for
// squares, and parcels of park or green land, common ground once. Street trees and the
// green of estates are not known, so that the figure is never above 建成区绿化覆盖率 (which
// counts the projection of all vegetation).
func (a *Analysis) GreenCover(ctx context.Context, code string) (*GreenCoverAnswer, error) {
	area, err := a.Area(code)
	if err != nil {
		return nil, err
	}
	return cached(ctx, a.cache, "green cover "+area.Code, func(ctx context.Context) (*GreenCoverAnswer, int64, error) {
		out := &GreenCoverAnswer{Area: area, Reason: a.greyScope(area, geo.OriginBuiltUp)}
		if out.Reason != "" {
			return out, 64, nil
		}
		built, err := a.builtUpIn(ctx, area)
		if err != nil {
			return nil, 0, fmt.Errorf("built-up area of %s: %w", area.Code, err)
		}
		green, known := a.greenLand(built.Bound(), out)
		if !known {
			out.Reason = ReasonNoGreen
			return out, 64, nil
		}
		ground, err := overlay.Union(ctx, green...)
		if err != nil {
			return nil, 0, fmt.Errorf("green land of %s: %w", area.Code, err)
		}
		if ground, err = overlay.Intersection(ctx, ground, built); err != nil {
			return nil, 0, fmt.Errorf("green land of %s: %w", area.Code, err)
		}
		out.GreenM2, out.BuiltUpM2 = geo.Known(crs.Area(ground)), geo.Known(crs.Area(built))
		return out, 1 << 12, nil
	})
}

// builtUpIn is the built-up area within an area.
func (a *Analysis) builtUpIn(ctx context.Context, area *Area) (orb.MultiPolygon, error) {
	var parts []orb.MultiPolygon
	in := a.insideOf(area)
	for i := range a.towns {
		if t := &a.towns[i]; in.unit(t) || t.holdsOne(area) {
			parts = append(parts, a.builtUp[t.unit.Code].Geometry)
		}
	}
	if area.DataBox {
		parts = append(parts, a.builtUp[everything].Geometry)
	}
	all, err := overlay.Union(ctx, parts...)
	if err != nil {
		return nil, err
	}
	return overlay.Intersection(ctx, all, area.Geometry)
}

// greenLand lists the green land that meets a box, and tells whether the data has any.
func (a *Analysis) greenLand(box orb.Bound, out *GreenCoverAnswer) (green []orb.MultiPolygon, known bool) {
	for i := range a.ds.Parks {
		p := &a.ds.Parks[i]
		if !p.Status.Exists() || p.Kind == geo.UseSquare {
			continue
		}
		known = true
		if box.Intersects(p.Geometry.Bound()) {
			green, out.Parks = append(green, p.Geometry), append(out.Parks, p.ID)
		}
	}
	for i := range a.ds.Parcels {
		p := &a.ds.Parcels[i]
		if p.Use != geo.UsePark && p.Use != geo.UseGreen {
			continue
		}
		known = true
		if box.Intersects(p.Geometry.Bound()) {
			green, out.Parcels = append(green, p.Geometry), append(out.Parcels, p.ID)
		}
	}
	slices.Sort(out.Parks)
	slices.Sort(out.Parcels)
	return green, known
}
