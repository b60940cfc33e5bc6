package doctor

import (
	"context"
	"fmt"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
	"github.com/seed-4611ae28/lifecircle/geo/overlay"
	"github.com/seed-4611ae28/lifecircle/geo/shape"
)

// cutShare is the share of a town's ground outside the box of the data from which it
// is cut: roads need not reach to the border of a town.
const cutShare = 0.1

// extentCuts looks for towns that reach out of the box of the data.
func extentCuts(ctx context.Context, p *patient) ([]Finding, error) {
	box := p.ds.Extent
	if box.IsEmpty() || box.IsZero() || p.ds.ExtentFrom == "rows" {
		return nil, nil
	}
	x := p.units[geo.LevelTown]
	f := Finding{ID: "extent-cuts-town", Severity: Warning, Layer: geo.LayerUnits}
	cut := map[int32]bool{}
	for i, u := range x.units {
		if geo.EmptyGeometry(u.Geometry) {
			continue
		}
		b := u.Geometry.Bound()
		if box.Contains(b.Min) && box.Contains(b.Max) {
			continue
		}
		inside, err := overlay.Intersection(ctx, u.Geometry, orb.MultiPolygon{box.ToPolygon()})
		if err != nil {
			return nil, fmt.Errorf("cutting the unit %s: %w", u.Code, err)
		}
		outside := 1 - crs.Area(inside)/max(crs.Area(u.Geometry), 1)
		if outside < cutShare {
			continue
		}
		cut[int32(i)] = true
		f.add(Place{ID: u.Code, Name: u.Name, At: pointOf(shape.InsidePoint(u.Geometry)), Detail: "outside: " + percent(outside)})
	}
	f.People = p.people(func(i int) bool { return cut[p.townOf[i]] })
	f.Severity = Warning
	f.Zh = fmt.Sprintf("%d 个乡镇(街道)有一成以上的土地在数据范围(%s)之外。", f.Count, extentZh(p.ds.ExtentFrom))
	f.En = fmt.Sprintf("Towns with more than a tenth of their ground outside the box of the data (of its %s): %d.", p.ds.ExtentFrom, f.Count)
	f.EffectZh = fmt.Sprintf("范围外没有道路和设施:那里 %s 的覆盖率偏低,计为边缘人口。", peopleZh(f.People))
	f.EffectEn = fmt.Sprintf("There are no roads and facilities outside: coverage of the %s there is too low, and they count as edge population.", peopleEn(f.People))
	return []Finding{f}, nil
}

func extentZh(from string) string {
	if from == "header" {
		return "文件头"
	}
	return "道路"
}
