package analysis

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/shape"
)

// SortedFacilities are the facilities of some categories that stand in an area, by
// whether they have the attributes asked. They are shared and must not be changed.
type SortedFacilities struct {
	Area *Area
	// With have the attributes, Without do not; of Unknown nobody has noted one.
	With, Without, Unknown []*geo.Facility
	// Everywhere is how many facilities of the categories count in the whole dataset,
	// whatever their attributes: 0 tells that the data may just not have the kind.
	Everywhere int

	want *want
}

// SortFacilities sorts the facilities of an area that count today (existing, no
// duplicates) by the attributes asked, each list by id. O(facilities).
func (a *Analysis) SortFacilities(ctx context.Context, code string, categories []string, where map[string]string) (*SortedFacilities, error) {
	area, err := a.Area(code)
	if err != nil {
		return nil, err
	}
	w, err := a.wanted(categories, 1, where)
	if err != nil {
		return nil, err
	}
	return cached(ctx, a.cache, "sorted "+area.Code+" "+w.key(), func(ctx context.Context) (*SortedFacilities, int64, error) {
		out, err := a.sortFacilities(ctx, area, w)
		if err != nil {
			return nil, 0, err
		}
		return out, int64(8 * (len(out.With) + len(out.Without) + len(out.Unknown))), nil
	})
}

func (a *Analysis) sortFacilities(ctx context.Context, area *Area, w *want) (*SortedFacilities, error) {
	in, err := a.facilitiesIn(ctx, area)
	if err != nil {
		return nil, err
	}
	out := &SortedFacilities{Area: area, want: w}
	for i, f := range a.facilities {
		if !f.Counts() || !slices.ContainsFunc(w.categories, f.Serves) {
			continue
		}
		out.Everywhere++
		if !in[i] {
			continue
		}
		switch matches(f, w.where) {
		case isYes:
			out.With = append(out.With, f)
		case isNo:
			out.Without = append(out.Without, f)
		default:
			out.Unknown = append(out.Unknown, f)
		}
	}
	return out, nil
}

// Quantity is the number that a facility's attribute holds, as a number or as text;
// "area_m2" is also the area of its ground. Unknown where nobody has noted it, and where
// it is no number or below 0.
func Quantity(f *geo.Facility, attribute string) geo.Amount {
	out := geo.Unknown()
	switch v := f.Attributes[attribute].(type) {
	case float64:
		out = geo.Known(v)
	case string:
		if n, err := strconv.ParseFloat(strings.TrimSpace(v), 64); err == nil {
			out = geo.Known(n)
		}
	}
	if !out.IsKnown() && attribute == "area_m2" {
		out = f.AreaM2
	}
	if out.Or(0) < 0 {
		return geo.Unknown()
	}
	return out
}

// PartsOf lists the units of a level that belong to an area, by code: by a point in
// the middle of their ground, because a seat may stand in another unit.
func (a *Analysis) PartsOf(area *Area, level geo.Level) []*geo.Unit {
	in := a.insideOf(area)
	var out []*geo.Unit
	for i := range a.areas[level] {
		if u := &a.areas[level][i]; in.unit(u) {
			out = append(out, u.unit)
		}
	}
	return out
}

// ParksOf lists the parks that exist in an area, by a point inside them, by id.
func (a *Analysis) ParksOf(area *Area) []*geo.Park {
	in := a.insideOf(area)
	var out []*geo.Park
	for i := range a.ds.Parks {
		p := &a.ds.Parks[i]
		if p.Status.Exists() && len(p.Geometry) > 0 && in.place(shape.InsidePoint(p.Geometry)) {
			out = append(out, p)
		}
	}
	slices.SortFunc(out, func(x, y *geo.Park) int { return strings.Compare(x.ID, y.ID) })
	return out
}

// GroupPopulation is the number of residents of an age group of an area, rescaled as
// the whole is; group "" is everybody. A group that no home knows is a [FieldError].
func (a *Analysis) GroupPopulation(ctx context.Context, area *Area, group string) (Population, error) {
	d, err := a.demandOf(ctx, area, geo.OriginAll, group)
	if err != nil {
		return Population{}, err
	}
	out := d.population
	if group == "" {
		return out, nil
	}
	if d.noPeople != "" {
		out.Persons, out.From, out.Reason = geo.Unknown(), "", d.noPeople
		return out, nil
	}
	sum := 0.0
	for _, n := range d.Persons {
		sum += n.Or(0)
	}
	out.Persons = geo.Known(sum)
	return out, nil
}
