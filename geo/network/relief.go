package network

import "github.com/seed-4611ae28/lifecircle/geo/slope"

// WithRelief is the topology of the same roads with their slopes. Uphill and downhill
// cost differently, so every road is there twice: of n roads, edge e is road e along its
// geometry and edge n + e the same road against it. Each is then an edge like any one-way
// street, with one cost, and all that is computed on graphs holds for it as it stands.
// Nodes have the numbers that they have in t.
//
// The relief has to be that of the roads of t, and t as [NewTopology] made it: of one that
// was edited there are no graphs with slopes. O(edges).
func (t *Topology) WithRelief(r *slope.Relief) *Topology {
	if t.flat != nil {
		t = t.flat
	}
	return &Topology{
		self: new(identity), roads: t.roads, flat: t, relief: r, nodes: t.nodes, bound: t.bound, centre: t.centre,
		from: twice(t.from), to: twice(t.to), lengthM: twice(t.lengthM),
	}
}

func twice[T any](list []T) []T {
	return append(append(make([]T, 0, 2*len(list)), list...), list...)
}

// SlopeRoads are the roads as [slope.NewRelief] takes them.
func (t *Topology) SlopeRoads() slope.Roads {
	return slope.Roads{Segments: t.roads, Nodes: t.nodes, Ends: t.Ends, LengthM: t.LengthM}
}

// newSlopedPlane is the plane of a topology with slopes: that of the roads themselves,
// with a vertex more at every station at which the slope changes, and all of it twice.
func newSlopedPlane(t *Topology) *plane {
	flat := t.flat.inPlane()
	n := len(t.roads)
	p := &plane{proj: flat.proj, start: make([]uint32, 1, 2*n+1)}
	for e := range n {
		first, last := flat.start[e], flat.start[e+1]-1
		total := flat.along[last]
		next := int(first)
		vertex := func(k int) {
			p.pts, p.along = append(p.pts, flat.pts[k]), append(p.along, flat.along[k])
		}
		t.relief.EachPiece(int32(e), func(_, to, _ float64) {
			station := to * total
			for ; next < int(last) && flat.along[next] < station-apartM; next++ {
				vertex(next)
			}
			// A vertex where the station is stands for it; the end is the last vertex.
			if to >= 1 || flat.along[next]-station < apartM {
				return
			}
			a, b := next-1, next
			f := (station - flat.along[a]) / (flat.along[b] - flat.along[a])
			p.pts = append(p.pts, between(flat.pts[a], flat.pts[b], f))
			p.along = append(p.along, station)
		})
		for ; next <= int(last); next++ {
			vertex(next)
		}
		p.start = append(p.start, uint32(len(p.pts)))
	}
	p.pts, p.along = twice(p.pts), twice(p.along)
	shift := p.start[n]
	for e := range n {
		p.start = append(p.start, shift+p.start[e+1])
	}
	for e := range 2 * n {
		for range p.start[e+1] - p.start[e] {
			p.edgeOf = append(p.edgeOf, int32(e))
		}
	}
	p.index()
	return p
}

// apartM is how near a vertex may be to a station to stand for it.
const apartM = 1e-6

// PlaneBytes is the memory of the geometry in metres, which is made when the first
// place asks for a link, with slopes when the first graph does.
func (t *Topology) PlaneBytes() int64 {
	p := t.inPlane()
	return int64(4*len(p.start) + (16+8+4)*len(p.pts))
}
