package siting

// Options bound what an answer may cost. The zero value works.
type Options struct {
	// Work is how many steps (a pair of a home and a candidate looked at) branch and bound
	// may take after the first bounds are known, which may take a few times as many. Defaults
	// to 400 million, about a second on one core.
	Work int64
	// Tolerance is the share of the objective below which a difference does not count as
	// one: a choice is called optimal when no other is better by more. Defaults to 1e-7,
	// one person in ten million; where weights are whole numbers a difference below 1
	// never counts.
	Tolerance float64
}

const (
	defaultWork      = 400_000_000
	defaultTolerance = 1e-7
)

func (o Options) withDefaults() Options {
	if o.Work <= 0 {
		o.Work = defaultWork
	}
	if o.Tolerance <= 0 {
		o.Tolerance = defaultTolerance
	}
	return o
}
