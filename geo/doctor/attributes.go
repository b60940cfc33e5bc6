package doctor

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// The shares of a category's facilities without an attribute from which it is told: one
// unknown among twenty is the ordinary state of a ledger (a note from there); where more
// than half of missingLeast or more do not say, a figure that asks for it says nothing (a
// warning). Of fewer facilities a share means little.
const (
	incompleteShare = 0.05
	missingShare    = 0.5
	missingLeast    = 3
)

// attributes looks for attributes that are asked and not known: those of a requirement
// (where), whose facilities then do not count, and those that planners ask of a
// category.
func attributes(_ context.Context, p *patient) ([]Finding, error) {
	var out []Finding
	for i := range p.profiles.RequirementSets {
		set := &p.profiles.RequirementSets[i]
		for k := range set.Requirements {
			if r := &set.Requirements[k]; len(r.Where) > 0 {
				out = append(out, p.askedBy(set, r))
			}
		}
	}
	missing := Finding{ID: "attributes-missing", Severity: Warning, Layer: geo.LayerFacilities}
	incomplete := Finding{ID: "attributes-incomplete", Severity: Note, Layer: geo.LayerFacilities}
	for i := range p.profiles.Categories {
		c := &p.profiles.Categories[i]
		gaps := map[*Finding][]string{}
		for _, a := range c.Attributes {
			without, all := p.without(c.ID, a)
			switch share := float64(without) / float64(max(all, 1)); {
			case share > missingShare && all >= missingLeast:
				gaps[&missing] = append(gaps[&missing], fmt.Sprintf("%s %d/%d", a, without, all))
			case share > incompleteShare:
				gaps[&incomplete] = append(gaps[&incomplete], fmt.Sprintf("%s %d/%d", a, without, all))
			}
		}
		for f, list := range gaps {
			f.add(Place{ID: c.ID, Name: strings.TrimSpace(c.Zh + " " + c.En), Detail: strings.Join(list, ", ")})
		}
	}
	missing.Zh = fmt.Sprintf("%d 类设施半数以上缺少规划要用的属性。", missing.Count)
	missing.En = fmt.Sprintf("Categories of which more than half lack an attribute that planners ask of them: %d.", missing.Count)
	missing.EffectZh = "按这些属性(床位、托位、星级、权属等)的指标为灰灯,或只数到少数设施。"
	missing.EffectEn = "Figures that ask for them (beds, places, star, ownership …) are grey, or count a few of the facilities only."
	incomplete.Zh = fmt.Sprintf("%d 类设施有一部分缺少规划要用的属性。", incomplete.Count)
	incomplete.En = fmt.Sprintf("Categories of which some lack an attribute that planners ask of them: %d.", incomplete.Count)
	incomplete.EffectZh = "按这些属性筛选的指标会把未知的设施排除在外,略偏低。"
	incomplete.EffectEn = "Figures that ask for them leave the unknown ones out, and are somewhat low."
	return append(out, missing, incomplete), nil
}

// askedBy tells of the facilities that a requirement cannot judge.
func (p *patient) askedBy(set *geo.RequirementSet, r *geo.Requirement) Finding {
	keys := slices.Sorted(maps.Keys(r.Where))
	f := Finding{ID: "attributes-asked", Severity: Warning, Layer: geo.LayerFacilities}
	for i := range p.ds.Facilities {
		one := &p.ds.Facilities[i]
		if !one.Counts() || !slices.ContainsFunc(r.AnyOf, one.Serves) {
			continue
		}
		var unknown []string
		for _, k := range keys {
			if !knows(one, k) {
				unknown = append(unknown, k)
			}
		}
		if len(unknown) > 0 {
			f.add(Place{ID: one.ID, Name: one.Name, At: pointOf(one.Location), Detail: strings.Join(unknown, ", ")})
		}
	}
	f.Zh = fmt.Sprintf("“%s”的要求 %s 按属性 %s 筛选,有 %d 处设施没有填写。", set.Zh, r.ID, strings.Join(keys, "、"), f.Count)
	f.En = fmt.Sprintf("%q asks %s by %s; facilities that do not say: %d.", set.En, r.ID, strings.Join(keys, ", "), f.Count)
	f.EffectZh = "未知不算满足:这些设施不计入,覆盖率偏低。"
	f.EffectEn = "Unknown does not count: they are left out, and coverage is too low."
	return f
}

// without counts the facilities of a category that count, and those of them that do
// not know an attribute.
func (p *patient) without(category, attribute string) (missing, all int) {
	for i := range p.ds.Facilities {
		f := &p.ds.Facilities[i]
		if !f.Counts() || !f.Serves(category) {
			continue
		}
		if all++; !knows(f, attribute) {
			missing++
		}
	}
	return missing, all
}

// knows reports whether a facility knows an attribute; its area and status are fields
// of their own.
func knows(f *geo.Facility, attribute string) bool {
	switch attribute {
	case "area", "area_m2":
		if f.AreaM2.IsKnown() {
			return true
		}
	case "status":
		return true
	}
	v, ok := f.Attributes[attribute]
	return ok && v != nil && v != ""
}
