package homes

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/paulmach/orb"
	"github.com/tidwall/rtree"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// parcels are the land of a dataset: that which has homes, in the order of ids,
// and that of other uses.
type parcels struct {
	homes     []*geo.Parcel
	shapes    []shape
	tree      rtree.RTreeG[int32]
	other     []shape
	otherTree rtree.RTreeG[int]
}

// newParcels sorts out the parcels. Land has homes when its use is residential, or
// when it states dwellings or people.
func newParcels(ps []geo.Parcel) (*parcels, error) {
	l := &parcels{}
	for i := range ps {
		p := &ps[i]
		has := p.Use == geo.UseResidential || p.Dwellings.Or(0) > 0 || p.Population.Or(0) > 0
		if !has && !IsOtherUse(p.Use) {
			continue
		}
		if err := checkPolygons(p.Geometry); err != nil {
			return nil, fmt.Errorf("parcel %s: %w", p.ID, err)
		}
		if has {
			l.homes = append(l.homes, p)
			continue
		}
		s := newShape(p.Geometry)
		l.otherTree.Insert(s.bound.Min, s.bound.Max, len(l.other))
		l.other = append(l.other, s)
	}
	slices.SortFunc(l.homes, func(a, b *geo.Parcel) int {
		return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.Source, b.Source),
			comparePoints(a.Geometry.Bound().Min, b.Geometry.Bound().Min),
			comparePoints(a.Geometry.Bound().Max, b.Geometry.Bound().Max))
	})
	for i, p := range l.homes {
		s := newShape(p.Geometry)
		l.tree.Insert(s.bound.Min, s.bound.Max, int32(i))
		l.shapes = append(l.shapes, s)
	}
	return l, nil
}

// at returns the number of the first parcel with homes that contains the point, or
// noParcel.
func (l *parcels) at(p orb.Point) int32 {
	first := int32(noParcel)
	l.tree.Search(p, p, func(_, _ [2]float64, i int32) bool {
		if (first == noParcel || i < first) && l.shapes[i].contains(p) {
			first = i
		}
		return true
	})
	return first
}

// otherUse reports whether the point lies on land of another use, and on none with homes.
func (l *parcels) otherUse(p orb.Point) bool {
	found := false
	l.otherTree.Search(p, p, func(_, _ [2]float64, i int) bool {
		found = l.other[i].contains(p)
		return !found
	})
	return found && l.at(p) == noParcel
}
