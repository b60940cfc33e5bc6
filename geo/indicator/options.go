package indicator

import "time"

// The bounds of Options.DifferShare and Options.DifferPoints where none are given:
// defaults of lifecircle, for no document has one.
const (
	DefaultDifferShare  = 0.05
	DefaultDifferPoints = 1.0
)

// Options tune an evaluator. The zero value works.
type Options struct {
	// Reported gives the figures reported for an indicator of a unit, of all years, in any
	// order. nil reports nothing.
	Reported func(unit, indicator string) []ReportedValue
	// Date is the day of the evaluation: the target in force is the first whose year has
	// not passed (else the last), and figures reported for later years are not looked at.
	// The zero value reads as the date of the dataset; without that every year has passed.
	Date time.Time
	// Curve says how a lamp is chosen.
	Curve Curve
	// DifferShare is how far a reported figure may lie from the computed one before the
	// row is flagged, as a share of the computed one; 0 reads as [DefaultDifferShare].
	// Figures in % are compared by DifferPoints percentage points instead, 0 reads as
	// [DefaultDifferPoints].
	DifferShare, DifferPoints float64
}

func (o Options) withDefaults() Options {
	if o.DifferShare <= 0 {
		o.DifferShare = DefaultDifferShare
	}
	if o.DifferPoints <= 0 {
		o.DifferPoints = DefaultDifferPoints
	}
	if o.Curve.Yellow <= 0 {
		o.Curve.Yellow = DefaultYellow
	}
	return o
}
