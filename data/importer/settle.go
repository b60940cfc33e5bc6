package importer

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/geo"
)

// SettleOptions say how an import is committed.
type SettleOptions struct {
	// MakeHomes makes the homes of the dataset as it is after the import; nil leaves
	// the homes that are stored.
	MakeHomes func(context.Context, *geo.Dataset) ([]geo.Home, error)
	// Check, when not nil, looks at what is stored before anything is replaced; its
	// error ends the import.
	Check func(old *geo.Dataset) error
	// DryRun works everything out and writes nothing.
	DryRun bool
	// Basis, when not "", is the version of the dataset that the rows were made from:
	// where another one is stored, nothing is written, and the error is [ErrChanged].
	Basis string
}

// Settlement is what a dataset became.
type Settlement struct {
	// Dataset is the dataset after the import, homes included; its version is the
	// store's to tell. It shares rows with the one that was loaded.
	Dataset *geo.Dataset
	// Superseded counts the rows that are marked as repeating another, by layer.
	Superseded map[geo.Layer]int
	// Remarks are worth knowing, and depend on the dataset as well as on the file.
	Remarks []Finding
}

// ErrChanged tells that somebody else kept changing the dataset.
var ErrChanged = errors.New("the dataset was changed by another program meanwhile; import again")

// settleAttempts is how often an import is worked out again after somebody else
// changed the dataset in the meantime.
const settleAttempts = 3

// Settle commits a write: the one way in which every import, whatever its format,
// changes a dataset. It loads what is stored, applies the write in memory, and
// works out what depends on all sources together:
//
//   - units: the user's row wins over OpenStreetMap's, by the same code, or the same
//     level and name on ground that overlaps by more than half;
//   - facilities: what repeats another facility of another source, or says the same as
//     a row of its own, is marked;
//   - population: the user's rows win over OpenStreetMap's where both are, and
//     one hexagon counts once;
//   - homes are made anew, and with them the factor by which the people of each town
//     are rescaled.
//
// Everything then goes to the store in a single commit, so that it is there
// together or not at all. All of it is computed from the rows of all sources and
// from nothing else: the same imports in another order give the same dataset.
// Losers are kept, marked with what counts instead of them, and come back when the
// winner goes.
//
// A nil store (for a dry run) stands for an empty one. The cost is that of Load,
// of MakeHomes and of a commit, and n log n in the number of facilities.
func Settle(ctx context.Context, store data.Store, w data.Write, o SettleOptions) (*Settlement, error) {
	if err := w.Check(); err != nil {
		return nil, fmt.Errorf("check the rows to import: %w", err)
	}
	for range settleAttempts {
		old, err := load(ctx, store)
		if err != nil {
			return nil, err
		}
		if o.Check != nil {
			if err := o.Check(old); err != nil {
				return nil, err
			}
		}
		if o.Basis != "" && old.Version != o.Basis {
			return nil, ErrChanged
		}
		s, full, err := settle(ctx, old, &w, o)
		if err != nil || o.DryRun {
			return s, err
		}
		if old.Version != "" {
			version, err := store.Version(ctx)
			if err != nil {
				return nil, fmt.Errorf("look whether the dataset has changed: %w", err)
			}
			if version != old.Version {
				continue
			}
		}
		if err := store.Commit(ctx, full); err != nil {
			return nil, fmt.Errorf("write the import: %w", err)
		}
		return s, nil
	}
	return nil, ErrChanged
}

func load(ctx context.Context, store data.Store) (*geo.Dataset, error) {
	if store == nil {
		return &geo.Dataset{}, nil
	}
	ds, err := store.Load(ctx)
	if errors.Is(err, data.ErrEmpty) {
		return &geo.Dataset{}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("load the dataset to import into: %w", err)
	}
	return ds, nil
}

