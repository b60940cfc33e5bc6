package doctor

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

const (
	// lonelyM is how far a facility may be from the nearest home: the widest circle on
	// foot or in a straight line that ships is 1,500 m, and the way is longer than the
	// line.
	lonelyM = 2000.0
	// lonelyShare is the share of a source's facilities from which this is a warning: a
	// few cemeteries, viewpoints and sites out of town are in every ledger.
	lonelyShare = 0.05
)

// farFacilities looks for facilities that nobody lives near.
func farFacilities(_ context.Context, p *patient) ([]Finding, error) {
	if !p.known {
		return nil, nil // nobody knows where people live
	}
	bySource, total := map[string]*Finding{}, map[string]int{}
	for i := range p.ds.Facilities {
		f := &p.ds.Facilities[i]
		if !f.Counts() {
			continue
		}
		total[f.Source]++
		if p.homeWithin(f.Location, lonelyM) {
			continue
		}
		one := bySource[f.Source]
		if one == nil {
			one = &Finding{ID: "facilities-far-from-homes", Severity: Note, Layer: geo.LayerFacilities, Source: f.Source, Metres: geo.Known(lonelyM)}
			bySource[f.Source] = one
		}
		one.add(p.placeOf(geo.LayerFacilities, i))
	}
	var out []Finding
	for _, source := range slices.Sorted(maps.Keys(bySource)) {
		f := bySource[source]
		if float64(f.Count) > lonelyShare*float64(total[source]) {
			f.Severity = Warning
		}
		f.Zh = fmt.Sprintf("设施来源%s的 %d 处设施中,有 %d 处 %s 内没有居住点。", sourceZh(source), total[source], f.Count, metresWord(lonelyM))
		f.En = fmt.Sprintf("Facilities of %s without a home within %s: %d of %d.", sourceEn(source), metresWord(lonelyM), f.Count, total[source])
		f.EffectZh = "步行圈内没有人用得到它们:坐标可能有误,或那里缺人口数据。"
		f.EffectEn = "They serve nobody on foot: the places are wrong, or people are missing there."
		out = append(out, *f)
	}
	return out, nil
}

// homeWithin reports whether there is a home within so many metres.
func (p *patient) homeWithin(at orb.Point, metres float64) bool {
	b, found := grown(at.Bound(), metres), false
	p.homeTree.Search(b.Min, b.Max, func(_, _ [2]float64, i int32) bool {
		found = crs.ShortDistance(at, p.ds.Homes[i].Location) <= metres
		return !found
	})
	return found
}
