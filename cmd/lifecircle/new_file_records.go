package main

import (
	"context"
	"time"

	"github.com/seed-4611ae28/lifecircle/data"
)

// There are no records until something was committed: they are of the units of a dataset.

// RecordsVersion is "" until then.
func (f *newFile) RecordsVersion(ctx context.Context) (string, error) {
	if f.store == nil {
		return "", nil
	}
	return f.store.RecordsVersion(ctx)
}

// AddReported fails until then.
func (f *newFile) AddReported(ctx context.Context, values []data.ReportedValue) ([]data.Reported, error) {
	if f.store == nil {
		return nil, data.ErrEmpty
	}
	return f.store.AddReported(ctx, values)
}

// Reported finds nothing until then.
func (f *newFile) Reported(ctx context.Context, q data.ReportedQuery) ([]data.Reported, error) {
	if f.store == nil {
		return nil, nil
	}
	return f.store.Reported(ctx, q)
}

// AddKey fails until then.
func (f *newFile) AddKey(ctx context.Context, k data.Key) error {
	if f.store == nil {
		return data.ErrEmpty
	}
	return f.store.AddKey(ctx, k)
}

// Keys finds nothing until then.
func (f *newFile) Keys(ctx context.Context) ([]data.Key, error) {
	if f.store == nil {
		return nil, nil
	}
	return f.store.Keys(ctx)
}

// RevokeKey knows no key until then.
func (f *newFile) RevokeKey(ctx context.Context, id string, at time.Time) error {
	if f.store == nil {
		return data.ErrNoSuchKey
	}
	return f.store.RevokeKey(ctx, id, at)
}

// AddResults fails until then.
func (f *newFile) AddResults(ctx context.Context, results []data.Result) error {
	if f.store == nil {
		return data.ErrEmpty
	}
	return f.store.AddResults(ctx, results)
}

// Results finds nothing until then.
func (f *newFile) Results(ctx context.Context, q data.ResultQuery) ([]data.Result, error) {
	if f.store == nil {
		return nil, nil
	}
	return f.store.Results(ctx, q)
}

// AddScenario fails until then.
func (f *newFile) AddScenario(ctx context.Context, s data.Scenario) error {
	if f.store == nil {
		return data.ErrEmpty
	}
	return f.store.AddScenario(ctx, s)
}

// Scenarios finds nothing until then.
func (f *newFile) Scenarios(ctx context.Context, ids ...string) ([]data.Scenario, error) {
	if f.store == nil {
		return nil, nil
	}
	return f.store.Scenarios(ctx, ids...)
}

// MarkScenario knows no scenario until then.
func (f *newFile) MarkScenario(ctx context.Context, id string, applied *data.ScenarioApplied) error {
	if f.store == nil {
		return data.ErrNoSuchScenario
	}
	return f.store.MarkScenario(ctx, id, applied)
}

// DeleteScenario knows no scenario until then.
func (f *newFile) DeleteScenario(ctx context.Context, id string) error {
	if f.store == nil {
		return data.ErrNoSuchScenario
	}
	return f.store.DeleteScenario(ctx, id)
}
