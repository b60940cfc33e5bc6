package analysis

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/homes"
	"github.com/seed-4611ae28/lifecircle/geo/lifecircle"
)

// homeColumns are the homes of the dataset as questions read them.
type homeColumns struct {
	homes []geo.Home
	// plane are their places in metres; edgeM their distance to the edge of the data.
	plane []orb.Point
	edgeM []float64
	// town and village are indexes into the analysis's towns and villages, -1 for none.
	town, village []int32
	// builtUp is whether the home lies in its town's built-up area; builtUpUnknown
	// when the town has none that is known.
	builtUp []ternary
	// groups are the age groups that any home knows.
	groups []string
}

// ternary is yes, no or unknown.
type ternary uint8

const (
	isUnknown ternary = iota
	isYes
	isNo
)

func (a *Analysis) columns() homeColumns {
	n := len(a.ds.Homes)
	c := homeColumns{
		homes: a.ds.Homes, plane: make([]orb.Point, n), edgeM: make([]float64, n),
		town: make([]int32, n), village: make([]int32, n), builtUp: make([]ternary, n),
	}
	box := a.extent()
	low, high := a.plane.ToPlane(box.Min), a.plane.ToPlane(box.Max)
	areas := make(map[string]*region)
	for code, b := range a.builtUp {
		if b.Reason == "" {
			areas[code] = newRegion(b.Geometry)
		}
	}
	seen := make(map[string]bool)
	for i := range a.ds.Homes {
		h := &a.ds.Homes[i]
		p := a.plane.ToPlane(h.Location)
		c.plane[i] = p
		c.edgeM[i] = max(0, min(p[0]-low[0], high[0]-p[0], p[1]-low[1], high[1]-p[1]))
		c.town[i], c.village[i] = find(a.towns, h.Location), find(a.villages, h.Location)
		key := everything
		if len(a.towns) > 0 {
			key = ""
			if t := c.town[i]; t >= 0 {
				key = a.towns[t].unit.Code
			}
		}
		if r := areas[key]; r != nil {
			c.builtUp[i] = isNo
			if r.contains(h.Location) {
				c.builtUp[i] = isYes
			}
		}
		for g := range h.Groups {
			if !seen[g] {
				seen[g] = true
				c.groups = append(c.groups, g)
			}
		}
	}
	slices.Sort(c.groups)
	return c
}

// homesIn are the indexes of the homes that lie in a unit, ascending; of all homes
// for no unit.
func (a *Analysis) homesIn(u *geo.Unit) []int32 {
	var out []int32
	in := func(int) bool { return true }
	if u != nil {
		switch u.Level {
		case geo.LevelTown:
			in = among(a.towns, a.homes.town, u)
		case geo.LevelVillage:
			in = among(a.villages, a.homes.village, u)
		default:
			r := newRegion(u.Geometry)
			in = func(i int) bool { return r.contains(a.homes.homes[i].Location) }
		}
	}
	for i := range a.homes.homes {
		if in(i) {
			out = append(out, int32(i))
		}
	}
	return out
}

// among tells whether homes belong to a unit of a level whose units they are
// sorted into already.
func among(areas []areaOf, of []int32, u *geo.Unit) func(int) bool {
	k := int32(slices.IndexFunc(areas, func(a areaOf) bool { return a.unit == u }))
	return func(i int) bool { return of[i] == k }
}

// people are the persons of some homes as an answer counts them.
type people struct {
	// members are the homes' indexes, persons theirs.
	members    []int32
	persons    []geo.Amount
	population Population
}

