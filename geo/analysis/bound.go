package analysis

import (
	"strconv"
	"strings"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// bound is a limit that an attribute shall keep: ">=1".
type bound struct {
	op    string
	limit float64
}

// boundOf reads an asked value as a bound; one that is none is compared as it stands.
func boundOf(asked string) (bound, bool) {
	text := strings.TrimSpace(asked)
	for _, op := range []string{">=", "<=", ">", "<"} {
		rest, ok := strings.CutPrefix(text, op)
		if !ok {
			continue
		}
		limit, err := strconv.ParseFloat(strings.TrimSpace(rest), 64)
		return bound{op, limit}, err == nil
	}
	return bound{}, false
}

// holds compares an attribute's number with the limit; a text that is no number is
// unknown, for it says neither.
func (b bound) holds(have any) ternary {
	v, ok := numberOf(have).Get()
	if !ok {
		return isUnknown
	}
	kept := false
	switch b.op {
	case ">=":
		kept = v >= b.limit
	case "<=":
		kept = v <= b.limit
	case ">":
		kept = v > b.limit
	case "<":
		kept = v < b.limit
	}
	if kept {
		return isYes
	}
	return isNo
}

// numberOf is the number that an attribute holds, as a number or as text.
func numberOf(have any) geo.Amount {
	switch v := have.(type) {
	case float64:
		return geo.Known(v)
	case string:
		if n, err := strconv.ParseFloat(strings.TrimSpace(v), 64); err == nil {
			return geo.Known(n)
		}
	}
	return geo.Unknown()
}
