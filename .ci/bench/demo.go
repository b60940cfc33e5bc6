package main

import (
	"context"
	"runtime"

	"golang.org/x/sync/errgroup"

	"github.com/seed-4611ae28/lifecircle/data/demo"
	"github.com/seed-4611ae28/lifecircle/data/profiles"
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
)

// benchDemo measures the demo county: making it, and the coverage of every
// category in every mode from a cold start.
func benchDemo(ctx context.Context, t *table) error {
	rules, err := profiles.Load()
	if err != nil {
		return err
	}
	var ds *geo.Dataset
	d, err := median(3, func() error {
		ds, err = demo.Make(ctx, demo.Options{})
		return err
	})
	if err != nil {
		return err
	}
	t.row("make the demo county", ms(d), "none", "< 3 s")
	categories := 0
	d, err = median(3, func() error {
		a, err := analysis.New(ctx, ds, rules, analysis.Options{})
		if err != nil {
			return err
		}
		categories = 0
		work, ctx := errgroup.WithContext(ctx)
		work.SetLimit(runtime.GOMAXPROCS(0))
		for _, c := range rules.Categories {
			if c.Generic {
				continue
			}
			categories++
			for _, m := range rules.Modes {
				work.Go(func() error {
					_, err := a.Coverage(ctx, analysis.CoverageQuery{Area: "all", Categories: []string{c.ID}, Mode: m.ID, Minutes: []float64{5, 15, 30}})
					return err
				})
			}
		}
		if err := work.Wait(); err != nil {
			return err
		}
		return nil
	})
	if err != nil {
		return err
	}
	t.row("coverage of the demo, 72 categories × 4 modes, from nothing ready", ms(d), "none", "< 4 s")
	if categories != 72 {
		t.note("categories measured: %d, not 72", categories)
	}
	return nil
}
