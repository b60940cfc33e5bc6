package doctor

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

// roadClasses looks for roads of which nobody says what they are, of a class that no
// mode knows, and for roads without length.
func roadClasses(_ context.Context, p *patient) ([]Finding, error) {
	type sums struct{ none, unknown, zero Finding }
	bySource := map[string]*sums{}
	var metres = map[*Finding]float64{}
	of := func(source string) *sums {
		s := bySource[source]
		if s == nil {
			s = &sums{
				none:    Finding{ID: "roads-no-class", Severity: Warning, Layer: geo.LayerRoads, Source: source},
				unknown: Finding{ID: "roads-unknown-class", Severity: Warning, Layer: geo.LayerRoads, Source: source},
				zero:    Finding{ID: "roads-zero-length", Severity: Note, Layer: geo.LayerRoads, Source: source},
			}
			bySource[source] = s
		}
		return s
	}
	for i := range p.ds.Roads {
		r := &p.ds.Roads[i]
		s, place := of(r.Source), p.placeOf(geo.LayerRoads, i)
		length := crs.ShortLength(r.Geometry)
		if length <= 0 {
			s.zero.add(place)
			continue
		}
		switch {
		case r.Highway == "" || r.Highway == "road":
			s.none.add(place)
			metres[&s.none] += length
		case !p.classKnown(r.Highway):
			place.Detail = r.Highway
			s.unknown.add(place)
			metres[&s.unknown] += length
		}
	}
	var out []Finding
	for _, source := range slices.Sorted(maps.Keys(bySource)) {
		s := bySource[source]
		s.none.Metres, s.unknown.Metres = geo.Known(metres[&s.none]), geo.Known(metres[&s.unknown])
		s.none.Zh = fmt.Sprintf("来源%s有 %d 条道路没有等级(road)。", sourceZh(source), s.none.Count)
		s.none.En = fmt.Sprintf("Roads of %s without a class (road): %d.", sourceEn(source), s.none.Count)
		s.none.EffectZh = fmt.Sprintf("%s 的道路没有车速依据,高速公路也会被当作普通道路行走。", metresWord(metres[&s.none]))
		s.none.EffectEn = fmt.Sprintf("Nothing tells the speed on %s of road, and a motorway among them is walked on.", metresWord(metres[&s.none]))
		s.unknown.Zh = fmt.Sprintf("来源%s有 %d 条道路的等级没有任何出行方式认识。", sourceZh(source), s.unknown.Count)
		s.unknown.En = fmt.Sprintf("Roads of %s of a class that no mode knows: %d.", sourceEn(source), s.unknown.Count)
		s.unknown.EffectZh = fmt.Sprintf("%s 的道路对所有出行方式都不通。", metresWord(metres[&s.unknown]))
		s.unknown.EffectEn = fmt.Sprintf("%s of road are closed to every mode.", metresWord(metres[&s.unknown]))
		s.zero.Zh = fmt.Sprintf("来源%s有 %d 条长度为零的道路。", sourceZh(source), s.zero.Count)
		s.zero.En = fmt.Sprintf("Roads of %s without length: %d.", sourceEn(source), s.zero.Count)
		s.zero.EffectZh = "不影响距离;说明线画重了或被截断。"
		s.zero.EffectEn = "They change no distance; a line was drawn twice or cut off."
		out = append(out, s.none, s.unknown, s.zero)
	}
	return out, nil
}

// closedClasses are classes of OpenStreetMap (wiki, Key:highway) that are closed to
// everybody on purpose: no road yet, no road any more, or for horses and races.
var closedClasses = []string{"ferry", "construction", "proposed", "raceway", "bus_guideway", "escape", "busway", "platform", "elevator", "services", "rest_area", "abandoned", "razed", "planned"}

// classKnown reports whether a mode has the class in its table.
func (p *patient) classKnown(class string) bool {
	for i := range p.profiles.Modes {
		m := &p.profiles.Modes[i]
		if slices.Contains(m.Classes, class) || slices.Contains(m.OnlyIfAllowed, class) || slices.Contains(m.OpenIfDesignated, class) || m.ClassSpeedKmh[class] > 0 {
			return true
		}
	}
	return slices.Contains(closedClasses, class) || len(p.profiles.Modes) == 0
}
