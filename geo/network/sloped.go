package network

import (
	"context"
	"fmt"
	"slices"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/slope"
)

// sloped is what a graph with slopes knows beside what every graph knows: along one
// edge a metre does not cost what another does.
type sloped struct {
	// at is the cost, not rounded, from the first vertex of an edge to each vertex of
	// the plane.
	at []float64
	// whole marks edges that are one of the two directions of a road which is a street by
	// itself, from a junction to another.
	whole []bool
	// gain is the highest speed on any slope as a multiple of that on the flat.
	gain float64
	// roadM is the length of the roads that the mode may use, unknownM that of their
	// parts whose slope is not known.
	roadM, unknownM float64
}

func (s *sloped) bytes() int {
	if s == nil {
		return 0
	}
	return 8*len(s.at) + len(s.whole)
}

// slopeGraph is the graph of a topology with slopes. Who may use what, and the
// streets, are worked out for the roads as they are; then each road is split into its
// two directions. A road that may be travelled one way only is there twice alike, so
// that both of the streets that a street becomes have the same nearest points.
func (t *Topology) slopeGraph(ctx context.Context, mode *geo.Mode, metric geo.Metric) (*Graph, error) {
	if mode.Slope == nil {
		return nil, fmt.Errorf("graph of mode %q: metric %q needs a rule for slopes, which the mode does not have", mode.ID, metric)
	}
	flat, r, err := t.flat.base(ctx, mode, metric, nil)
	if err != nil {
		return nil, err
	}
	n := int32(len(t.roads))
	g := &Graph{
		top: t, mode: mode, metric: metric, nodes: flat.nodes, public: flat.public, from: t.from, to: t.to,
		use: twice(flat.use), cost: make([]uint32, 2*n), special: flat.special,
		streets: newStreets(int(2 * n)), sloped: &sloped{gain: slope.TopSpeed(mode.Slope)},
	}
	for e, u := range flat.use {
		if u&bothWays == bothWays {
			g.use[e], g.use[int32(e)+n] = u&^mayBackward, u&^mayForward
		}
		if s, ok := flat.special[int32(e)]; ok {
			g.special[int32(e)+n] = s
		}
		if u&bothWays != 0 {
			g.sloped.roadM += t.lengthM[e]
			g.sloped.unknownM += t.relief.UnknownM(int32(e))
		}
	}
	raw := g.climb(r)
	g.sloped.whole = make([]bool, 2*n)
	for e := range g.streets.of {
		g.streets.of[e] = -1
	}
	flat.eachStreet(func(chain []chainLink) {
		g.share(chain, raw, 0)
		g.share(chain, raw, n)
		if e := chain[0].edge; len(chain) == 1 && t.from[e] != t.to[e] && flat.use[e]&bothWays == bothWays {
			g.sloped.whole[e], g.sloped.whole[e+n] = true, true
		}
	})
	g.findParts()
	return g, g.finish(ctx, nil)
}

// climb works out what the edges cost along their whole length and returns the costs
// of the whole edges.
func (g *Graph) climb(r *rules) []float64 {
	t, p := g.top, g.top.inPlane()
	n := int32(len(t.roads))
	s := g.sloped
	s.at = make([]float64, len(p.pts))
	raw := make([]float64, 2*n)
	for e := range n {
		if g.use[e]&bothWays == 0 {
			continue
		}
		level := g.rawCost(r, e)
		rule := g.mode.Slope
		if t.roads[e].Highway == "ferry" {
			rule = nil
		}
		for _, edge := range [2]int32{e, e + n} {
			sign := 1.0
			if g.use[edge]&bothWays == mayBackward {
				sign = -1
			}
			first, last := p.start[edge], p.start[edge+1]-1
			total := p.along[last]
			k := first
			t.relief.EachPiece(e, func(_, to, grade float64) {
				pace := slope.Pace(rule, sign*grade)
				for ; k < last && (to >= 1 || p.along[k+1] <= to*total+apartM); k++ {
					part := 1 / float64(last-first) // a road without length is shared out evenly
					if total > 0 {
						part = (p.along[k+1] - p.along[k]) / total
					}
					s.at[k+1] = s.at[k] + part*level*pace
				}
			})
			raw[edge] = s.at[last]
			if m := t.lengthM[e]; m > 0 {
				g.streets.perM[edge] = raw[edge] / m
			}
		}
	}
	return raw
}

// cost is the cost, not rounded, from the first vertex of its edge to a part of a
// segment.
func (s *sloped) cost(segment int32, part float64) float64 {
	return s.at[segment] + part*(s.at[segment+1]-s.at[segment])
}

// segment is what [Lines.Offset] tells of a segment of an edge.
func (s *sloped) segment(p *plane, e, segment int32, cost float64) (from, along float64) {
	total := s.at[p.start[e+1]-1]
	if total <= 0 {
		return 0, 0
	}
	scale := cost / total
	from = s.at[segment] * scale
	return from, s.at[segment+1]*scale - from
}

// pointAt is the place at a part of the cost of an edge, in plane metres.
func (s *sloped) pointAt(p *plane, e int32, part float64) orb.Point {
	first, last := p.start[e], p.start[e+1]-1
	costs := s.at[first : last+1]
	want := part * costs[len(costs)-1]
	k, _ := slices.BinarySearch(costs, want)
	switch {
	case k == 0:
		return p.pts[first]
	case k >= len(costs):
		return p.pts[last]
	}
	a, b := first+uint32(k)-1, first+uint32(k)
	f := (want - costs[k-1]) / (costs[k] - costs[k-1])
	return between(p.pts[a], p.pts[b], f)
}

func between(a, b orb.Point, f float64) orb.Point {
	return orb.Point{a[0] + f*(b[0]-a[0]), a[1] + f*(b[1]-a[1])}
}

// Gain is the highest speed that slopes give as a multiple of the mode's speed on the
// flat, 1 without slopes: it bounds how far a limit can carry.
func (g *Graph) Gain() float64 {
	if g.sloped == nil {
		return 1
	}
	return g.sloped.gain
}

// Slopes tells of a graph with slopes the length of the roads that the mode may use
// and of their parts whose slope is not known and counts as flat, in metres; ok is
// false for a graph without slopes.
func (g *Graph) Slopes() (roadM, unknownM float64, ok bool) {
	if g.sloped == nil {
		return 0, 0, false
	}
	return g.sloped.roadM, g.sloped.unknownM, true
}
