package main

import (
	"context"
	"fmt"
	"math"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/api"
	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/data/demo"
	"github.com/seed-4611ae28/lifecircle/data/profiles"
	"github.com/seed-4611ae28/lifecircle/data/scenariofile"
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
	"github.com/seed-4611ae28/lifecircle/geo/indicator"
	"github.com/seed-4611ae28/lifecircle/geo/scenario"
)

// A clinic and a bridge change the scorecards of the units that they should, and of no
// others: every row of every standard of every unit is worked out before and after, on
// analyses made from nothing, and those that differ are those that the scenario tells.
func TestAClinicAndABridgeInTheDemo(t *testing.T) {
	withoutRaceDetector(t)
	t.Parallel()
	ctx := t.Context()
	rules, err := profiles.Load()
	require.NoError(t, err)
	var docs documents
	require.NoError(t, docs.load(rules))
	ds, err := demo.Make(ctx, demo.Options{})
	require.NoError(t, err)
	sc, err := scenariofile.Read(filepath.Join("testdata", "clinic_and_bridge.yaml"))
	require.NoError(t, err)
	before := analysed(t, ds, rules)
	judging := &judges{documents: &docs, records: func() data.Records { return nil }, now: time.Now}
	f, answer, err := api.EvaluateScenario(ctx, before, sc, &api.Standards{List: docs.list, Judges: judging}, api.English)
	require.NoError(t, err)
	require.Empty(t, f.Loose, "the bridge comes down at both ends")
	require.Len(t, f.Joints, 2)

	told := map[string]bool{}
	units := map[string]bool{}
	for _, d := range f.Indicators {
		told[fmt.Sprint(d.Unit, " ", d.Indicator, " ", *d.Before, " ", *d.After, " ", d.LampBefore, d.LampAfter)] = true
		units[d.Unit] = true
	}
	// The seat's town, through which the river runs, and the county that it lies in. The
	// bridge and the clinic are in the built-up area: no village's circle reaches them.
	require.Equal(t, map[string]bool{"990101001": true, "990101": true}, units)

	next, _, err := scenario.Apply(ctx, ds, sc.Edits, scenario.Options{Profiles: rules})
	require.NoError(t, err)
	old, err := judging.Judge(ctx, analysed(t, ds, rules))
	require.NoError(t, err)
	now, err := judging.Judge(ctx, analysed(t, next, rules))
	require.NoError(t, err)
	differ := map[string]bool{}
	for _, s := range docs.list {
		for _, u := range before.Units("") {
			x, err := old.Scorecard(ctx, s, u.Code)
			if err != nil {
				continue // it has no row for this level
			}
			y, err := now.Scorecard(ctx, s, u.Code)
			require.NoError(t, err)
			for i := range x.Rows {
				p, q := &x.Rows[i], &y.Rows[i]
				if p.OtherScale || p.Value == q.Value && p.Lamp == q.Lamp && p.Most == q.Most {
					continue
				}
				differ[fmt.Sprint(u.Code, " ", p.Indicator.ID, " ", rounded(p), " ", rounded(q), " ", p.Lamp, q.Lamp)] = true
			}
		}
	}
	require.Equal(t, differ, told)

	// People gained add up to the differences of the rows.
	gained := map[string]float64{}
	for _, h := range answer.Homes {
		require.True(t, h.Gained, "nobody loses")
		gained[h.Unit+" "+h.Circle+" "+h.Category] += h.Persons.Or(0)
	}
	require.NotEmpty(t, f.Coverage)
	for _, c := range f.Coverage {
		require.InDelta(t, *c.Difference, gained[c.Town+" "+c.Circle+" "+c.Category], 0.02)
	}
}

func analysed(t *testing.T, ds *geo.Dataset, rules *geo.Profiles) *analysis.Analysis {
	t.Helper()
	a, err := analysis.New(context.WithoutCancel(t.Context()), ds, rules, analysis.Options{})
	require.NoError(t, err)
	return a
}

// rounded is the value of a row as the interface shows it.
func rounded(r *indicator.Row) float64 {
	return math.Round(r.Value.Or(0)*1e6) / 1e6
}
