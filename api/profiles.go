package api

import (
	"context"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// answerCategories lists the kinds of facility, each with how many the dataset has.
func answerCategories(_ context.Context, q *question) (func(e *encoder), error) {
	counts := map[string]int{}
	facilities := q.analyst.Dataset().Facilities
	for i := range facilities {
		if f := &facilities[i]; f.Counts() {
			for _, c := range f.Categories {
				counts[c]++
			}
		}
	}
	type category struct {
		geo.Category
		Facilities int `json:"facilities"`
	}
	list := []category{}
	for _, c := range q.analyst.Profiles().Categories {
		list = append(list, category{Category: c, Facilities: counts[c.ID]})
	}
	return writeProfiles(q, map[string]any{"categories": list}), nil
}

// answerModes lists the ways of travelling.
func answerModes(_ context.Context, q *question) (func(e *encoder), error) {
	return writeProfiles(q, map[string]any{"modes": some(q.analyst.Profiles().Modes)}), nil
}

// answerCircles lists the life circles with what makes them complete, and the rules
// by which parks serve the ground around them.
func answerCircles(_ context.Context, q *question) (func(e *encoder), error) {
	p := q.analyst.Profiles()
	return writeProfiles(q, map[string]any{
		"circles": some(p.Circles), "requirement_sets": some(p.RequirementSets), "park_rules": some(p.ParkRules)}), nil
}

// some makes an empty list of a nil one, which would be written as null.
func some[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

func writeProfiles(q *question, members map[string]any) func(e *encoder) {
	members["profile_version"] = q.analyst.Profiles().Version
	return func(e *encoder) { e.any(members) }
}
