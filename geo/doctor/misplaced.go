package doctor

import (
	"context"
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
)

const (
	// astrayM is how far outside the ground a row may lie: what is farther than 30 km,
	// half an hour by car at 60 km/h, is in no circle of anybody's here.
	astrayM = 30_000.0
	// wholeDegrees is the largest slip in whole degrees that is looked for: one digit.
	wholeDegrees = 9
	// zoneLeast is the fewest rows, and zoneShare the share of the rows of a source,
	// that have to be off by the same multiple of 3 degrees of longitude to be in a
	// wrong zone (zones of GB 22021-2008 are 3 or 6 degrees wide).
	zoneLeast = 5
	zoneShare = 0.8
)

// astray are the rows of a layer and source that lie far from the ground.
type astray struct {
	total                  int
	swapped, degrees, lost []int
	// zones counts those off by a multiple of 3 degrees, by that multiple.
	zones map[int]int
}

// misplaced looks for rows that lie far from the units (in a dataset without units,
// from the roads), and for the slip that explains it.
func misplaced(_ context.Context, p *patient) ([]Finding, error) {
	ground, some := p.units[geo.LevelTown].bound()
	for _, level := range geo.Levels() {
		if !some {
			ground, some = p.units[level].bound()
		}
	}
	if !some {
		if p.top == nil {
			return nil, nil
		}
		ground = p.top.Bound()
	}
	var out []Finding
	for _, layer := range []geo.Layer{geo.LayerFacilities, geo.LayerPopulation, geo.LayerParks, geo.LayerParcels, geo.LayerBuildings, geo.LayerGreenways, geo.LayerBuiltUp} {
		bySource := map[string]*astray{}
		for i := range p.ds.Count(layer) {
			g := p.ds.Geometry(layer, i)
			source, counts := p.sourceOf(layer, i)
			if !counts || geo.EmptyGeometry(g) {
				continue
			}
			a := bySource[source]
			if a == nil {
				a = &astray{zones: map[int]int{}}
				bySource[source] = a
			}
			a.sort(i, g.Bound().Center(), ground)
		}
		for _, source := range slices.Sorted(maps.Keys(bySource)) {
			out = append(out, p.tellAstray(layer, source, bySource[source])...)
		}
	}
	return out, nil
}

// sort sees where a row belongs.
func (a *astray) sort(i int, at orb.Point, ground orb.Bound) {
	a.total++
	if grown(ground, astrayM).Contains(at) {
		return
	}
	if ground.Contains(orb.Point{at[1], at[0]}) {
		a.swapped = append(a.swapped, i)
		return
	}
	for n := 1; n <= wholeDegrees; n++ {
		d := float64(n)
		for _, move := range [4]orb.Point{{d, 0}, {-d, 0}, {0, d}, {0, -d}} {
			if !ground.Contains(orb.Point{at[0] + move[0], at[1] + move[1]}) {
				continue
			}
			if move[1] == 0 && n%3 == 0 {
				a.zones[int(move[0])]++
			}
			a.degrees = append(a.degrees, i)
			return
		}
	}
	a.lost = append(a.lost, i)
}

func (p *patient) tellAstray(layer geo.Layer, source string, a *astray) []Finding {
	var out []Finding
	tell := func(id string, severity Severity, rows []int, zh, en string) {
		if len(rows) == 0 {
			return
		}
		f := Finding{ID: id, Severity: severity, Layer: layer, Source: source}
		persons := 0.0
		for _, i := range rows {
			f.add(p.placeOf(layer, i))
			if layer == geo.LayerPopulation {
				persons += p.ds.Population[i].Persons.Or(0)
			}
		}
		f.Zh, f.En = fmt.Sprintf("%s来源%s有 %d 行%s", layerZh(layer), sourceZh(source), len(rows), zh), fmt.Sprintf("Rows of %s (%s): %d. They %s", layer, sourceEn(source), len(rows), en)
		if layer == geo.LayerPopulation {
			f.People = geo.Known(persons)
			f.EffectZh = fmt.Sprintf("%s 不在任何生活圈的统计之内。", peopleZh(f.People))
			f.EffectEn = fmt.Sprintf("%s are in no figure of any circle.", peopleEn(f.People))
		} else {
			f.EffectZh = "这些行不服务任何居民,也不计入任何乡镇。"
			f.EffectEn = "They serve nobody and count for no town."
		}
		out = append(out, f)
	}
	for _, zone := range slices.Sorted(maps.Keys(a.zones)) {
		if n := a.zones[zone]; n >= zoneLeast && float64(n) >= zoneShare*float64(a.total) {
			tell("wrong-zone", Serious, a.degrees,
				fmt.Sprintf("经度整体相差 %d°:像是用错了高斯-克吕格分带。请用 --crs 指明带号重新导入。", abs(zone)),
				fmt.Sprintf("are off by %d degrees of longitude together: a wrong Gauss-Krüger zone by the look of it. Import them again with --crs.", abs(zone)))
			a.degrees = nil
			break
		}
	}
	tell("swapped-places", Serious, a.swapped, "经度和纬度看来写反了(对调后落在范围内)。", "lie inside the data with longitude and latitude changed over.")
	tell("off-by-degrees", Serious, a.degrees, "的经度或纬度相差整数度(改正后落在范围内),像是写错了数字。", "are off by whole degrees of longitude or latitude: a digit was mistyped by the look of it.")
	tell("far-outside", Warning, a.lost, fmt.Sprintf("在全部单元之外 %.0f km 以上。", astrayM/1000), fmt.Sprintf("lie more than %.0f km outside all units.", astrayM/1000))
	return out
}

func abs(n int) int { return int(math.Abs(float64(n))) }
