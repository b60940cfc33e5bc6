package doctor

import (
	"context"
	"fmt"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
	"github.com/seed-4611ae28/lifecircle/geo/overlay"
	"github.com/seed-4611ae28/lifecircle/geo/shape"
)

// insideShare is the share of a village's ground that has to lie in its town: borders
// of villages and towns come from different surveys.
const insideShare = 0.9

// villages looks for villages that lie outside the town their code names, or, where
// it names none, outside the town that holds their middle.
func villages(ctx context.Context, p *patient) ([]Finding, error) {
	towns := p.units[geo.LevelTown]
	if len(towns.units) == 0 {
		return nil, nil
	}
	byCode := map[string]int32{}
	for i, t := range towns.units {
		byCode[shortCode(t.Code)] = int32(i)
	}
	f := Finding{ID: "village-outside-town", Severity: Warning, Layer: geo.LayerUnits}
	chosen := map[int32]bool{}
	x := p.units[geo.LevelVillage]
	for i, v := range x.units {
		if geo.EmptyGeometry(v.Geometry) {
			continue
		}
		middle := shape.InsidePoint(v.Geometry)
		town, named := int32(-1), false
		if len(v.Code) == 12 && shortCode(v.Code) == v.Code {
			town, named = lookup(byCode, v.Code[:9])
		}
		if !named {
			town = towns.at(middle)
		}
		share := 0.0
		if town >= 0 {
			var err error
			if share, err = shareInside(ctx, v.Geometry, towns.units[town].Geometry); err != nil {
				return nil, fmt.Errorf("laying the village %s over its town: %w", v.Code, err)
			}
		}
		if share >= insideShare {
			continue
		}
		chosen[int32(i)] = true
		detail := "town: -"
		if town >= 0 {
			detail = fmt.Sprintf("town: %s, inside: %s", called(towns.units[town].Name, towns.units[town].Code), percent(share))
		}
		f.add(Place{ID: v.Code, Name: v.Name, At: pointOf(middle), Detail: detail})
	}
	if f.Count == 0 {
		return nil, nil
	}
	f.People = p.people(func(i int) bool { return chosen[x.at(p.ds.Homes[i].Location)] })
	f.Zh = fmt.Sprintf("%d 个村(社区)有一成以上的土地不在所属乡镇之内。", f.Count)
	f.En = fmt.Sprintf("Villages with more than a tenth of their ground outside their town: %d.", f.Count)
	f.EffectZh = fmt.Sprintf("村里的 %s 有一部分计入别的乡镇,或不计入任何乡镇。", peopleZh(f.People))
	f.EffectEn = fmt.Sprintf("Some of the %s in them count for another town, or for none.", peopleEn(f.People))
	return []Finding{f}, nil
}

func lookup(m map[string]int32, key string) (int32, bool) {
	v, ok := m[key]
	if !ok {
		return -1, false
	}
	return v, true
}

// shareInside is the share of the ground of a that b covers too.
func shareInside(ctx context.Context, a, b orb.MultiPolygon) (float64, error) {
	area := crs.Area(a)
	if area <= 0 {
		return 0, nil
	}
	if !a.Bound().Intersects(b.Bound()) {
		return 0, nil
	}
	common, err := overlay.Intersection(ctx, a, b)
	return crs.Area(common) / area, err
}
