package analysis

import (
	"runtime"
	"slices"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/shape"
)

// find returns the index of the area that holds p, -1 when none does. On a shared
// border the smallest code wins: areas are sorted by it.
func find(areas []areaOf, p orb.Point) int32 {
	for i := range areas {
		if areas[i].in.Contains(p) {
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
	in   *shape.Covering
}

func (a *Analysis) insideOf(area *Area) *inside {
	return &inside{a: a, area: area, in: shape.Cover(area.Geometry)}
}

// place reports whether a place belongs to the area.
func (s *inside) place(p orb.Point) bool {
	if s.area.DataBox {
		return true
	}
	return s.in.Contains(p) && slices.Contains(s.area.Units, s.a.unitAt(s.area.Level, p))
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
