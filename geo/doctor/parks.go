package doctor

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

// parks looks for parks without ground, under the size at which any rule counts them,
// and of kinds that no rule counts.
func parks(_ context.Context, p *patient) ([]Finding, error) {
	empty := Finding{ID: "parks-no-area", Severity: Warning, Layer: geo.LayerParks}
	small := Finding{ID: "parks-too-small", Severity: Note, Layer: geo.LayerParks}
	kind := Finding{ID: "parks-unknown-kind", Severity: Note, Layer: geo.LayerParks}
	least := math.Inf(1)
	var kinds []string
	for i := range p.profiles.ParkRules {
		rule := &p.profiles.ParkRules[i]
		kinds = append(kinds, rule.Kinds...)
		for _, b := range rule.Bands {
			least = min(least, b.MinAreaM2)
		}
	}
	for i := range p.ds.Parks {
		k := &p.ds.Parks[i]
		if !k.Status.Exists() {
			continue
		}
		area := crs.Area(k.Geometry)
		place := p.placeOf(geo.LayerParks, i)
		switch {
		case !(area > 0):
			empty.add(place)
		case area < least && !math.IsInf(least, 1):
			place.Detail = areaWord(area)
			small.add(place)
		case len(kinds) > 0 && !slices.Contains(kinds, k.Kind):
			place.Detail = k.Kind
			kind.add(place)
		}
	}
	empty.Zh = fmt.Sprintf("%d 处公园没有范围(面积为零)。", empty.Count)
	empty.En = fmt.Sprintf("Parks without ground: %d.", empty.Count)
	empty.EffectZh = "没有边界就没有服务半径:它们不计入公园服务半径覆盖率。"
	empty.EffectEn = "Without a boundary there is no service radius: they do not count for its coverage."
	small.Zh = fmt.Sprintf("%d 处公园小于 %.0f m²,不到任何规则的下限。", small.Count, least)
	small.En = fmt.Sprintf("Parks of less than %.0f m², the least of any rule: %d.", least, small.Count)
	small.EffectZh = "它们不计入公园服务半径覆盖率;相邻地块合并后可能达标。"
	small.EffectEn = "They do not count for the coverage by service radii, unless they join others."
	kind.Zh = fmt.Sprintf("%d 处公园的类型没有任何规则计入。", kind.Count)
	kind.En = fmt.Sprintf("Parks of a kind that no rule counts: %d.", kind.Count)
	kind.EffectZh = "它们不计入公园服务半径覆盖率(例如广场只在自定义规则中计入)。"
	kind.EffectEn = "They do not count for the coverage by service radii (a square counts by a rule of your own only)."
	return []Finding{empty, small, kind}, nil
}
