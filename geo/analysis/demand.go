package analysis

import (
	"context"
	"fmt"
	"slices"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/lifecircle"
	"github.com/seed-4611ae28/lifecircle/geo/shape"
)

// demand are the columns of the homes of an area that a circle speaks for. It is
// shared: what depends on a question goes into a copy.
type demand struct {
	lifecircle.Demand
	// key names it in the cache.
	key string
	// members are the homes' indexes in the dataset.
	members []int32
	// villages are the villages' indexes in the analysis.
	villages   []int32
	population Population
	// noPeople says why the persons are unknown, "" when they are known.
	noPeople string
	// grey says why the circle cannot be answered here.
	grey string
}

// demandOf selects the homes of an area within a scope, or finds them in the cache.
func (a *Analysis) demandOf(ctx context.Context, area *Area, origin geo.Origin, group string) (*demand, error) {
	if group == GroupAll {
		group = ""
	}
	key := fmt.Sprintf("demand %s %s %q", area.Code, origin, group)
	return cached(ctx, a.cache, key, func(ctx context.Context) (*demand, int64, error) {
		d, err := a.selectHomes(ctx, area, origin, group)
		if err != nil {
			return nil, 0, err
		}
		d.key = key
		const bytesPerHome = 4*16 + 2*8 + 4 + 4
		return d, int64(bytesPerHome * len(d.members)), nil
	})
}

func (a *Analysis) selectHomes(ctx context.Context, area *Area, origin geo.Origin, group string) (*demand, error) {
	// The same people answer for every scope.
	p, err := cached(ctx, a.cache, fmt.Sprintf("people %s %q", area.Code, group), func(context.Context) (people, int64, error) {
		p, err := a.peopleOf(area, group)
		return p, int64(20 * len(p.members)), err
	})
	if err != nil {
		return nil, err
	}
	d := &demand{population: p.population, noPeople: p.unknown, grey: a.greyScope(area, origin)}
	index := make(map[int32]int32)
	in, belongs := a.insideOf(area), make([]bool, len(a.villages))
	for v := range a.villages {
		if belongs[v] = in.unit(&a.villages[v]); belongs[v] && origin == geo.OriginAll {
			d.village(a, index, int32(v))
		}
	}
	for i, h := range p.members {
		if !inScope(a.homes.builtUp[h], origin) {
			continue
		}
		home := &a.homes.homes[h]
		d.members = append(d.members, h)
		d.Persons = append(d.Persons, p.persons[i])
		d.Residential = append(d.Residential, home.ResidentialM2)
		d.Dwellings = append(d.Dwellings, home.Dwellings)
		d.Street = append(d.Street, home.StreetM)
		d.EdgeM = append(d.EdgeM, a.homes.edgeM[h])
		d.GrainM = append(d.GrainM, home.GrainM)
		v := a.homes.village[h]
		if v >= 0 && belongs[v] {
			v = d.village(a, index, v)
		} else {
			v = -1
		}
		d.Village = append(d.Village, v)
	}
	return d, nil
}

// village returns the position of village v of the analysis in the demand, adding
// it when it is new.
func (d *demand) village(a *Analysis, index map[int32]int32, v int32) int32 {
	k, ok := index[v]
	if !ok {
		k = int32(len(d.villages))
		index[v] = k
		d.villages = append(d.villages, v)
		u := a.villages[v].unit
		d.Villages = append(d.Villages, lifecircle.Village{Code: u.Code, Seat: u.Seat != nil})
	}
	return k
}

// nothingKnown says why a demand has no denominator at all.
func (d *demand) nothingKnown() string {
	if d.population.Persons.IsKnown() && d.noPeople != "" {
		return d.noPeople
	}
	return "no home is known here: neither people, residential land, dwellings nor streets"
}

func inScope(b ternary, origin geo.Origin) bool {
	switch origin {
	case geo.OriginBuiltUp:
		return b == isYes
	case geo.OriginRural:
		return b == isNo
	}
	return true
}

// greyScope says why a scope that asks for the built-up area has no answer in an
// area: the first town in it, by code, without one.
func (a *Analysis) greyScope(area *Area, origin geo.Origin) string {
	if origin != geo.OriginBuiltUp && origin != geo.OriginRural {
		return ""
	}
	if area.DataBox {
		return a.builtUp[everything].Reason
	}
	in, found := a.insideOf(area), false
	for i := range a.towns {
		t := &a.towns[i]
		if !in.unit(t) && !t.holdsOne(area) {
			continue
		}
		found = true
		if why := a.builtUp[t.unit.Code].Reason; why != "" {
			return fmt.Sprintf("%s (%s): %s", t.unit.Name, t.unit.Code, why)
		}
	}
	if !found {
		return "no town with a built-up area lies here"
	}
	return ""
}

// holdsOne reports whether the area is of villages of which one lies in the town.
func (a *areaOf) holdsOne(area *Area) bool {
	return area.Level == geo.LevelVillage && slices.ContainsFunc(area.Units, func(v *geo.Unit) bool {
		return a.in.Contains(shape.InsidePoint(v.Geometry))
	})
}
