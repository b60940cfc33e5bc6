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

// ParkLandAnswer is the ground of parks in an area.
type ParkLandAnswer struct {
	Area *Area
	// M2 is the ground of the existing parks within the area, common ground once, squares
	// left out; unknown where the data holds no parks.
	M2 geo.Amount
	// Parks are the ids of those that it was made of.
	Parks []string
}

// ParkLand answers how much of an area is park.
func (a *Analysis) ParkLand(ctx context.Context, code string) (*ParkLandAnswer, error) {
	area, err := a.Area(code)
	if err != nil {
		return nil, err
	}
	return cached(ctx, a.cache, "park land "+area.Code, func(ctx context.Context) (*ParkLandAnswer, int64, error) {
		out := &ParkLandAnswer{Area: area}
		if len(a.ds.Parks) == 0 {
			return out, 64, nil
		}
		var grounds []orb.MultiPolygon
		box := area.Geometry.Bound()
		for i := range a.ds.Parks {
			p := &a.ds.Parks[i]
			if p.Status.Exists() && p.Kind != geo.UseSquare && box.Intersects(p.Geometry.Bound()) {
				grounds, out.Parks = append(grounds, p.Geometry), append(out.Parks, p.ID)
			}
		}
		slices.Sort(out.Parks)
		all, err := overlay.Union(ctx, grounds...)
		if err == nil {
			all, err = overlay.Intersection(ctx, all, area.Geometry)
		}
		if err != nil {
			return nil, 0, fmt.Errorf("park land of %s: %w", area.Code, err)
		}
		out.M2 = geo.Known(crs.Area(all))
		return out, 1 << 12, nil
	})
}
