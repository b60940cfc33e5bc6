package indicator

import "time"

// Options tune an evaluator. The zero value works.
type Options struct {
	// Reported gives the figures reported for an indicator of a unit, of all years, in any
	// order. nil reports nothing.
	Reported func(unit, indicator string) []ReportedValue
	// Date is the day of the evaluation: the target in force is the first whose year has
	// not passed, reported figures of later years are not looked at. The zero value reads
	// as the date of the dataset, or, without one, every year has passed.
	Date time.Time
	// Curve says how a lamp is chosen.
	Curve Curve
	// DifferShare is how far a reported figure may lie from the computed one before the row
	// is flagged: a share of the computed figure, 0.05 (5 %) when 0. Shares in % are
	// compared by DifferPoints percentage points instead, 1 when 0. Defaults of
	// lifecircle; no document gives a bound.
	DifferShare, DifferPoints float64
}
