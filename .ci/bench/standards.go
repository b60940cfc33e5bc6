package main

import (
	"context"
	"fmt"

	"github.com/seed-4611ae28/lifecircle/data/demo"
	"github.com/seed-4611ae28/lifecircle/data/profiles"
	"github.com/seed-4611ae28/lifecircle/data/standards"
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
	"github.com/seed-4611ae28/lifecircle/geo/indicator"
)

// benchStandards measures the judgement of every unit of the demo by every standard that
// has rows for its level, when the fields are loaded: a first round makes what is kept.
func benchStandards(ctx context.Context, t *table) error {
	rules, err := profiles.Load()
	if err != nil {
		return err
	}
	all, err := standards.Load(rules, "")
	if err != nil {
		return err
	}
	ds, err := demo.Make(ctx, demo.Options{})
	if err != nil {
		return err
	}
	a, err := analysis.New(ctx, ds, rules, analysis.Options{})
	if err != nil {
		return err
	}
	rows := 0
	d, err := median(3, func() (err error) {
		rows, err = judgeAll(ctx, a, all, "")
		return err
	})
	if err != nil {
		return err
	}
	t.row(fmt.Sprintf("all %d standards for all units of the demo (%d rows), fields loaded", len(all), rows), ms(d), "none", "< 1 s")
	return nil
}

func hasRows(s *indicator.Standard, level geo.Level) bool {
	for i := range s.Indicators {
		if s.Indicators[i].Level == level {
			return true
		}
	}
	return false
}
