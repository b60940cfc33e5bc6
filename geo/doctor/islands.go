package doctor

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// islands looks for parts of the walking network that hang together with nothing else
// and have people on them.
func islands(ctx context.Context, p *patient) ([]Finding, error) {
	s, err := p.stand(ctx)
	if err != nil || s == nil {
		return nil, err
	}
	homesOn := map[int32][]int{}
	for i, part := range s.island {
		if part >= 0 && p.persons[i].Or(1) > 0 {
			homesOn[part] = append(homesOn[part], i)
		}
	}
	if len(homesOn) == 0 {
		return nil, nil
	}
	f := Finding{ID: "network-islands", Layer: geo.LayerRoads}
	length := 0.0
	for _, part := range slices.Sorted(maps.Keys(homesOn)) {
		first := &p.ds.Homes[homesOn[part][0]]
		people := 0.0
		for _, i := range homesOn[part] {
			people += p.persons[i].Or(0)
		}
		length += s.lengthM[part]
		f.add(Place{ID: first.ID, At: pointOf(first.Location), Detail: fmt.Sprintf("%d homes, %.0f people, %s", len(homesOn[part]), people, metresWord(s.lengthM[part]))})
	}
	f.People = p.people(func(i int) bool { return s.island[i] >= 0 })
	f.Metres = geo.Known(length)
	f.Severity = p.weigh(f.People)
	f.Zh = fmt.Sprintf("步行路网有 %d 块与主网不相连,且有人居住,共 %s 道路。", f.Count, metresWord(length))
	f.En = fmt.Sprintf("Parts of the walking network that join nothing else and have people on them: %d, %s in all.", f.Count, metresWord(length))
	f.EffectZh = fmt.Sprintf("那里的 %s 走不到主网上的任何设施,覆盖率按不达标计。", peopleZh(f.People))
	f.EffectEn = fmt.Sprintf("%s there reach no facility of the main network and count as not covered.", peopleEn(f.People))
	return []Finding{f}, nil
}
