package storetest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/seed-4611ae28/lifecircle/data"
)

// MemoryRecords are records without a place, for tests of what is made on them. The zero
// value has none.
type MemoryRecords struct {
	mu       sync.Mutex
	reported []data.Reported
	keys     []data.Key
	results  []data.Result
	saved    []data.Scenario
	changes  int
}

var _ data.Records = (*MemoryRecords)(nil)

// RecordsVersion counts the changes.
func (m *MemoryRecords) RecordsVersion(context.Context) (string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return fmt.Sprint("r", m.changes), nil
}

// AddReported keeps figures.
func (m *MemoryRecords) AddReported(ctx context.Context, values []data.ReportedValue) (out []data.Reported, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for i, v := range values {
		if err := data.CheckReported(i, &v); err != nil {
			return nil, err
		}
		out = append(out, data.Reported{Number: int64(len(m.reported) + i + 1), ReportedValue: v})
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	m.reported = append(m.reported, out...)
	m.changes++
	return out, nil
}

// Reported returns figures.
func (m *MemoryRecords) Reported(ctx context.Context, q data.ReportedQuery) ([]data.Reported, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	all := slices.DeleteFunc(slices.Clone(m.reported), func(r data.Reported) bool { return !asked(q.Units, r.Unit) || !asked(q.Indicators, r.Indicator) })
	slices.SortStableFunc(all, func(a, b data.Reported) int {
		if c := strings.Compare(a.Unit+"\x00"+a.Indicator, b.Unit+"\x00"+b.Indicator); c != 0 {
			return c
		}
		return a.Year - b.Year
	})
	return data.StandReported(all, q.History), ctx.Err()
}

func asked(list []string, value string) bool { return len(list) == 0 || slices.Contains(list, value) }

// AddKey keeps a key.
func (m *MemoryRecords) AddKey(_ context.Context, k data.Key) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if slices.ContainsFunc(m.keys, func(old data.Key) bool { return old.ID == k.ID }) {
		return fmt.Errorf("key %s is there already", k.ID)
	}
	m.keys = append(m.keys, k)
	return k.Check()
}

// Keys returns every key.
func (m *MemoryRecords) Keys(ctx context.Context) ([]data.Key, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.keys), ctx.Err()
}

// RevokeKey ends a key.
func (m *MemoryRecords) RevokeKey(_ context.Context, id string, at time.Time) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for i := range m.keys {
		if m.keys[i].ID == id {
			if m.keys[i].Revoked.IsZero() {
				m.keys[i].Revoked = at.UTC().Truncate(time.Second)
			}
			return nil
		}
	}
	return data.ErrNoSuchKey
}

// AddResults keeps results.
func (m *MemoryRecords) AddResults(_ context.Context, results []data.Result) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.results = append(m.results, results...)
	m.changes++
	return nil
}

// Results returns results.
func (m *MemoryRecords) Results(_ context.Context, q data.ResultQuery) ([]data.Result, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(m.results), func(r data.Result) bool { return !asked(q.Units, r.Unit) || !asked(q.Indicators, r.Indicator) }), nil
}

// AddScenario keeps a scenario.
func (m *MemoryRecords) AddScenario(_ context.Context, s data.Scenario) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if slices.ContainsFunc(m.saved, func(old data.Scenario) bool { return old.ID == s.ID }) {
		return fmt.Errorf("scenario %s is there already", s.ID)
	}
	if err := s.Check(); err != nil {
		return err
	}
	m.saved = append(m.saved, s)
	m.changes++
	return nil
}

// Scenarios returns scenarios.
func (m *MemoryRecords) Scenarios(ctx context.Context, ids ...string) ([]data.Scenario, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(m.saved), func(s data.Scenario) bool { return !asked(ids, s.ID) }), ctx.Err()
}

// MarkScenario notes whether a scenario is applied.
func (m *MemoryRecords) MarkScenario(_ context.Context, id string, applied *data.ScenarioApplied) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for i := range m.saved {
		if m.saved[i].ID == id {
			m.saved[i].Applied = applied
			m.changes++
			return data.CheckApplied(applied)
		}
	}
	return data.ErrNoSuchScenario
}

// DeleteScenario takes a scenario away.
func (m *MemoryRecords) DeleteScenario(_ context.Context, id string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for i := range m.saved {
		if m.saved[i].ID == id {
			m.saved = slices.Delete(m.saved, i, i+1)
			m.changes++
			return nil
		}
	}
	return data.ErrNoSuchScenario
}
