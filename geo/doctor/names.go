package doctor

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// namedLayers are the layers whose rows have names.
var namedLayers = []geo.Layer{geo.LayerUnits, geo.LayerFacilities, geo.LayerRoads, geo.LayerGreenways, geo.LayerParks}

// names looks for text that was read in the wrong encoding, and for names with blanks
// and signs that nobody sees.
func names(_ context.Context, p *patient) ([]Finding, error) {
	var out []Finding
	for _, layer := range namedLayers {
		garbled, untidy := map[string]*Finding{}, map[string]*Finding{}
		add := func(to map[string]*Finding, id string, severity Severity, source string, place Place) {
			f := to[source]
			if f == nil {
				f = &Finding{ID: id, Severity: severity, Layer: layer, Source: source}
				to[source] = f
			}
			f.add(place)
		}
		for i := range p.ds.Count(layer) {
			source, counts := p.sourceOf(layer, i)
			if !counts {
				continue
			}
			for _, text := range p.texts(layer, i) {
				if guess, bad := garbledText(text); bad {
					place := p.placeOf(layer, i)
					place.Detail = text
					if guess != "" {
						place.Detail = text + " → " + guess
					}
					add(garbled, "text-mojibake", Warning, source, place)
					break
				}
			}
			if _, name := p.nameOf(layer, i); untidyName(name) {
				place := p.placeOf(layer, i)
				place.Name, place.Detail = TidyName(name), fmt.Sprintf("%q", name)
				add(untidy, "names-untidy", Note, source, place)
			}
		}
		for _, source := range slices.Sorted(maps.Keys(garbled)) {
			f := garbled[source]
			f.Zh = fmt.Sprintf("%s来源%s有 %d 行文字像是乱码(编码读错)。", layerZh(layer), sourceZh(source), f.Count)
			f.En = fmt.Sprintf("Rows of %s (%s) whose text was read in a wrong encoding by the look of it: %d.", layer, sourceEn(source), f.Count)
			f.EffectZh = "按名称识别的类别、去重和关联都会失效:请用 --encoding(例如 gbk)重新导入。"
			f.EffectEn = "Categories by name, duplicates and joins by name fail: import it again with --encoding (gbk, for one)."
			out = append(out, *f)
		}
		for _, source := range slices.Sorted(maps.Keys(untidy)) {
			f := untidy[source]
			f.Zh = fmt.Sprintf("%s来源%s有 %d 个名称带多余的空白或不可见字符。", layerZh(layer), sourceZh(source), f.Count)
			f.En = fmt.Sprintf("Names of %s (%s) with blanks too many, or signs that nobody sees: %d.", layer, sourceEn(source), f.Count)
			f.EffectZh = "按名称关联表格时对不上。"
			f.EffectEn = "Tables joined by name do not meet them."
			f.Fix = &Remedy{ID: RemedyNames, Zh: "去掉名称首尾和重复的空白、不可见字符。", En: "take blanks at the ends, repeated blanks and invisible signs out of names."}
			out = append(out, *f)
		}
	}
	return out, nil
}

// untidyName reports that a name is to be tidied. A garbled one is not: signs that
// nobody sees are then what is left of letters, and the way back.
func untidyName(name string) bool {
	if TidyName(name) == name {
		return false
	}
	_, garbled := garbledText(name)
	return !garbled
}

// texts are the texts of a row that a person wrote.
func (p *patient) texts(layer geo.Layer, i int) []string {
	_, name := p.nameOf(layer, i)
	out := []string{name}
	switch layer {
	case geo.LayerUnits:
		out = append(out, p.ds.Units[i].Type)
	case geo.LayerFacilities:
		for _, k := range slices.Sorted(maps.Keys(p.ds.Facilities[i].Attributes)) {
			if text, ok := p.ds.Facilities[i].Attributes[k].(string); ok {
				out = append(out, text)
			}
			out = append(out, k)
		}
	}
	return out
}
