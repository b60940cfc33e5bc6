package geo

import "github.com/paulmach/orb"

// Status says whether a thing stands today. Only what exists is counted.
type Status string

// The states of a facility, a park or a greenway. An empty status reads as
// existing.
const (
	StatusExisting Status = "existing"
	StatusBuilding Status = "building"
	StatusPlanned  Status = "planned"
	StatusClosed   Status = "closed"
)

// Exists reports whether a thing of this status counts as standing today.
func (s Status) Exists() bool { return s == StatusExisting || s == "" }

// Valid reports whether s is a known status or empty.
func (s Status) Valid() bool {
	switch s {
	case "", StatusExisting, StatusBuilding, StatusPlanned, StatusClosed:
		return true
	}
	return false
}

// Facility is a place that serves people: a school, a clinic, a bus stop.
type Facility struct {
	// ID is unique in a dataset: "osm-n123", "osm-w456", "<source>-<row>".
	ID   string
	Name string
	// Categories are the ids (slugs) of every category it serves; one object may
	// serve several (a nine-year school is primary_school and junior_high).
	Categories []string
	// Location is its point; for a polygon, a point inside it.
	Location orb.Point
	// Entrances are where one walks in; empty means Location itself.
	Entrances []orb.Point
	// Footprint is its ground, nil for a facility known as a point only.
	Footprint orb.MultiPolygon
	// AreaM2 is its area in square metres: of the footprint, or as stated.
	AreaM2 Amount
	Status Status
	// Attributes hold what a where-clause may ask: ownership, open, star, grade,
	// beds, places … Values are string, float64 or bool.
	Attributes map[string]any
	Source     string
	// SupersededBy is the id of the facility that this one repeats (the same
	// category within 50 m under the same name, from another source; or a row of one
	// POI table that names the same place again); "" when it counts itself.
	SupersededBy string
}

// Counts reports whether the facility exists today and is no duplicate.
func (f *Facility) Counts() bool { return f.Status.Exists() && f.SupersededBy == "" }

// Serves reports whether the facility is of the category.
func (f *Facility) Serves(category string) bool {
	for _, c := range f.Categories {
		if c == category {
			return true
		}
	}
	return false
}

// AccessPoints returns the points at which one arrives: the entrances, or the
// location when none is known.
func (f *Facility) AccessPoints() []orb.Point {
	if len(f.Entrances) > 0 {
		return f.Entrances
	}
	return []orb.Point{f.Location}
}
