package indicator

// Curve says how a lamp is chosen. The zero value is the default (DOMAIN.md §2.15): the
// documents name lamps and no thresholds.
type Curve struct {
	// Yellow is the share of what is expected from which a row that misses it is yellow,
	// 0.9 when 0.
	Yellow float64
	// Base gives the value of the base year from which the line to the target runs. nil, or
	// not known: no line.
	Base func(unit, indicator string) (Base, bool)
}

// Base is where a curve begins.
type Base struct {
	Year  int
	Value float64
}
