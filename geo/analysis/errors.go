package analysis

import "fmt"

// FieldError says which part of a question cannot be answered and which rule it
// breaks. The caller maps Field to the name it uses (a query parameter).
type FieldError struct {
	// Field is the name of the parameter: unit, category, circle, mode, minutes …
	Field string
	// Value is what was given.
	Value string
	// Rule is what it has to be.
	Rule string
	// Missing marks a thing that does not exist (an unknown unit) rather than one
	// that is malformed.
	Missing bool
}

func (e *FieldError) Error() string {
	return fmt.Sprintf("%s %q: %s", e.Field, e.Value, e.Rule)
}

// OffNetworkError says that a point has no link to the network of a mode.
type OffNetworkError struct {
	Lon, Lat float64
	Mode     string
	// NearestM is the straight distance to the nearest usable street in metres,
	// negative when there is none in reach of the search; LimitM is the link limit.
	NearestM float64
	LimitM   float64
}

func (e *OffNetworkError) Error() string {
	if e.NearestM < 0 {
		return fmt.Sprintf("lon,lat %.7f,%.7f: no street of mode %q anywhere near; a place links to a street within %.0f m",
			e.Lon, e.Lat, e.Mode, e.LimitM)
	}
	return fmt.Sprintf("lon,lat %.7f,%.7f: the nearest street of mode %q is %.0f m away or behind a barrier; a place links to a street within %.0f m",
		e.Lon, e.Lat, e.Mode, e.NearestM, e.LimitM)
}
