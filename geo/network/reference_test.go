package network_test

import (
	"math"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

// reference answers the same questions by brute force: every link to every street
// within the limit, none left out; every position a node of its own; Bellman-Ford
// over (node, phase) until nothing changes. It shares no code with the package
// under test and rounds nothing.
type reference struct {
	mode  *geo.Mode
	time  bool
	proj  *crs.LocalTM
	roads []refRoad
	water [][2]orb.Point
	// step is what it takes along a road between two places on it, nil where that is
	// the difference of their costs.
	step func(road int, from, to float64) float64
}

type refRoad struct {
	line     []orb.Point
	from, to orb.Point
	length   float64
	cost     float64
	fwd, bwd bool
	private  bool
	linkable bool
	source   string
	street   int
}

// refLink is a link of the reference: where on which road, at which leg.
type refLink struct {
	road  int
	along float64 // cost from the road's first vertex
	leg   float64
	point orb.Point
}

func newReference(roads []geo.RoadSegment, barriers []geo.Barrier, mode *geo.Mode, metric geo.Metric, centre orb.Point) *reference {
	r := &reference{mode: mode, time: metric.Timed(), proj: crs.NewLocalTM(centre)}
	for i := range roads {
		s := &roads[i]
		k := refRoad{from: s.Geometry[0], to: s.Geometry[len(s.Geometry)-1], fwd: true, bwd: true,
			private: s.Access == "private", linkable: !s.Bridge && !s.Tunnel, source: s.Source}
		for j, p := range s.Geometry {
			k.line = append(k.line, r.proj.ToPlane(p))
			if j > 0 {
				k.length += crs.Distance(s.Geometry[j-1], p)
			}
		}
		if mode.ObeysOneWay {
			k.fwd, k.bwd = s.OneWay != geo.Backward, s.OneWay != geo.Forward
		}
		k.cost = k.length
		if r.time {
			k.cost = k.length / (mode.SpeedKmh / 3.6)
		}
		r.roads = append(r.roads, k)
	}
	for _, b := range barriers {
		l := b.Geometry.(orb.LineString)
		for k := 1; k < len(l); k++ {
			r.water = append(r.water, [2]orb.Point{r.proj.ToPlane(l[k-1]), r.proj.ToPlane(l[k])})
		}
	}
	r.findStreets()
	return r
}

// findStreets joins roads at places where exactly two road ends meet, when both or
// neither may be linked to and both have the same source, until nothing changes.
func (r *reference) findStreets() {
	ends := map[orb.Point][]int{}
	for i, k := range r.roads {
		r.roads[i].street = i
		ends[k.from] = append(ends[k.from], i)
		ends[k.to] = append(ends[k.to], i)
	}
	for changed := true; changed; {
		changed = false
		for _, at := range ends {
			if len(at) != 2 || r.roads[at[0]].linkable != r.roads[at[1]].linkable || r.roads[at[0]].source != r.roads[at[1]].source {
				continue
			}
			a, b := &r.roads[at[0]].street, &r.roads[at[1]].street
			if m := min(*a, *b); *a != m || *b != m {
				*a, *b, changed = m, m, true
			}
		}
	}
}

func (r *reference) links(place orb.Point) []refLink {
	p := r.proj.ToPlane(place)
	best := map[int]refLink{}
	dist := map[int]float64{}
	for i, k := range r.roads {
		if !k.linkable {
			continue
		}
		before := 0.0
		total := 0.0
		for j := 1; j < len(k.line); j++ {
			total += math.Hypot(k.line[j][0]-k.line[j-1][0], k.line[j][1]-k.line[j-1][1])
		}
		for j := 1; j < len(k.line); j++ {
			a, b := k.line[j-1], k.line[j]
			l := math.Hypot(b[0]-a[0], b[1]-a[1])
			f := 0.0
			if l > 0 {
				f = min(1, max(0, ((p[0]-a[0])*(b[0]-a[0])+(p[1]-a[1])*(b[1]-a[1]))/(l*l)))
			}
			q := orb.Point{a[0] + f*(b[0]-a[0]), a[1] + f*(b[1]-a[1])}
			d := math.Hypot(p[0]-q[0], p[1]-q[1])
			if old, ok := dist[k.street]; d <= r.mode.LinkLimitM && (!ok || d < old-1e-9 || d < old+1e-9 && k.private) {
				dist[k.street] = d
				leg := d * r.mode.LegFactor
				if r.time {
					leg /= r.mode.LegSpeedKmh / 3.6
				}
				along := k.cost * (before + f*l) / total
				// A position within half a unit of an end is at the end: on a one-way
				// street that decides which way one may go from it.
				if along < 0.5e-3 {
					along = 0
				} else if along > k.cost-0.5e-3 {
					along = k.cost
				}
				best[k.street] = refLink{road: i, along: along, leg: leg, point: q}
			}
			before += l
		}
	}
	var out []refLink
	for _, l := range best {
		if !r.crosses(p, l.point) {
			out = append(out, l)
		}
	}
	return out
}

func (r *reference) crosses(p, q orb.Point) bool {
	side := func(a, b, c orb.Point) float64 { return (b[0]-a[0])*(c[1]-a[1]) - (b[1]-a[1])*(c[0]-a[0]) }
	for _, w := range r.water {
		if side(p, q, w[0])*side(p, q, w[1]) < 0 && side(w[0], w[1], p)*side(w[0], w[1], q) < 0 {
			return true
		}
	}
	return false
}

// state is a place on the network and how the trip came there: 0 on private roads
// only so far, 1 on the public network, 2 on private roads again.
type state struct {
	node  int
	phase int
}

// costs is the lowest cost from a home to each facility, +Inf when there is none.
func (r *reference) costs(home orb.Point, facilities []orb.Point) []float64 {
	// Nodes: road ends by place, and one more for every link.
	number := map[orb.Point]int{}
	node := func(p orb.Point) int {
		n, ok := number[p]
		if !ok {
			n = len(number)
			number[p] = n
		}
		return n
	}
	type stop struct {
		along float64
		node  int
	}
	stops := make([][]stop, len(r.roads))
	for i, k := range r.roads {
		stops[i] = []stop{{0, node(k.from)}, {k.cost, node(k.to)}}
	}
	next := len(number)
	put := func(l refLink) int {
		stops[l.road] = append(stops[l.road], stop{l.along, next})
		next++
		return next - 1
	}
	start := map[int]float64{}
	for _, l := range r.links(home) {
		start[put(l)] = l.leg
	}
	goal := make([]map[int]float64, len(facilities))
	for i, f := range facilities {
		goal[i] = map[int]float64{}
		for _, l := range r.links(f) {
			goal[i][put(l)] = l.leg
		}
	}
	best := map[state]float64{}
	for n, c := range start {
		best[state{n, 0}] = c
	}
	for changed := true; changed; {
		changed = false
		for i, k := range r.roads {
			for _, a := range stops[i] {
				for _, b := range stops[i] {
					if a == b || b.along > a.along && !k.fwd || b.along < a.along && !k.bwd {
						continue
					}
					for phase := range 3 {
						c, ok := best[state{a.node, phase}]
						if !ok {
							continue
						}
						to := 1
						switch {
						case k.private && phase == 0:
							to = 0
						case k.private:
							to = 2
						case phase == 2:
							continue
						}
						if r.step == nil {
							c += math.Abs(b.along - a.along)
						} else {
							c += r.step(i, a.along, b.along)
						}
						s := state{b.node, to}
						if old, ok := best[s]; !ok || c < old-1e-9 {
							best[s], changed = c, true
						}
					}
				}
			}
		}
	}
	out := make([]float64, len(facilities))
	for i := range out {
		out[i] = math.Inf(1)
		for n, leg := range goal[i] {
			for phase := range 3 {
				if c, ok := best[state{n, phase}]; ok {
					out[i] = min(out[i], c+leg)
				}
			}
		}
	}
	return out
}
