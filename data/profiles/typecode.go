package profiles

import (
	"fmt"
	"regexp"
	"strings"
)

// typeCode is the form of a type code of the Amap table: family, class and kind of two
// digits each.
var typeCode = regexp.MustCompile(`^[0-9]{6}$`)

// codeRange is what a rule says of type codes: those from first to last, both
// included. Codes have one length, so that they compare as text.
type codeRange struct{ first, last string }

func (r codeRange) holds(code string) bool { return r.first <= code && code <= r.last }

// full reports whether the rule names the one code in full.
func (r codeRange) full() bool { return r.first == r.last }

// parseRange reads a code, a prefix with a star, or a range.
func parseRange(text string) (codeRange, error) {
	if prefix, ok := strings.CutSuffix(text, "*"); ok {
		r := codeRange{prefix + strings.Repeat("0", max(0, 6-len(prefix))), prefix + strings.Repeat("9", max(0, 6-len(prefix)))}
		if len(prefix) < 2 || len(prefix) > 5 || !typeCode.MatchString(r.first) {
			return codeRange{}, fmt.Errorf("a prefix has two to five digits before its star")
		}
		return r, nil
	}
	first, last, isRange := strings.Cut(text, "-")
	if !isRange {
		last = first
	}
	if !typeCode.MatchString(first) || !typeCode.MatchString(last) {
		return codeRange{}, fmt.Errorf("a code has six digits; write 1412* for a prefix and 090202-090211 for a range")
	}
	if isRange && last <= first {
		return codeRange{}, fmt.Errorf("a range runs from a lower code to a higher one")
	}
	return codeRange{first, last}, nil
}

func parseRanges(texts []string) ([]codeRange, error) {
	var out []codeRange
	for _, text := range texts {
		r, err := parseRange(text)
		if err != nil {
			return nil, fmt.Errorf("type code %q: %w", text, err)
		}
		out = append(out, r)
	}
	return out, nil
}

// anyHolds reports whether one of the ranges holds the code.
func anyHolds(ranges []codeRange, code string) bool {
	for _, r := range ranges {
		if r.holds(code) {
			return true
		}
	}
	return false
}
