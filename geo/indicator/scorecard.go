package indicator

import "github.com/seed-4611ae28/lifecircle/geo/analysis"

// Scorecard is one standard for one unit.
type Scorecard struct {
	Standard *Standard
	Area     *analysis.Area
	// Rows are the standard's rows of the unit's level, in the order of the document.
	Rows []Row
	// RollUps are those with a row of the unit's level.
	RollUps []RollUpRow
}
