package homes

import (
	"fmt"

	"github.com/paulmach/orb"
	"github.com/tidwall/rtree"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// footprints are the grounds of facilities.
type footprints struct {
	ids    map[string]bool
	shapes []shape
	tree   rtree.RTreeG[int]
}

func newFootprints(fs []geo.Facility) (*footprints, error) {
	t := &footprints{ids: map[string]bool{}}
	for i := range fs {
		// What is only planned does not stand on its ground yet; what is closed does.
		f := &fs[i]
		if f.Status == geo.StatusPlanned || f.Status == geo.StatusBuilding || len(f.Footprint) == 0 {
			continue
		}
		if err := checkPolygons(f.Footprint); err != nil {
			return nil, fmt.Errorf("facility %s: footprint: %w", f.ID, err)
		}
		t.ids[f.ID] = true
		s := newShape(f.Footprint)
		t.tree.Insert(s.bound.Min, s.bound.Max, len(t.shapes))
		t.shapes = append(t.shapes, s)
	}
	return t, nil
}

// has reports whether the building is a facility's footprint, or the point, which
// is inside it, lies in one.
func (t *footprints) has(building string, at orb.Point) bool {
	if t.ids[building] {
		return true
	}
	found := false
	t.tree.Search(at, at, func(_, _ [2]float64, i int) bool {
		found = t.shapes[i].contains(at)
		return !found
	})
	return found
}
