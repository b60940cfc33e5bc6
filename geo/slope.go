package geo

// SlopeForm names the shape of a [SlopeRule].
type SlopeForm string

// The forms. See package geo/slope for their formulas.
const (
	// SlopeTobler is Tobler's hiking function.
	SlopeTobler SlopeForm = "tobler"
	// SlopeTable is a table of speeds by grade, straight lines in between.
	SlopeTable SlopeForm = "table"
)

// SlopeRule says how much faster or slower a mode is on a slope than on the flat.
// Whatever its numbers, on the flat the speed is the mode's own.
type SlopeRule struct {
	Form SlopeForm `json:"form" yaml:"form"`
	// Steepness and BestGrade are those of SlopeTobler: the speed falls by the factor
	// exp(-Steepness·|grade - BestGrade|). Grades are rise over run, uphill above 0.
	Steepness float64 `json:"steepness,omitempty" yaml:"steepness"`
	BestGrade float64 `json:"best_grade,omitempty" yaml:"best_grade"`
	// Speeds are those of SlopeTable, by ascending grade.
	Speeds     []GradeSpeed `json:"speeds,omitempty" yaml:"speeds"`
	Provenance `yaml:",inline"`
}

// GradeSpeed is the speed at a grade, as a multiple of that on the flat.
type GradeSpeed struct {
	// Percent is the grade: 100 x rise over run, below 0 downhill.
	Percent float64 `json:"percent" yaml:"percent"`
	Factor  float64 `json:"factor" yaml:"factor"`
}
