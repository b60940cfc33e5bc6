package doctor

import (
	"context"
	"fmt"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// onWater looks for homes that stand in water.
func onWater(_ context.Context, p *patient) ([]Finding, error) {
	var water orb.MultiPolygon
	for i := range p.ds.Barriers {
		b := &p.ds.Barriers[i]
		if b.Kind != geo.BarrierWater {
			continue
		}
		switch g := b.Geometry.(type) {
		case orb.Polygon:
			water = append(water, g)
		case orb.MultiPolygon:
			water = append(water, g...)
		}
	}
	if len(water) == 0 {
		return nil, nil
	}
	x := newUnitIndex([]geo.Unit{{Code: "water", Level: geo.LevelTown, Geometry: water}}, geo.LevelTown)
	f := Finding{ID: "people-on-water", Layer: geo.LayerHomes}
	wet := make([]bool, len(p.ds.Homes))
	for i := range p.ds.Homes {
		h := &p.ds.Homes[i]
		if p.persons[i].Or(1) > 0 && x.at(h.Location) >= 0 {
			wet[i] = true
			place := p.placeOf(geo.LayerHomes, i)
			place.Detail = h.Cell
			f.add(place)
		}
	}
	f.People = p.people(func(i int) bool { return wet[i] })
	f.Severity = p.weigh(f.People)
	f.Zh = fmt.Sprintf("%d 个居住点落在水面上。", f.Count)
	f.En = fmt.Sprintf("Homes that stand in water: %d.", f.Count)
	f.EffectZh = fmt.Sprintf("水面上的 %s 多半连不上道路,拉低覆盖率:人口点偏移,或栅格把人分到了水里。", peopleZh(f.People))
	f.EffectEn = fmt.Sprintf("%s in the water mostly find no road and lower every coverage: points of people are shifted, or a grid puts people into water.", peopleEn(f.People))
	return []Finding{f}, nil
}
