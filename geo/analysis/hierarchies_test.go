package analysis_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"math/rand/v2"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
	"github.com/seed-4611ae28/lifecircle/geo/network/hierarchy"
)

// shelf keeps hierarchies in memory; broken fails whatever it is asked.
type shelf struct {
	mu     sync.Mutex
	kept   map[hierarchy.Key]*hierarchy.Hierarchy
	opened int
	broken bool
}

func (s *shelf) Open(key hierarchy.Key) (*hierarchy.Hierarchy, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.broken {
		return nil, errors.New("the shelf is broken")
	}
	h, ok := s.kept[key]
	if !ok {
		return nil, fmt.Errorf("no such key: %w", fs.ErrNotExist)
	}
	s.opened++
	return h, nil
}

func (s *shelf) Save(key hierarchy.Key, h *hierarchy.Hierarchy) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.broken {
		return errors.New("the shelf is broken")
	}
	if s.kept == nil {
		s.kept = make(map[hierarchy.Key]*hierarchy.Hierarchy)
	}
	s.kept[key] = h
	return nil
}

// taken is how many hierarchies were taken from the shelf.
func (s *shelf) taken() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.opened
}

// hierarchies makes hierarchies for as long as the test runs.
func hierarchies(t *testing.T, store analysis.HierarchyStore) *analysis.Hierarchies {
	return analysis.NewHierarchies(t.Context(), store, slog.New(slog.DiscardHandler))
}

// contractAll waits for the hierarchies of all modes, by distance and by time.
func contractAll(t *testing.T, a *analysis.Analysis) {
	t.Helper()
	for _, m := range a.Profiles().Modes {
		for _, metric := range []geo.Metric{geo.NetworkDistance, geo.NetworkTime} {
			require.NoError(t, a.Contract(t.Context(), m.ID, metric))
		}
	}
}

// What is answered before the hierarchies are ready is answered after, to the byte:
// whether they were made, taken from a store, or the store did not work.
func TestRandomAnswersWithHierarchiesAreTheSame(t *testing.T) {
	many(t, 12, func(t *testing.T, r *rand.Rand) {
		town := newRandomTown(t, r)
		want := askAll(t, town.ready(analysis.Options{}).Analysis)
		store := &shelf{}
		networks := 2 * len(town.profiles.Modes)
		for n, s := range []*shelf{store, store, {broken: true}} {
			before := s.taken()
			a := town.ready(analysis.Options{Hierarchies: hierarchies(t, s)}).Analysis
			contractAll(t, a)
			same(t, want, askAll(t, a), fmt.Sprint("round ", n))
			if n == 1 {
				require.GreaterOrEqual(t, s.taken()-before, networks, "the second round takes all from the store")
			}
		}
	})
}

// Waiting for a hierarchy ends with the context, and tells when it cannot be had.
func TestWaitingForAHierarchy(t *testing.T) {
	town := newRandomTown(t, rand.New(rand.NewPCG(3, 3)))
	mode := town.profiles.Modes[0].ID
	require.NoError(t, town.ready(analysis.Options{}).Contract(t.Context(), mode, geo.NetworkTime), "an analysis without hierarchies has none to wait for")

	ended, cancel := context.WithCancel(t.Context())
	cancel()
	a := town.ready(analysis.Options{Hierarchies: analysis.NewHierarchies(ended, nil, slog.New(slog.DiscardHandler))})
	require.ErrorIs(t, a.Contract(t.Context(), mode, geo.NetworkTime), context.Canceled, "what makes hierarchies has ended")
	require.ErrorIs(t, a.Contract(ended, mode, geo.NetworkTime), context.Canceled)
	refused(t, a.Contract(t.Context(), "sledge", geo.NetworkTime), "mode", "is no mode")
}
