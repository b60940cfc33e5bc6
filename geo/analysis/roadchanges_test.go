package analysis_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
)

// An analysis whose roads were edited answers as one made from nothing, whether
// facilities were edited as well or not.
func TestRandomRoadEditsAnswerAsNew(t *testing.T) {
	many(t, 8, func(t *testing.T, r *rand.Rand) {
		town := newRandomTown(t, r)
		ds := town.Dataset
		ds.Elevation = nil
		version(ds, 0, "")
		a, err := analysis.New(t.Context(), ds, town.profiles, analysis.Options{Hierarchies: hierarchies(t, nil)})
		require.NoError(t, err)
		askAll(t, a)
		for n := range 5 {
			next := *ds
			for range 1 + r.IntN(3) {
				edits[geo.LayerRoads](r, &next)
			}
			version(&next, n+1, geo.LayerRoads)
			if n%2 == 1 {
				edits[geo.LayerFacilities](r, &next)
				next.LayerVersions[geo.LayerFacilities] = fmt.Sprint("also ", n)
			}
			fresh, err := analysis.New(t.Context(), &next, town.profiles, analysis.Options{})
			require.NoError(t, err)
			follow := a.Next
			if r.IntN(2) == 0 {
				follow = a.Derive
			}
			edited, err := follow(t.Context(), &next)
			require.NoError(t, err)
			same(t, askAll(t, fresh), askAll(t, edited), fmt.Sprint("edit ", n))
		}
	})
}