// settle works out what the dataset becomes, and the one write that makes it so.
func settle(ctx context.Context, old *geo.Dataset, w *data.Write, o SettleOptions) (*Settlement, data.Write, error) {
	m := merge(old, w)
	if err := m.checkKeys(old, w.Layers); err != nil {
		return nil, data.Write{}, err
	}
	m.stamp(old, w)
	s := &Settlement{Dataset: m.ds, Superseded: map[geo.Layer]int{}}
	full := *w
	full.Layers = layersOf(w)
	full.Marks = map[geo.Layer]map[string]string{}
	from := originsOf(m.ds.Sources)

	m.settleUnits(from, &full, s)
	towns := newTownIndex(m.ds.Units)
	if err := m.settleFacilities(ctx, from, &full, s); err != nil {
		return nil, data.Write{}, err
	}
	m.settlePopulation(from, towns, &full, s)
	m.remarkOutside(towns, s)
	remarkSwapped(old, w, s)

	rows := geo.Dataset{Title: m.ds.Title, Notice: m.ds.Notice, Date: m.ds.Date}
	if m.ds.ExtentFrom == extentHeader { // a store works out the others itself, from rows that may be edited
		rows.Extent, rows.ExtentFrom = m.ds.Extent, m.ds.ExtentFrom
	}
	if w.Rows != nil {
		copyRows(&rows, w.Rows)
	}
	rows.Facilities = m.ds.Facilities[m.keptFacilities:]
	rows.Population = m.ds.Population[m.keptPopulation:]
	if o.MakeHomes != nil {
		m.ds.Homes = nil
		homes, err := o.MakeHomes(ctx, m.ds)
		if err != nil {
			return nil, data.Write{}, fmt.Errorf("make the homes: %w", err)
		}
		m.ds.Homes, rows.Homes = homes, homes
		full.Layers[geo.LayerHomes] = data.ReplaceLayer
		m.settleFactors(&full, s)
	}
	rows.Units = m.ds.Units[m.keptUnits:]
	if full.Layers[geo.LayerUnits] == data.ReplaceLayer {
		rows.Units = m.ds.Units
	}
	slices.SortFunc(s.Remarks, func(a, b Finding) int { return strings.Compare(a.What, b.What) })
	full.Rows = &rows
	return s, full, ctx.Err()
}

// copyRows takes over the rows of the layers that are written as they are.
func copyRows(to, from *geo.Dataset) {
	to.BuiltUps, to.Roads, to.Greenways, to.Parks = from.BuiltUps, from.Roads, from.Greenways, from.Parks
	to.Parcels, to.Buildings, to.Barriers, to.Homes = from.Parcels, from.Buildings, from.Barriers, from.Homes
	to.Elevation = from.Elevation
}

// marking is the marks of one layer: those of rows that stay in the store go by
// id, those of rows that are written go with the row.
type marking struct {
	layer geo.Layer
	kept  int
	marks map[string]string
}

// set marks row i, whose mark is *mark now, and notes the change.
func (k *marking) set(i int, id string, mark *string, want string) {
	if *mark == want {
		return
	}
	*mark = want
	if i < k.kept {
		if k.marks == nil {
			k.marks = map[string]string{}
		}
		k.marks[id] = want
	}
}

func (k *marking) file(w *data.Write) {
	if len(k.marks) > 0 {
		w.Marks[k.layer] = k.marks
	}
}

// remarkOutside tells of facilities of this import that lie in no town.
func (m *merged) remarkOutside(towns *townIndex, s *Settlement) {
	if towns.empty() {
		return
	}
	outside := Finding{What: "facility in no town"}
	for i := m.keptFacilities; i < len(m.ds.Facilities); i++ {
		f := &m.ds.Facilities[i]
		if len(towns.at(f.Location)) > 0 {
			continue
		}
		if outside.Count++; len(outside.Examples) < findingExamples {
			outside.Examples = append(outside.Examples, f.ID)
		}
	}
	if outside.Count > 0 {
		s.Remarks = append(s.Remarks, outside)
	}
}

// remarkSwapped tells of new rows that lie outside the data that was there, and
// would lie inside it with longitude and latitude changed over. They are not
// refused: what is accepted does not depend on what was imported before.
func remarkSwapped(old *geo.Dataset, w *data.Write, s *Settlement) {
	if w.Rows == nil || old.ExtentFrom == "" {
		return
	}
	count := 0
	eachBound(w.Rows, func(_ geo.Layer, b orb.Bound) {
		c := b.Center()
		if !old.Extent.Contains(c) && old.Extent.Contains(orb.Point{c[1], c[0]}) {
			count++
		}
	})
	if count > 0 {
		s.Remarks = append(s.Remarks, Finding{What: "lies outside the data, and inside it with longitude and latitude changed over: the axes look swapped", Count: count})
	}
}
