package importer

import (
	"fmt"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/geo"
)

// settleUnits marks the units that another source describes better: see
// [supersededUnits].
func (m *merged) settleUnits(from origins, w *data.Write, s *Settlement) {
	units := m.ds.Units
	winners := supersededUnits(units, from)
	marks := marking{layer: geo.LayerUnits, kept: m.keptUnits}
	shared := map[string]int{}
	for i := range units {
		shared[units[i].Code]++
	}
	whole := false
	for i := range units {
		u := &units[i]
		// A mark goes by code. Where two sources have one code it could hit either, so
		// the layer is then written whole.
		if i < m.keptUnits && u.SupersededBy != winners[i] && shared[u.Code] > 1 {
			whole = true
		}
		marks.set(i, u.Code, &u.SupersededBy, winners[i])
		if winners[i] != "" {
			s.Superseded[geo.LayerUnits]++
			if i >= m.keptUnits {
				note(&s.Remarks, fmt.Sprintf("unit of source %s counts instead of the one imported", winners[i]), u.Code+" "+u.Name)
			}
		}
	}
	if whole {
		w.Layers[geo.LayerUnits] = data.ReplaceLayer
		return
	}
	marks.file(w)
}

// supersededUnits gives, for each unit, the source whose unit counts instead, ""
// when it counts itself.
//
// Two units of different sources are the same when they have the same code (the
// spellings of [CanonicalCode] being one), or else the same level and either the same
// name, on ground of which more than half of the smaller is common, or very nearly the
// same ground, whatever they are called. The one of better [rank] counts: the user's before OpenStreetMap's, then by source.
// Rows are taken in that order, each against those that count already, so that a
// chain of lookalikes has one answer.
func supersededUnits(units []geo.Unit, from origins) []string {
	winner := make([]string, len(units))
	order := make([]int, len(units))
	for i := range order {
		order[i] = i
	}
	rankOf := func(i int) rank { return from.rank(units[i].Source, units[i].Code) }
	slices.SortFunc(order, func(a, b int) int { return rankOf(a).compare(rankOf(b)) })
	byCode, byName, byLevel := map[string][]int{}, map[[2]string][]int{}, map[geo.Level][]int{}
	for _, i := range order {
		u := &units[i]
		code, name := CanonicalCode(u.Code), [2]string{string(u.Level), foldName(u.Name)}
		for _, j := range byCode[code] {
			if units[j].Source != u.Source {
				winner[i] = units[j].Source
				break
			}
		}
		for _, j := range byName[name] {
			if winner[i] == "" && name[1] != "" && units[j].Source != u.Source && commonShare(units[j].Geometry, u.Geometry) > sameGround {
				winner[i] = units[j].Source
			}
		}
		for _, j := range byLevel[u.Level] {
			if winner[i] == "" && units[j].Source != u.Source && alike(units[j].Geometry, u.Geometry) {
				winner[i] = units[j].Source
			}
		}
		if winner[i] == "" {
			byLevel[u.Level] = append(byLevel[u.Level], i)
			byCode[code] = append(byCode[code], i)
			byName[name] = append(byName[name], i)
		}
	}
	return winner
}

// sameGround is the share of the smaller of two units that has to be common.
const sameGround = 0.5

// alikeGround is the share of both of two units that has to be common for them to be one
// under two names: far more than neighbours share by careless borders, and less than two
// surveys of one town do.
const alikeGround = 0.8

// alike reports whether two grounds are nearly the same.
func alike(a, b orb.MultiPolygon) bool {
	if len(a) == 0 || len(b) == 0 {
		return false
	}
	small, large := planar.Area(a), planar.Area(b)
	if small > large {
		small, large = large, small
	}
	return small >= alikeGround*large && commonBox(a.Bound(), b.Bound()) >= alikeGround*large && small*commonShare(a, b) >= alikeGround*large
}

// commonBox is the area that two boxes have in common: no less than what is in them has.
func commonBox(a, b orb.Bound) float64 {
	side := func(k int) float64 { return max(0, min(a.Max[k], b.Max[k])-max(a.Min[k], b.Min[k])) }
	return side(0) * side(1)
}

// shareSteps is the number of points across and along the smaller unit's box by
// which the common share is measured: to about 1 % of the unit's area.
const shareSteps = 128

// commonShare is the share of the smaller ground that the other covers too,
// counted on a lattice of points over its box. The lattice depends on that ground
// alone, so the answer does not depend on which of the two is asked first, except
// between two of the very same area, where both shares are the same.
func commonShare(a, b orb.MultiPolygon) float64 {
	if len(a) == 0 || len(b) == 0 || !a.Bound().Intersects(b.Bound()) {
		return 0
	}
	if planar.Area(b) < planar.Area(a) {
		a, b = b, a
	}
	box := a.Bound()
	inside, common := 0, 0
	for i := range shareSteps {
		for j := range shareSteps {
			p := orb.Point{
				box.Min[0] + (float64(i)+0.5)/shareSteps*(box.Max[0]-box.Min[0]),
				box.Min[1] + (float64(j)+0.5)/shareSteps*(box.Max[1]-box.Min[1]),
			}
			if !planar.MultiPolygonContains(a, p) {
				continue
			}
			if inside++; planar.MultiPolygonContains(b, p) {
				common++
			}
		}
	}
	if inside == 0 {
		return 0
	}
	return float64(common) / float64(inside)
}
