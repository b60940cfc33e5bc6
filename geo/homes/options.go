package homes

import (
	"fmt"
	"math"
)

// Options are the choices in making homes. A zero field reads as its default.
// The defaults are assumptions of this project where no source is named.
type Options struct {
	// SpreadWidthM is the width in metres above which a row of population is
	// spread over what lies inside it. Default 50.
	SpreadWidthM float64
	// LandStepM is the step in metres of the lattice in residential land, and
	// StreetStepM the longest stretch of street that one site stands for.
	// Default 50 each: nothing is placed finer than the width that is a place.
	LandStepM   float64
	StreetStepM float64
	// MinBuildingM2 is the smallest footprint of a building=yes that is taken for
	// a home: garages and sheds are smaller. Default 25.
	MinBuildingM2 float64
	// DwellingM2 is the floor space of one dwelling where blocks do not state
	// their number. Default 100; the census of China of 2020 gives 41.76 m² a
	// person and 2.62 persons a household, or 109 m².
	DwellingM2 float64
	// StreetClasses are the highway classes along which people live, OtherClasses
	// those that serve when a populated ground has no such street.
	StreetClasses []string
	OtherClasses  []string
	// MaxHomes bounds the sites of each kind (buildings, land, streets): beyond it
	// they are made coarser. Default 100,000.
	MaxHomes int
}

// DefaultOptions returns the defaults.
func DefaultOptions() Options {
	return Options{
		SpreadWidthM:  50,
		LandStepM:     50,
		StreetStepM:   50,
		MinBuildingM2: 25,
		DwellingM2:    100,
		StreetClasses: []string{"residential", "living_street", "unclassified", "tertiary", "pedestrian", "road"},
		OtherClasses:  []string{"service", "secondary", "primary", "track"},
		MaxHomes:      100_000,
	}
}

// complete fills zero fields with defaults and refuses what is not positive.
func (o Options) complete() (Options, error) {
	d := DefaultOptions()
	for _, f := range []struct {
		name  string
		value *float64
		def   float64
	}{
		{"SpreadWidthM", &o.SpreadWidthM, d.SpreadWidthM},
		{"LandStepM", &o.LandStepM, d.LandStepM},
		{"StreetStepM", &o.StreetStepM, d.StreetStepM},
		{"MinBuildingM2", &o.MinBuildingM2, d.MinBuildingM2},
		{"DwellingM2", &o.DwellingM2, d.DwellingM2},
	} {
		if *f.value == 0 {
			*f.value = f.def
		}
		if !(*f.value > 0) || math.IsInf(*f.value, 1) {
			return o, fmt.Errorf("option %s is %g: it must be a positive number", f.name, *f.value)
		}
	}
	if o.StreetClasses == nil {
		o.StreetClasses = d.StreetClasses
	}
	if o.OtherClasses == nil {
		o.OtherClasses = d.OtherClasses
	}
	if o.MaxHomes == 0 {
		o.MaxHomes = d.MaxHomes
	}
	if o.MaxHomes < 1 {
		return o, fmt.Errorf("option MaxHomes is %d: it must be positive", o.MaxHomes)
	}
	return o, nil
}
