package analysis

import (
	"context"
	"fmt"

	"github.com/seed-4611ae28/lifecircle/geo/greenway"
	"github.com/seed-4611ae28/lifecircle/geo/serviceradius"
)

// Greenways answers the greenway length per 10,000 people of an area.
func (a *Analysis) Greenways(ctx context.Context, code string) (*GreenwayAnswer, error) {
	area, err := a.Area(code)
	if err != nil {
		return nil, err
	}
	return cached(ctx, a.cache, "greenways "+area.Code, func(ctx context.Context) (*GreenwayAnswer, int64, error) {
		p, err := a.GroupPopulation(ctx, area, "")
		if err != nil {
			return nil, 0, err
		}
		r, err := greenway.Measure(ctx, area.Geometry, p.Persons, a.ds.Greenways)
		if err != nil {
			return nil, 0, fmt.Errorf("greenways of %s: %w", area.Code, err)
		}
		return &GreenwayAnswer{Area: area, Population: p, Result: r}, 1 << 16, nil
	})
}

// ServiceRadius answers the share of residential land within the service radii of
// parks, under one rule.
func (a *Analysis) ServiceRadius(ctx context.Context, code, rule string) (*ServiceRadiusAnswer, error) {
	area, err := a.Area(code)
	if err != nil {
		return nil, err
	}
	r, ok := a.profiles.ParkRule(rule)
	if !ok {
		return nil, &FieldError{Field: "rule", Value: rule, Rule: fmt.Sprintf("has to be one of %v", a.parkRules()), Missing: true}
	}
	return cached(ctx, a.cache, "radius "+rule+" "+area.Code, func(ctx context.Context) (*ServiceRadiusAnswer, int64, error) {
		res, err := serviceradius.Measure(ctx, area.Geometry, *r, a.ds.Parks, a.ds.Parcels)
		if err != nil {
			return nil, 0, fmt.Errorf("service radius of %s: %w", area.Code, err)
		}
		return &ServiceRadiusAnswer{Area: area, Rule: r, Result: res}, 1 << 16, nil
	})
}

func (a *Analysis) parkRules() []string {
	ids := make([]string, len(a.profiles.ParkRules))
	for i := range a.profiles.ParkRules {
		ids[i] = a.profiles.ParkRules[i].ID
	}
	return ids
}
