package analysis

import (
	"fmt"
	"slices"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/homes"
)

// people are the persons of some homes as an answer counts them.
type people struct {
	// members are the homes' indexes, persons theirs.
	members    []int32
	persons    []geo.Amount
	population Population
	// unknown says why no persons are known at the homes, "" when they are.
	unknown string
}

// peopleOf rescales the persons of the homes of an area to the official number of
// each of its units, where one is given. Without persons at the homes the official
// number is shared out by what the homes stand for: dwellings, else residential
// land, else street length. With a group, the persons are those of the group and
// the factor is that of all. Where the persons of one unit are not known, those of
// the area are not: a part's people must not pass for all.
func (a *Analysis) peopleOf(area *Area, group string) (people, error) {
	if group != "" && !slices.Contains(a.homes.groups, group) {
		return people{}, &FieldError{Field: "group", Value: group, Rule: fmt.Sprintf("has to be one of the age groups of this dataset: %v", a.homes.groups)}
	}
	units := area.Units
	if area.DataBox {
		units = []*geo.Unit{nil}
	}
	var out people
	for k, u := range units {
		at := a.homesIn(u)
		persons := make([]geo.Amount, len(at))
		one := a.fillPersons(persons, at, u, group)
		if out.unknown == "" {
			out.unknown = whyUnknown(persons, &one, u, group)
		}
		out.members, out.persons = append(out.members, at...), append(out.persons, persons...)
		if k == 0 {
			out.population = one
			continue
		}
		p := &out.population
		p.Persons, p.Factor = p.Persons.Plus(one.Persons), geo.Unknown()
		if p.From != one.From {
			p.From = "mixed"
		}
		if p.Reason == "" {
			p.Reason = one.Reason
		}
		if p.Year != one.Year {
			p.Year = 0
		}
	}
	if !out.population.Persons.IsKnown() {
		out.population.From = ""
	}
	if out.unknown != "" {
		clear(out.persons)
	}
	return out, nil
}

// whyUnknown says why the persons of a unit (nil for a ground without one) are not
// known at its homes, "" when they are, or when nobody lives there.
func whyUnknown(persons []geo.Amount, p *Population, u *geo.Unit, group string) string {
	n, ok := p.Persons.Get()
	switch {
	case slices.ContainsFunc(persons, geo.Amount.IsKnown) || ok && n == 0:
		return ""
	case !ok:
		return p.Reason
	case group != "" && u == nil:
		return fmt.Sprintf("nothing is known of the age group %q", group)
	case group != "":
		return fmt.Sprintf("nothing is known of the age group %q in %s", group, u.Code)
	}
	return fmt.Sprintf("an official population is given for %s, but nothing says where in it people live", u.Code)
}

// fillPersons sets the persons of the homes of a unit, and tells the population
// they make. u is nil for a ground without a unit.
func (a *Analysis) fillPersons(persons []geo.Amount, members []int32, u *geo.Unit, group string) Population {
	sum, known := 0.0, false
	for _, h := range members {
		if n, ok := a.homes.homes[h].Persons.Get(); ok {
			sum += n
			known = true
		}
	}
	official, hasOfficial := 0.0, false
	p := Population{}
	if u != nil && !(known && a.outranked(u, members)) {
		official, hasOfficial = u.Population.Get()
		p.Year = u.PopulationYear
	}
	switch {
	case hasOfficial && known && sum > 0:
		p.From, p.Persons, p.Factor = "official", geo.Known(official), geo.Known(official/sum)
		for i, h := range members {
			persons[i] = scaled(&a.homes.homes[h], group, official/sum)
		}
	case hasOfficial:
		p.From, p.Persons = "official", geo.Known(official)
		if !known && group == "" {
			a.shareOut(persons, members, official)
		}
	case known:
		p.From, p.Persons = "homes", geo.Known(sum)
		for i, h := range members {
			persons[i] = scaled(&a.homes.homes[h], group, 1)
		}
	case u != nil:
		p.Reason = fmt.Sprintf("neither an official number nor any home with people is known for %s", u.Code)
	default:
		p.Reason = "the dataset has no population"
	}
	return p
}

// outranked reports whether a unit's number comes from OpenStreetMap while people
// of a source of the user's live in it: the user's count then.
func (a *Analysis) outranked(u *geo.Unit, members []int32) bool {
	if !a.ds.FromOSM(u.Source) {
		return false
	}
	return slices.ContainsFunc(members, func(h int32) bool {
		home := &a.homes.homes[h]
		return home.Persons.Or(0) > 0 && !a.ds.FromOSM(home.Source)
	})
}

// shareOut spreads an official number over homes without persons, by what they
// stand for. Where nothing is known of them the persons stay unknown.
func (a *Analysis) shareOut(persons []geo.Amount, members []int32, official float64) {
	list := make([]geo.Home, len(members))
	for i, h := range members {
		list[i] = a.homes.homes[h]
	}
	weights, kind := homes.Weights(list)
	total := 0.0
	for _, w := range weights {
		total += w
	}
	if kind == "" || total <= 0 {
		return
	}
	for i := range members {
		persons[i] = geo.Known(official * weights[i] / total)
	}
}

// scaled is the persons of a home, or of one of its groups, times the factor.
func scaled(h *geo.Home, group string, factor float64) geo.Amount {
	if group == "" {
		if n, ok := h.Persons.Get(); ok {
			return geo.Known(n * factor)
		}
		return geo.Unknown()
	}
	if n, ok := h.Groups[group]; ok {
		return geo.Known(n * factor)
	}
	return geo.Unknown()
}

// Population is the number of residents of an area: official where given, else the
// sum of its homes, else unknown with the reason.
func (a *Analysis) Population(area *Area) Population {
	p, err := a.peopleOf(area, "")
	if err != nil {
		return Population{Reason: err.Error()}
	}
	return p.population
}
