package greenway

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

// Chain is built greenways that hang together in a unit (串珠成链), and the open spaces
// that they touch.
type Chain struct {
	// Greenways are the ids of its built greenways, Parks those of the open spaces within
	// [JoinM] of them, both sorted.
	Greenways, Parks []string
	// LengthM is the length of its built stretches in the unit, each metre once.
	LengthM float64
}

// Chains finds the connected greenways of a unit and the existing parks that each
// touches, wherever those lie. Connectors link, as in Result.ComponentsLinked, but are
// no part. The conditions are those of [Measure]. Chains are in the order of their first
// greenway.
//
// The cost is O(n log n) in the segments and the sides of the parks near the unit.
func Chains(ctx context.Context, unit orb.MultiPolygon, greenways []geo.Greenway, parks []geo.Park) ([]Chain, error) {
	box := unit.Bound()
	if len(unit) == 0 || box.IsEmpty() || !finite(box.Min) || !finite(box.Max) {
		return nil, fmt.Errorf("finding chains of greenways: the unit has no polygon with finite coordinates")
	}
	tm := crs.NewLocalTM(box.Center())
	segments, err := collect(greenways, box, tm)
	if err != nil {
		return nil, err
	}
	stretches, err := once(ctx, segments)
	if err != nil {
		return nil, err
	}
	ground := newGround(unit, tm)
	var inside []stretch
	for _, s := range stretches {
		inside = append(inside, ground.clip(s)...)
	}
	f := newForest(inside)
	if err := f.join(ctx, isBuiltOrLink); err != nil {
		return nil, err
	}
	ids := lineIDs(greenways)
	chains := map[int]*Chain{}
	for i, s := range inside {
		if s.segment.class != built {
			continue
		}
		c := chains[f.root(i)]
		if c == nil {
			c = &Chain{}
			chains[f.root(i)] = c
		}
		c.LengthM += s.share * s.length()
		c.Greenways = append(c.Greenways, ids[s.segment.line])
	}
	for i := range parks {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if !parks[i].Status.Exists() {
			continue
		}
		for r := range f.touched(parks[i].Geometry, tm) {
			if c := chains[r]; c != nil {
				c.Parks = append(c.Parks, parks[i].ID)
			}
		}
	}
	out := make([]Chain, 0, len(chains))
	for _, c := range chains {
		slices.Sort(c.Greenways)
		slices.Sort(c.Parks)
		c.Greenways, c.Parks = slices.Compact(c.Greenways), slices.Compact(c.Parks)
		out = append(out, *c)
	}
	slices.SortFunc(out, func(x, y Chain) int {
		return cmp.Or(slices.Compare(x.Greenways, y.Greenways), cmp.Compare(x.LengthM, y.LengthM), slices.Compare(x.Parks, y.Parks))
	})
	return out, nil
}

// lineIDs are the ids of the greenways by the number that collect gives their lines.
func lineIDs(greenways []geo.Greenway) []string {
	ids := []string{""}
	for i := range greenways {
		if classOf(&greenways[i]) == left {
			continue
		}
		for range greenways[i].Geometry {
			ids = append(ids, greenways[i].ID)
		}
	}
	return ids
}

// touched are the clusters with a built stretch within JoinM of a polygon, or in it.
func (f *forest) touched(mp orb.MultiPolygon, tm *crs.LocalTM) map[int]bool {
	out := map[int]bool{}
	for _, poly := range mp {
		plane := make(orb.Polygon, len(poly))
		for k, ring := range poly {
			plane[k] = make(orb.Ring, len(ring))
			for i, p := range ring {
				plane[k][i] = tm.ToPlane(p)
			}
			for i := 1; i < len(ring); i++ {
				side := segment{pa: plane[k][i-1], pb: plane[k][i]}
				lo, hi := side.box(JoinM)
				f.tree.Search(lo, hi, func(_, _ [2]float64, j int) bool {
					if f.parts[j].class == built && gap(&side, &f.parts[j]) <= JoinM {
						out[f.root(j)] = true
					}
					return true
				})
			}
		}
		b := plane.Bound()
		f.tree.Search(b.Min, b.Max, func(_, _ [2]float64, j int) bool {
			if f.parts[j].class == built && planar.PolygonContains(plane, f.parts[j].pa) {
				out[f.root(j)] = true
			}
			return true
		})
	}
	return out
}
