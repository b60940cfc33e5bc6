package analysis

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/builtup"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
	"github.com/seed-4611ae28/lifecircle/geo/network"
	"github.com/seed-4611ae28/lifecircle/geo/shape"
)

// Options tune an analysis. The zero value works.
type Options struct {
	// CacheBytes is the budget of everything computed on demand. Defaults to a quarter of
	// the memory limit of the process (GOMEMLIMIT), 1 GiB where there is none.
	CacheBytes int64
	// Workers is how many goroutines one question may use. Defaults to the number
	// of processors.
	Workers int
	// Hierarchies makes fields faster once it has made the hierarchies of the networks;
	// answers are the same with and without. Defaults to none.
	Hierarchies *Hierarchies
}

// Analysis is one version of a dataset, made ready for questions. It is immutable
// and safe for concurrent use.
type Analysis struct {
	ds       *geo.Dataset
	profiles *geo.Profiles
	workers  int
	cache    *cache
	// hierarchies is nil where networks are searched node by node.
	hierarchies *Hierarchies
	standing    *standing

	// top is nil in a dataset without roads.
	top *network.Topology
	// plane is the projection in which straight distances are measured.
	plane  *crs.LocalTM
	units  []*geo.Unit
	byCode map[string]*geo.Unit

	homes      homeColumns
	facilities []*geo.Facility
	// handles are the numbers by which networks know the facilities, in their order.
	handles []int32
	// areas are the units that count, by level and then by code; towns and villages
	// are those of two levels.
	areas           map[geo.Level][]areaOf
	towns, villages []areaOf
	// builtUp is, by town code (and "all" in a dataset without towns), the built-up
	// area or the reason why there is none.
	builtUp map[string]builtup.Area
	ground  *network.Ground
	// before is nil unless the networks are made of those of the version before.
	before *networksBefore
}

// areaOf is a unit with the means to ask what lies in it.
type areaOf struct {
	unit *geo.Unit
	in   *shape.Covering
	// middle is a point in the middle of its ground.
	middle orb.Point
}

// New makes a dataset ready: it joins the roads, finds the town and village of
// every home and the built-up areas. Graphs, links and fields are made when asked
// for. The dataset and the profiles must not be changed afterwards.
func New(ctx context.Context, ds *geo.Dataset, profiles *geo.Profiles, o Options) (*Analysis, error) {
	return prepare(ctx, ds, profiles, o, nil)
}

// prepare makes an analysis, out of what holds of the version before it where there
// is one.
func prepare(ctx context.Context, ds *geo.Dataset, profiles *geo.Profiles, o Options, before *Analysis) (*Analysis, error) {
	if o.CacheBytes <= 0 {
		o.CacheBytes = defaultCacheBytes()
	}
	if o.Workers <= 0 {
		o.Workers = processors()
	}
	a := &Analysis{ds: ds, profiles: profiles, workers: o.Workers, cache: newCache(o.CacheBytes), hierarchies: o.Hierarchies}
	if err := a.findStanding(); err != nil {
		return nil, fmt.Errorf("preparing the analysis: %w", err)
	}
	a.plane = crs.NewLocalTM(a.extent().Center())
	in := inherit(before, ds)
	// edited: the networks are made of those of the version before; grounded: what a leg
	// meets on its way is as it was.
	edited, grounded := false, in&holdGround != 0
	if in&holdRoads != 0 {
		a.top = before.top
	} else {
		var err error
		if edited, grounded, err = a.followRoads(ctx, before, in); err == nil && !edited {
			err = a.joinRoads(ctx)
		}
		if err != nil {
			return nil, fmt.Errorf("preparing the analysis: %w", err)
		}
	}
	if in&holdUnits != 0 {
		a.units, a.byCode, a.areas, a.towns, a.villages = before.units, before.byCode, before.areas, before.towns, before.villages
	} else {
		a.indexUnits()
	}
	if in&holdBuiltUp != 0 {
		a.builtUp = before.builtUp
	} else if err := a.findBuiltUp(ctx); err != nil {
		return nil, fmt.Errorf("preparing the analysis: %w", err)
	}
	if grounded {
		a.ground = before.ground
	} else {
		a.raiseGround()
	}
	if in&holdHomes != 0 {
		a.homes = before.homes
	} else {
		a.homes = a.columns()
	}
	changes := a.listFacilities(&in, before)
	if before != nil {
		a.keep(in, before, changes)
	}
	if edited && in&holdWants != 0 {
		a.before = networksOf(before, in, changes)
	}
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("preparing the analysis: %w", err)
	}
	return a, nil
}

func (a *Analysis) joinRoads(ctx context.Context) error {
	top, err := network.NewTopology(ctx, a.ds.Roads)
	if errors.Is(err, network.ErrNoRoads) {
		return nil
	}
	a.top = top
	return err
}

