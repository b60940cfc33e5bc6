package importer

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/tidwall/rtree"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

// spot is what is known of a facility of the file besides its row.
type spot struct {
	// own: the table states the category itself.
	own bool
	// part and stem: see [profiles.Placement].
	part *geo.NamePart
	stem string
	// file is what the file calls the row, parent what it calls the place of which the
	// row is a part.
	file, parent string
}

// isPart reports whether the name is that of a gate or a department.
func (s *spot) isPart() bool { return s.stem != "" }

// repeater finds rows of one POI table that repeat one another.
type repeater struct {
	facilities []geo.Facility
	spots      []spot
	// cores are those of the names, stems those of the places whose parts the names
	// tell, "" for a whole place.
	cores, stems []string
	order        []int // position of a facility in the order
	counting     rtree.RTreeG[int]
	family       map[string]string // of categories; generic ones in generic
	generic      map[string]bool
}

// repeats marks the rows of a POI table that name one place several times, as web maps
// do: the hospital, its 门诊部, its 急诊 and its 东门. Such a row keeps its place in the
// dataset under the attribute repeats, which names the row that counts; [Settle] makes
// a mark of it. A row repeats another of the file
//
//   - when both have one name core and one status, lie less than 50 m apart, and every
//     category of the row is one of the other's (see [finder.superseded]);
//   - or when its name tells a gate or a department (name_parts of the profiles) and
//     the other is that place, by its name or as the parent that the file gives; or both
//     are gates of one place. Then the distance is what the part says, in place of 50 m.
//
// A generic category takes nothing away where the other has one of its family. Rows
// whose category the table states itself are never marked, only remarked on. Whole
// places go before parts, then more categories before fewer, then the order of the
// content, so that the order of the rows does not matter.
//
// n log n in the number of rows.
func (b *builder) repeats(ctx context.Context, categories []geo.Category) error {
	if len(b.spots) == 0 || b.classifier == nil {
		return nil
	}
	r := newRepeater(b.rows.Facilities, b.spots, categories)
	b.restate()
	order := r.sorted()
	for n, i := range order {
		if n%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		one := &r.facilities[i]
		if _, said := one.Attributes[attributeRepeats]; said {
			continue // an exported file says so of its rows
		}
		j, ok := r.instead(i)
		if ok && r.spots[i].own {
			note(&b.report.Remarks, "two rows name the same facility within 50 m: both count, since the table states their categories", one.ID+" and "+r.facilities[j].ID)
			ok = false
		}
		if ok {
			one.Attributes = with(one.Attributes, attributeRepeats, r.facilities[j].ID)
			continue
		}
		bound := one.Location.Bound()
		r.counting.Insert(bound.Min, bound.Max, i)
	}
	return nil
}

// restate makes ids of what an exported file says that its rows repeat: there the
// rows had the ids of another source.
func (b *builder) restate() {
	for i := range b.rows.Facilities {
		f := &b.rows.Facilities[i]
		id, ok := f.Attributes[attributeRepeats].(string)
		if !ok || strings.HasPrefix(id, b.source+"-") {
			continue
		}
		if _, known := b.ids[b.source+"-"+id]; known {
			f.Attributes[attributeRepeats] = b.source + "-" + id
		}
	}
}

func newRepeater(facilities []geo.Facility, spots []spot, categories []geo.Category) *repeater {
	r := &repeater{
		facilities: facilities, spots: spots, order: make([]int, len(facilities)),
		cores: make([]string, len(facilities)), stems: make([]string, len(facilities)),
		family: map[string]string{}, generic: map[string]bool{},
	}
	cores := newNameCores(nil)
	for i := range facilities {
		r.cores[i] = cores.of(facilities[i].Name)
		if spots[i].isPart() {
			r.stems[i] = cores.of(spots[i].stem)
		}
	}
	for _, c := range categories {
		r.family[c.ID], r.generic[c.ID] = c.Family, c.Generic
	}
	return r
}

// sorted lists the facilities in the order in which they count.
func (r *repeater) sorted() []int {
	order := make([]int, len(r.facilities))
	for i := range order {
		order[i] = i
	}
	flag := func(b bool) int {
		if b {
			return 1
		}
		return 0
	}
	slices.SortStableFunc(order, func(i, j int) int {
		a, b := &r.facilities[i], &r.facilities[j]
		s, t := &r.spots[i], &r.spots[j]
		if c := cmp.Or(
			flag(t.own)-flag(s.own), flag(s.isPart())-flag(t.isPart()), len(b.Categories)-len(a.Categories),
			len(a.Name)-len(b.Name), strings.Compare(a.Name, b.Name),
			cmp.Compare(a.Location[0], b.Location[0]), cmp.Compare(a.Location[1], b.Location[1]),
			slices.Compare(a.Categories, b.Categories),
		); c != 0 {
			return c
		}
		return strings.Compare(content(a), content(b))
	})
	for n, i := range order {
		r.order[i] = n
	}
	return order
}

// content is the rest of a facility as text, for an order among rows of one name and
// place. Maps are written in the order of their keys.
func content(f *geo.Facility) string {
	text, err := json.Marshal(f.Attributes)
	if err != nil {
		return fmt.Sprint(f.Attributes)
	}
	return string(text)
}

// instead is the first facility that counts instead of facility i.
func (r *repeater) instead(i int) (best int, ok bool) {
	if r.cores[i] == "" {
		return 0, false
	}
	reach := float64(repeatM)
	if p := r.spots[i].part; p != nil {
		reach = max(reach, p.WithinM)
	}
	b := padded(r.facilities[i].Location.Bound(), reach)
	r.counting.Search(b.Min, b.Max, func(_, _ [2]float64, j int) bool {
		if r.repeats(i, j) && (!ok || r.order[j] < r.order[best]) {
			best, ok = j, true
		}
		return true
	})
	return best, ok
}

// repeats reports whether facility i repeats j, which counts.
func (r *repeater) repeats(i, j int) bool {
	a, b := &r.facilities[i], &r.facilities[j]
	limit := float64(repeatM)
	switch {
	case r.belongs(i, j):
		limit = r.spots[i].part.WithinM
	case r.cores[i] != r.cores[j]:
		return false
	}
	if a.Status != b.Status && (!a.Status.Exists() || !b.Status.Exists()) {
		return false
	}
	return r.covers(b, a) && crs.ShortDistance(a.Location, b.Location) < limit
}

// belongs reports whether facility i is a part of j, or both are gates of one place.
// Two departments are not: 中国移动营业厅 is the name of many a shop.
func (r *repeater) belongs(i, j int) bool {
	s, t := &r.spots[i], &r.spots[j]
	switch {
	case !s.isPart():
		return false
	case s.parent != "" && s.parent == t.file:
		return true
	case t.isPart():
		return s.part.Kind == geo.PartGate && t.part.Kind == geo.PartGate && r.stems[i] == r.stems[j]
	}
	return r.stems[i] == r.cores[j]
}

// covers reports whether b serves every category that a does.
func (r *repeater) covers(b, a *geo.Facility) bool {
	return !slices.ContainsFunc(a.Categories, func(c string) bool {
		if b.Serves(c) {
			return false
		}
		return !r.generic[c] || !slices.ContainsFunc(b.Categories, func(d string) bool { return r.family[d] == r.family[c] })
	})
}
