package analysis

import (
	"context"
	"fmt"
	"slices"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
	"github.com/seed-4611ae28/lifecircle/geo/greenway"
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
