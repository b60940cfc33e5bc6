package builtup

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
	"github.com/seed-4611ae28/lifecircle/geo/overlay"
)

// coarsest is how many times wider than CellM the squares may be made.
const coarsest = 4

// derive makes the built-up area of a unit from the ground.
func derive(ctx context.Context, g *ground, u *geo.Unit, o Options) (Area, error) {
	a := Area{Derived: true}
	if len(u.Geometry) == 0 || u.Geometry.Bound().IsEmpty() {
		a.Reason = ReasonNoUnit
		return a, nil
	}
	fail := func(err error) (Area, error) {
		return Area{}, fmt.Errorf("built-up area of %s: %w", u.Code, err)
	}
	tm := crs.NewLocalTM(u.Geometry.Bound().Center())
	unit, err := toPlane(tm, u.Geometry, "unit")
	if err != nil {
		return fail(err)
	}
	window := unit.Bound().Pad(o.MarginM)
	pieces, box, err := project(ctx, tm, g.near(u.Geometry.Bound().Union(toGeo(tm, window))), window, o.GrowM)
	if err != nil {
		return fail(err)
	}
	if len(pieces) == 0 {
		a.Reason = ReasonNoGround
		return a, nil
	}
	// Closing needs to see the open ground around.
	box = box.Pad(o.GapM/2 + 2*o.CellM*coarsest)
	cell := o.CellM
	for squares(box, cell) > float64(o.MaxCells) {
		if cell *= 2; cell > o.CellM*coarsest {
			a.Reason = ReasonTooLarge
			return a, nil
		}
	}
	a.CellM = cell
	r := newRaster(box, cell)
	for i, p := range pieces {
		if i%1024 == 0 && ctx.Err() != nil {
			return fail(ctx.Err())
		}
		for _, polygon := range p.polygons {
			if p.building {
				r.fillGrown(polygon, o.GrowM)
			} else {
				r.fill(polygon)
			}
		}
	}
	inUnit := newRaster(box, cell)
	for _, p := range unit {
		inUnit.fill(p)
	}
	if !meet(r.on, inUnit.on) {
		a.Reason = ReasonNoGround
		return a, nil
	}
	r.closeGaps(o.GapM / 2)
	if err := r.dropSmall(ctx, u, tm, inUnit, o, &a); err != nil {
		return fail(err)
	}
	if a.Geometry, err = finish(ctx, tm, r, u.Geometry); err != nil {
		return fail(err)
	}
	if len(a.Geometry) == 0 {
		a.Geometry, a.Reason = nil, ReasonSmall
	}
	return a, nil
}

// dropSmall turns off the parts that are too small and not at the seat.
func (r *raster) dropSmall(ctx context.Context, u *geo.Unit, tm *crs.LocalTM, inUnit *raster, o Options, a *Area) error {
	parts, err := r.findParts(ctx)
	if err != nil {
		return err
	}
	seat := int32(-1)
	if u.Seat != nil {
		seat = parts.at(r, tm.ToPlane(*u.Seat), o.SeatReachM)
	}
	// Only parts that reach into the unit are spoken of.
	here := make([]bool, len(parts.squares))
	for i, w := range parts.runs {
		row := inUnit.on[int(w.y)*r.nx : (int(w.y)+1)*r.nx]
		for x := w.from; x < w.to && !here[parts.of[i]]; x++ {
			here[parts.of[i]] = row[x]
		}
	}
	kept := make([]bool, len(parts.squares))
	for i, n := range parts.squares {
		kept[i] = here[i] && (int32(i) == seat || float64(n)*r.cell*r.cell >= o.MinPartM2)
		if here[i] && !kept[i] {
			a.PartsDropped++
		}
	}
	parts.keepOnly(r, kept)
	return nil
}

// project takes the pieces near the window into the plane, and returns the box
// that they, grown, can fill within the window.
func project(ctx context.Context, tm *crs.LocalTM, near []*piece, window orb.Bound, growM float64) ([]piece, orb.Bound, error) {
	byID(near)
	var pieces []piece
	var box orb.Bound
	for i, p := range near {
		if i%1024 == 0 && ctx.Err() != nil {
			return nil, box, ctx.Err()
		}
		plane, err := toPlane(tm, p.polygons, p.kind+" "+p.id)
		if err != nil {
			return nil, box, err
		}
		b := plane.Bound()
		if p.building {
			b = b.Pad(growM)
		}
		if !b.Intersects(window) {
			continue
		}
		b = orb.Bound{
			Min: orb.Point{max(b.Min[0], window.Min[0]), max(b.Min[1], window.Min[1])},
			Max: orb.Point{min(b.Max[0], window.Max[0]), min(b.Max[1], window.Max[1])},
		}
		if len(pieces) == 0 {
			box = b
		} else {
			box = box.Union(b)
		}
		pieces = append(pieces, piece{polygons: plane, building: p.building})
	}
	return pieces, box, nil
}

// squares is how many squares of the width cover the box, as a float64 so that no
// box is too large to be counted.
func squares(b orb.Bound, cell float64) float64 {
	return (math.Ceil((b.Max[0]-b.Min[0])/cell) + 1) * (math.Ceil((b.Max[1]-b.Min[1])/cell) + 1)
}

func meet(a, b []bool) bool {
	for i := range a {
		if a[i] && b[i] {
			return true
		}
	}
	return false
}

// toGeo returns the box in degrees of the corners of a box of the plane.
func toGeo(tm *crs.LocalTM, b orb.Bound) orb.Bound {
	g := orb.Bound{Min: tm.ToGeo(b.Min), Max: tm.ToGeo(b.Min)}
	for _, c := range []orb.Point{b.Max, b.LeftTop(), b.RightBottom()} {
		g = g.Extend(tm.ToGeo(c))
	}
	return g
}

// simplifyCells is by how much of a square's side outlines are straightened: a jog
// of one square, which is how a raster draws a slanting line, lies half a square
// off it.
const simplifyCells = 0.75

// finish draws the raster as polygons in degrees, clipped to the unit. Rings that
// straightening has made cross each other are put right by the same overlay.
func finish(ctx context.Context, tm *crs.LocalTM, r *raster, unit orb.MultiPolygon) (orb.MultiPolygon, error) {
	var outline overlay.Layer
	for _, ring := range r.outline() {
		ring = simplify(ring, simplifyCells*r.cell)
		for i, v := range ring {
			ring[i] = tm.ToGeo(v)
		}
		outline = append(outline, ring)
	}
	both, err := overlay.Arrange(ctx, outline, overlay.LayerOf(unit))
	if err != nil {
		return nil, fmt.Errorf("clipping to the unit: %w", err)
	}
	clipped := both.Region(func(w []int32) bool { return w[0] > 0 && w[1] > 0 })
	// Where a part just touches the border it leaves crumbs.
	return slices.DeleteFunc(clipped, func(p orb.Polygon) bool { return crs.Area(p) < r.cell*r.cell }), nil
}
