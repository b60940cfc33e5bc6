package indicator

import "fmt"

// Operator compares a value with a target.
type Operator string

// The operators.
const (
	AtLeast Operator = ">="
	AtMost  Operator = "<="
	Above   Operator = ">"
	Below   Operator = "<"
	Equal   Operator = "="
)

// Valid reports whether o is one of the operators.
func (o Operator) Valid() bool {
	switch o {
	case AtLeast, AtMost, Above, Below, Equal:
		return true
	}
	return false
}

// Target is what a value shall be.
type Target struct {
	Op    Operator
	Value float64
	// Year is the one by the end of which it shall be met, 0 when the document names none.
	Year int
	// Implied marks a number that the document does not write but means (全覆盖 is 100 %).
	Implied bool
}

// Met reports whether a value meets the target. It is exact: what a document writes as
// "at least 1.0" is met by 1.0 and not by 0.9999.
func (t *Target) Met(value float64) bool {
	switch t.Op {
	case AtLeast:
		return value >= t.Value
	case AtMost:
		return value <= t.Value
	case Above:
		return value > t.Value
	case Below:
		return value < t.Value
	case Equal:
		return value == t.Value
	}
	return false
}

// String is the target as people write it: "≥ 1 (2027)".
func (t *Target) String() string {
	sign := map[Operator]string{AtLeast: "≥", AtMost: "≤", Above: ">", Below: "<", Equal: "="}[t.Op]
	if t.Year == 0 {
		return fmt.Sprintf("%s %g", sign, t.Value)
	}
	return fmt.Sprintf("%s %g (%d)", sign, t.Value, t.Year)
}
