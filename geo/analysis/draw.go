package analysis

import (
	"context"
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/isochrone"
)

// toleranceOr is the tolerance asked for in metres, or the default for 0.
func toleranceOr(usual, asked float64) (float64, error) {
	if asked == 0 {
		return usual, nil
	}
	if !(asked > 0) || math.IsInf(asked, 1) {
		return 0, &FieldError{Field: "tolerance", Value: fmt.Sprint(asked), Rule: "is a number of metres above 0"}
	}
	return asked, nil
}

// table draws the ground of a measure at a tolerance.
func (a *Analysis) table(ctx context.Context, m measure, toleranceM float64) (*isochrone.Table, error) {
	l, err := a.network(ctx, m.mode, m.metric)
	if err != nil {
		return nil, err
	}
	key := fmt.Sprintf("table %s %g", m.key(), toleranceM)
	t, err := cached(ctx, a.cache, key, func(context.Context) (*isochrone.Table, int64, error) {
		t := isochrone.NewTable(l, isochrone.TableOptions{CellM: toleranceM, Workers: a.workers, KeepBytes: a.cache.budget / tableShare})
		return t, t.Bytes(), nil
	})
	if err == nil {
		// Questions before have found out more about its ground.
		a.cache.weigh(key, t.Bytes())
	}
	return t, err
}

// tableShare is which part of the cache's budget a table may fill with what it finds out about
// its ground.
const tableShare = 2

// clipOf is the ground for which an area's coverage under a scope speaks.
func (a *Analysis) clipOf(area *Area, origin geo.Origin) isochrone.Clip {
	clip := isochrone.Clip{Inside: []orb.MultiPolygon{area.Geometry}}
	if origin != geo.OriginBuiltUp && origin != geo.OriginRural {
		return clip
	}
	var built orb.MultiPolygon
	for _, code := range slices.Sorted(maps.Keys(a.builtUp)) {
		built = append(built, a.builtUp[code].Geometry...)
	}
	if origin == geo.OriginBuiltUp {
		clip.Inside = append(clip.Inside, built)
	} else {
		clip.Outside = append(clip.Outside, built)
	}
	return clip
}
