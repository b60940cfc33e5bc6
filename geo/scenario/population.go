package scenario

import (
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
	"github.com/seed-4611ae28/lifecircle/geo/homes"
	"github.com/seed-4611ae28/lifecircle/geo/shape"
)

// editPopulation: add takes a place or a ground, persons, and dwellings: an estate. Set
// takes persons for a unit (its code) or a ground, and by: "scale", which is the default,
// multiplies every home's persons alike, so that who lived densely still does; "spread"
// shares them out by dwellings, else residential land, else length of street, else
// evenly, and so does scale where nobody lives yet.
func (e *editor) editPopulation(edit *Edit) *EditError {
	p := &properties{all: edit.Properties}
	persons := math.NaN()
	p.number("persons", func(v float64) { persons = v })
	if math.IsNaN(persons) {
		p.fail(refuseMissing("persons"))
	}
	if edit.Op == Add {
		dwellings := geo.Unknown()
		p.number("dwellings", func(v float64) { dwellings = geo.Known(v) })
		if err := p.rest(); err != nil {
			return err
		}
		return e.addEstate(edit, persons, dwellings)
	}
	unit, by := "", "scale"
	p.text("unit", &unit)
	p.text("by", &by)
	if by != "scale" && by != "spread" {
		p.fail(refuseName("by", by, []string{"scale", "spread"}))
	}
	if err := p.rest(); err != nil {
		return err
	}
	ground, err := e.groundOfPeople(edit, unit)
	if err != nil {
		return err
	}
	return e.setPersons(ground, persons, by == "spread")
}

// groundOfPeople is where the persons are set.
func (e *editor) groundOfPeople(edit *Edit, unit string) (orb.MultiPolygon, *EditError) {
	var ground orb.MultiPolygon
	switch {
	case unit != "" && edit.Geometry != nil:
		return nil, refuse("properties.unit", unit, "stands beside a geometry: give one of the two", "与 geometry 重复，只给其一")
	case unit == "" && edit.Geometry == nil:
		return nil, refuse("properties.unit", nil, "is required, or a geometry", "须给出 unit 或 geometry")
	case edit.Geometry != nil:
		err := groundOf(edit, &ground)
		return ground, err
	}
	for i := range e.ds.Units {
		if u := &e.ds.Units[i]; u.Code == unit && u.SupersededBy == "" {
			return u.Geometry, nil
		}
	}
	return nil, refuse("properties.unit", unit, "is no unit of this dataset", "数据集中没有此单元")
}

// setPersons gives the homes of a ground together a number of residents.
func (e *editor) setPersons(ground orb.MultiPolygon, persons float64, spread bool) *EditError {
	var members []*geo.Home
	box := ground.Bound()
	here := func(p orb.Point) bool { return box.Contains(p) && planar.MultiPolygonContains(ground, p) }
	for i := range e.homes.base {
		if h := &e.homes.base[i]; here(h.Location) {
			row, _ := e.homes.find(h.ID)
			members = append(members, row)
		}
	}
	for _, h := range e.homes.added {
		if h != nil && here(h.Location) {
			members = append(members, h)
		}
	}
	if len(members) == 0 {
		return refuse("geometry", nil, "holds no home: add an estate", "范围内没有住户点：请用 add 添加小区")
	}
	officials := e.officials(box)
	var err *EditError
	// Residents are counted with the factor of the town of each home.
	factors := make([]float64, len(members))
	sum := 0.0
	for i, h := range members {
		if factors[i], err = factorAt(officials, h.Location); err != nil {
			return err
		}
		sum += h.Persons.Or(0) * factors[i]
	}
	if !spread && sum > 0 {
		for _, h := range members {
			if v, known := h.Persons.Get(); known {
				rescale(h, v, v*persons/sum)
			}
		}
		e.follow(officials)
		return nil
	}
	list := make([]geo.Home, len(members))
	for i, h := range members {
		list[i] = *h
	}
	weights, kind := homes.Weights(list)
	if kind == "" {
		weights = slices.Repeat([]float64{1}, len(members))
	}
	total := 0.0
	for _, w := range weights {
		total += w
	}
	for i, h := range members {
		rescale(h, h.Persons.Or(0), persons*weights[i]/total/factors[i])
	}
	e.follow(officials)
	return nil
}

