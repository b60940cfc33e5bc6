package indicator

// DefaultYellow is the share of what is expected from which a row that misses it is
// yellow: the working default of DOMAIN.md §2.15. The documents name lamps (亮灯督促) and
// give no thresholds.
const DefaultYellow = 0.9

// Curve says how a lamp is chosen. The zero value is the default: green at or beyond
// what is expected, yellow from 90 % of it, red below, grey without a value or a target.
//
// Expected is the target, unless it is for a later year than that of the evaluation and
// a base is known: then it is the point of the straight line from the base to the target.
type Curve struct {
	// Yellow defaults to [DefaultYellow].
	Yellow float64
	// Base gives the value from which the line begins. Where it is nil or does not know:
	// the document's target before the one in force, else the earliest figure reported
	// for a year before that of the evaluation; without any, there is no line.
	Base func(unit, indicator string) (Base, bool)
}

// Base is where a curve begins.
type Base struct {
	Year  int
	Value float64
}

// expected is what a value shall be in a year, on the way from a base to the target.
func (t *Target) expected(b Base, year int) float64 {
	if t.Year <= year || b.Year >= t.Year || b.Year > year {
		return t.Value
	}
	v := b.Value + (t.Value-b.Value)*float64(year-b.Year)/float64(t.Year-b.Year)
	// Who began beyond the target need not stay there.
	switch t.Op {
	case AtLeast, Above:
		return min(v, t.Value)
	case AtMost, Below:
		return max(v, t.Value)
	}
	return t.Value
}

// lamp compares a value with what is expected of it. On the target itself it is exact;
// a point of a line is met within a billionth, because it is the result of a division.
func (t *Target) lamp(value, expected, yellow float64) Lamp {
	want := *t
	want.Value = expected
	slack := 0.0
	if expected != t.Value {
		slack = 1e-9 * max(1, abs(expected))
	}
	switch t.Op {
	case AtLeast, Above:
		if want.Met(value) || want.Met(value+slack) {
			return Green
		}
		if expected > 0 && value >= yellow*expected {
			return Yellow
		}
	case AtMost, Below:
		if want.Met(value) || want.Met(value-slack) {
			return Green
		}
		if expected > 0 && yellow*value <= expected {
			return Yellow
		}
	case Equal:
		if t.Met(value) {
			return Green
		}
	}
	return Red
}

func abs(v float64) float64 { return max(v, -v) }
