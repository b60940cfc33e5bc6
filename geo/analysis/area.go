package analysis

import (
	"fmt"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// everything is the code of all towns, or of the data's rectangle where there are
// no towns.
const everything = "all"

// Area resolves a code: of one unit, a comma list of units of one level (a
// cluster), or "all". Unknown codes and mixed levels are a [FieldError] on "unit".
func (a *Analysis) Area(code string) (*Area, error) {
	if code == everything {
		return a.wholeArea(), nil
	}
	var units []*geo.Unit
	for c := range strings.SplitSeq(code, ",") {
		c = strings.TrimSpace(c)
		u, ok := a.byCode[c]
		if !ok {
			return nil, &FieldError{Field: "unit", Value: c, Rule: "is no unit of this dataset; /v1/units lists them", Missing: true}
		}
		if !slices.Contains(units, u) {
			units = append(units, u)
		}
	}
	for _, u := range units[1:] {
		if u.Level != units[0].Level {
			return nil, &FieldError{Field: "unit", Value: code,
				Rule: fmt.Sprintf("the units of a cluster are of one level; %s is a %s and %s a %s", units[0].Code, units[0].Level, u.Code, u.Level)}
		}
	}
	return areaFor(units), nil
}

func areaFor(units []*geo.Unit) *Area {
	slices.SortFunc(units, func(x, y *geo.Unit) int { return strings.Compare(x.Code, y.Code) })
	out := &Area{Units: units, Level: units[0].Level}
	codes, names := make([]string, len(units)), make([]string, len(units))
	for i, u := range units {
		codes[i], names[i] = u.Code, u.Name
		out.Geometry = append(out.Geometry, u.Geometry...)
	}
	out.Code, out.Name = strings.Join(codes, ","), strings.Join(names, "、")
	return out
}

func (a *Analysis) wholeArea() *Area {
	if len(a.towns) == 0 {
		return &Area{Code: everything, Name: a.ds.Title, DataBox: true, Geometry: orb.MultiPolygon{a.extent().ToPolygon()}}
	}
	units := make([]*geo.Unit, len(a.towns))
	for i, t := range a.towns {
		units[i] = t.unit
	}
	out := areaFor(units)
	out.Code = everything
	if a.ds.Title != "" {
		out.Name = a.ds.Title
	}
	return out
}
