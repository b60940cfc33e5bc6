package data

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// Rows are checked on several processors; the refusal is that of the first faulty row,
// wherever the faults are, and of a row that has two that its id is used.
func TestFirstOfManyRowsIsRefused(t *testing.T) {
	const seed, rows = 3, 3*checkTogether + 5
	r := rand.New(rand.NewPCG(seed, seed))
	roads := make([]geo.RoadSegment, rows)
	fresh := func(i int) {
		roads[i] = geo.RoadSegment{ID: fmt.Sprint("r", i), Source: "s", Highway: "path", Geometry: orb.LineString{{1, 2}, {3, 4}}}
	}
	for i := range roads {
		fresh(i)
	}
	w := Write{Rows: &geo.Dataset{Roads: roads}, Layers: map[geo.Layer]Mode{geo.LayerRoads: Append}}
	require.NoError(t, w.Check())
	for range 60 {
		first, rule := rows, ""
		var spoilt []int
		for range 1 + r.IntN(4) {
			i := 1 + r.IntN(6)*(rows/6) // few, so that one row has two faults at times
			spoilt = append(spoilt, i)
			fault := ruleAmount
			if r.IntN(2) == 0 {
				roads[i].ID, fault = "r0", RuleUnique
			} else {
				roads[i].DurationS = -1
			}
			if i < first || i == first && fault == RuleUnique {
				first, rule = i, fault
			}
		}
		var refused *RefusedError
		require.ErrorAs(t, w.Check(), &refused, "seed %d, rows %v", seed, spoilt)
		require.Equal(t, first, refused.Row, "seed %d, rows %v", seed, spoilt)
		require.Equal(t, rule, refused.Rule, "seed %d, rows %v", seed, spoilt)
		require.Equal(t, roads[first].ID, refused.ID)
		for _, i := range spoilt {
			fresh(i)
		}
	}
	require.NoError(t, w.Check())
}

// Two sources may describe one unit; one source may not do so twice.
func TestUnitOfTwoSources(t *testing.T) {
	units := []geo.Unit{{Code: "1", Level: geo.LevelTown, Source: "a"}, {Code: "1", Level: geo.LevelTown, Source: "b"}}
	w := Write{Rows: &geo.Dataset{Units: units}, Layers: map[geo.Layer]Mode{geo.LayerUnits: Append}}
	require.NoError(t, w.Check())
	units[1].Source = "a"
	var refused *RefusedError
	require.ErrorAs(t, w.Check(), &refused)
	require.Equal(t, RefusedError{Layer: geo.LayerUnits, Row: 1, ID: "1", Field: "code", Value: "1", Rule: RuleUnique}, *refused)
}
