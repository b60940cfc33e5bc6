package doctor

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"

	"github.com/paulmach/orb"
	"github.com/tidwall/rtree"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/builtup"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
	"github.com/seed-4611ae28/lifecircle/geo/homes"
	"github.com/seed-4611ae28/lifecircle/geo/network"
)

// patient is a dataset made ready to be looked at: rows in the order of their ids,
// indexes of what is asked often.
type patient struct {
	// ds has the rows sorted, so that no finding depends on their order.
	ds       *geo.Dataset
	profiles *geo.Profiles
	// units are those that count, by level and then by code.
	units map[geo.Level]*unitIndex
	// townOf is the index of the town of each home, -1 for none.
	townOf []int32
	// homeTree holds the homes by place.
	homeTree rtree.RTreeG[int32]
	// persons are those of each home; some is known where one of them is.
	persons []geo.Amount
	known   bool
	// everybody are all people, as the homes have them.
	everybody geo.Amount

	// top is nil where there are no roads; segments are the straight pieces of roads.
	top      *network.Topology
	segments *segmentIndex
	// builtUp is, by town, what the analysis takes for it; builtUpErr why it could not be
	// found.
	builtUp    map[string]builtup.Area
	builtUpErr error
	ground     *network.Ground
	linkers    map[string]*network.Linker
	// stands is found when first asked for.
	stands *standing
}

func newPatient(ctx context.Context, ds *geo.Dataset, profiles *geo.Profiles) (*patient, error) {
	p := &patient{ds: sorted(ds), profiles: profiles, units: map[geo.Level]*unitIndex{}, linkers: map[string]*network.Linker{}}
	for _, level := range geo.Levels() {
		p.units[level] = newUnitIndex(p.ds.Units, level)
	}
	p.townOf = make([]int32, len(p.ds.Homes))
	for i := range p.ds.Homes {
		h := &p.ds.Homes[i]
		p.townOf[i] = p.units[geo.LevelTown].at(h.Location)
		p.homeTree.Insert(h.Location, h.Location, int32(i))
	}
	p.fillPersons()
	p.everybody = p.people(func(int) bool { return true })
	roads := p.ds.Roads
	if slices.ContainsFunc(roads, func(r geo.RoadSegment) bool { return len(r.Geometry) < 2 }) {
		roads = slices.DeleteFunc(slices.Clone(roads), func(r geo.RoadSegment) bool { return len(r.Geometry) < 2 })
	}
	var err error
	if p.top, err = network.NewTopology(ctx, roads); err != nil && !errors.Is(err, network.ErrNoRoads) {
		return nil, err
	}
	if p.top != nil {
		p.segments = newSegmentIndex(p.top)
	}
	p.findBuiltUp(ctx)
	return p, ctx.Err()
}

// findBuiltUp finds the built-up area of every town, in a dataset without towns that
// of the whole, as an analysis does: they bound the links of homes.
func (p *patient) findBuiltUp(ctx context.Context) {
	var err error
	if len(p.units[geo.LevelTown].units) > 0 {
		p.builtUp, err = builtup.All(ctx, p.ds)
	} else if !p.ds.Extent.IsZero() && !p.ds.Extent.IsEmpty() {
		box := geo.Unit{Code: "all", Level: geo.LevelTown, Geometry: orb.MultiPolygon{p.ds.Extent.ToPolygon()}}
		var area builtup.Area
		area, err = builtup.For(ctx, p.ds, &box)
		p.builtUp = map[string]builtup.Area{"all": area}
	}
	p.builtUpErr = err
	if p.top == nil {
		return
	}
	var areas []orb.MultiPolygon
	for _, code := range slices.Sorted(maps.Keys(p.builtUp)) {
		if g := p.builtUp[code].Geometry; len(g) > 0 {
			areas = append(areas, g)
		}
	}
	p.ground = network.NewGround(p.top, p.ds.Barriers, areas)
}

// linker links places to the network of a mode; nil where there are no roads or the
// profiles know no such mode.
func (p *patient) linker(ctx context.Context, mode string) (*network.Linker, error) {
	if l, made := p.linkers[mode]; made || p.top == nil {
		return l, nil
	}
	m, ok := p.profiles.Mode(mode)
	if !ok {
		p.linkers[mode] = nil
		return nil, nil
	}
	g, err := p.top.Graph(ctx, m, geo.NetworkDistance)
	if err != nil {
		return nil, err
	}
	p.linkers[mode] = network.NewLinker(g, p.ground)
	return p.linkers[mode], nil
}

