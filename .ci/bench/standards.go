package main

import (
	"context"
	"fmt"
	"time"

	"github.com/seed-4611ae28/lifecircle/data/standards"
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
	"github.com/seed-4611ae28/lifecircle/geo/indicator"
)

// benchStandards measures the judgement of every unit of a county by every standard that
// has rows for its level, when the fields are loaded: a first round makes what is kept.
func benchStandards(ctx context.Context, t *table, c *county) error {
	all, err := standards.Load(c.rules, "")
	if err != nil {
		return err
	}
	a, err := analysis.New(ctx, c.ds, c.rules, analysis.Options{})
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
	t.row(fmt.Sprintf("all %d standards for all units of %s (%d rows), fields loaded", len(all), c.called, rows), ms(d), "none", "< 1 s")
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

// judgeAll judges the units by every standard that has rows for their level; only one
// unit where a code is given. It returns how many rows that makes.
func judgeAll(ctx context.Context, a *analysis.Analysis, all []*indicator.Standard, only string) (rows int, err error) {
	e := indicator.New(a, all, indicator.Options{Date: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)})
	for _, level := range geo.Levels() {
		for _, u := range a.Units(level) {
			if only != "" && u.Code != only {
				continue
			}
			for _, s := range all {
				if !hasRows(s, level) {
					continue
				}
				card, err := e.Scorecard(ctx, s, u.Code)
				if err != nil {
					return 0, err
				}
				rows += len(card.Rows)
			}
		}
	}
	return rows, nil
}
