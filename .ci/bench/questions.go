package main

import (
	"context"
	"fmt"

	"github.com/seed-4611ae28/lifecircle/geo/analysis"
	"github.com/seed-4611ae28/lifecircle/geo/siting"
)

// asked is the category that sites are asked for.
const asked = "library"

// benchQuestions measures where to add facilities, and what one place has. What is made on
// demand is made before.
func benchQuestions(ctx context.Context, t *table, c *county) error {
	ds := c.ds
	a, err := analysis.New(ctx, ds, c.rules, analysis.Options{})
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
		t.row(c.name+": explain, one place", ms(d), "none", "< 5 ms")
	}
	for _, o := range []struct {
		objective siting.Objective
		goal      string
	}{{siting.ObjectiveMCLP, "< 1 s"}, {siting.ObjectiveLSCP, "< 5 s"}, {siting.ObjectivePMedian, "< 15 s"}} {
		q := analysis.SitesQuery{Area: "all", Categories: []string{asked}, Mode: "walk", Metres: 1000, Count: 5, Objective: o.objective}
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
			t.note("%s: no sites by %s: %s", c.name, o.objective, found.Grey)
			continue
		}
		t.row(fmt.Sprintf("%s: sites by %s for a %s within 1,000 m, %d candidates", c.name, o.objective, asked, found.Candidates),
			fmt.Sprintf("%s, %.2f %% from the bound", ms(d), 100*found.Answer.Gap), "none", o.goal)
	}
	return nil
}
