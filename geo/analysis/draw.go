package analysis

import (
	"context"
	"fmt"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/isochrone"
)

// table is the ground grid of a measure at a tolerance: the links of ground points
// that are left (coverage, isochrones to a point) or arrived at.
func (a *Analysis) table(ctx context.Context, m measure, toleranceM float64, leaving bool) (*isochrone.Table, error) {
	l, err := a.network(ctx, m.mode, m.metric)
	if err != nil {
		return nil, err
	}
	leaving = leaving || l.Graph().Symmetric()
	key := fmt.Sprintf("table %s %g %v", m.key(), toleranceM, leaving)
	return cached(ctx, a.cache, key, func(context.Context) (*isochrone.Table, int64, error) {
		budget := a.cache.budget / tableShare
		// The table grows as ground is drawn over; what it may grow to is counted
		// from the start.
		return isochrone.NewTable(l, isochrone.TableOptions{
			CellM: toleranceM, Leaving: leaving, BudgetBytes: budget, Workers: a.workers,
		}), budget, nil
	})
}

// tableShare is the part of the cache that one ground grid may fill: an eighth.
const tableShare = 8

// clipOf is the ground for which an area's coverage under a scope speaks.
func (a *Analysis) clipOf(area *Area, origin geo.Origin) isochrone.Clip {
	clip := isochrone.Clip{Inside: []orb.MultiPolygon{area.Geometry}}
	if origin != geo.OriginBuiltUp && origin != geo.OriginRural {
		return clip
	}
	var built orb.MultiPolygon
	for _, code := range sortedKeys(a.builtUp) {
		built = append(built, a.builtUp[code].Geometry...)
	}
	if origin == geo.OriginBuiltUp {
		clip.Inside = append(clip.Inside, built)
	} else {
		clip.Outside = append(clip.Outside, built)
	}
	return clip
}
