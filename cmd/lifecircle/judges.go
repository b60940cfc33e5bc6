package main

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/seed-4611ae28/lifecircle/api"
	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
	"github.com/seed-4611ae28/lifecircle/geo/indicator"
)

// china is the time by which years end, as quarters do ([data.QuarterOf]).
var china = time.FixedZone("UTC+8", 8*60*60)

// judges judges the dataset in service by the standards. The last judge is kept, with
// what it has worked out: it is good until the dataset, the records or the year change.
type judges struct {
	documents *documents
	// records hands out the records of the store, nil where there is none.
	records func() data.Records
	now     func() time.Time

	mu   sync.Mutex
	last *judge
}

// judge is an evaluator with the records that it judges by.
type judge struct {
	*indicator.Evaluator
	of      *analysis.Analysis
	records data.Records
	options indicator.Options
	version string
	year    int
}

var _ api.Judge = (*judge)(nil)

// Year is the one by which targets are in force and reports are looked at: the present
// one, since an old dataset is judged today.
func (j *judge) Year() int { return j.year }

// Kept names the state of the records, and the year.
func (j *judge) Kept() string { return fmt.Sprintf("%s %d", j.version, j.year) }

// Trend tells what the records have of an indicator of a unit.
func (j *judge) Trend(ctx context.Context, unit, id string) (api.Trend, error) {
	var out api.Trend
	if j.records == nil {
		return out, nil
	}
	results, err := j.records.Results(ctx, data.ResultQuery{Units: []string{unit}, Indicators: []string{id}})
	if err != nil {
		return out, err
	}
	reported, err := j.records.Reported(ctx, data.ReportedQuery{Units: []string{unit}, Indicators: []string{id}})
	if err != nil {
		return out, err
	}
	out.Results, out.Reported = results, data.ReportedBy(reported)(unit, id)
	return out, nil
}

// Judge is the judge of an analysis by the records as they are now.
func (j *judges) Judge(ctx context.Context, a api.Analyst) (api.Judge, error) {
	of, ok := a.(*analysis.Analysis)
	if !ok {
		return nil, fmt.Errorf("no standard can be applied to a %T", a)
	}
	now := j.now()
	next := &judge{of: of, records: j.records(), year: now.In(china).Year()}
	if next.records != nil {
		var err error
		if next.version, err = next.records.RecordsVersion(ctx); err != nil {
			return nil, fmt.Errorf("the version of the records: %w", err)
		}
	}
	j.mu.Lock()
	last := j.last
	j.mu.Unlock()
	if last != nil && last.of == of && last.version == next.version && last.year == next.year {
		return last, nil
	}
	o := indicator.Options{Date: now.In(china)}
	if next.records != nil {
		// What is reported between the two questions is in the figures and not yet in the
		// version: the next request sees another version and asks again.
		reported, err := next.records.Reported(ctx, data.ReportedQuery{})
		if err != nil {
			return nil, fmt.Errorf("the figures reported: %w", err)
		}
		o.Reported = data.ReportedBy(reported)
	}
	next.options, next.Evaluator = o, indicator.New(of, j.documents.list, o)
	j.mu.Lock()
	defer j.mu.Unlock()
	j.last = next
	return next, nil
}

// JudgeAs is the judge of another analysis by what a judge goes by. It is not kept.
func (j *judges) JudgeAs(before api.Judge, a api.Analyst) (api.Judge, error) {
	from, ok := before.(*judge)
	of, is := a.(*analysis.Analysis)
	if !ok || !is {
		return nil, fmt.Errorf("no standard can be applied to a %T as a %T does", a, before)
	}
	next := *from
	next.of, next.Evaluator = of, indicator.New(of, j.documents.list, from.options)
	return &next, nil
}
