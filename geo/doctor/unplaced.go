package doctor

import (
	"context"
	"fmt"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// unplaced looks for homes that no street lies near enough to.
func unplaced(ctx context.Context, p *patient) ([]Finding, error) {
	s, err := p.stand(ctx)
	if err != nil || s == nil {
		return nil, err
	}
	f := Finding{ID: "homes-unplaced", Layer: geo.LayerHomes}
	for i := range p.ds.Homes {
		if s.unplaced[i] && p.persons[i].Or(1) > 0 {
			f.add(p.placeOf(geo.LayerHomes, i))
		}
	}
	f.People = p.people(func(i int) bool { return s.unplaced[i] })
	f.Severity = p.weigh(f.People)
	f.Zh = fmt.Sprintf("%d 个居住点在步行连接距离内没有道路,或被水面、铁路隔开。", f.Count)
	f.En = fmt.Sprintf("Homes without a street within the limit of a link on foot, or with water or a railway in between: %d.", f.Count)
	f.EffectZh = fmt.Sprintf("%s 无法计算路网距离,按不达标计并单独列出。", peopleZh(f.People))
	f.EffectEn = fmt.Sprintf("%s have no network distance: they count as not covered and are reported.", peopleEn(f.People))
	return []Finding{f}, nil
}
