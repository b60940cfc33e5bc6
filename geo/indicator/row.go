package indicator

import "github.com/seed-4611ae28/lifecircle/geo"

// Lamp is the colour that a row shows.
type Lamp string

// The lamps. Grey is: no value, or nothing to compare it with; the row says which.
const (
	Green  Lamp = "green"
	Yellow Lamp = "yellow"
	Red    Lamp = "red"
	Grey   Lamp = "grey"
)

// Row is what one indicator is for one unit.
type Row struct {
	Indicator *Indicator
	// Unit is the code of the administrative unit that the figure is of.
	Unit string
	// OtherScale: the row judges units of another level than the one whose scorecard it
	// stands in, and so shows no lamp there.
	OtherScale bool
	// Value is unknown where it cannot be given: Why then says what is missing, and of how
	// many features.
	Value geo.Amount
	// Computed and Reported stand side by side where there are both; Value is the computed
	// one. Differs flags a difference of more than the bound.
	Computed geo.Amount
	// LowerBound marks a Value that is of the features whose attributes are known, where
	// some lack one: it is the least that it can be, and Most the most that it can be.
	LowerBound bool
	Most       geo.Amount
	Reported   *ReportedValue
	Differs    bool
	// Target is the one in force at the date of the evaluation, nil where there is none.
	Target *Target
	Lamp   Lamp
	// Denominator says of what: "people", "residential_m2", "villages", "towns" …; with its
	// size. Profile names the circle, rule or set with its version, Method the way in a word.
	Denominator     string
	DenominatorSize geo.Amount
	Profile, Method string
	// Features are those behind the figure.
	Features []FeatureSet
	Why      Text
}

// FeatureSet is rows of one layer by their ids.
type FeatureSet struct {
	Layer geo.Layer
	// Role says what they are in the figure: "counted", "missing attribute" …
	Role string
	IDs  []string
}

// ReportedValue is a figure that somebody reports.
type ReportedValue struct {
	Unit, Indicator string
	Value           float64
	Year            int
	// Source says who says so; Evidence is a link for a checklist; At is when it was
	// recorded (RFC 3339), By the key's name.
	Source, Evidence, At, By string
}
