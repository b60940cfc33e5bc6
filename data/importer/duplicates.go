package importer

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"
	"github.com/tidwall/rtree"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

// repeatM is how near, in metres, two rows of one facility lie to each other: a
// row at exactly this distance is another facility.
const repeatM = 50

// settleFacilities marks the facilities that repeat one of another source, or of the
// same POI table: see [finder.superseded].
func (m *merged) settleFacilities(ctx context.Context, from origins, w *data.Write, s *Settlement) error {
	f := &finder{facilities: m.ds.Facilities, from: from, cores: newNameCores(m.ds.Units)}
	winners, err := f.superseded(ctx)
	if err != nil {
		return err
	}
	marks := marking{layer: geo.LayerFacilities, kept: m.keptFacilities}
	for i := range m.ds.Facilities {
		one := &m.ds.Facilities[i]
		marks.set(i, one.ID, &one.SupersededBy, winners[i])
		if winners[i] != "" {
			s.Superseded[geo.LayerFacilities]++
			if i >= m.keptFacilities {
				what := "facility repeats one of another source, which counts instead"
				if _, inside := f.inside[i]; inside {
					what = "row repeats another of the same table (or is its gate or department), which counts instead"
				}
				note(&s.Remarks, what, one.ID+" repeats "+winners[i])
			}
		}
	}
	for _, pair := range f.partly {
		note(&s.Remarks, "facility repeats one of another source in part: both count, since each serves a category that the other does not", pair)
	}
	marks.file(w)
	return nil
}

// finder finds facilities that repeat one another.
type finder struct {
	facilities []geo.Facility
	from       origins
	cores      *nameCores
	core       []string
	counting   rtree.RTreeG[int]
	partly     []string
	// inside leads from a row that repeats another of its own table to that row.
	inside map[int]int
}

// superseded gives, for each facility, the id of the one that counts instead of
// it, "" when it counts itself.
//
// A row repeats another when they come from different sources, serve a category in
// common, have the same name core (see [nameCores]; a name that is not known is
// the same as no other) and lie less than 50 m apart: from point to point, or from
// the point of one to the footprint of the other. Of those that repeat each other
// the one of better [rank] counts. Rows of one source repeat each other when they say
// the same in all but their ids ([geo.Facility.Repeats]): a line that was copied. Two
// things are more than a repetition, and stay:
//
//   - a row that serves a category which none of the rows it repeats serves: to mark
//     it would take that category away from the people around it;
//   - what exists, beside a row that is only planned or being built.
//
// A row of a POI table that repeats another of the table says so itself (see
// [builder.repeats]); what counts instead of that one counts instead of it, too.
//
// Rows are taken in the order of their rank, each against those that count
// already, so that the answer depends on the rows alone.
func (f *finder) superseded(ctx context.Context) ([]string, error) {
	winner := make([]string, len(f.facilities))
	f.core = make([]string, len(f.facilities))
	order := make([]int, len(f.facilities))
	for i := range order {
		order[i] = i
		f.core[i] = f.cores.of(f.facilities[i].Name)
	}
	rankOf := func(i int) rank { return f.from.rank(f.facilities[i].Source, f.facilities[i].ID) }
	slices.SortFunc(order, func(a, b int) int { return rankOf(a).compare(rankOf(b)) })
	f.inside = f.repeatsInside()
	for n, i := range order {
		if n%1024 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if _, inside := f.inside[i]; inside {
			continue
		}
		if f.core[i] != "" {
			winner[i] = f.instead(i, rankOf)
		}
		if winner[i] == "" {
			b := f.bound(i)
			f.counting.Insert(b.Min, b.Max, i)
		}
	}
	for i, j := range f.inside {
		if winner[i] = winner[j]; winner[i] == "" {
			winner[i] = f.facilities[j].ID
		}
	}
	return winner, nil
}

