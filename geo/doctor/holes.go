package doctor

import (
	"context"
	"fmt"
	"slices"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
	"github.com/seed-4611ae28/lifecircle/geo/overlay"
	"github.com/seed-4611ae28/lifecircle/geo/shape"
)

// holes looks for ground that belongs to no town though towns are all around it, or
// though it lies in a county that has towns. Villages need not cover a town.
func holes(ctx context.Context, p *patient) ([]Finding, error) {
	x := p.units[geo.LevelTown]
	if len(x.units) == 0 {
		return nil, nil
	}
	towns := x.geometries()
	union, err := overlay.Union(ctx, towns...)
	if err != nil {
		return nil, fmt.Errorf("joining the towns: %w", err)
	}
	var around []orb.MultiPolygon
	for _, part := range union {
		around = append(around, orb.MultiPolygon{{part[0]}})
	}
	middles := make([]orb.Point, len(x.units))
	for i, t := range x.units {
		middles[i] = shape.InsidePoint(t.Geometry)
	}
	for _, county := range p.units[geo.LevelCounty].units {
		// A county at the edge of the data, of which no town is known, has no hole.
		in := newUnitIndex([]geo.Unit{{Level: geo.LevelCounty, Geometry: county.Geometry}}, geo.LevelCounty)
		if slices.ContainsFunc(middles, func(m orb.Point) bool { return in.at(m) >= 0 }) {
			around = append(around, county.Geometry)
		}
	}
	a, err := overlay.Arrange(ctx, overlay.LayerOf(towns...), overlay.LayerOf(around...))
	if err != nil {
		return nil, fmt.Errorf("looking between the towns: %w", err)
	}
	f := Finding{ID: "units-hole", Severity: Warning, Layer: geo.LayerUnits}
	area := 0.0
	var ground orb.MultiPolygon
	for _, part := range a.Region(func(w []int32) bool { return w[0] <= 0 && w[1] > 0 }) {
		if sliver(part) {
			continue
		}
		at := shape.InsidePoint(orb.MultiPolygon{part})
		m2 := crs.Area(part)
		area += m2
		ground = append(ground, part)
		f.add(Place{At: pointOf(at), Detail: areaWord(m2)})
	}
	if f.Count == 0 {
		return nil, nil
	}
	f.People = p.peopleOn(ground)
	if f.People.Or(0) > 0 {
		f.Severity = Serious
	}
	f.Zh = fmt.Sprintf("乡镇(街道)之间有 %d 处空洞,共 %s,不属于任何乡镇。", f.Count, areaWord(area))
	f.En = fmt.Sprintf("Holes between the towns that belong to none of them: %d, %s in all.", f.Count, areaWord(area))
	f.EffectZh = fmt.Sprintf("空洞里的 %s 不计入任何乡镇。", peopleZh(f.People))
	f.EffectEn = fmt.Sprintf("%s live there and count for no town.", peopleEn(f.People))
	return []Finding{f}, nil
}
