package builtup

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/tidwall/rtree"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

// ground is what built-up areas are derived from: parcels of urban uses, and buildings.
type ground struct {
	pieces []piece
	tree   *rtree.RTreeG[int]
}

// piece is a parcel's or a building's polygons.
type piece struct {
	kind, id string
	polygons orb.MultiPolygon
	bound    orb.Bound
	building bool
}

// urban reports whether land of the use is built-up by itself.
func urban(use string) bool {
	switch use {
	case geo.UseResidential, geo.UseCommercial, geo.UseRetail, geo.UseIndustrial:
		return true
	}
	return false
}

func newGround(ds *geo.Dataset) *ground {
	g := &ground{}
	for i := range ds.Parcels {
		if p := &ds.Parcels[i]; urban(p.Use) && len(p.Geometry) > 0 {
			g.pieces = append(g.pieces, piece{kind: "parcel", id: p.ID, polygons: p.Geometry, bound: p.Geometry.Bound()})
		}
	}
	for i := range ds.Buildings {
		if b := &ds.Buildings[i]; len(b.Geometry) > 0 {
			g.pieces = append(g.pieces, piece{kind: "building", id: b.ID, polygons: orb.MultiPolygon{b.Geometry}, bound: b.Geometry.Bound(), building: true})
		}
	}
	return g
}

// index makes near fast, for many units.
func (g *ground) index() {
	g.tree = &rtree.RTreeG[int]{}
	for i := range g.pieces {
		g.tree.Insert(g.pieces[i].bound.Min, g.pieces[i].bound.Max, i)
	}
}

// near returns the pieces whose boxes meet the box.
func (g *ground) near(b orb.Bound) []*piece {
	var found []*piece
	if g.tree == nil {
		for i := range g.pieces {
			if g.pieces[i].bound.Intersects(b) {
				found = append(found, &g.pieces[i])
			}
		}
		return found
	}
	g.tree.Search(b.Min, b.Max, func(_, _ [2]float64, i int) bool {
		found = append(found, &g.pieces[i])
		return true
	})
	return found
}

// toPlane projects polygons; what names them in an error.
func toPlane(tm *crs.LocalTM, mp orb.MultiPolygon, what string) (orb.MultiPolygon, error) {
	out := make(orb.MultiPolygon, len(mp))
	for i, p := range mp {
		out[i] = make(orb.Polygon, len(p))
		for j, r := range p {
			ring := make(orb.Ring, len(r))
			for k, v := range r {
				if !(math.Abs(v[0]) <= 360 && math.Abs(v[1]) <= 90) {
					return nil, fmt.Errorf("%s: a corner is at %g, %g: it must be a longitude and a latitude in degrees", what, v[0], v[1])
				}
				ring[k] = tm.ToPlane(v)
			}
			out[i][j] = ring
		}
	}
	return out, nil
}

// byID orders pieces so that messages do not depend on the order of rows.
func byID(ps []*piece) {
	slices.SortFunc(ps, func(a, b *piece) int {
		return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.id, b.id))
	})
}