// repeatsInside leads from each row that says that it repeats another row of its source
// to that row. What names no such row, or one that says the same of itself, counts.
func (f *finder) repeatsInside() map[int]int {
	said := map[string]int{} // the row that is named: its position
	for i := range f.facilities {
		if id, ok := f.facilities[i].Attributes[attributeRepeats].(string); ok {
			said[id] = -1
		}
	}
	if len(said) == 0 {
		return nil
	}
	for i := range f.facilities {
		if _, asked := said[f.facilities[i].ID]; asked {
			said[f.facilities[i].ID] = i
		}
	}
	out := map[int]int{}
	for i := range f.facilities {
		id, ok := f.facilities[i].Attributes[attributeRepeats].(string)
		if !ok {
			continue
		}
		j := said[id]
		if j < 0 || j == i || f.facilities[j].Source != f.facilities[i].Source {
			continue
		}
		if _, repeatsToo := f.facilities[j].Attributes[attributeRepeats]; !repeatsToo {
			out[i] = j
		}
	}
	return out
}

// instead is the id of the best facility that counts instead of facility i.
func (f *finder) instead(i int, rankOf func(int) rank) string {
	one := &f.facilities[i]
	var repeated []int
	b := padded(f.bound(i), repeatM)
	f.counting.Search(b.Min, b.Max, func(_, _ [2]float64, j int) bool {
		if f.repeats(i, j) {
			repeated = append(repeated, j)
		}
		return true
	})
	if len(repeated) == 0 {
		return ""
	}
	slices.SortFunc(repeated, func(a, b int) int { return rankOf(a).compare(rankOf(b)) })
	best := f.facilities[repeated[0]].ID
	for _, category := range one.Categories {
		if !slices.ContainsFunc(repeated, func(j int) bool { return f.facilities[j].Serves(category) }) {
			f.partly = append(f.partly, fmt.Sprintf("%s and %s (%s)", one.ID, best, category))
			return ""
		}
	}
	return best
}

// repeats reports whether facility i, which is of lower rank, repeats j.
func (f *finder) repeats(i, j int) bool {
	a, b := &f.facilities[i], &f.facilities[j]
	if a.Source == b.Source {
		return a.Repeats(b)
	}
	if f.core[i] != f.core[j] {
		return false
	}
	if a.Status.Exists() && (b.Status == geo.StatusPlanned || b.Status == geo.StatusBuilding) {
		return false
	}
	if !slices.ContainsFunc(a.Categories, b.Serves) {
		return false
	}
	return crs.ShortDistance(a.Location, b.Location) < repeatM ||
		groundDistance(a.Location, b.Footprint) < repeatM || groundDistance(b.Location, a.Footprint) < repeatM
}

func (f *finder) bound(i int) orb.Bound {
	one := &f.facilities[i]
	b := one.Location.Bound()
	if len(one.Footprint) > 0 {
		b = b.Union(one.Footprint.Bound())
	}
	return b
}

// padded grows a box by at least so many metres: a degree of latitude has more
// than 110.5 km, one of longitude that times the cosine of the latitude.
func padded(b orb.Bound, metres float64) orb.Bound {
	lat := metres / 110_500
	top := min(math.Max(math.Abs(b.Min[1]), math.Abs(b.Max[1]))+lat, 89.9)
	lon := lat / math.Cos(top*math.Pi/180)
	return orb.Bound{Min: orb.Point{b.Min[0] - lon, b.Min[1] - lat}, Max: orb.Point{b.Max[0] + lon, b.Max[1] + lat}}
}

// groundDistance is the distance in metres from a point to a ground: 0 inside,
// infinite for no ground. It is measured in the plane of a transverse Mercator at
// the point, true to a millimetre at the distances that matter here.
func groundDistance(p orb.Point, ground orb.MultiPolygon) float64 {
	if len(ground) == 0 {
		return math.Inf(1)
	}
	if planar.MultiPolygonContains(ground, p) {
		return 0
	}
	plane := crs.NewLocalTM(p)
	best := math.Inf(1)
	for _, polygon := range ground {
		for _, ring := range polygon {
			for i := 1; i < len(ring); i++ {
				best = min(best, planar.DistanceFromSegment(plane.ToPlane(ring[i-1]), plane.ToPlane(ring[i]), plane.ToPlane(p)))
			}
		}
	}
	return best
}
