package analysis

import (
	"context"
	"fmt"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/network"
	"github.com/seed-4611ae28/lifecircle/geo/supply"
)

// SupplyQuery asks how much of a supply the people of an area reach, by two-step
// floating catchments: 2SFCA, or E2SFCA where zones are given.
type SupplyQuery struct {
	Area       string
	Categories []string
	// Attribute is what a facility supplies ("beds"); "" counts facilities.
	Attribute string
	// Circle, or Mode with Minutes, is the catchment.
	Circle  string
	Mode    string
	Minutes float64
	// Weight defaults to [supply.Flat]. Zones take its place: how much a facility counts in
	// each ring of the catchment (Luo and Qi 2009; [supply.SlowDecay], [supply.SharpDecay]).
	Weight supply.Weight
	Zones  supply.Zones
	// Parts asks for the figures of the units of a level inside the area as well, Homes for
	// those of its homes.
	Parts geo.Level
	Homes bool
}

// SupplyAnswer is the supply that people reach.
type SupplyAnswer struct {
	Area *Area
	// PerPerson is the mean over the people of the area; unknown where no people are.
	PerPerson geo.Amount
	// People are those of the area, Reached those who reach any supply.
	People, Reached geo.Amount
	// Facilities count; Unknown lack the attribute and supply nothing here.
	Facilities, Unknown []string
	// Parts are by code, Homes by id; each in the order of its kind, nil unless asked for.
	Parts []SupplyPart
	Homes []SupplyHome
	// Grey says why there is no answer, "" when there is.
	Grey string
}

// SupplyPart is what the people of a unit reach.
type SupplyPart struct {
	Unit *geo.Unit
	supply.UnitFigure
}

// SupplyHome is what the people of a home reach.
type SupplyHome struct {
	Home *geo.Home
	// Persons are rescaled to the official number of their unit, as all counts are.
	Persons   geo.Amount
	PerPerson float64
}

// Supply answers the supply per person of an area. Facilities and the people who share
// them are those of the whole dataset, whatever the circle's scope: a border keeps nobody
// away. O(facilities × homes).
func (a *Analysis) Supply(ctx context.Context, q SupplyQuery) (*SupplyAnswer, error) {
	area, err := a.Area(q.Area)
	if err != nil {
		return nil, err
	}
	w, err := a.wanted(q.Categories, 1, nil)
	if err != nil {
		return nil, err
	}
	var minutes []float64
	if q.Minutes != 0 {
		minutes = []float64{q.Minutes}
	}
	limits, err := a.limitsOf(q.Circle, q.Mode, minutes, nil, false, false)
	if err != nil {
		return nil, err
	}
	switch {
	case q.Zones != nil:
		if err := q.Zones.Validate(); err != nil {
			return nil, fmt.Errorf("supply of %s: %w", area.Code, err)
		}
		q.Weight = q.Zones.Weight
	case q.Weight == nil:
		q.Weight = supply.Flat
	}
	out := &SupplyAnswer{Area: area}
	own, err := a.peopleOf(area, "")
	if err != nil {
		return nil, err
	}
	persons, grey := a.everybody()
	if own.unknown != "" {
		grey = own.unknown
	}
	if out.Grey = grey; grey != "" {
		return out, nil
	}
	var amounts []float64
	var chosen []int32
	for _, i := range a.choose(w).index {
		f, amount := a.facilities[i], 1.0
		if q.Attribute != "" {
			n, ok := Quantity(f, q.Attribute).Get()
			if !ok {
				out.Unknown = append(out.Unknown, f.ID)
				continue
			}
			amount = n
		}
		out.Facilities = append(out.Facilities, f.ID)
		chosen, amounts = append(chosen, i), append(amounts, amount)
	}
	reach, err := a.catchments(ctx, &limits[0], chosen)
	if err != nil {
		return nil, fmt.Errorf("supply of %s: %w", area.Code, err)
	}
	res, err := supply.TwoStep(ctx, persons, amounts, reach, q.Weight)
	if err != nil {
		return nil, fmt.Errorf("supply of %s: %w", area.Code, err)
	}
	people, reached, sum := 0.0, 0.0, 0.0
	for k, h := range own.members {
		n := own.persons[k].Or(0)
		people += n
		sum += n * res.PerPerson[h]
		if res.PerPerson[h] > 0 {
			reached += n
		}
		if q.Homes {
			out.Homes = append(out.Homes, SupplyHome{&a.homes.homes[h], own.persons[k], res.PerPerson[h]})
		}
	}
	if q.Parts != "" {
		out.Parts = a.supplyOfParts(area, q.Parts, &own, persons, res.PerPerson)
	}
	out.People, out.Reached = geo.Known(people), geo.Known(reached)
	if people > 0 {
		out.PerPerson = geo.Known(sum / people)
	} else {
		out.Grey = "nobody lives here"
	}
	return out, nil
}