// rescale gives a home another number of persons; its age groups keep their shares.
func rescale(h *geo.Home, from, to float64) {
	h.Persons = geo.Known(to)
	if len(h.Groups) == 0 {
		return
	}
	groups := make(map[string]float64, len(h.Groups))
	for name, v := range h.Groups {
		groups[name] = 0
		if from > 0 {
			groups[name] = v * to / from
		}
	}
	h.Groups = groups
}

// official is a unit whose homes are rescaled to an official number.
type official struct {
	unit  *geo.Unit
	level geo.Level
	box   orb.Bound
	// before is the sum of its homes' persons before the edit.
	before float64
}

// officials are the units that count, reach into a box, and have an official number that
// their homes are rescaled to, with what the homes add up to now.
func (e *editor) officials(near orb.Bound) []official {
	var out []official
	for i := range e.ds.Units {
		u := &e.ds.Units[i]
		if u.SupersededBy != "" || !u.Population.IsKnown() || !u.Geometry.Bound().Intersects(near) {
			continue
		}
		row, _ := e.units.find(e.units.id(u))
		o := official{unit: row, level: u.Level, box: u.Geometry.Bound()}
		outranked := false
		e.eachHome(func(h *geo.Home) {
			if v, known := h.Persons.Get(); known && o.holds(h.Location) {
				o.before += v
				outranked = outranked || v > 0 && e.ds.FromOSM(u.Source) && !e.ds.FromOSM(h.Source)
			}
		})
		if !outranked {
			out = append(out, o)
		}
	}
	return out
}

func (o *official) holds(p orb.Point) bool {
	return o.box.Contains(p) && planar.MultiPolygonContains(o.unit.Geometry, p)
}

// eachHome hands on the homes as they stand now.
func (e *editor) eachHome(take func(h *geo.Home)) {
	for i := range e.homes.base {
		if h := e.homes.changed[i]; h != nil {
			take(h)
		} else {
			take(&e.homes.base[i])
		}
	}
	for _, h := range e.homes.added {
		if h != nil {
			take(h)
		}
	}
}

// factorAt is what the persons of a home at a place count for: in its town, or without
// towns with an official number as they are.
func factorAt(officials []official, p orb.Point) (float64, *EditError) {
	for i := range officials {
		o := &officials[i]
		if o.level != geo.LevelTown || !o.holds(p) {
			continue
		}
		n := o.unit.Population.Or(0)
		if o.before <= 0 && n <= 0 {
			return 1, nil // nobody lived there
		}
		if o.before <= 0 || n <= 0 {
			return 0, refuse("properties.persons", nil, fmt.Sprintf("cannot be set in %s: its official number and its homes do not tell the same of whether anybody lives there", o.unit.Code),
				fmt.Sprintf("%s 的官方人口与住户点人口一方为零，无法调整", o.unit.Code))
		}
		return n / o.before, nil
	}
	return 1, nil
}

// follow moves the official numbers along with the people of the homes.
func (e *editor) follow(officials []official) {
	for i := range officials {
		o := &officials[i]
		after := 0.0
		e.eachHome(func(h *geo.Home) {
			if o.holds(h.Location) {
				after += h.Persons.Or(0)
			}
		})
		switch n := o.unit.Population.Or(0); {
		case after == o.before:
		case o.before > 0:
			o.unit.Population = geo.Known(n * after / o.before)
		case n <= 0:
			o.unit.Population = geo.Known(after)
		}
	}
}

