package builtup

import (
	"context"
	"fmt"

	"github.com/paulmach/orb"
	"golang.org/x/sync/errgroup"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// Area is the built-up area of a unit, or why it has none.
type Area struct {
	// Geometry is nil when the area is not known. One that is stored is as given (the
	// union, if there are several) and may reach beyond the unit; one derived here lies
	// within it.
	Geometry orb.MultiPolygon
	// Derived is false for a user's polygon, true for one made from land use, by an
	// import or here.
	Derived bool
	// Reason says why there is no geometry, as one of the Reason constants; ""
	// when there is one.
	Reason string
	// CellM is the width in metres of the squares it was derived on, 0 for one that is
	// stored: see "How exact" in the package documentation.
	CellM float64
	// PartsDropped counts the parts that were too small.
	PartsDropped int
}

// Known reports whether the unit has a built-up area.
func (a *Area) Known() bool { return len(a.Geometry) > 0 }

// Why a unit has no built-up area.
const (
	ReasonNoGround = "the data has no residential, commercial, retail or industrial land use and no buildings here"
	ReasonSmall    = "all parts of the derived built-up area are too small, and none lies at the seat"
	ReasonTooLarge = "the unit is too large to derive a built-up area as a whole: ask its towns"
	ReasonNoUnit   = "the unit has no polygon"
)

// For returns the built-up area of one unit by the default rule: the user's, else a
// derived one, else the reason why there is none. An error is bad data, or ctx's.
func For(ctx context.Context, ds *geo.Dataset, unit *geo.Unit) (Area, error) {
	if a, err := stored(ctx, ds.BuiltUps, unit, DefaultOptions()); err != nil || a.Known() {
		return a, err
	}
	return Derive(ctx, ds, unit, Options{})
}

// All returns the built-up areas of all units of level town that count, by code.
func All(ctx context.Context, ds *geo.Dataset) (map[string]Area, error) {
	var towns []*geo.Unit
	for i := range ds.Units {
		if u := &ds.Units[i]; u.Level == geo.LevelTown && u.SupersededBy == "" {
			towns = append(towns, u)
		}
	}
	g := newGround(ds)
	g.index()
	o, err := Options{}.complete()
	if err != nil {
		return nil, err
	}
	areas := make([]Area, len(towns))
	work, ctx := errgroup.WithContext(ctx)
	work.SetLimit(2) // each may take MaxCells squares
	for i, u := range towns {
		work.Go(func() error {
			var err error
			if areas[i], err = stored(ctx, ds.BuiltUps, u, o); err != nil {
				return err
			}
			if !areas[i].Known() {
				areas[i], err = derive(ctx, g, u, o)
			}
			return err
		})
	}
	if err := work.Wait(); err != nil {
		return nil, err
	}
	byCode := make(map[string]Area, len(towns))
	for i, u := range towns {
		byCode[u.Code] = areas[i]
	}
	return byCode, nil
}

// Derive derives the built-up area of a unit whether or not the user gave one.
func Derive(ctx context.Context, ds *geo.Dataset, unit *geo.Unit, o Options) (Area, error) {
	o, err := o.complete()
	if err != nil {
		return Area{}, fmt.Errorf("built-up area of %s: %w", unit.Code, err)
	}
	return derive(ctx, newGround(ds), unit, o)
}