// supplyOfParts sums the figures of an area's homes up by the units of a level inside it.
func (a *Analysis) supplyOfParts(area *Area, level geo.Level, own *people, persons, perPerson []float64) []SupplyPart {
	parts := a.PartsOf(area, level)
	position := make(map[*geo.Unit]int32, len(parts))
	for i, u := range parts {
		position[u] = int32(i)
	}
	unit := make([]int32, len(persons))
	for h := range unit {
		unit[h] = -1
	}
	for _, h := range own.members {
		if i, ok := position[a.unitAt(level, a.homes.homes[h].Location)]; ok {
			unit[h] = i
		}
	}
	out := make([]SupplyPart, len(parts))
	for i, f := range supply.ByUnit(persons, perPerson, unit, len(parts)) {
		out[i] = SupplyPart{parts[i], f}
	}
	return out
}

// everybody are the persons of all homes, rescaled town by town; homes in no town count
// as they are. Where those of a town are not known, nobody's share is.
func (a *Analysis) everybody() (persons []float64, grey string) {
	persons = make([]float64, len(a.homes.homes))
	for i := range a.homes.homes {
		persons[i] = a.homes.homes[i].Persons.Or(0)
	}
	p, err := a.peopleOf(a.wholeArea(), "")
	if err != nil || p.unknown != "" {
		return nil, p.unknown
	}
	for k, h := range p.members {
		persons[h] = p.persons[k].Or(0)
	}
	return persons, ""
}

// catchments lists, per facility, the homes within a limit of it.
func (a *Analysis) catchments(ctx context.Context, l *asked, facilities []int32) ([][]supply.Reach, error) {
	out := make([][]supply.Reach, len(facilities))
	limit, err := a.costLimit(ctx, l)
	if err != nil {
		return nil, err
	}
	if l.metric == geo.StraightLine {
		for j, i := range facilities {
			s := a.sitesOf(chosen{index: []int32{i}})
			for h := range a.homes.homes {
				out[j] = within(out[j], h, s.kth(a.homes.plane[h], 1), limit.Cost)
			}
		}
		return out, ctx.Err()
	}
	n, err := a.network(ctx, l.mode, l.metric)
	if err != nil {
		return nil, err
	}
	links, err := a.facilityLinks(ctx, n)
	if err != nil {
		return nil, err
	}
	homes, err := a.homeLinks(ctx, n, true)
	if err != nil {
		return nil, err
	}
	for j, i := range facilities {
		at := links.of(int(i))
		if len(at) == 0 {
			continue
		}
		f, err := n.Graph().Search(ctx, []network.Source{{ID: 0, Links: at}}, network.To, limit.Cost)
		if err != nil {
			return nil, err
		}
		for h := range a.homes.homes {
			out[j] = within(out[j], h, f.Cost(homes.of(h)), limit.Cost)
		}
		f.Release()
	}
	return out, nil
}

// within appends a home whose cost is within the limit.
func within(list []supply.Reach, home int, cost, limit uint32) []supply.Reach {
	if cost > limit {
		return list
	}
	return append(list, supply.Reach{Home: int32(home), Share: float64(cost) / float64(max(1, limit))})
}
