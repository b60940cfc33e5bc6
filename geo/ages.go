package geo

import (
	"fmt"
	"strconv"
	"strings"
)

// OldestAge is above any age that somebody reaches: a group such as "60+" ends there.
const OldestAge = 130

// Ages are the ages in full years of an age group, both included.
type Ages struct{ From, To int }

// ParseAges reads the name of an age group: "3-5", or "60+", which ends at [OldestAge]. A
// name that is written otherwise ("<3", of which nobody can tell whether it includes the
// age) is none.
func ParseAges(name string) (Ages, bool) {
	low, high, isRange := strings.Cut(name, "-")
	if !isRange {
		var over bool
		if low, over = strings.CutSuffix(name, "+"); !over {
			return Ages{}, false
		}
	}
	a := Ages{To: OldestAge}
	var err error
	if a.From, err = strconv.Atoi(low); err != nil {
		return Ages{}, false
	}
	if isRange {
		if a.To, err = strconv.Atoi(high); err != nil {
			return Ages{}, false
		}
	}
	return a, a.String() == name && a.From >= 0 && a.From <= a.To && a.To <= OldestAge
}

// String is the name of the group, as [ParseAges] reads it.
func (a Ages) String() string {
	if a.To == OldestAge {
		return fmt.Sprintf("%d+", a.From)
	}
	return fmt.Sprintf("%d-%d", a.From, a.To)
}

// Hold reports whether every age of b is one of a.
func (a Ages) Hold(b Ages) bool { return a.From <= b.From && b.To <= a.To }

// Years is how many ages there are.
func (a Ages) Years() int { return a.To - a.From + 1 }

// ServedAges say whom a category is for, by age. Shares of a group are never made up: where
// a dataset has no group of just these ages, one that holds them stands in, or nobody is
// told apart.
type ServedAges struct {
	// Ages are those served, as [ParseAges] reads them.
	Ages string `json:"ages" yaml:"ages"`
	// Within is the widest group that may stand in for them, "" for none but their own: of
	// the groups of a dataset that hold Ages and lie within it the narrowest does.
	Within     string `json:"within,omitempty" yaml:"within"`
	Provenance `yaml:",inline"`
}
