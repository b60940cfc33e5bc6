package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/seed-4611ae28/lifecircle/data/demo"
	"github.com/seed-4611ae28/lifecircle/data/importer/osm"
	"github.com/seed-4611ae28/lifecircle/data/profiles"
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
	"github.com/seed-4611ae28/lifecircle/geo/siting"
)

// benchQuestions measures where to add facilities, and what one place has, on the demo
// and on a real county. What is made on demand is made before.
func benchQuestions(ctx context.Context, t *table, realdata string) error {
	rules, err := profiles.Load()
	if err != nil {
		return err
	}
	ds, err := demo.Make(ctx, demo.Options{})
	if err != nil {
		return err
	}
	if err := benchQuestionsOf(ctx, t, "demo", ds, rules, "library"); err != nil {
		return err
	}
	file := filepath.Join(realdata, "liechtenstein.osm.pbf")
	if _, err := os.Stat(file); err != nil {
		t.note("left out: questions of Liechtenstein (%v)", err)
		return nil
	}
	if ds, _, err = osm.Read(ctx, file, osm.Options{}); err != nil {
		return err
	}
	return benchQuestionsOf(ctx, t, "Liechtenstein", ds, rules, "library")
}

func benchQuestionsOf(ctx context.Context, t *table, name string, ds *geo.Dataset, rules *geo.Profiles, category string) error {
	a, err := analysis.New(ctx, ds, rules, analysis.Options{})
	if err != nil {
		return err
	}
	if _, err := a.Summary(ctx); err != nil {
		return err
	}
	if len(ds.Homes) > 0 {
		i := 0
		d, err := median(50, func() error {
			i++
			_, err := a.Explain(ctx, ds.Homes[i*97%len(ds.Homes)].Location)
			return err
		})
		if err != nil {
			return err
		}
		t.row(name+": explain, one place", ms(d), "none", "< 5 ms")
	}
	for _, o := range []struct {
		objective siting.Objective
		goal      string
	}{{siting.ObjectiveMCLP, "< 1 s"}, {siting.ObjectiveLSCP, "< 5 s"}, {siting.ObjectivePMedian, "< 15 s"}} {
		q := analysis.SitesQuery{Area: "all", Categories: []string{category}, Mode: "walk", Metres: 1000, Count: 5, Objective: o.objective}
		var found *analysis.SitesAnswer
		d, err := median(3, func() error {
			var err error
			found, err = a.Sites(ctx, q)
			return err
		})
		if err != nil {
			return err
		}
		if found.Answer == nil {
			t.note("%s: no sites by %s: %s", name, o.objective, found.Grey)
			continue
		}
		t.row(fmt.Sprintf("%s: sites by %s for a %s within 1,000 m, %d candidates", name, o.objective, category, found.Candidates),
			fmt.Sprintf("%s, %.2f %% from the bound", ms(d), 100*found.Answer.Gap), "none", o.goal)
	}
	return nil
}
