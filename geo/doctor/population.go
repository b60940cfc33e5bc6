package doctor

import (
	"context"
	"fmt"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/shape"
)

// The factors within which people by place and official residents are taken to mean
// the same, as at import (a grid is rescaled to the census, with a warning outside 0.5–2), and
// those beyond which one of the two is in another unit of measure (万人 read as 人).
const (
	leastFactor, mostFactor   = 0.5, 2.0
	leastPossible, mostPossib = 0.1, 10.0
)

// population looks for towns of which nobody knows how many live there, and for towns
// whose official number is far from that of their homes.
func population(_ context.Context, p *patient) ([]Finding, error) {
	x := p.units[geo.LevelTown]
	sums := make([]float64, len(x.units))
	for i := range p.ds.Homes {
		if t := p.townOf[i]; t >= 0 {
			sums[t] += p.ds.Homes[i].Persons.Or(0)
		}
	}
	none := Finding{ID: "town-no-population", Severity: Warning, Layer: geo.LayerUnits}
	off := Finding{ID: "population-factor", Severity: Warning, Layer: geo.LayerUnits}
	absurd := Finding{ID: "population-factor-absurd", Severity: Serious, Layer: geo.LayerUnits}
	var offPeople, absurdPeople float64
	for i, u := range x.units {
		place := Place{ID: u.Code, Name: u.Name}
		if !geo.EmptyGeometry(u.Geometry) {
			place.At = pointOf(shape.InsidePoint(u.Geometry))
		}
		official, known := u.Population.Get()
		if (!known || official <= 0) && sums[i] <= 0 {
			none.add(place)
			continue
		}
		if !known || sums[i] <= 0 {
			continue
		}
		factor := official / sums[i]
		place.Detail = fmt.Sprintf("%v official, %.0f by place, ×%.3g", official, sums[i], factor)
		switch {
		case factor < leastPossible || factor > mostPossib:
			absurd.add(place)
			absurdPeople += sums[i]
		case factor < leastFactor || factor > mostFactor:
			off.add(place)
			offPeople += sums[i]
		}
	}
	none.Zh = fmt.Sprintf("%d 个乡镇(街道)既没有官方人口,也没有人口分布数据。", none.Count)
	none.En = fmt.Sprintf("Towns with neither an official population nor people by place: %d.", none.Count)
	none.EffectZh = "这些乡镇的人均指标和按人口计算的覆盖率没有数值(灰灯)。"
	none.EffectEn = "Their figures per head and their coverage by people are not known (grey)."
	off.People, absurd.People = geo.Known(offPeople), geo.Known(absurdPeople)
	off.Zh = fmt.Sprintf("%d 个乡镇(街道)的官方人口与按位置统计的人口之比在 %v–%v 之外。", off.Count, leastFactor, mostFactor)
	off.En = fmt.Sprintf("Towns whose official population is outside %v to %v times the people by place: %d.", leastFactor, mostFactor, off.Count)
	absurd.Zh = fmt.Sprintf("%d 个乡镇(街道)的官方人口与按位置统计的人口相差十倍以上:单位可能错了(万人与人)。", absurd.Count)
	absurd.En = fmt.Sprintf("Towns whose official population is more than ten times off the people by place: %d. A unit of measure is wrong by the look of it (万人, ten thousands).", absurd.Count)
	for _, f := range []*Finding{&off, &absurd} {
		f.EffectZh = fmt.Sprintf("按位置统计的 %s 被缩放到官方人口,全部人口指标随之改变。", peopleZh(f.People))
		f.EffectEn = fmt.Sprintf("The %s by place are rescaled to the official number, and every figure of people with them.", peopleEn(f.People))
	}
	return []Finding{absurd, off, none}, nil
}
