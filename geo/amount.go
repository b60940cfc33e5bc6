package geo

import (
	"encoding/json"
	"math"
)

// Amount is a number that may be unknown: people, square metres, dwellings.
// The zero value is unknown. It encodes to a JSON number, or to null.
type Amount struct {
	value float64
	known bool
}

// Known returns the amount v. A NaN or an infinity is not a number of anything:
// it gives an unknown amount.
func Known(v float64) Amount {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return Amount{}
	}
	return Amount{value: v, known: true}
}

// Unknown returns the unknown amount, which is also the zero value.
func Unknown() Amount { return Amount{} }

// Get returns the value and whether it is known.
func (a Amount) Get() (float64, bool) { return a.value, a.known }

// IsKnown reports whether the value is known.
func (a Amount) IsKnown() bool { return a.known }

// Or returns the value, or fallback when it is unknown.
func (a Amount) Or(fallback float64) float64 {
	if a.known {
		return a.value
	}
	return fallback
}

// Plus adds two amounts; the sum of anything with an unknown is unknown.
func (a Amount) Plus(b Amount) Amount {
	if !a.known || !b.known {
		return Amount{}
	}
	return Known(a.value + b.value)
}

// Ratio returns a / b, unknown when either is unknown or b is 0.
func (a Amount) Ratio(b Amount) Amount {
	if !a.known || !b.known || b.value == 0 {
		return Amount{}
	}
	return Known(a.value / b.value)
}

// MarshalJSON encodes a known amount as a number and an unknown one as null.
func (a Amount) MarshalJSON() ([]byte, error) {
	if !a.known {
		return []byte("null"), nil
	}
	return json.Marshal(a.value)
}

// UnmarshalJSON decodes a number, or null as unknown.
func (a *Amount) UnmarshalJSON(b []byte) error {
	var v *float64
	if err := json.Unmarshal(b, &v); err != nil {
		return err
	}
	*a = Amount{}
	if v != nil {
		*a = Known(*v)
	}
	return nil
}
