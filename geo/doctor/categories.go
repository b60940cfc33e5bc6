package doctor

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// categories looks for facilities without a category that the profiles know.
func categories(_ context.Context, p *patient) ([]Finding, error) {
	bySource := map[string]*Finding{}
	for i := range p.ds.Facilities {
		f := &p.ds.Facilities[i]
		if f.SupersededBy != "" || slices.ContainsFunc(f.Categories, func(c string) bool { _, ok := p.profiles.Category(c); return ok }) {
			continue
		}
		one := bySource[f.Source]
		if one == nil {
			one = &Finding{ID: "facilities-no-category", Severity: Warning, Layer: geo.LayerFacilities, Source: f.Source}
			bySource[f.Source] = one
		}
		one.add(Place{ID: f.ID, Name: f.Name, At: pointOf(f.Location), Detail: strings.Join(f.Categories, ", ")})
	}
	var out []Finding
	for _, source := range slices.Sorted(maps.Keys(bySource)) {
		f := bySource[source]
		f.Zh = fmt.Sprintf("设施来源%s有 %d 处没有类别,或类别不在设施分类表中。", sourceZh(source), f.Count)
		f.En = fmt.Sprintf("Facilities of %s without a category that the profiles know: %d.", sourceEn(source), f.Count)
		f.EffectZh = "它们不满足任何设施要求,如同不存在。"
		f.EffectEn = "They meet no requirement, as if they were not there."
		out = append(out, *f)
	}
	return out, nil
}

// absentCategories looks for categories that a circle asks for and of which the whole
// dataset has no facility.
func absentCategories(_ context.Context, p *patient) ([]Finding, error) {
	if !slices.ContainsFunc(p.ds.Facilities, func(f geo.Facility) bool { return f.Counts() }) {
		return nil, nil // the layer is missing as a whole, which is told once
	}
	have := map[string]bool{}
	for i := range p.ds.Facilities {
		if f := &p.ds.Facilities[i]; f.Counts() {
			for _, c := range f.Categories {
				have[c] = true
			}
		}
	}
	f := Finding{ID: "category-absent", Severity: Warning, Layer: geo.LayerFacilities, People: p.everybody}
	setsOf := map[string][]string{}
	for i := range p.profiles.RequirementSets {
		set := &p.profiles.RequirementSets[i]
		for k := range set.Requirements {
			if r := &set.Requirements[k]; !slices.ContainsFunc(r.AnyOf, func(c string) bool { return have[c] }) {
				name := p.categoryNames(r.AnyOf)
				setsOf[name] = append(setsOf[name], set.ID)
			}
		}
	}
	// What most circles ask for comes first.
	absent := slices.Sorted(maps.Keys(setsOf))
	slices.SortStableFunc(absent, func(a, b string) int { return len(setsOf[b]) - len(setsOf[a]) })
	for _, name := range absent {
		f.add(Place{Name: name, Detail: strings.Join(slices.Compact(setsOf[name]), ", ")})
	}
	f.Zh = fmt.Sprintf("生活圈要求的设施中有 %d 类在整个数据里一处也没有。", f.Count)
	f.En = fmt.Sprintf("Kinds of facility that circles ask for and that are nowhere in the data: %d.", f.Count)
	f.EffectZh = fmt.Sprintf("要求它们的生活圈对全部 %s 都不完整:是真没有,还是台账没有导入?", peopleZh(f.People))
	f.EffectEn = fmt.Sprintf("The circles that ask for them are complete for none of the %s: are there really none, or was a ledger not imported?", peopleEn(f.People))
	return []Finding{f}, nil
}

// categoryNames are categories in words.
func (p *patient) categoryNames(ids []string) string {
	var out []string
	for _, id := range ids {
		name := id
		if c, ok := p.profiles.Category(id); ok {
			name = strings.TrimSpace(c.Zh + " " + c.En)
		}
		out = append(out, name)
	}
	return strings.Join(out, " / ")
}
