package builtup

import (
	"fmt"
	"math"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// Options are the numbers of the rule. A zero field reads as its default.
type Options struct {
	// GrowM is by how much buildings grow, GapM the widest gap that is closed, in
	// metres. Default 50 each.
	GrowM, GapM float64
	// MinPartM2 is the smallest part kept, in square metres. Default 200,000 (20 ha).
	MinPartM2 float64
	// SeatReachM is how far from a part the seat may lie that keeps it. Default 300.
	SeatReachM float64
	// MarginM is how far beyond the unit's border the ground is looked at. Default 500.
	MarginM float64
	// CellM is the width of a square, MaxCells how many there may be before they
	// are made twice, then four times as wide. Default 5 m and 8 million, which is
	// 200 km²; a square takes some eight bytes.
	CellM    float64
	MaxCells int
}

// DefaultOptions returns the defaults.
func DefaultOptions() Options {
	return Options{
		GrowM: 50, GapM: 50, MinPartM2: 200_000, SeatReachM: 300, MarginM: 500, CellM: 5, MaxCells: 8_000_000,
	}
}

// Rule says where the numbers of [DefaultOptions] come from.
func Rule() geo.Provenance {
	return geo.Provenance{
		Source:   "lifecircle's own rule: land use and buildings grown by 50 m, gaps to 50 m closed, parts from 20 ha or at the seat",
		Verified: false,
	}
}

func (o Options) complete() (Options, error) {
	d := DefaultOptions()
	for _, f := range []struct {
		name  string
		value *float64
		def   float64
	}{
		{"GrowM", &o.GrowM, d.GrowM},
		{"GapM", &o.GapM, d.GapM},
		{"MinPartM2", &o.MinPartM2, d.MinPartM2},
		{"SeatReachM", &o.SeatReachM, d.SeatReachM},
		{"MarginM", &o.MarginM, d.MarginM},
		{"CellM", &o.CellM, d.CellM},
	} {
		if *f.value == 0 {
			*f.value = f.def
		}
		if !(*f.value > 0) || math.IsInf(*f.value, 1) {
			return o, fmt.Errorf("option %s is %g: it must be a positive number", f.name, *f.value)
		}
	}
	if o.MaxCells == 0 {
		o.MaxCells = d.MaxCells
	}
	if o.MaxCells < 1 {
		return o, fmt.Errorf("option MaxCells is %d: it must be positive", o.MaxCells)
	}
	return o, nil
}
