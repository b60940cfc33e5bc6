package isochrone

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// Along a street ground is cheap, so what is within a limit ends there in a finger that
// grows narrow before its tip: narrower than a cell, and a contour that knows no more
// than costs at nodes cuts the tip off. What is cut off is the very street, where people
// live. The tips are known to a hair, because costs along streets are; so a contour that
// cuts a finger is led out to its tip, as extended marching squares do with corners
// (Kobbelt, Botsch, Schwanecke and Seidel, Feature sensitive surface extraction from
// volume data, 2001).
//
// A spike stays within the cell of its stretch of contour, or goes on into the one cell
// beside it that the finger has gone into, of which all nodes are out. Neither may be
// passed by the contour of another limit. So nothing crosses and limits stay nested.

// tip is where ground within a limit ends along a street, in units, and a place behind
// it on the street.
type tip struct{ at, behind [2]int32 }

// before orders tips as far out as each other, so that the order of roads does not show.
func (t tip) before(o tip) bool {
	return cmp.Or(slices.Compare(t.at[:], o.at[:]), slices.Compare(t.behind[:], o.behind[:])) < 0
}

// tipBackM is how far before the limit a tip is drawn: more than it is rounded by.
const tipBackM = 0.05

// eachTip calls fn for the tips of a limit. Streets whose costs have no simple form
// (one-way streets, the k-th nearest source) have none here.
func (g *ground) eachTip(level int, fn func(tip)) {
	limit := float32(g.limits[level])
	for _, s := range g.a.streets {
		r := &g.a.run[s]
		if r.odd || g.a.low[s] > limit || g.a.high[s] <= limit {
			continue
		}
		for i := range r.pieces {
			p := &r.pieces[i]
			back, on := p.back, p.on
			if g.a.ends[s] != notPlain {
				back, on = g.a.ends[s][0]+p.back, g.a.ends[s][1]-p.back
			}
			if p.along <= 0 || p.perM2 == 0 {
				continue
			}
			// The cost along the piece is the lower of back + a and on - a.
			if a := limit - back; a > 0 && a < p.along && on-a > limit {
				fn(g.tipOf(s, p, a/p.along, -1))
			}
			if a := on - limit; a > 0 && a < p.along && back+a > limit {
				fn(g.tipOf(s, p, a/p.along, 1))
			}
		}
	}
}

// tipOf is the tip at a part of a piece of which the ground lies on one way.
func (g *ground) tipOf(street int32, p *piece, part float32, way float64) tip {
	o, c := g.a.x.origins[street], &g.a.x.charts[g.a.x.bucketOf[street]]
	long := math.Sqrt(float64(p.vx)*float64(p.vx) + float64(p.vy)*float64(p.vy))
	at := func(f float64) [2]int32 {
		x, y := float64(p.x)+f*float64(p.vx), float64(p.y)+f*float64(p.vy)
		var q orb.Point
		if max(math.Abs(x), math.Abs(y)) < chartM {
			q = c.toGeo(x, y)
		} else {
			q = g.proj.ToGeo(orb.Point{o[0] + x, o[1] + y})
		}
		return [2]int32{int32(math.Round(q[0] * unit)), int32(math.Round(q[1] * unit))}
	}
	f := float64(part) + way*tipBackM/long
	const behindM = 10 // sets a direction, no more
	return tip{at(f), at(f + way*behindM/long)}
}
