package data

import (
	"slices"

	"github.com/seed-4611ae28/lifecircle/geo/indicator"
)

// ReportedValue is a figure that somebody reports.
type ReportedValue = indicator.ReportedValue

// Reported is a reported figure as a store keeps it.
type Reported struct {
	// Number counts the reports of a store from 1, in the order in which they came.
	Number int64
	ReportedValue
	// Superseded tells that a later report of the same unit, indicator and year stands.
	Superseded bool
}

// ReportedQuery says which figures are wanted. The zero value asks for all that stand.
type ReportedQuery struct {
	// Units and Indicators are codes and ids; empty asks for all.
	Units, Indicators []string
	// History asks for the superseded ones too.
	History bool
}

// StandReported marks the superseded figures among those of a query, which come by unit,
// indicator, year and number with their whole history, and leaves them out unless the
// history is asked for. It works in place.
func StandReported(all []Reported, history bool) []Reported {
	for i := range all {
		if i+1 < len(all) {
			a, b := &all[i], &all[i+1]
			a.Superseded = a.Unit == b.Unit && a.Indicator == b.Indicator && a.Year == b.Year
		}
	}
	if history {
		return all
	}
	return slices.DeleteFunc(all, func(r Reported) bool { return r.Superseded })
}

// ReportedBy files the figures that stand by unit and indicator, the earliest year
// first: what the evaluation of standards asks for (indicator.Options.Reported).
func ReportedBy(all []Reported) func(unit, indicator string) []ReportedValue {
	type row struct{ unit, indicator string }
	filed := map[row][]ReportedValue{}
	for i := range all {
		if r := &all[i]; !r.Superseded {
			at := row{r.Unit, r.Indicator}
			filed[at] = append(filed[at], r.ReportedValue)
		}
	}
	for _, values := range filed {
		slices.SortFunc(values, func(a, b ReportedValue) int { return a.Year - b.Year })
	}
	return func(unit, indicator string) []ReportedValue { return filed[row{unit, indicator}] }
}
