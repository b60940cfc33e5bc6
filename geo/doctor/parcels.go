package doctor

import (
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

// landUseWord is a land use that says what it is: a word in OpenStreetMap's spelling.
// Numbers of a classification and Chinese words that import could not translate are
// none: the same digits mean different land in GB/T 21010-2017 and in the
// classification of 2023.
var landUseWord = regexp.MustCompile(`^[a-z][a-z_]*$`)

// parcels looks for land whose use nobody understands.
func parcels(_ context.Context, p *patient) ([]Finding, error) {
	bySource, area := map[string]*Finding{}, map[string]float64{}
	seen := map[string]map[string]bool{}
	for i := range p.ds.Parcels {
		k := &p.ds.Parcels[i]
		if landUseWord.MatchString(k.Use) && k.Use != "yes" && k.Use != "unknown" {
			continue
		}
		f := bySource[k.Source]
		if f == nil {
			f = &Finding{ID: "parcels-unknown-use", Severity: Warning, Layer: geo.LayerParcels, Source: k.Source}
			bySource[k.Source], seen[k.Source] = f, map[string]bool{}
		}
		place := p.placeOf(geo.LayerParcels, i)
		place.Detail = k.Use
		f.add(place)
		area[k.Source] += crs.Area(k.Geometry)
		seen[k.Source][k.Use] = true
	}
	var out []Finding
	for _, source := range slices.Sorted(maps.Keys(bySource)) {
		f := bySource[source]
		f.Zh = fmt.Sprintf("来源%s有 %d 个地块(%s)的用途不明,共 %d 种写法。", sourceZh(source), f.Count, areaWord(area[source]), len(seen[source]))
		f.En = fmt.Sprintf("Parcels of %s whose use is not understood: %d (%s, different words: %d).", sourceEn(source), f.Count, areaWord(area[source]), len(seen[source]))
		f.EffectZh = "它们不算居住用地,也不进入建成区推算:请用 --scheme 指明用地分类标准重新导入。"
		f.EffectEn = "They are no residential land and no part of a derived built-up area: import them again with --scheme."
		out = append(out, *f)
	}
	return out, nil
}
