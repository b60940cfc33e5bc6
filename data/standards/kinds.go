package standards

import (
	"slices"
	"strings"

	"github.com/seed-4611ae28/lifecircle/geo/indicator"
)

// reading is what rows of a kind look like: the params that it needs and those it may
// have, beside the unit and the operators that make sense of its value.
type reading struct {
	kind         indicator.Kind
	needs, reads []string
	// eitherOf are groups of params of which exactly one has to be there.
	eitherOf [][]string
	units    units
	ops      []indicator.Operator
}

var (
	more   = []indicator.Operator{indicator.AtLeast, indicator.Above, indicator.Equal}
	less   = []indicator.Operator{indicator.AtMost, indicator.Below}
	anyWay = []indicator.Operator{indicator.AtLeast, indicator.AtMost, indicator.Above, indicator.Below, indicator.Equal}
)

// readings lists every kind as the comments of [indicator.Kind] say it.
var readings = []reading{
	{kind: indicator.Coverage, needs: []string{"categories", "circle"}, reads: []string{"at_least", "where", "rural_circle", "of"}, units: percent, ops: more},
	{kind: indicator.Completeness, needs: []string{"circle"}, reads: []string{"rural_circle"}, units: percent, ops: more},
	{kind: indicator.Count, eitherOf: [][]string{{"categories", "layer"}}, reads: []string{"where", "parts"}, units: pieces, ops: anyWay},
	{kind: indicator.Share, needs: []string{"parts", "each"}, units: percent, ops: more},
	{kind: indicator.Ratio, needs: []string{"categories", "per"}, reads: []string{"where", "attribute", "group"}, units: perPeople, ops: anyWay},
	{kind: indicator.AttributeShare, needs: []string{"categories"}, reads: []string{"where", "attribute", "of"}, units: percent, ops: more},
	{kind: indicator.Greenway, units: only("km/10⁴"), ops: more},
	{kind: indicator.GreenwayNetwork, units: only("km/km²"), ops: more},
	{kind: indicator.GreenwayChain, needs: []string{"beads"}, units: only("条"), ops: more},
	{kind: indicator.ServiceRadius, needs: []string{"rule"}, units: percent, ops: more},
	{kind: indicator.GreenCover, units: percent, ops: more},
	{kind: indicator.SeatTime, needs: []string{"mode"}, eitherOf: [][]string{{"categories", "parts"}}, reads: []string{"share_of_people"}, units: only("min"), ops: less},
	{kind: indicator.Corridor, needs: []string{"class"}, units: only("条"), ops: more},
	{kind: indicator.RequirementSet, needs: []string{"set"}, reads: []string{"circle", "rural_circle", "of"}, units: percent, ops: more},
	{kind: indicator.Supply, needs: []string{"categories"}, eitherOf: [][]string{{"circle", "mode"}}, reads: []string{"attribute", "minutes", "decay"}, units: perPeople, ops: more},
	{kind: indicator.RollUpOf, needs: []string{"each"}, units: only("项"), ops: more},
	{kind: indicator.Reported, units: anyUnit, ops: anyWay},
	{kind: indicator.Checklist, units: only(yesNo), ops: []indicator.Operator{indicator.Equal, indicator.AtLeast}},
}

// readingOf is the reading of a kind, nil when there is none.
func readingOf(kind indicator.Kind) *reading {
	for i := range readings {
		if readings[i].kind == kind {
			return &readings[i]
		}
	}
	return nil
}

// read reports whether the kind reads a param.
func (r *reading) read(param string) bool {
	for _, group := range r.eitherOf {
		if slices.Contains(group, param) {
			return true
		}
	}
	return slices.Contains(r.needs, param) || slices.Contains(r.reads, param)
}

// all names the params that the kind reads, for an error.
func (r *reading) all() string {
	names := slices.Concat(r.needs, slices.Concat(r.eitherOf...), r.reads)
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, ", ")
}

func kindNames() string {
	names := make([]string, len(readings))
	for i, r := range readings {
		names[i] = string(r.kind)
	}
	return strings.Join(names, ", ")
}
