package importer

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/data/storetest"
	"github.com/seed-4611ae28/lifecircle/geo"
)

// memory is a data.Store that keeps its rows in maps: what a store has to do, and
// nothing of how.
type memory struct {
	storetest.MemoryRecords
	mu      sync.Mutex
	ds      geo.Dataset
	commits int
	// beforeVersion, when not nil, runs once before the version is told: another
	// program that changes the dataset meanwhile.
	beforeVersion func(*memory)
	failCommit    error
}

var _ data.Store = (*memory)(nil)

func (s *memory) Load(context.Context) (*geo.Dataset, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	ds := s.ds
	rows := 0
	for _, l := range geo.Layers() {
		rows += ds.Count(l)
	}
	if rows == 0 {
		return nil, data.ErrEmpty
	}
	ds.Units = sortedBy(ds.Units, func(u geo.Unit) string { return u.Code + "\x00" + u.Source })
	ds.Facilities = sortedBy(ds.Facilities, func(f geo.Facility) string { return f.ID })
	ds.Roads = sortedBy(ds.Roads, func(r geo.RoadSegment) string { return r.ID })
	ds.Parks = sortedBy(ds.Parks, func(p geo.Park) string { return p.ID })
	ds.Population = sortedBy(ds.Population, func(p geo.PopulationCell) string { return p.ID })
	ds.Sources = sortedBy(ds.Sources, func(i geo.SourceInfo) string { return i.Name })
	ds.Version = versionOf(&ds)
	if ds.ExtentFrom == "" {
		ds.Extent, ds.ExtentFrom = extentOf(&ds)
	}
	return &ds, nil
}

func (s *memory) LoadNear(ctx context.Context, near data.Near) (*geo.Dataset, error) {
	ds, err := s.Load(ctx)
	if err != nil {
		return nil, err
	}
	return near.Cut(ds)
}

func sortedBy[T any](rows []T, by func(T) string) []T {
	out := slices.Clone(rows)
	slices.SortFunc(out, func(a, b T) int { return strings.Compare(by(a), by(b)) })
	return out
}

func versionOf(ds *geo.Dataset) string {
	b, err := json.Marshal(ds)
	if err != nil {
		panic(err)
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

func (s *memory) Version(ctx context.Context) (string, error) {
	if hook := s.beforeVersion; hook != nil {
		s.beforeVersion = nil
		hook(s)
	}
	ds, err := s.Load(ctx)
	if err != nil {
		return "", err
	}
	return ds.Version, nil
}

func (s *memory) Watch(context.Context) <-chan string { return nil }
func (s *memory) Close() error                        { return nil }

func (s *memory) History(context.Context) ([]data.HistoryEntry, error) { return nil, nil }
func (s *memory) Restore(context.Context, string) error                { return errNoHistory }
func (s *memory) Revert(context.Context, data.Reversal) error          { return errNoHistory }
func (s *memory) KeepHistory(context.Context, int) error               { return errNoHistory }

var errNoHistory = errors.New("the memory has no history")

func (s *memory) Commit(_ context.Context, w data.Write) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.failCommit != nil {
		return s.failCommit
	}
	if err := w.Check(); err != nil {
		return err
	}
	s.commits++
	in := w.Rows
	if in == nil {
		in = &geo.Dataset{}
	}
	keepUnits := written(w, geo.LayerUnits, s.ds.Units, func(u geo.Unit) string { return u.Source })
	for i := range keepUnits {
		if by, ok := w.Marks[geo.LayerUnits][keepUnits[i].Code]; ok {
			keepUnits[i].SupersededBy = by
		}
	}
	keepFacilities := written(w, geo.LayerFacilities, s.ds.Facilities, func(f geo.Facility) string { return f.Source })
	for i := range keepFacilities {
		if by, ok := w.Marks[geo.LayerFacilities][keepFacilities[i].ID]; ok {
			keepFacilities[i].SupersededBy = by
		}
	}
	keepPopulation := written(w, geo.LayerPopulation, s.ds.Population, func(p geo.PopulationCell) string { return p.Source })
	for i := range keepPopulation {
		if by, ok := w.Marks[geo.LayerPopulation][keepPopulation[i].ID]; ok {
			keepPopulation[i].SupersededBy = by
		}
	}
	s.ds.Units = appended(w, geo.LayerUnits, keepUnits, in.Units)
	s.ds.Facilities = appended(w, geo.LayerFacilities, keepFacilities, in.Facilities)
	s.ds.Population = appended(w, geo.LayerPopulation, keepPopulation, in.Population)
	s.ds.Roads = appended(w, geo.LayerRoads, written(w, geo.LayerRoads, s.ds.Roads, func(r geo.RoadSegment) string { return r.Source }), in.Roads)
	s.ds.Parks = appended(w, geo.LayerParks, written(w, geo.LayerParks, s.ds.Parks, func(p geo.Park) string { return p.Source }), in.Parks)
	s.ds.Homes = appended(w, geo.LayerHomes, written(w, geo.LayerHomes, s.ds.Homes, func(h geo.Home) string { return h.Source }), in.Homes)
	if in.Title != "" {
		s.ds.Title = in.Title
	}
	if in.Notice != "" {
		s.ds.Notice = in.Notice
	}
	if in.Date != "" {
		s.ds.Date = in.Date
	}
	if in.ExtentFrom != "" {
		s.ds.Extent, s.ds.ExtentFrom = in.Extent, in.ExtentFrom
	}
	if w.Info != nil {
		s.ds.Sources = slices.DeleteFunc(slices.Clone(s.ds.Sources), func(i geo.SourceInfo) bool { return i.Name == w.Info.Name })
		s.ds.Sources = append(s.ds.Sources, *w.Info)
	}
	return nil
}

// written are the rows that a write leaves where they are.
func written[T any](w data.Write, l geo.Layer, rows []T, source func(T) string) []T {
	mode, ok := w.Layers[l]
	return slices.DeleteFunc(slices.Clone(rows), func(r T) bool {
		return ok && (mode == data.ReplaceLayer || (mode == data.ReplaceSource && source(r) == w.Source))
	})
}

func appended[T any](w data.Write, l geo.Layer, kept, in []T) []T {
	if _, ok := w.Layers[l]; ok {
		return append(kept, in...)
	}
	return kept
}

func loaded(t *testing.T, s data.Store) *geo.Dataset {
	t.Helper()
	ds, err := s.Load(context.Background())
	require.NoError(t, err)
	return ds
}
