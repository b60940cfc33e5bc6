package analysis

import (
	"context"
	"maps"
	"slices"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/network"
)

// Facilities lists the facilities of the categories in an area, all of them for no
// category, also those that do not count today.
func (a *Analysis) Facilities(ctx context.Context, code string, categories []string) (*FacilitiesAnswer, error) {
	area, err := a.Area(code)
	if err != nil {
		return nil, err
	}
	w := &want{}
	if len(categories) > 0 {
		if w, err = a.wanted(categories, 1, nil); err != nil {
			return nil, err
		}
	}
	lists := make(map[string]*linkList)
	if a.top != nil {
		for i := range a.profiles.Modes {
			var l *network.Linker
			if l, err = a.network(ctx, &a.profiles.Modes[i], geo.NetworkDistance); err != nil {
				return nil, err
			}
			if lists[a.profiles.Modes[i].ID], err = a.facilityLinks(ctx, l); err != nil {
				return nil, err
			}
		}
	}
	out := &FacilitiesAnswer{Area: area}
	in := a.insideOf(area)
	for i, f := range a.facilities {
		if !in.place(f.Location) || len(categories) > 0 && !slices.ContainsFunc(w.categories, f.Serves) {
			continue
		}
		s := FacilityState{Facility: f}
		if t := find(a.towns, f.Location); t >= 0 {
			s.Town = a.towns[t].unit.Code
		}
		for _, mode := range slices.Sorted(maps.Keys(lists)) {
			if len(lists[mode].of(i)) == 0 {
				s.Unplaced = append(s.Unplaced, mode)
			}
		}
		out.Facilities = append(out.Facilities, s)
	}
	return out, nil
}
