package lifecircle

import "github.com/seed-4611ae28/lifecircle/geo"

// Completeness says for how many people a whole requirement set is met.
type Completeness struct {
	// People and Complete are persons (or the denominator's amount) in all, and
	// those whose whole set is met; unknown where nothing is known.
	Denominator Denominator
	People      geo.Amount
	Complete    geo.Amount
	// MeanMissing is the mean number of requirements missing per person.
	MeanMissing geo.Amount
	// Reached is, per requirement in the set's order, the persons who reach it.
	Requirements []string
	Reached      []geo.Amount
	Unplaced     geo.Amount
	Edge         geo.Amount
	Homes        int
	GrainM       float64
	// Cells are the same by H3 cell, in the order of their index. The totals above
	// come from homes, not from the cells.
	Cells []Cell
}

// Cell is the completeness of one H3 cell.
type Cell struct {
	// Index is the H3 index.
	Index uint64
	// People, Complete and Reached are as in [Completeness], of the homes in the cell.
	People   geo.Amount
	Complete geo.Amount
	Reached  []geo.Amount
	Homes    int
}