// fillPersons takes the persons of the homes; in a town whose homes know none, the
// official number is shared out over them as an analysis does ([homes.Weights]).
// Numbers are not rescaled: what is told is what the rows say.
func (p *patient) fillPersons() {
	towns := p.units[geo.LevelTown].units
	of := make([][]int, len(towns))
	p.persons = make([]geo.Amount, len(p.ds.Homes))
	for i := range p.ds.Homes {
		p.persons[i] = p.ds.Homes[i].Persons
		if t := p.townOf[i]; t >= 0 {
			of[t] = append(of[t], i)
		}
	}
	for t, members := range of {
		official, given := towns[t].Population.Get()
		if !given || slices.ContainsFunc(members, func(i int) bool { return p.persons[i].IsKnown() }) {
			continue
		}
		list := make([]geo.Home, len(members))
		for k, i := range members {
			list[k] = p.ds.Homes[i]
		}
		weights, _ := homes.Weights(list)
		total := 0.0
		for _, w := range weights {
			total += w
		}
		for k, i := range members {
			if total > 0 {
				p.persons[i] = geo.Known(official * weights[k] / total)
			}
		}
	}
	p.known = slices.ContainsFunc(p.persons, geo.Amount.IsKnown)
}

// people are the persons of the homes that are chosen; unknown where no home of the
// dataset knows its people.
func (p *patient) people(chosen func(home int) bool) geo.Amount {
	if !p.known {
		return geo.Unknown()
	}
	sum := 0.0
	for i := range p.ds.Homes {
		if chosen(i) {
			sum += p.persons[i].Or(0)
		}
	}
	return geo.Known(sum)
}

// The shares of all people by which a finding that bears on them is weighed. A lamp
// turns yellow at nine tenths of a target, so that a twentieth of the people is half the
// way from green to red: serious. Below a thousandth no figure in per cent with one
// decimal moves by more than its last digit: a note.
const (
	seriousShare = 0.05
	noteShare    = 0.001
)

// weigh is the severity of a finding that bears on some people; a warning where nobody
// knows how many they are.
func (p *patient) weigh(people geo.Amount) Severity {
	all := p.everybody.Or(0)
	n, known := people.Get()
	switch {
	case !known || all <= 0:
		return Warning
	case n >= seriousShare*all:
		return Serious
	case n < noteShare*all:
		return Note
	}
	return Warning
}

// sorted is a dataset with the same rows in the order of their ids.
func sorted(ds *geo.Dataset) *geo.Dataset {
	out := *ds
	out.Units = byKey(ds.Units, func(u *geo.Unit) (string, string) { return u.Code, u.Source })
	out.BuiltUps = byKey(ds.BuiltUps, func(b *geo.BuiltUp) (string, string) { return b.ID, b.Source })
	out.Facilities = byKey(ds.Facilities, func(f *geo.Facility) (string, string) { return f.ID, f.Source })
	out.Roads = byKey(ds.Roads, func(r *geo.RoadSegment) (string, string) { return r.ID, r.Source })
	out.Greenways = byKey(ds.Greenways, func(g *geo.Greenway) (string, string) { return g.ID, g.Source })
	out.Parks = byKey(ds.Parks, func(k *geo.Park) (string, string) { return k.ID, k.Source })
	out.Parcels = byKey(ds.Parcels, func(k *geo.Parcel) (string, string) { return k.ID, k.Source })
	out.Buildings = byKey(ds.Buildings, func(b *geo.Building) (string, string) { return b.ID, b.Source })
	out.Barriers = byKey(ds.Barriers, func(b *geo.Barrier) (string, string) { return b.ID, b.Source })
	out.Population = byKey(ds.Population, func(c *geo.PopulationCell) (string, string) { return c.ID, c.Source })
	out.Homes = byKey(ds.Homes, func(h *geo.Home) (string, string) { return h.ID, h.Source })
	return &out
}

// byKey sorts a copy of rows by id and source.
func byKey[T any](rows []T, key func(*T) (id, source string)) []T {
	less := func(a, b T) int {
		ai, as := key(&a)
		bi, bs := key(&b)
		return cmp.Or(cmp.Compare(ai, bi), cmp.Compare(as, bs))
	}
	if slices.IsSortedFunc(rows, less) {
		return rows
	}
	rows = slices.Clone(rows)
	slices.SortStableFunc(rows, less)
	return rows
}

// grown is a box with so many metres more on every side.
func grown(b orb.Bound, metres float64) orb.Bound {
	// A degree of latitude has 110.5 km at least, one of longitude that times the cosine.
	lat := metres / 110_500
	lon := lat
	if c := crs.ShortDistance(b.Center(), orb.Point{b.Center()[0] + 0.01, b.Center()[1]}); c > 0 {
		lon = 0.01 * metres / c
	}
	return orb.Bound{Min: orb.Point{b.Min[0] - lon, b.Min[1] - lat}, Max: orb.Point{b.Max[0] + lon, b.Max[1] + lat}}
}
