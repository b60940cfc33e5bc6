package scenario_test

import (
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
	"github.com/seed-4611ae28/lifecircle/geo/scenario"
)

// people are the residents that answers count at each home of a unit.
func people(t *testing.T, a *analysis.Analysis, unit string) map[string]float64 {
	t.Helper()
	list, err := a.Verdicts(t.Context(), unit, "clinic", "line300", "")
	require.NoError(t, err)
	out := map[string]float64{}
	for _, v := range list {
		out[v.Home.ID] = v.Persons.Or(-1)
	}
	return out
}

func sum(m map[string]float64) (s float64) {
	for _, v := range m {
		s += v
	}
	return s
}

func persons(n float64, more map[string]any) scenario.Edit {
	e := scenario.Edit{Op: scenario.Set, Layer: scenario.Population, Properties: map[string]any{"persons": n}}
	for k, v := range more {
		e.Properties[k] = v
	}
	return e
}

// Residents come out as they were set, official number or not; everybody else stays.
func TestPersonsAreResidentsAsAnswersCountThem(t *testing.T) {
	many(t, 20, func(t *testing.T, r *rand.Rand) {
		ds := town(r)
		before := people(t, ready(t, ds), "e")
		west := people(t, ready(t, ds), "w")

		next, changes := apply(t, ds, persons(777, map[string]any{"unit": "e"}))
		after := people(t, ready(t, next), "e")
		require.InDelta(t, 777, sum(after), 1e-6)
		for id, n := range before {
			require.InDelta(t, n*777/sum(before), after[id], 1e-6, "scaled")
		}
		require.Equal(t, west, people(t, ready(t, next), "w"))
		require.Equal(t, ds.Units[0].Population.IsKnown(), len(changes.Layers) == 2, "the official number moves along")
		if ds.Units[0].Population.IsKnown() {
			require.InDelta(t, 777, next.Units[0].Population.Or(0), 1e-6)
		}

		next, _ = apply(t, ds, persons(777, map[string]any{"unit": "e", "by": "spread"}))
		after = people(t, ready(t, next), "e")
		for id := range before {
			require.InDelta(t, 777/float64(len(before)), after[id], 1e-6, "nothing is known of the homes but the people")
		}

		// Half the town, as a ground.
		box := orb.Bound{Min: orb.Point{120, 29.9}, Max: orb.Point{120.002, 30.1}}
		ground := persons(100, nil)
		ground.Geometry = box.ToPolygon()
		next, _ = apply(t, ds, ground)
		after = people(t, ready(t, next), "e")
		inside := 0.0
		for i := range ds.Homes {
			h := &ds.Homes[i]
			if n, here := after[h.ID]; here && box.Contains(h.Location) {
				inside += n
			} else if here {
				require.InDelta(t, before[h.ID], n, 1e-6, "who lives elsewhere stays")
			}
		}
		require.InDelta(t, 100, inside, 1e-6)

		estate := scenario.Edit{Op: scenario.Add, Layer: scenario.Population, ID: "estate", Geometry: orb.Bound{Min: orb.Point{120.001, 30}, Max: orb.Point{120.003, 30.001}}.ToPolygon(),
			Properties: map[string]any{"persons": 500.0, "dwellings": 160.0}}
		next, _ = apply(t, ds, estate)
		after = people(t, ready(t, next), "e")
		require.InDelta(t, sum(before)+500, sum(after), 1e-6)
		for id, n := range before {
			require.InDelta(t, n, after[id], 1e-6, id)
		}
		dwellings := 0.0
		for i := range next.Homes {
			if h := &next.Homes[i]; h.Cell == "estate" {
				dwellings += h.Dwellings.Or(0)
				require.Equal(t, "e", h.Town)
			}
		}
		require.InDelta(t, 160, dwellings, 1e-6)
		require.Equal(t, geo.Known(500), next.Population[len(next.Population)-1].Persons)
		require.Len(t, next.Homes, len(ds.Homes)+4*2, "200 m by 110 m, a home every 50 m")
	})
}

func TestPeopleThatCannotBeSet(t *testing.T) {
	ds := town(rand.New(rand.NewPCG(1, 5)))
	nowhere := persons(5, nil)
	nowhere.Geometry = orb.Bound{Min: orb.Point{110, 30}, Max: orb.Point{111, 31}}.ToPolygon()
	for want, edit := range map[string]scenario.Edit{
		"holds no home":                    nowhere,
		`unit "x": is no unit`:             persons(5, map[string]any{"unit": "x"}),
		"unit \"\": is required, or a geo": persons(5, nil),
		`by "magic"`:                       persons(5, map[string]any{"unit": "e", "by": "magic"}),
		"persons \"\": is required":        {Op: scenario.Set, Layer: scenario.Population, Properties: map[string]any{"unit": "e"}},
		`persons "-3"`:                     persons(-3, map[string]any{"unit": "e"}),
	} {
		_, _, err := scenario.Apply(t.Context(), ds, []scenario.Edit{edit}, scenario.Options{})
		require.ErrorContains(t, err, want)
	}
	// A town of which the official number alone is known.
	for i := range ds.Homes {
		ds.Homes[i].Persons = geo.Unknown()
	}
	ds.Units[0].Population = geo.Known(100)
	_, _, err := scenario.Apply(t.Context(), ds, []scenario.Edit{persons(5, map[string]any{"unit": "e"})}, scenario.Options{})
	require.ErrorContains(t, err, "do not tell the same")
}
