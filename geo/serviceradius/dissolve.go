package serviceradius

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/tidwall/rtree"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
	"github.com/seed-4611ae28/lifecircle/geo/overlay"
	"github.com/seed-4611ae28/lifecircle/geo/shape"
)

// GapM is the widest gap in metres between two parts of one park: the width of a
// drawing error, not of a street.
const GapM = 1.0

// whole is a dissolved park: parts that touch or nearly touch.
type whole struct {
	parts  []int // places in the list of parks, ascending
	areaM2 float64
}

// dissolve joins the parks that matter to the ground in near (degrees): those that
// reach into it, and all that hang together with them, which may lie outside it.
func dissolve(ctx context.Context, rule *geo.ParkRule, parks []geo.Park, near orb.Bound, tm *crs.LocalTM) ([]whole, map[int]*outline, error) {
	var tree rtree.RTreeG[int]
	var queue []int
	bounds := make([]orb.Bound, len(parks))
	for i := range parks {
		p := &parks[i]
		if !p.Status.Exists() || !slices.Contains(rule.Kinds, p.Kind) || len(p.Geometry) == 0 {
			continue
		}
		bounds[i] = p.Geometry.Bound()
		tree.Insert(bounds[i].Min, bounds[i].Max, i)
		if bounds[i].Intersects(near) {
			queue = append(queue, i)
		}
	}
	outlines := map[int]*outline{}
	outlineOf := func(i int) *outline {
		o := outlines[i]
		if o == nil {
			o = newOutline(toPlane(parks[i].Geometry, tm))
			outlines[i] = o
		}
		return o
	}
	seen := make([]bool, len(parks))
	var wholes []whole
	for _, start := range queue {
		if seen[start] {
			continue
		}
		seen[start] = true
		w := whole{parts: []int{start}}
		for k := 0; k < len(w.parts); k++ {
			if err := ctx.Err(); err != nil {
				return nil, nil, err
			}
			i := w.parts[k]
			b := pad(bounds[i], GapM)
			tree.Search(b.Min, b.Max, func(_, _ [2]float64, j int) bool {
				if !seen[j] && outlineOf(i).within(outlineOf(j), GapM) {
					seen[j] = true
					w.parts = append(w.parts, j)
				}
				return true
			})
			outlineOf(i)
		}
		slices.Sort(w.parts)
		area, err := areaOf(ctx, parks, w.parts)
		if err != nil {
			return nil, nil, err
		}
		if math.IsNaN(area) {
			return nil, nil, fmt.Errorf("park %q: its area cannot be told: want finite coordinates", parks[start].ID)
		}
		w.areaM2 = area
		wholes = append(wholes, w)
	}
	return wholes, outlines, nil
}

// areaOf returns the area in square metres of parks, common ground once.
func areaOf(ctx context.Context, parks []geo.Park, parts []int) (float64, error) {
	if len(parts) == 1 {
		return crs.Area(parks[parts[0]].Geometry), nil
	}
	all := make([]orb.MultiPolygon, len(parts))
	for k, i := range parts {
		all[k] = parks[i].Geometry
	}
	u, err := overlay.Union(ctx, all...)
	if err != nil {
		return 0, fmt.Errorf("dissolving %d parks from %q on: %w", len(parts), parks[parts[0]].ID, err)
	}
	return crs.Area(u), nil
}

// longestSide is the longest side in metres that is projected by its ends alone. A
// side is straight in degrees (RFC 7946, §3.1.1); between 60° north and south the
// middle of one this long lies within 4 cm of the straight line in the plane.
const longestSide = 1000

// toPlane returns right-handed copies in the plane, long sides in pieces.
func toPlane(mp orb.MultiPolygon, tm *crs.LocalTM) orb.MultiPolygon {
	out := make(orb.MultiPolygon, 0, len(mp))
	for _, p := range shape.RightHanded(mp) {
		q := make(orb.Polygon, 0, len(p))
		for _, r := range p {
			ring := make(orb.Ring, 0, len(r))
			for i, v := range r {
				if i > 0 {
					u := r[i-1]
					pieces := min(1e4, math.Ceil(crs.ShortDistance(u, v)/longestSide))
					for k := 1.0; k < pieces; k++ {
						f := k / pieces
						ring = append(ring, tm.ToPlane(orb.Point{u[0] + f*(v[0]-u[0]), u[1] + f*(v[1]-u[1])}))
					}
				}
				ring = append(ring, tm.ToPlane(v))
			}
			q = append(q, ring)
		}
		out = append(out, q)
	}
	return out
}

// pad widens a box in degrees by at least d metres.
func pad(b orb.Bound, d float64) orb.Bound {
	const perDegree = 110_500 // the shortest degree of latitude, at the equator
	dy := d / perDegree
	// Beyond 89.9 degrees a degree of longitude is no longer worth counting.
	lat := min(89.9, max(math.Abs(b.Min[1]), math.Abs(b.Max[1]))+dy)
	dx := dy / math.Cos(lat*math.Pi/180)
	return orb.Bound{Min: orb.Point{b.Min[0] - dx, b.Min[1] - dy}, Max: orb.Point{b.Max[0] + dx, b.Max[1] + dy}}
}
