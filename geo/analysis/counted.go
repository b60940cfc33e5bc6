package analysis

import (
	"cmp"
	"slices"
	"strings"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// GroupAll is the group of a question that counts everybody, whatever ages its categories
// are for.
const GroupAll = "all"

// CountedReason says why an answer counts the people that it does.
type CountedReason string

// The reasons.
const (
	// CountedEverybody: the categories are for everybody, or the question has none.
	CountedEverybody CountedReason = ""
	// CountedAsked: the question names the group, or asks for all.
	CountedAsked CountedReason = "asked"
	// CountedServed: the categories are for just these ages.
	CountedServed CountedReason = "served"
	// CountedHolding: the categories are for some of these ages, and the dataset has no
	// narrower group that holds them.
	CountedHolding CountedReason = "holding"
	// CountedNoGroup: the dataset has no group for the ages that the categories are for.
	CountedNoGroup CountedReason = "no_group"
	// CountedMixed: the categories are for different ages.
	CountedMixed CountedReason = "mixed"
)

// Counted says whose people an answer counts.
type Counted struct {
	// Group is an age group of the dataset, "" for everybody.
	Group  string
	Reason CountedReason
	// Serves is what the categories say, nil where they say nothing in common.
	Serves *geo.ServedAges
}

// countedFor decides whose people a question about categories (ids) counts: those that it
// asks for, else those of the ages that all the categories are for, as far as the dataset
// knows them. A share of a group is never made up: of the groups that hold the ages and lie
// within what the profile allows the narrowest counts whole, then the one of lower ages.
func (a *Analysis) countedFor(categories []string, asked string) Counted {
	switch asked {
	case "":
	case GroupAll:
		return Counted{Reason: CountedAsked}
	default:
		return Counted{Group: asked, Reason: CountedAsked}
	}
	serves, same := a.servedBy(categories)
	if !same {
		return Counted{Reason: CountedMixed}
	}
	if serves == nil {
		return Counted{}
	}
	out := Counted{Reason: CountedNoGroup, Serves: serves}
	ages, ok := geo.ParseAges(serves.Ages)
	if !ok {
		return out
	}
	within := ages
	if wider, ok := geo.ParseAges(serves.Within); ok {
		within = wider
	}
	var holding []geo.Ages
	for _, name := range a.homes.groups {
		if g, ok := geo.ParseAges(name); ok && g.Hold(ages) && within.Hold(g) {
			holding = append(holding, g)
		}
	}
	if len(holding) == 0 {
		return out
	}
	best := slices.MinFunc(holding, func(x, y geo.Ages) int { return cmp.Or(cmp.Compare(x.Years(), y.Years()), cmp.Compare(x.From, y.From)) })
	out.Group, out.Reason = best.String(), CountedHolding
	if best == ages {
		out.Reason = CountedServed
	}
	return out
}

// servedBy is what all of some categories say of the ages that they are for, nil for
// nothing; same is false where they differ.
func (a *Analysis) servedBy(categories []string) (serves *geo.ServedAges, same bool) {
	for i, id := range categories {
		c, ok := a.profiles.Category(strings.TrimSpace(id))
		if !ok {
			continue
		}
		switch s := c.Serves; {
		case i == 0:
			serves = s
		case (s == nil) != (serves == nil), s != nil && (s.Ages != serves.Ages || s.Within != serves.Within):
			return nil, false
		}
	}
	return serves, true
}
