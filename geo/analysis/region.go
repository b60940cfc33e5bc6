package analysis

import (
	"runtime"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// region answers whether points lie in a multipolygon. It keeps the box of every
// polygon, so that most points are turned away at once.
type region struct {
	bound    orb.Bound
	bounds   []orb.Bound
	polygons orb.MultiPolygon
}

func newRegion(mp orb.MultiPolygon) *region {
	r := &region{bound: mp.Bound(), polygons: mp}
	for _, p := range mp {
		r.bounds = append(r.bounds, p.Bound())
	}
	return r
}

// contains reports whether p lies in the region, its border included.
func (r *region) contains(p orb.Point) bool {
	if !r.bound.Contains(p) {
		return false
	}
	for i, b := range r.bounds {
		if b.Contains(p) && planar.PolygonContains(r.polygons[i], p) {
			return true
		}
	}
	return false
}

// find returns the index of the area that holds p, -1 when none does. On a shared
// border the smallest code wins: areas are sorted by it.
func find(areas []areaOf, p orb.Point) int32 {
	for i := range areas {
		if areas[i].in.contains(p) {
			return int32(i)
		}
	}
	return -1
}

// unitAt is the unit of a level that a place belongs to, nil for none.
func (a *Analysis) unitAt(level geo.Level, p orb.Point) *geo.Unit {
	if k := find(a.areas[level], p); k >= 0 {
		return a.areas[level][k].unit
	}
	return nil
}

// inside tells what belongs to an area. A place on the border of two units belongs
// to one of them, whichever is asked for.
type inside struct {
	a    *Analysis
	area *Area
	in   *region
}

func (a *Analysis) insideOf(area *Area) *inside {
	return &inside{a: a, area: area, in: newRegion(area.Geometry)}
}

// place reports whether a place belongs to the area.
func (s *inside) place(p orb.Point) bool {
	if s.area.DataBox {
		return true
	}
	return s.in.contains(p) && slices.Contains(s.area.Units, s.a.unitAt(s.area.Level, p))
}

// unit reports whether a unit belongs to the area: by a point in the middle of its
// ground, because its seat may stand in another one.
func (s *inside) unit(u *areaOf) bool {
	if u.unit.Level == s.area.Level {
		return slices.Contains(s.area.Units, u.unit)
	}
	return s.place(u.middle)
}

func processors() int { return runtime.GOMAXPROCS(0) }
