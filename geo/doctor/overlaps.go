package doctor

import (
	"context"
	"fmt"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
	"github.com/seed-4611ae28/lifecircle/geo/overlay"
	"github.com/seed-4611ae28/lifecircle/geo/shape"
)

// What is smaller than sliverM2, or narrower than sliverM on average, is no fault of
// a border but its drawing: half a millimetre on a map of 1:10,000 is 5 m.
const (
	sliverM2 = 1000.0
	sliverM  = 5.0
)

// overlaps looks for ground that two units of one level claim.
func overlaps(ctx context.Context, p *patient) ([]Finding, error) {
	var out []Finding
	for _, level := range geo.Levels() {
		x := p.units[level]
		if len(x.units) < 2 {
			continue
		}
		// In one layer the winding number of a place is the number of units there.
		a, err := overlay.Arrange(ctx, overlay.LayerOf(x.geometries()...))
		if err != nil {
			return nil, fmt.Errorf("laying the units of level %s over each other: %w", level, err)
		}
		f := Finding{ID: "units-overlap", Layer: geo.LayerUnits}
		area := 0.0
		var ground orb.MultiPolygon
		for _, part := range a.Region(func(w []int32) bool { return w[0] > 1 }) {
			if sliver(part) {
				continue
			}
			at := shape.InsidePoint(orb.MultiPolygon{part})
			m2 := crs.Area(part)
			area += m2
			ground = append(ground, part)
			f.add(Place{Name: x.namesAt(at), At: pointOf(at), Detail: areaWord(m2)})
		}
		if f.Count == 0 {
			continue
		}
		f.People = p.peopleOn(ground)
		f.Severity = Warning
		if f.People.Or(0) > 0 {
			f.Severity = Serious
		}
		f.Zh = fmt.Sprintf("%s之间有 %d 处重叠,共 %s。", levelZh(level), f.Count, areaWord(area))
		f.En = fmt.Sprintf("Units of level %s overlap: %d places, %s in all.", level, f.Count, areaWord(area))
		f.EffectZh = fmt.Sprintf("重叠处的 %s 只计入代码较小的单元,另一个单元的人口和覆盖率因此偏差。", peopleZh(f.People))
		f.EffectEn = fmt.Sprintf("%s there count for the unit of the smaller code alone; the figures of the other are short of them.", peopleEn(f.People))
		out = append(out, f)
	}
	return out, nil
}

// sliver reports that a part of an overlap or a hole is an inaccuracy of drawing. The
// mean width of a long strip is twice its area over its outline.
func sliver(part orb.Polygon) bool {
	area, outline := crs.Area(part), 0.0
	for _, ring := range part {
		outline += crs.ShortLength(orb.LineString(ring))
	}
	return area < sliverM2 || outline <= 0 || 2*area/outline < sliverM
}

// namesAt are the units at a place, in words.
func (x *unitIndex) namesAt(at orb.Point) string {
	var out []string
	for _, u := range x.all(at) {
		out = append(out, called(x.units[u].Name, x.units[u].Code))
	}
	return strings.Join(out, " / ")
}

// peopleOn are the persons of the homes on some ground.
func (p *patient) peopleOn(ground orb.MultiPolygon) geo.Amount {
	on := make([]bool, len(p.ds.Homes))
	for _, poly := range ground {
		b := poly.Bound()
		p.homeTree.Search(b.Min, b.Max, func(_, _ [2]float64, i int32) bool {
			on[i] = on[i] || planar.PolygonContains(poly, p.ds.Homes[i].Location)
			return true
		})
	}
	return p.people(func(i int) bool { return on[i] })
}
