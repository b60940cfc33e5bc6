package builtup

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
	"github.com/seed-4611ae28/lifecircle/geo/overlay"
)

// stored returns the area that the rows give for a unit: that of the drawn ones,
// else that of those made from land use; nil when there are none.
func stored(ctx context.Context, rows []geo.BuiltUp, u *geo.Unit, o Options) (Area, error) {
	for _, derived := range [...]bool{false, true} {
		mp, err := joined(ctx, rows, derived, u, o)
		if err != nil || len(mp) > 0 {
			return Area{Geometry: mp, Derived: derived}, err
		}
	}
	return Area{}, nil
}

// joined returns the polygons of the rows that are derived, or drawn: by code, else
// by place.
func joined(ctx context.Context, rows []geo.BuiltUp, derived bool, u *geo.Unit, o Options) (orb.MultiPolygon, error) {
	var byCode, byPlace []*geo.BuiltUp
	for i := range rows {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		b := &rows[i]
		if len(b.Geometry) == 0 || b.Derived != derived {
			continue
		}
		switch {
		case b.Unit != "" && sameCode(b.Unit, u.Code):
			byCode = append(byCode, b)
		case b.Unit == "" && liesIn(b, u, o):
			byPlace = append(byPlace, b)
		}
	}
	chosen := byCode
	if len(chosen) == 0 {
		chosen = byPlace
	}
	slices.SortStableFunc(chosen, func(a, b *geo.BuiltUp) int {
		return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.Source, b.Source))
	})
	all := make([]orb.MultiPolygon, 0, len(chosen))
	for _, b := range chosen {
		if _, err := toPlane(crs.NewLocalTM(orb.Point{}), b.Geometry, "built-up "+b.ID); err != nil {
			return nil, fmt.Errorf("built-up area of %s: %w", u.Code, err)
		}
		all = append(all, b.Geometry)
	}
	switch len(all) {
	case 0:
		return nil, nil
	case 1:
		return all[0], nil
	}
	union, err := overlay.Union(ctx, all...)
	if err != nil {
		return nil, fmt.Errorf("built-up area of %s: %w", u.Code, err)
	}
	return union, nil
}

// sameCode compares codes of units; a town's 12-digit statistical code is its
// 9-digit one and three zeros.
func sameCode(a, b string) bool { return townCode(a) == townCode(b) }

func townCode(code string) string {
	if len(code) == 12 && code[9:] == "000" {
		return code[:9]
	}
	return code
}

// samples is the number of points to a side by which the share of a row that lies
// in a unit is judged.
const samples = 40

// liesIn reports whether a row that names no unit belongs to this one.
func liesIn(b *geo.BuiltUp, u *geo.Unit, o Options) bool {
	box := b.Geometry.Bound()
	if !box.Intersects(u.Geometry.Bound()) {
		return false
	}
	if u.Seat != nil && planar.MultiPolygonContains(b.Geometry, *u.Seat) {
		return true
	}
	in, both := 0.0, 0.0
	for i := range samples {
		for j := range samples {
			p := orb.Point{
				box.Min[0] + (float64(i)+0.5)/samples*(box.Max[0]-box.Min[0]),
				box.Min[1] + (float64(j)+0.5)/samples*(box.Max[1]-box.Min[1]),
			}
			if !planar.MultiPolygonContains(b.Geometry, p) {
				continue
			}
			in++
			if planar.MultiPolygonContains(u.Geometry, p) {
				both++
			}
		}
	}
	if in == 0 {
		return false
	}
	share := both / in
	return share >= 0.5 || share*crs.Area(b.Geometry) >= o.MinPartM2
}
