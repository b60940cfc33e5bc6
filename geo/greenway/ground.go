package greenway

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/tidwall/rtree"

	"github.com/seed-4611ae28/lifecircle/geo/crs"
	"github.com/seed-4611ae28/lifecircle/geo/shape"
)

// ground is the unit in the plane, its sides in an index.
type ground struct {
	west  float64
	sides rtree.RTreeG[[2]orb.Point]
}

func newGround(unit orb.MultiPolygon, tm *crs.LocalTM) *ground {
	g := &ground{west: math.Inf(1)}
	var pieces []segment
	for _, p := range shape.RightHanded(unit) {
		for _, r := range p {
			for i, b := range r {
				a := r[(i+len(r)-1)%len(r)]
				if a == b {
					continue
				}
				pieces = appendSegment(pieces[:0], segment{a: a, b: b}, tm)
				for k := range pieces {
					s := &pieces[k]
					lo, hi := s.box(0)
					g.sides.Insert(lo, hi, [2]orb.Point{s.pa, s.pb})
					g.west = min(g.west, lo[0])
				}
			}
		}
	}
	return g
}

// clip returns the parts of a stretch that count in the unit, with their shares. A
// stretch counts as the mean of two copies of it, BorderM to its left and to its
// right: so one along the border counts half, and over the units of a partition,
// each copy being in exactly one of them everywhere, shares add up to 1.
func (g *ground) clip(s stretch) []stretch {
	seg := s.segment
	dx, dy := seg.pb[0]-seg.pa[0], seg.pb[1]-seg.pa[1]
	l := math.Hypot(dx, dy)
	if l == 0 {
		return nil
	}
	aside := orb.Point{-dy / l * BorderM, dx / l * BorderM}
	cuts := g.cuts(&s, aside)
	var out []stretch
	for i := 1; i < len(cuts); i++ {
		part := stretch{segment: seg, from: cuts[i-1], to: cuts[i]}
		f := (part.from + part.to) / 2
		x, y := seg.pa[0]+f*dx, seg.pa[1]+f*dy
		for _, p := range [2]orb.Point{{x + aside[0], y + aside[1]}, {x - aside[0], y - aside[1]}} {
			if g.holds(p) {
				part.share += 0.5
			}
		}
		if n := len(out); n > 0 && out[n-1].to == part.from && out[n-1].share == part.share {
			out[n-1].to = part.to
		} else if part.share > 0 {
			out = append(out, part)
		}
	}
	return out
}

// cuts returns the fractions between which neither copy of a stretch meets a side.
func (g *ground) cuts(s *stretch, aside orb.Point) []float64 {
	seg := s.segment
	cuts := []float64{s.from, s.to}
	d := orb.Point{seg.pb[0] - seg.pa[0], seg.pb[1] - seg.pa[1]}
	lo, hi := seg.box(BorderM)
	g.sides.Search(lo, hi, func(_, _ [2]float64, side [2]orb.Point) bool {
		e := orb.Point{side[1][0] - side[0][0], side[1][1] - side[0][1]}
		den := d[0]*e[1] - d[1]*e[0]
		if den == 0 {
			return true
		}
		for _, way := range [2]float64{1, -1} {
			rel := orb.Point{side[0][0] - seg.pa[0] - way*aside[0], side[0][1] - seg.pa[1] - way*aside[1]}
			f := (rel[0]*e[1] - rel[1]*e[0]) / den
			u := (rel[0]*d[1] - rel[1]*d[0]) / den
			// A little longer than the side, so that none slips through at a corner.
			if f > s.from && f < s.to && u >= -1e-9 && u <= 1+1e-9 {
				cuts = append(cuts, f)
			}
		}
		return true
	})
	slices.Sort(cuts)
	return slices.Compact(cuts)
}

// holds reports whether a place lies in the unit, by its winding number: what lies
// west of it.
func (g *ground) holds(p orb.Point) bool {
	winding := 0
	g.sides.Search([2]float64{g.west, p[1]}, [2]float64{p[0], p[1]}, func(_, _ [2]float64, side [2]orb.Point) bool {
		a, b, way := side[0], side[1], -1
		if a[1] > b[1] {
			a, b, way = b, a, 1
		}
		if a[1] <= p[1] && p[1] < b[1] && p[0] > a[0]+(p[1]-a[1])/(b[1]-a[1])*(b[0]-a[0]) {
			winding += way
		}
		return true
	})
	return winding > 0
}