// maxEstateHomes bounds the homes of one estate.
const maxEstateHomes = 10_000

// estateGrainM is how far apart the homes of an estate stand: the width up to which
// imports keep people in one place.
const estateGrainM = 50.0

// addEstate puts homes where an estate is to be, one for a place, a grid for a ground,
// each with an equal share; and a row of population, from which the next import makes its
// homes anew.
func (e *editor) addEstate(edit *Edit, persons float64, dwellings geo.Amount) *EditError {
	id := e.idOf(edit)
	var places []orb.Point
	grain, area := 0.0, geo.Unknown()
	switch g := edit.Geometry.(type) {
	case orb.Point:
		places = []orb.Point{g}
	default:
		var ground orb.MultiPolygon
		if err := groundOf(edit, &ground); err != nil {
			return err
		}
		m2 := crs.Area(ground)
		area = geo.Known(m2)
		grain = estateGrainM
		if n := m2 / (grain * grain); n > maxEstateHomes {
			grain = math.Sqrt(m2 / maxEstateHomes)
		}
		places = gridOf(ground, grain)
	}
	officials := e.officials(orb.MultiPoint(places).Bound())
	share := 1 / float64(len(places))
	part := func(a geo.Amount) geo.Amount {
		if v, known := a.Get(); known {
			return geo.Known(v * share)
		}
		return a
	}
	for n, p := range places {
		factor, err := factorAt(officials, p)
		if err != nil {
			return err
		}
		h := geo.Home{ID: id, Location: p, Persons: geo.Known(persons * share / factor), Dwellings: part(dwellings), ResidentialM2: part(area),
			Town: e.unitAt(geo.LevelTown, p), Village: e.unitAt(geo.LevelVillage, p), Cell: id, GrainM: grain, Source: Source}
		if len(places) > 1 {
			h.ID = fmt.Sprintf("%s~%05d", id, n+1)
		}
		if err := e.homes.add(h); err != nil {
			return err
		}
	}
	if err := e.cells.add(geo.PopulationCell{ID: id, Geometry: edit.Geometry, Persons: geo.Known(persons), Source: Source}); err != nil {
		return err
	}
	e.follow(officials)
	return nil
}

// gridOf are the places of a square grid inside a ground, by row from the south-west; a
// point inside it where the grid misses it.
func gridOf(ground orb.MultiPolygon, stepM float64) []orb.Point {
	proj := crs.NewLocalTM(ground.Bound().Center())
	box := orb.Bound{Min: orb.Point{math.Inf(1), math.Inf(1)}, Max: orb.Point{math.Inf(-1), math.Inf(-1)}}
	for _, p := range ground {
		for _, q := range p[0] {
			box = box.Extend(proj.ToPlane(q))
		}
	}
	var out []orb.Point
	for y := box.Min[1] + stepM/2; y < box.Max[1]; y += stepM {
		for x := box.Min[0] + stepM/2; x < box.Max[0]; x += stepM {
			p := proj.ToGeo(orb.Point{x, y})
			p = orb.Point{math.Round(p[0]*1e7) / 1e7, math.Round(p[1]*1e7) / 1e7}
			if planar.MultiPolygonContains(ground, p) {
				out = append(out, p)
			}
		}
	}
	if len(out) == 0 {
		out = append(out, shape.InsidePoint(ground))
	}
	return out
}

// unitAt is the code of the unit of a level that holds a place, the smallest on a border,
// "" for none.
func (e *editor) unitAt(level geo.Level, p orb.Point) string {
	var codes []string
	for i := range e.ds.Units {
		u := &e.ds.Units[i]
		if u.Level == level && u.SupersededBy == "" && u.Geometry.Bound().Contains(p) && planar.MultiPolygonContains(u.Geometry, p) {
			codes = append(codes, u.Code)
		}
	}
	slices.Sort(codes)
	if len(codes) == 0 {
		return ""
	}
	return codes[0]
}
