package main

import (
	"context"
	"fmt"
	"sync"

	"github.com/seed-4611ae28/lifecircle/api"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
	"github.com/seed-4611ae28/lifecircle/geo/indicator"
)

// judges judges the dataset in service by the standards. The last judge is kept: it is
// good as long as neither the dataset nor what people reported has changed.
type judges struct {
	documents *documents

	mu   sync.Mutex
	last *judge
}

// judge is an evaluator with the records that it judges by.
type judge struct {
	*indicator.Evaluator
	of   *analysis.Analysis
	kept string
}

var _ api.Judge = (*judge)(nil)

// Kept names the state of the records.
func (j *judge) Kept() string { return j.kept }

// Trend tells what is kept of an indicator of a unit.
func (j *judge) Trend(context.Context, string, string) (api.Trend, error) { return api.Trend{}, nil }

// Judge is the judge of an analysis by the records as they are now.
func (j *judges) Judge(_ context.Context, a api.Analyst) (api.Judge, error) {
	of, ok := a.(*analysis.Analysis)
	if !ok {
		return nil, fmt.Errorf("no standard can be applied to a %T", a)
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.last == nil || j.last.of != of {
		j.last = &judge{Evaluator: indicator.New(of, j.documents.list, indicator.Options{}), of: of}
	}
	return j.last, nil
}
