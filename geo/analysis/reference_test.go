package analysis_test

import (
	"math"
	"slices"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

// reference finds costs by brute force: every place linked to every street within
// the limit, Bellman-Ford from each home by itself over every road until nothing
// changes. It shares no code with what is tested, and rounds nothing.
type reference struct {
	mode  *geo.Mode
	time  bool
	proj  *crs.LocalTM
	roads []refRoad
	water [][2]orb.Point
}

type refRoad struct {
	line     []orb.Point // in metres
	ends     [2]orb.Point
	cost     float64
	fwd, bwd bool
	street   int
}

// refLink is where a place meets a road.
type refLink struct {
	road       int
	along, leg float64 // costs from the road's first vertex, and of the leg
}

func newReference(ds *geo.Dataset, mode *geo.Mode, metric geo.Metric) *reference {
	r := &reference{mode: mode, time: metric == geo.NetworkTime, proj: crs.NewLocalTM(townCentre)}
	for i := range ds.Roads {
		s := &ds.Roads[i]
		k := refRoad{ends: [2]orb.Point{s.Geometry[0], s.Geometry[len(s.Geometry)-1]}, street: i}
		for j, p := range s.Geometry {
			k.line = append(k.line, r.proj.ToPlane(p))
			if j > 0 {
				k.cost += crs.Distance(s.Geometry[j-1], p)
			}
		}
		if r.time {
			k.cost /= mode.SpeedKmh / 3.6
		}
		k.fwd = !mode.ObeysOneWay || s.OneWay != geo.Backward
		k.bwd = !mode.ObeysOneWay || s.OneWay != geo.Forward
		r.roads = append(r.roads, k)
	}
	for _, b := range ds.Barriers {
		l := b.Geometry.(orb.LineString)
		r.water = append(r.water, [2]orb.Point{r.proj.ToPlane(l[0]), r.proj.ToPlane(l[1])})
	}
	// A street goes on where just two road ends meet.
	for changed := true; changed; {
		changed = false
		meet := map[orb.Point][]int{}
		for i, k := range r.roads {
			meet[k.ends[0]], meet[k.ends[1]] = append(meet[k.ends[0]], i), append(meet[k.ends[1]], i)
		}
		for _, at := range meet {
			if len(at) == 2 && r.roads[at[0]].street != r.roads[at[1]].street {
				m := min(r.roads[at[0]].street, r.roads[at[1]].street)
				r.roads[at[0]].street, r.roads[at[1]].street, changed = m, m, true
			}
		}
	}
	return r
}

// links are the nearest points of every street within the link limit that no water
// parts from the place.
func (r *reference) links(place orb.Point) []refLink {
	p := r.proj.ToPlane(place)
	best, near, at := map[int]refLink{}, map[int]float64{}, map[int]orb.Point{}
	for i, k := range r.roads {
		total, before := 0.0, 0.0
		for j := 1; j < len(k.line); j++ {
			total += dist(k.line[j-1], k.line[j])
		}
		for j := 1; j < len(k.line); j++ {
			a, b := k.line[j-1], k.line[j]
			l := dist(a, b)
			f := min(1, max(0, ((p[0]-a[0])*(b[0]-a[0])+(p[1]-a[1])*(b[1]-a[1]))/(l*l)))
			q := orb.Point{a[0] + f*(b[0]-a[0]), a[1] + f*(b[1]-a[1])}
			d := dist(p, q)
			if old, ok := near[k.street]; d <= r.mode.LinkLimitM && (!ok || d < old-1e-9) {
				leg := d * r.mode.LegFactor
				if r.time {
					leg /= r.mode.LegSpeedKmh / 3.6
				}
				along := k.cost * (before + f*l) / total
				// Within half a unit of an end it is at the end: on a one-way street that
				// decides which way one may go from it.
				if along < 0.5e-3 {
					along = 0
				} else if along > k.cost-0.5e-3 {
					along = k.cost
				}
				near[k.street], at[k.street], best[k.street] = d, q, refLink{i, along, leg}
			}
			before += l
		}
	}
	var out []refLink
	for street, l := range best {
		if !slices.ContainsFunc(r.water, func(w [2]orb.Point) bool { return cross(p, at[street], w[0], w[1]) }) {
			out = append(out, l)
		}
	}
	return out
}

func dist(a, b orb.Point) float64 { return math.Hypot(b[0]-a[0], b[1]-a[1]) }

func cross(p, q, a, b orb.Point) bool {
	side := func(a, b, c orb.Point) float64 { return (b[0]-a[0])*(c[1]-a[1]) - (b[1]-a[1])*(c[0]-a[0]) }
	return side(p, q, a)*side(p, q, b) < 0 && side(a, b, p)*side(a, b, q) < 0
}

// connected reports whether a place has a link.
func (r *reference) connected(p orb.Point) bool { return len(r.links(p)) > 0 }

// costs are the lowest costs from a place to each facility, +Inf where there is no
// way, by any of its access points.
func (r *reference) costs(from orb.Point, facilities []*geo.Facility) []float64 {
	start := r.links(from)
	at := map[orb.Point]float64{}
	reach := func(p orb.Point, c float64) bool {
		if old, ok := at[p]; ok && old <= c+1e-9 {
			return false
		}
		at[p] = c
		return true
	}
	for _, l := range start {
		k := r.roads[l.road]
		if k.bwd || l.along == 0 {
			reach(k.ends[0], l.leg+l.along)
		}
		if k.fwd || l.along == k.cost {
			reach(k.ends[1], l.leg+k.cost-l.along)
		}
	}
	for changed := true; changed; {
		changed = false
		for _, k := range r.roads {
			if c, ok := at[k.ends[0]]; ok && k.fwd && reach(k.ends[1], c+k.cost) {
				changed = true
			}
			if c, ok := at[k.ends[1]]; ok && k.bwd && reach(k.ends[0], c+k.cost) {
				changed = true
			}
		}
	}
	out := make([]float64, len(facilities))
	for i, f := range facilities {
		out[i] = math.Inf(1)
		for _, p := range f.AccessPoints() {
			for _, l := range r.links(p) {
				k := r.roads[l.road]
				if c, ok := at[k.ends[0]]; ok && (k.fwd || l.along == 0) {
					out[i] = min(out[i], c+l.along+l.leg)
				}
				if c, ok := at[k.ends[1]]; ok && (k.bwd || l.along == k.cost) {
					out[i] = min(out[i], c+k.cost-l.along+l.leg)
				}
				for _, s := range start { // both on one road
					if s.road == l.road && (s.along == l.along || s.along < l.along && k.fwd || s.along > l.along && k.bwd) {
						out[i] = min(out[i], s.leg+math.Abs(l.along-s.along)+l.leg)
					}
				}
			}
		}
	}
	return out
}
