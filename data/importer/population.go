package importer

import (
	"fmt"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"
	"github.com/paulmach/orb/planar"
	"github.com/tidwall/rtree"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/geo"
)

// settlePopulation marks rows of population whose people another source counts:
// see [supersededPopulation].
func (m *merged) settlePopulation(from origins, towns *townIndex, w *data.Write, s *Settlement) {
	rows := m.ds.Population
	winners := supersededPopulation(rows, from, towns)
	marks := marking{layer: geo.LayerPopulation, kept: m.keptPopulation}
	for i := range rows {
		marks.set(i, rows[i].ID, &rows[i].SupersededBy, winners[i])
		if winners[i] != "" {
			s.Superseded[geo.LayerPopulation]++
			if i >= m.keptPopulation {
				note(&s.Remarks, fmt.Sprintf("people are counted by source %s instead", winners[i]), rows[i].ID)
			}
		}
	}
	marks.file(w)
	overlaps(rows, &s.Remarks)
}

// supersededPopulation gives, for each row, the source whose people count instead
// of its people, "" when they count.
//
// Rows of different sources that stand for the same hexagon, or for exactly the
// same ground, are the same people: those of the better [rank] count. Moreover the
// people that a user gives win over OpenStreetMap's in every town in which the user
// has a row, and outside towns within the box of the user's rows.
func supersededPopulation(rows []geo.PopulationCell, from origins, towns *townIndex) []string {
	winner := make([]string, len(rows))
	order := make([]int, len(rows))
	for i := range order {
		order[i] = i
	}
	rankOf := func(i int) rank { return from.rank(rows[i].Source, rows[i].ID) }
	slices.SortFunc(order, func(a, b int) int { return rankOf(a).compare(rankOf(b)) })
	ground, inTown := map[string]string{}, map[string]string{}
	boxes, sources := map[string]*box{}, []string{}
	for _, i := range order { // the user's rows come first
		r := &rows[i]
		if r.Geometry == nil {
			continue
		}
		at := middle(r.Geometry)
		codes := towns.at(at)
		if first, taken := ground[groundKey(r)]; !taken {
			ground[groundKey(r)] = r.Source
		} else if first != r.Source {
			winner[i] = first
		}
		if from.isOSM(r.Source) {
			if winner[i] == "" {
				winner[i] = userAt(at, codes, inTown, boxes, sources)
			}
			continue
		}
		if boxes[r.Source] == nil {
			boxes[r.Source] = &box{}
			sources = append(sources, r.Source)
		}
		boxes[r.Source].add(r.Geometry.Bound())
		for _, code := range codes {
			if inTown[code] == "" {
				inTown[code] = r.Source
			}
		}
	}
	return winner
}

// userAt is the user's source that counts the people at a point, "" for none.
func userAt(at orb.Point, codes []string, inTown map[string]string, boxes map[string]*box, sources []string) string {
	for _, code := range codes {
		if s := inTown[code]; s != "" {
			return s
		}
	}
	if len(codes) > 0 {
		return ""
	}
	for _, s := range sources {
		if boxes[s].bound.Contains(at) {
			return s
		}
	}
	return ""
}

// groundKey is the same for rows that stand for the same ground.
func groundKey(r *geo.PopulationCell) string {
	if r.Cell != "" {
		return r.Cell
	}
	b, err := wkb.Marshal(r.Geometry)
	if err != nil {
		return r.ID
	}
	return string(b)
}

// middle is a point of the ground that a row stands for.
func middle(g orb.Geometry) orb.Point {
	if m := asMultiPolygon(g); len(m) > 0 {
		return insidePoint(m)
	}
	return g.Bound().Center()
}

// overlaps remarks where the people of two sources stand on the same ground
// without being the same rows: they are counted twice, and only the user can say
// which are right.
func overlaps(rows []geo.PopulationCell, remarks *[]Finding) {
	var grounds rtree.RTreeG[int]
	sources := map[string]bool{}
	for i := range rows {
		if rows[i].SupersededBy != "" || rows[i].Geometry == nil {
			continue
		}
		sources[rows[i].Source] = true
		if g := rows[i].Geometry; len(asMultiPolygon(g)) > 0 {
			b := g.Bound()
			grounds.Insert(b.Min, b.Max, i)
		}
	}
	if len(sources) < 2 {
		return
	}
	for i := range rows {
		if rows[i].SupersededBy != "" || rows[i].Geometry == nil {
			continue
		}
		at := middle(rows[i].Geometry)
		grounds.Search(at, at, func(_, _ [2]float64, j int) bool {
			if rows[i].Source != rows[j].Source && planar.MultiPolygonContains(asMultiPolygon(rows[j].Geometry), at) {
				a, b := rows[i].Source, rows[j].Source
				note(remarks, fmt.Sprintf("the people of the sources %s and %s overlap: they count twice", min(a, b), max(a, b)), rows[i].ID+" in "+rows[j].ID)
			}
			return true
		})
	}
}
