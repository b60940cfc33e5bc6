package doctor

import (
	"context"
	"fmt"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/shape"
)

// seats looks for towns without the point of their government.
func seats(_ context.Context, p *patient) ([]Finding, error) {
	x := p.units[geo.LevelTown]
	f := Finding{ID: "town-no-seat", Severity: Warning, Layer: geo.LayerUnits}
	chosen := map[int32]bool{}
	for i, u := range x.units {
		if u.Seat != nil {
			continue
		}
		chosen[int32(i)] = true
		place := Place{ID: u.Code, Name: u.Name}
		if !geo.EmptyGeometry(u.Geometry) {
			place.At = pointOf(shape.InsidePoint(u.Geometry))
		}
		f.add(place)
	}
	f.People = p.people(func(i int) bool { return chosen[p.townOf[i]] })
	f.Zh = fmt.Sprintf("%d 个乡镇(街道)没有驻地点。", f.Count)
	f.En = fmt.Sprintf("Towns without a seat: %d.", f.Count)
	f.EffectZh = fmt.Sprintf("从驻地出发的交通圈(15、30、60 分钟)在这些乡镇没有数值,涉及 %s;建成区也少一个依据。", peopleZh(f.People))
	f.EffectEn = fmt.Sprintf("The traffic circles that start at a seat (15, 30, 60 minutes) are not known there, for %s; the built-up area has one clue less.", peopleEn(f.People))
	return []Finding{f}, nil
}
