package doctor

import (
	"context"
	"fmt"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/builtup"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
	"github.com/seed-4611ae28/lifecircle/geo/shape"
)

// What a built-up area can be. GB 50137-2011 (4.2) plans 65 m² to 115 m² of urban land
// a head; a tenth of the least and ten times the most are no built-up area.
const (
	leastPerHeadM2 = 6.5
	mostPerHeadM2  = 1150.0
	// ownShare is the share of a built-up area that lies in its town at least.
	ownShare = 0.5
)

// builtUps looks for towns without a built-up area, and for areas that cannot be one.
func builtUps(ctx context.Context, p *patient) ([]Finding, error) {
	x := p.units[geo.LevelTown]
	empty := Finding{ID: "built-up-empty", Severity: Warning, Layer: geo.LayerBuiltUp}
	absurd := Finding{ID: "built-up-absurd", Severity: Warning, Layer: geo.LayerBuiltUp}
	emptyTowns, absurdTowns := map[int32]bool{}, map[int32]bool{}
	for i, u := range x.units {
		area := p.builtUp[u.Code]
		place := Place{ID: u.Code, Name: u.Name}
		if !geo.EmptyGeometry(u.Geometry) {
			place.At = pointOf(shape.InsidePoint(u.Geometry))
		}
		if !area.Known() {
			place.Detail = area.Reason
			empty.add(place)
			emptyTowns[int32(i)] = true
			continue
		}
		detail, err := p.absurdBuiltUp(ctx, u, area)
		if err != nil {
			return nil, err
		}
		if detail != "" {
			place.Detail = detail
			absurd.add(place)
			absurdTowns[int32(i)] = true
		}
	}
	empty.People = p.people(func(i int) bool { return emptyTowns[p.townOf[i]] })
	empty.Zh = fmt.Sprintf("%d 个乡镇(街道)没有建成区,也推算不出。", empty.Count)
	empty.En = fmt.Sprintf("Towns without a built-up area, of which none can be derived: %d.", empty.Count)
	empty.EffectZh = fmt.Sprintf("建成区的生活圈和公园服务半径覆盖率在这些乡镇为灰灯,涉及 %s。", peopleZh(empty.People))
	empty.EffectEn = fmt.Sprintf("Circles of the built-up area are grey there, for %s.", peopleEn(empty.People))
	absurd.People = p.people(func(i int) bool { return absurdTowns[p.townOf[i]] })
	absurd.Zh = fmt.Sprintf("%d 个乡镇(街道)的建成区不合情理:大半在镇外,或人均用地在 %v–%v m² 之外。", absurd.Count, leastPerHeadM2, mostPerHeadM2)
	absurd.En = fmt.Sprintf("Towns whose built-up area makes no sense (most of it outside the town, or less than %v m² or more than %v m² a head): %d.", leastPerHeadM2, mostPerHeadM2, absurd.Count)
	absurd.EffectZh = fmt.Sprintf("哪些居民算建成区、哪些算乡村会错,涉及 %s。", peopleZh(absurd.People))
	absurd.EffectEn = fmt.Sprintf("Who lives in the built-up area and who in the country comes out wrong, for %s.", peopleEn(absurd.People))
	return []Finding{empty, absurd}, nil
}

// absurdBuiltUp says why an area cannot be the built-up area of a town, "" when it can.
func (p *patient) absurdBuiltUp(ctx context.Context, u *geo.Unit, area builtup.Area) (string, error) {
	if !area.Derived {
		share, err := shareInside(ctx, area.Geometry, u.Geometry)
		if err != nil {
			return "", fmt.Errorf("laying the built-up area over the town %s: %w", u.Code, err)
		}
		if share < ownShare {
			return "inside the town: " + percent(share), nil
		}
	}
	people := p.peopleOn(area.Geometry)
	m2 := crs.Area(area.Geometry)
	if n, ok := people.Get(); ok && n > 0 {
		if each := m2 / n; each < leastPerHeadM2 || each > mostPerHeadM2 {
			return fmt.Sprintf("%.0f m² a head (%s, %s)", each, areaWord(m2), peopleEn(people)), nil
		}
	} else if ok && p.everybody.Or(0) > 0 && !area.Derived {
		return areaWord(m2) + ", nobody lives there", nil
	}
	return "", nil
}