// listFacilities lists the facilities by id. It tells how they differ from those of the
// version before, where something can be kept in spite of that: nil where they do not.
func (a *Analysis) listFacilities(in *hold, before *Analysis) *facilityChanges {
	if *in&holdFacilities != 0 {
		a.facilities, a.handles = before.facilities, before.handles
		return nil
	}
	for i := range a.ds.Facilities {
		if f := &a.ds.Facilities[i]; f.SupersededBy == "" {
			a.facilities = append(a.facilities, f)
		}
	}
	slices.SortFunc(a.facilities, func(x, y *geo.Facility) int { return cmp.Compare(x.ID, y.ID) })
	if *in != 0 {
		changes := changedFacilities(before.facilities, a.facilities)
		if handles, ok := changes.followHandles(before.handles); ok {
			a.handles = handles
			*in |= holdWants
			return changes
		}
	}
	a.handles = newHandles(len(a.facilities))
	return nil
}

// indexUnits keeps the units that count, by code.
func (a *Analysis) indexUnits() {
	a.byCode, a.areas = make(map[string]*geo.Unit), make(map[geo.Level][]areaOf)
	for i := range a.ds.Units {
		if u := &a.ds.Units[i]; u.SupersededBy == "" {
			a.units = append(a.units, u)
		}
	}
	slices.SortFunc(a.units, func(x, y *geo.Unit) int { return cmp.Compare(x.Code, y.Code) })
	for _, u := range a.units {
		a.byCode[u.Code] = u
		a.areas[u.Level] = append(a.areas[u.Level], areaOf{u, shape.Cover(u.Geometry), shape.InsidePoint(u.Geometry)})
	}
	a.towns, a.villages = a.areas[geo.LevelTown], a.areas[geo.LevelVillage]
	// The 12-digit code of a town is an alias of its 9-digit one.
	for _, t := range a.towns {
		alias := t.unit.Code + "000"
		if len(t.unit.Code) == 12 {
			alias = t.unit.Code[:9]
		} else if len(t.unit.Code) != 9 {
			continue
		}
		if _, taken := a.byCode[alias]; !taken {
			a.byCode[alias] = t.unit
		}
	}
}

// findBuiltUp finds the built-up area of every town; in a dataset without towns,
// of the whole.
func (a *Analysis) findBuiltUp(ctx context.Context) error {
	var err error
	if len(a.towns) > 0 {
		a.builtUp, err = builtup.All(ctx, a.ds)
	} else {
		var area builtup.Area
		box := geo.Unit{Code: everything, Level: geo.LevelTown, Geometry: orb.MultiPolygon{a.extent().ToPolygon()}}
		area, err = builtup.For(ctx, a.ds, &box)
		a.builtUp = map[string]builtup.Area{everything: area}
	}
	return err
}

// raiseGround indexes what a straight leg meets: barriers and built-up areas.
func (a *Analysis) raiseGround() {
	if a.top == nil {
		return
	}
	var areas []orb.MultiPolygon
	for _, code := range slices.Sorted(maps.Keys(a.builtUp)) {
		if g := a.builtUp[code].Geometry; len(g) > 0 {
			areas = append(areas, g)
		}
	}
	a.ground = network.NewGround(a.top, a.ds.Barriers, areas)
}

// extent is the box of the data, never empty.
func (a *Analysis) extent() orb.Bound {
	if b := a.ds.Extent; !b.IsEmpty() && !b.IsZero() {
		return b
	}
	b := orb.Bound{Min: orb.Point{math.Inf(1), math.Inf(1)}, Max: orb.Point{math.Inf(-1), math.Inf(-1)}}
	for i := range a.ds.Homes {
		b = b.Extend(a.ds.Homes[i].Location)
	}
	for i := range a.ds.Units {
		b = b.Union(a.ds.Units[i].Geometry.Bound())
	}
	if b.Min[0] > b.Max[0] {
		return orb.Bound{}
	}
	return b
}

// Dataset is the dataset; it must not be changed.
func (a *Analysis) Dataset() *geo.Dataset { return a.ds }

// Profiles are the profiles in force; they must not be changed.
func (a *Analysis) Profiles() *geo.Profiles { return a.profiles }

// Units lists the units of a level that count, all of them for "", by code.
func (a *Analysis) Units(level geo.Level) []*geo.Unit {
	var out []*geo.Unit
	for _, u := range a.units {
		if level == "" || u.Level == level {
			out = append(out, u)
		}
	}
	return out
}

// UnitAreaM2 is the area of a unit on the ellipsoid in square metres.
func (a *Analysis) UnitAreaM2(u *geo.Unit) float64 { return crs.Area(u.Geometry) }
