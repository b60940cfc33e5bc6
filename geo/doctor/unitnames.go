package doctor

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/shape"
)

// unitNames looks for units of one level that have the same code or the same name.
// Of villages the name is compared within a town, of others within a county: towns of
// one name in two counties are common.
func unitNames(_ context.Context, p *patient) ([]Finding, error) {
	var out []Finding
	for _, level := range geo.Levels() {
		x := p.units[level]
		byCode, byName := map[string][]int{}, map[string][]int{}
		for i, u := range x.units {
			byCode[shortCode(u.Code)] = append(byCode[shortCode(u.Code)], i)
			name := strings.Join(strings.Fields(u.Name), " ")
			if name != "" {
				key := p.parent(u) + "\x00" + name
				byName[key] = append(byName[key], i)
			}
		}
		code := Finding{ID: "units-same-code", Severity: Serious, Layer: geo.LayerUnits}
		name := Finding{ID: "units-same-name", Severity: Warning, Layer: geo.LayerUnits}
		for f, groups := range map[*Finding]map[string][]int{&code: byCode, &name: byName} {
			people := p.twice(x, f, groups)
			f.People = people
		}
		code.Zh = fmt.Sprintf("%s中有 %d 个单元与同级另一单元代码相同(12 位与 9 位写法视为同一代码)。", levelZh(level), code.Count)
		code.En = fmt.Sprintf("Units of level %s with the code of another (the 12 digits of a town and its 9 being one): %d.", level, code.Count)
		name.Zh = fmt.Sprintf("%s中有 %d 个单元与同一上级单元内另一单元同名。", levelZh(level), name.Count)
		name.En = fmt.Sprintf("Units of level %s with the name of another within the same unit above: %d.", level, name.Count)
		for _, f := range []*Finding{&code, &name} {
			f.EffectZh = fmt.Sprintf("涉及 %s:按代码或名称关联的统计表会记到错误的单元。", peopleZh(f.People))
			f.EffectEn = fmt.Sprintf("%s live there: tables joined by code or name go to the wrong unit.", peopleEn(f.People))
		}
		out = append(out, code, name)
	}
	return out, nil
}

// twice adds the units that share a key with another, and tells who lives in them.
func (p *patient) twice(x *unitIndex, f *Finding, groups map[string][]int) geo.Amount {
	chosen := map[int32]bool{}
	for _, key := range slices.Sorted(maps.Keys(groups)) {
		if len(groups[key]) < 2 {
			continue
		}
		for _, i := range groups[key] {
			u := x.units[i]
			chosen[int32(i)] = true
			at := shape.InsidePoint(u.Geometry)
			place := Place{ID: u.Code, Name: u.Name}
			if !geo.EmptyGeometry(u.Geometry) {
				place.At = pointOf(at)
			}
			f.add(place)
		}
	}
	if f.Count == 0 {
		return geo.Unknown()
	}
	return p.people(func(i int) bool { return chosen[x.at(p.ds.Homes[i].Location)] })
}

// shortCode is a statistical code without the zeros that only fill it up:
// 330411101000 is 330411101.
func shortCode(code string) string {
	if strings.Trim(code, "0123456789") != "" {
		return code
	}
	for (len(code) == 12 || len(code) == 9) && strings.HasSuffix(code, "000") {
		code = code[:len(code)-3]
	}
	return code
}

// parent is the code of the unit one lives in that is next above: of a village the
// town, else the county; "" for none.
func (p *patient) parent(u *geo.Unit) string {
	above := geo.LevelCounty
	switch u.Level {
	case geo.LevelVillage:
		above = geo.LevelTown
	case geo.LevelTown:
	default:
		return ""
	}
	if geo.EmptyGeometry(u.Geometry) {
		return ""
	}
	x := p.units[above]
	if k := x.at(shape.InsidePoint(u.Geometry)); k >= 0 {
		return x.units[k].Code
	}
	return ""
}
