package analysis

import (
	"fmt"
	"strings"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// gapWants are the requirements of a question: the categories asked for, or those of the
// circle's set.
func (a *Analysis) gapWants(q *GapsQuery, l *asked, out *GapsAnswer) ([]gapWant, error) {
	if len(q.Categories) > 0 {
		w, err := a.wanted(q.Categories, q.AtLeast, q.Where)
		if err != nil {
			return nil, err
		}
		return []gapWant{{id: strings.Join(w.categories, ","), want: w}}, nil
	}
	set, err := a.setOf(l, q.Circle)
	if err != nil {
		return nil, err
	}
	if len(q.Where) > 0 || q.AtLeast > 1 {
		return nil, &FieldError{Field: "category", Value: "", Rule: "is needed beside where and at_least: a requirement set brings its own"}
	}
	out.Set = set
	var wants []gapWant
	for i := range set.Requirements {
		r := &set.Requirements[i]
		w, err := a.wanted(r.AnyOf, r.Count(), r.Where)
		if err != nil {
			return nil, fmt.Errorf("requirement %q of set %q: %w", r.ID, set.ID, err)
		}
		wants = append(wants, gapWant{id: r.ID, want: w})
	}
	return wants, nil
}

// setOf is the requirement set of a limit's circle.
func (a *Analysis) setOf(l *asked, circle string) (*geo.RequirementSet, error) {
	if l.circle == nil {
		return nil, &FieldError{Field: "category", Value: "", Rule: "name at least one category; /v1/categories lists them"}
	}
	set, ok := a.profiles.RequirementSet(l.circle.RequirementSet)
	if !ok {
		return nil, &FieldError{Field: "circle", Value: circle, Rule: "has no requirement set: name the categories that are asked for"}
	}
	return set, nil
}
