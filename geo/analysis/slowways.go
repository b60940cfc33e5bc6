package analysis

import (
	"context"
	"fmt"
	"slices"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
	"github.com/seed-4611ae28/lifecircle/geo/greenway"
	"github.com/seed-4611ae28/lifecircle/geo/overlay"
)

// SlowNetwork is the greenways and the ways for walking and cycling of an area.
type SlowNetwork struct {
	Area *Area
	// LengthM is their length, each metre once; GreenwayM that of the greenways in it.
	// Unknown where the data holds neither.
	LengthM, GreenwayM geo.Amount
	// AreaM2 is the area of the ground.
	AreaM2 float64
}

// slowClasses are the roads made for walking and cycling.
func slowClasses() []string {
	return []string{"footway", "pedestrian", "path", "cycleway", "steps", "living_street"}
}

// SlowNetwork measures the greenways together with the ways for walking and cycling, by
// the rules of package greenway: a way beside a greenway within greenway.SameM is the
// greenway. Ways behind a gate do not count.
func (a *Analysis) SlowNetwork(ctx context.Context, code string) (*SlowNetwork, error) {
	area, err := a.Area(code)
	if err != nil {
		return nil, err
	}
	return cached(ctx, a.cache, "slow ways "+area.Code, func(ctx context.Context) (*SlowNetwork, int64, error) {
		ways := slices.Clone(a.ds.Greenways)
		box := area.Geometry.Bound().Pad(0.001)
		found := false
		for i := range a.ds.Roads {
			r := &a.ds.Roads[i]
			if !slices.Contains(slowClasses(), r.Highway) {
				continue
			}
			found = true
			if r.Access != "private" && r.Access != "no" && box.Intersects(r.Geometry.Bound()) {
				ways = append(ways, geo.Greenway{ID: r.ID, Geometry: orb.MultiLineString{r.Geometry}})
			}
		}
		out := &SlowNetwork{Area: area, AreaM2: crs.Area(area.Geometry)}
		if !found && len(a.ds.Greenways) == 0 {
			return out, 64, nil
		}
		all, err := greenway.Measure(ctx, area.Geometry, geo.Unknown(), ways)
		if err != nil {
			return nil, 0, fmt.Errorf("slow ways of %s: %w", area.Code, err)
		}
		own, err := greenway.Measure(ctx, area.Geometry, geo.Unknown(), a.ds.Greenways)
		if err != nil {
			return nil, 0, fmt.Errorf("slow ways of %s: %w", area.Code, err)
		}
		out.LengthM, out.GreenwayM = all.LengthM, own.LengthM
		if len(ways) == 0 {
			out.LengthM = geo.Known(0)
		}
		return out, 64, nil
	})
}

// ChainAnswer is the connected greenways of an area.
type ChainAnswer struct {
	Area   *Area
	Chains []greenway.Chain
	// Reason says why nothing can be said, "" when it can.
	Reason string
}

// GreenwayChains answers the connected greenways of an area and the parks they touch.
func (a *Analysis) GreenwayChains(ctx context.Context, code string) (*ChainAnswer, error) {
	area, err := a.Area(code)
	if err != nil {
		return nil, err
	}
	return cached(ctx, a.cache, "chains "+area.Code, func(ctx context.Context) (*ChainAnswer, int64, error) {
		out := &ChainAnswer{Area: area}
		if len(a.ds.Greenways) == 0 {
			out.Reason = greenway.ReasonNoGreenways
			return out, 64, nil
		}
		var err error
		if out.Chains, err = greenway.Chains(ctx, area.Geometry, a.ds.Greenways, a.ds.Parks); err != nil {
			return nil, 0, fmt.Errorf("chains of greenways of %s: %w", area.Code, err)
		}
		return out, 1 << 12, nil
	})
}

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
