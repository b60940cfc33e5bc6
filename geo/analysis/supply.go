package analysis

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/supply"
)

// Supply answers the supply per person of an area. Facilities and the people who share
// them are those of the whole dataset, whatever the circle's scope: a border keeps nobody
// away. Only facilities near the area are searched from, since no other serves anybody of
// it. O(facilities near · (ground in reach + homes near)).
func (a *Analysis) Supply(ctx context.Context, q SupplyQuery) (*SupplyAnswer, error) {
	area, err := a.Area(q.Area)
	if err != nil {
		return nil, err
	}
	w, err := a.wanted(q.Categories, 1, q.Where)
	if err != nil {
		return nil, err
	}
	l, err := a.oneLimit(q.Circle, q.Mode, q.Minutes, q.Metres, q.StraightLine, q.Slope)
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
	counted := a.countedFor(w.categories, q.Group)
	out := &SupplyAnswer{Area: area, Limit: l.described(), Categories: w.categories, Counted: counted}
	if out.Limit.Slopes, err = a.slopesOf(ctx, l.measure); err != nil {
		return nil, err
	}
	d, err := a.demandOf(ctx, area, l.origin, counted.Group)
	if err != nil {
		return nil, err
	}
	c, err := a.catchmentsOf(ctx, &l, d)
	if err != nil {
		return nil, fmt.Errorf("supply of %s: %w", area.Code, err)
	}
	offers, err := a.offersOf(ctx, out, &q, w, c)
	if err != nil {
		return nil, err
	}
	persons, grey := a.everybody(counted.Group)
	for _, why := range []string{d.noPeople, d.grey} {
		if why != "" {
			grey = why
		}
	}
	if grey == "" && len(out.Facilities) == 0 {
		grey = ReasonNoTargets
		if len(out.Unknown) > 0 {
			grey = ReasonNoSupply
		}
	}
	if out.Grey = grey; grey != "" {
		if q.Offers {
			out.Offers = offers
		}
		return out, nil
	}
	perPerson, err := c.share(ctx, persons, q.Weight, offers)
	if err != nil {
		return nil, fmt.Errorf("supply of %s: %w", area.Code, err)
	}
	if q.Offers {
		out.Offers = offers
	}
	a.sumSupply(out, &q, d, c, perPerson)
	return out, nil
}

// offersOf lists the facilities near an area, and those of the dataset that supply and
// that do not say what.
func (a *Analysis) offersOf(ctx context.Context, out *SupplyAnswer, q *SupplyQuery, w *want, c *catchments) ([]SupplyOffer, error) {
	inside, err := a.facilitiesIn(ctx, out.Area)
	if err != nil {
		return nil, err
	}
	var list []SupplyOffer
	chosen := a.choose(w)
	out.Unclear = chosen.unknown
	for _, i := range chosen.index {
		f, amount := a.facilities[i], geo.Known(1)
		if q.Attribute != "" {
			amount = Quantity(f, q.Attribute)
		}
		if amount.IsKnown() {
			out.Facilities = append(out.Facilities, f.ID)
		} else {
			out.Unknown = append(out.Unknown, f.ID)
		}
		if n, ok := amount.Get(); ok && inside[i] {
			out.Inside = geo.Known(out.Inside.Or(0) + n)
		}
		if inside[i] || c.mayReach(f) {
			list = append(list, SupplyOffer{Facility: f, Supply: amount, Inside: inside[i], Unplaced: c.unplaced(int(i))})
			c.facilities = append(c.facilities, i)
		}
	}
	return list, nil
}

// sumSupply sums up what the people of an area reach.
func (a *Analysis) sumSupply(out *SupplyAnswer, q *SupplyQuery, d *demand, c *catchments, perPerson []float64) {
	people, reached, unplaced, edge, sum := 0.0, 0.0, 0.0, 0.0, 0.0
	own, figures := make([]float64, len(d.members)), make([]float64, len(d.members))
	for k, h := range d.members {
		n := d.Persons[k].Or(0)
		own[k], figures[k] = n, perPerson[h]
		people += n
		sum += n * perPerson[h]
		if perPerson[h] > 0 {
			reached += n
		}
		lost := !c.connected(int(h))
		if lost {
			unplaced += n
		}
		if d.EdgeM[k] < c.limit.ReachM {
			edge += n
		}
		if q.Homes {
			out.Homes = append(out.Homes, SupplyHome{&a.homes.homes[h], d.Persons[k], perPerson[h], lost})
		}
	}
	// Members are unit by unit.
	slices.SortStableFunc(out.Homes, func(x, y SupplyHome) int { return strings.Compare(x.Home.ID, y.Home.ID) })
	out.People, out.Reached, out.Unplaced, out.Edge = geo.Known(people), geo.Known(reached), geo.Known(unplaced), geo.Known(edge)
	out.Spread = supply.SpreadOf(own, figures, q.Below)
	if q.Parts != "" {
		out.Parts = a.supplyOfParts(out.Area, q, d, own, figures)
	}
	if people > 0 {
		out.PerPerson = geo.Known(sum / people)
	} else {
		out.Grey = "nobody lives here"
	}
}

// supplyOfParts sums the figures of an area's homes up by the units of a level inside it.
func (a *Analysis) supplyOfParts(area *Area, q *SupplyQuery, d *demand, own, figures []float64) []SupplyPart {
	level := q.Parts
	if level == LevelWithin {
		level = a.levelWithin(area)
	}
	parts := a.PartsOf(area, level)
	position := make(map[*geo.Unit]int32, len(parts))
	for i, u := range parts {
		position[u] = int32(i)
	}
	unit := make([]int32, len(own))
	persons, perPerson := make([][]float64, len(parts)), make([][]float64, len(parts))
	known := make([]bool, len(parts))
	for k, h := range d.members {
		unit[k] = -1
		if i, ok := position[a.unitAt(level, a.homes.homes[h].Location)]; ok {
			unit[k], known[i] = i, known[i] || d.Persons[k].IsKnown()
			persons[i], perPerson[i] = append(persons[i], own[k]), append(perPerson[i], figures[k])
		}
	}
	out := make([]SupplyPart, len(parts))
	for i, f := range supply.ByUnit(own, figures, unit, len(parts)) {
		out[i] = SupplyPart{parts[i], f, supply.SpreadOf(persons[i], perPerson[i], q.Below), len(persons[i]) > 0 && !known[i]}
	}
	return out
}

// levelWithin is what [LevelWithin] stands for in an area, "" for none.
func (a *Analysis) levelWithin(area *Area) geo.Level {
	if len(area.Units) > 1 {
		return area.Level
	}
	levels := geo.Levels()
	for _, l := range levels[slices.Index(levels, area.Level)+1:] {
		if len(a.PartsOf(area, l)) > 0 {
			return l
		}
	}
	return ""
}

// everybody are the persons of all homes, of an age group or ("") of all ages, rescaled
// town by town; homes in no town count as they are. Where those of a town are not known,
// nobody's share is.
func (a *Analysis) everybody(group string) (persons []float64, grey string) {
	persons = make([]float64, len(a.homes.homes))
	for i := range a.homes.homes {
		persons[i] = scaled(&a.homes.homes[i], group, 1).Or(0)
	}
	p, err := a.peopleOf(a.wholeArea(), group)
	if err != nil || p.unknown != "" {
		return nil, p.unknown
	}
	for k, h := range p.members {
		persons[h] = p.persons[k].Or(0)
	}
	return persons, ""
}
