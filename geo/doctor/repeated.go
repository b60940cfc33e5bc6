package doctor

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/tidwall/rtree"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

// repeatM is how near two rows of one facility lie to each other, as import has it
// across sources; apartM how far apart they may be when one of them comes from a web
// map and was not corrected (GCJ-02 shifts by 300 m to 700 m).
const (
	repeatM = 50.0
	apartM  = 700.0
)

// repeated looks for facilities that count twice: rows that are the same in all they
// say, rows of one name and category less than 50 m apart, and such rows of two sources
// somewhat farther apart. A bus stop has two sides of one name.
func repeated(_ context.Context, p *patient) ([]Finding, error) {
	same := Finding{ID: "facilities-repeated", Severity: Warning, Layer: geo.LayerFacilities}
	near := Finding{ID: "facilities-same-name", Severity: Warning, Layer: geo.LayerFacilities}
	apart := Finding{ID: "facilities-same-name-apart", Severity: Note, Layer: geo.LayerFacilities}
	var tree rtree.RTreeG[int]
	for i := range p.ds.Facilities {
		f := &p.ds.Facilities[i]
		name := plainName(f.Name)
		if !f.Counts() || name == "" {
			continue
		}
		first, away, exact := -1, -1, false
		b := grown(f.Location.Bound(), apartM)
		tree.Search(b.Min, b.Max, func(_, _ [2]float64, k int) bool {
			o := &p.ds.Facilities[k]
			if plainName(o.Name) != name || !slices.ContainsFunc(f.Categories, o.Serves) {
				return true
			}
			if d := crs.ShortDistance(f.Location, o.Location); d >= repeatM {
				if d < apartM && o.Source != f.Source && (away < 0 || k < away) {
					away = k
				}
				return true
			}
			if e := f.Repeats(o); e && !exact || e == exact && (first < 0 || k < first) {
				first, exact = k, e
			}
			return true
		})
		switch {
		case first < 0 && away >= 0 && !slices.Contains(f.Categories, "bus_stop"):
			apart.add(Place{ID: f.ID, Name: f.Name, At: pointOf(f.Location), Detail: "~ " + p.ds.Facilities[away].ID})
		case first < 0:
		case exact:
			same.add(Place{ID: f.ID, Name: f.Name, At: pointOf(f.Location), Detail: "= " + p.ds.Facilities[first].ID})
			continue // the first of them stands for all
		case slices.Contains(f.Categories, "bus_stop"):
		default:
			near.add(Place{ID: f.ID, Name: f.Name, At: pointOf(f.Location), Detail: "~ " + p.ds.Facilities[first].ID})
		}
		tree.Insert(f.Location, f.Location, i)
	}
	same.Zh = fmt.Sprintf("%d 处设施与另一行完全相同(名称、类别、位置、属性)。", same.Count)
	same.En = fmt.Sprintf("Facilities that say the same as another row in all (name, category, place, attributes): %d.", same.Count)
	same.EffectZh = "要求两处以上(k > 1)的条件会被一处设施满足;设施数和人均指标偏高。"
	same.EffectEn = "Where two or more are asked for, one counts twice; numbers of facilities and figures per head are too high."
	same.Fix = &Remedy{ID: RemedyRepeated, Zh: "把重复的行标记为被代码较小的一行取代(保留,不删除)。", En: "mark the repeated rows as superseded by that of the smaller id (they are kept)."}
	near.Zh = fmt.Sprintf("%d 处设施在 %.0f m 内有同名、同类的另一处。", near.Count, repeatM)
	near.En = fmt.Sprintf("Facilities with another of the same name and category within %.0f m: %d.", repeatM, near.Count)
	near.EffectZh = "可能是同一处设施登记了两次:设施数偏高,k > 1 的要求可能误判为满足。"
	near.EffectEn = "It may be one facility registered twice: numbers are too high, and k > 1 may be met by one."
	apart.Zh = fmt.Sprintf("%d 处设施在 %.0f m 内与另一来源的一处同名、同类,但不在同一地点。", apart.Count, apartM)
	apart.En = fmt.Sprintf("Facilities with one of the same name and category in another source within %.0f m, not at the same place: %d.", apartM, apart.Count)
	apart.EffectZh = "可能是同一处设施,其中一个来源的坐标没有纠偏:两处都计入。"
	apart.EffectEn = "They may be the same, and one of the sources not corrected: both count."
	return []Finding{same, near, apart}, nil
}

// plainName is a name without what spelling varies most.
func plainName(name string) string { return strings.ToLower(strings.Join(strings.Fields(name), "")) }