// peopleOf rescales the persons of the homes of an area to the official number of
// each of its units, where one is given. Without persons at the homes the official
// number is shared out by what the homes stand for: dwellings, else residential
// land, else street length. With a group, the persons are those of the group and
// the factor is that of all.
func (a *Analysis) peopleOf(area *Area, group string) (people, error) {
	if group != "" && !slices.Contains(a.homes.groups, group) {
		return people{}, &FieldError{Field: "group", Value: group, Rule: fmt.Sprintf("has to be one of the age groups of this dataset: %v", a.homes.groups)}
	}
	units := area.Units
	if area.DataBox {
		units = []*geo.Unit{nil}
	}
	var out people
	taken := make([]bool, len(a.homes.homes))
	for k, u := range units {
		var at []int32
		for _, h := range a.homesIn(u) {
			if !taken[h] { // a home on a shared border belongs to the first unit
				taken[h] = true
				at = append(at, h)
			}
		}
		persons := make([]geo.Amount, len(at))
		one := a.fillPersons(persons, at, u, group)
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
	return out, nil
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

// demand are the columns of the homes of an area that a circle speaks for. It is
// shared: what depends on a question goes into a copy.
type demand struct {
	lifecircle.Demand
	// members are the homes' indexes in the dataset.
	members []int32
	// villages are the villages' indexes in the analysis.
	villages   []int32
	population Population
	// grey says why the circle cannot be answered here.
	grey string
}

// demandOf selects the homes of an area within a scope, or finds them in the cache.
func (a *Analysis) demandOf(ctx context.Context, area *Area, origin geo.Origin, group string) (*demand, error) {
	key := fmt.Sprintf("demand %s %s %q", area.Code, origin, group)
	return cached(ctx, a.cache, key, func(context.Context) (*demand, int64, error) {
		d, err := a.selectHomes(area, origin, group)
		if err != nil {
			return nil, 0, err
		}
		const bytesPerHome = 4*16 + 2*8 + 4 + 4
		return d, int64(bytesPerHome * len(d.members)), nil
	})
}

func (a *Analysis) selectHomes(area *Area, origin geo.Origin, group string) (*demand, error) {
	p, err := a.peopleOf(area, group)
	if err != nil {
		return nil, err
	}
	d := &demand{population: p.population}
	d.grey = a.greyScope(area, origin)
	index := make(map[int32]int32)
	if origin == geo.OriginAll {
		r := newRegion(area.Geometry)
		for v := range a.villages {
			if area.DataBox || r.contains(pointIn(a.villages[v].unit)) {
				d.village(a, index, int32(v))
			}
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
		if v >= 0 {
			v = d.village(a, index, v)
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
	r := newRegion(area.Geometry)
	found := false
	for _, t := range a.towns {
		p := pointIn(t.unit)
		if !r.contains(p) && !(area.Level == geo.LevelVillage && t.in.contains(pointIn(area.Units[0]))) {
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

// pointIn is a point that stands for a unit: its seat, else the centroid's nearest
// place inside.
func pointIn(u *geo.Unit) orb.Point {
	if u.Seat != nil {
		return *u.Seat
	}
	return insidePoint(u.Geometry)
}

// insidePoint is a point inside the largest polygon: the middle of the widest run
// of a horizontal line through the middle of its box.
func insidePoint(mp orb.MultiPolygon) orb.Point {
	best, widest := orb.Point{}, -1.0
	for _, poly := range mp {
		b := poly.Bound()
		y := (b.Min[1] + b.Max[1]) / 2
		var xs []float64
		for _, ring := range poly {
			for k := 1; k < len(ring); k++ {
				u, v := ring[k-1], ring[k]
				if (u[1] > y) != (v[1] > y) {
					xs = append(xs, u[0]+(v[0]-u[0])*(y-u[1])/(v[1]-u[1]))
				}
			}
		}
		slices.Sort(xs)
		for k := 1; k < len(xs); k += 2 {
			if w := xs[k] - xs[k-1]; w > widest {
				best, widest = orb.Point{(xs[k] + xs[k-1]) / 2, y}, w
			}
		}
	}
	if math.IsInf(widest, -1) || widest < 0 {
		return mp.Bound().Center()
	}
	return best
}
