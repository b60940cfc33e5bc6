package network

import (
	"context"
	"fmt"
	"math"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// Unreachable is the cost of a place that cannot be reached.
const Unreachable = math.MaxUint32

// unitsPerBase is how many integer cost units make one base unit: millimetres to
// a metre, milliseconds to a second.
const unitsPerBase = 1000

// Direction is the direction of travel relative to the sources of a search.
type Direction uint8

// The directions.
const (
	// To is travel from a place to the sources: from home to a facility.
	To Direction = iota
	// From is travel from the sources to a place.
	From
)

// arc is one step of a search: to a node, at a cost.
type arc struct {
	to   int32
	cost uint32
}

// adjacency is a graph in compressed rows: the arcs of node v are
// arcs[start[v]:start[v+1]].
type adjacency struct {
	start []uint32
	arcs  []arc
}

func (a *adjacency) of(v int32) []arc { return a.arcs[a.start[v]:a.start[v+1]] }

// edgeEnds are the graph nodes at both ends of an edge that has nodes of its own:
// mid on the public network, out where trips start, in where trips end. For an
// edge that is not private all three are the same.
type edgeEnds struct {
	mid, out, in [2]int32
}

// Graph is the routable network of one mode under one metric. It is immutable and
// safe for concurrent use.
type Graph struct {
	top    *Topology
	mode   *geo.Mode
	metric geo.Metric
	nodes  int
	// public is how many nodes have the number that they have in the topology: all, but
	// for those that edits of roads added, which are listed in added.
	public int
	added  []int32
	// from and to are the nodes at the ends of edges.
	from, to []int32
	// forward holds the arcs as travelled; backward the same reversed. They are one
	// and the same where every edge may be travelled both ways.
	forward, backward *adjacency
	symmetric         bool
	// twin is, from node public on, the other copy of each
	// node that trips start or end on, and for the others the node itself.
	twin []int32
	// use and cost are by edge; cost is that of the whole edge, in either direction.
	use  []permission
	cost []uint32
	// special are the ends of edges whose nodes are not the topology's.
	special map[int32]edgeEnds
	// gates join the copies of nodes at which private edges end.
	gates   []gate
	streets *streets
	// endings are those of trips that end on the edges, and of trips that start there.
	endings [2]endings
	// maxCost and meanCost of one edge size the queues of searches.
	maxCost, meanCost uint32
	topSpeedKmh       float64
	// sloped is nil for a graph without slopes.
	sloped  *sloped
	scratch *scratchPool
}

// Graph reads the mode's table against the roads and returns the graph in which
// costs are millimetres (network_distance) or milliseconds (network_time). With
// slopes the metrics are network_distance_slope and network_time_slope, and the mode
// has to have a rule for slopes. O(nodes + edges).
func (t *Topology) Graph(ctx context.Context, mode *geo.Mode, metric geo.Metric) (*Graph, error) {
	switch {
	case !metric.OnNetwork():
		return nil, fmt.Errorf("graph of mode %q: metric %q is not measured on a network", mode.ID, metric)
	case metric.Slope() && t.relief == nil:
		return nil, fmt.Errorf("graph of mode %q: metric %q needs a topology with slopes", mode.ID, metric)
	case metric.Slope() && t.flat.edit != nil:
		return nil, fmt.Errorf("graph of mode %q: metric %q: %w", mode.ID, metric, errSlopesEdited)
	case metric.Slope():
		return t.slopeGraph(ctx, mode, metric)
	case t.relief != nil:
		return nil, fmt.Errorf("graph of mode %q: metric %q needs a topology without slopes", mode.ID, metric)
	}
	g, r, err := t.base(ctx, mode, metric, nil)
	if err != nil {
		return nil, err
	}
	g.makeStreets(r)
	return g, g.finish(ctx, nil)
}

// base says who may use what: a graph without costs. Its nodes keep the numbers that
// they have in the graph that is edited, if there is one.
func (t *Topology) base(ctx context.Context, mode *geo.Mode, metric geo.Metric, edited *Graph) (*Graph, *rules, error) {
	g := &Graph{
		top: t, mode: mode, metric: metric, nodes: t.nodes, public: t.nodes, from: t.from, to: t.to,
		use:     make([]permission, len(t.from)),
		cost:    make([]uint32, len(t.from)),
		special: make(map[int32]edgeEnds),
	}
	if edited != nil {
		g.numberAfter(edited)
	}
	r := newRules(mode)
	for e := range g.use {
		if !t.Removed(int32(e)) {
			g.use[e] = r.permit(t.Road(int32(e)))
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, nil, fmt.Errorf("graph of mode %q: %w", mode.ID, err)
	}
	g.applyBarriers(r, edited)
	return g, r, nil
}

// finish joins what has its costs.
func (g *Graph) finish(ctx context.Context, edited *Graph) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("graph of mode %q: %w", g.mode.ID, err)
	}
	g.copyPrivate(edited)
	g.link()
	g.scratch = newScratchPool(g.nodes)
	return nil
}

// link writes the arcs in compressed rows.
func (g *Graph) link() {
	g.symmetric = true
	for _, u := range g.use {
		if d := u & bothWays; d != 0 && d != bothWays {
			g.symmetric = false
			break
		}
	}
	g.forward = g.adjacency(false)
	g.backward = g.forward
	if !g.symmetric {
		g.backward = g.adjacency(true)
	}
	g.findTwins()
	g.measure()
}

func (g *Graph) adjacency(reversed bool) *adjacency {
	a := &adjacency{start: make([]uint32, g.nodes+1)}
	g.eachArc(reversed, func(from, _ int32, _ uint32) { a.start[from+1]++ })
	for i := 1; i <= g.nodes; i++ {
		a.start[i] += a.start[i-1]
	}
	a.arcs = make([]arc, a.start[g.nodes])
	next := make([]uint32, g.nodes)
	copy(next, a.start)
	g.eachArc(reversed, func(from, to int32, cost uint32) {
		a.arcs[next[from]] = arc{to, cost}
		next[from]++
	})
	return a
}

// eachArc calls f for every arc of the graph. The arcs between the copies of
// private edges' nodes come last.
func (g *Graph) eachArc(reversed bool, f func(from, to int32, cost uint32)) {
	for e, u := range g.use {
		if u&bothWays != 0 {
			g.arcsOf(int32(e), reversed, f)
		}
	}
	g.eachGate(func(out, mid, in int32) {
		if reversed {
			out, in = in, out
		}
		f(out, mid, 0)
		f(mid, in, 0)
	})
}

// arcsOf calls f for the arcs of an edge.
func (g *Graph) arcsOf(e int32, reversed bool, f func(from, to int32, cost uint32)) {
	u, c := g.use[e], g.cost[e]
	both := func(a, b int32) {
		if reversed {
			a, b = b, a
		}
		if u&mayForward != 0 {
			f(a, b, c)
		}
		if u&mayBackward != 0 {
			f(b, a, c)
		}
	}
	if u&(isPrivate|isBlocked) == 0 {
		both(g.from[e], g.to[e])
		return
	}
	ends := g.special[e]
	if u&isPrivate == 0 {
		both(ends.mid[0], ends.mid[1])
		return
	}
	both(ends.out[0], ends.out[1])
	both(ends.in[0], ends.in[1])
}

// measure notes the sizes that searches need.
func (g *Graph) measure() {
	var sum uint64
	var n int
	for e, u := range g.use {
		if u&bothWays == 0 {
			continue
		}
		g.maxCost = max(g.maxCost, g.cost[e])
		sum += uint64(g.cost[e])
		n++
	}
	if n > 0 {
		g.meanCost = uint32(sum / uint64(n))
	}
}

// Topology is what the graph was made from.
func (g *Graph) Topology() *Topology { return g.top }

// Mode is the mode of the graph; it must not be changed.
func (g *Graph) Mode() *geo.Mode { return g.mode }

// Metric is network_distance or network_time, or one of the two with slopes.
func (g *Graph) Metric() geo.Metric { return g.metric }

// Nodes is the number of nodes, copies included.
func (g *Graph) Nodes() int { return g.nodes }

// Bytes is the memory of the topology and costs that searches read, for both
// directions together, and of the attributes kept per edge.
func (g *Graph) Bytes() (arcs, edges int) {
	size := func(a *adjacency) int { return 4*len(a.start) + 8*len(a.arcs) }
	arcs = size(g.forward)
	if !g.symmetric {
		arcs += size(g.backward)
	}
	const ending = 2 * 4 // an edge ends in two nodes
	return arcs, (5+ending)*len(g.use) + 4*g.nodes + g.streets.bytes() + g.sloped.bytes()
}

// Symmetric reports whether every edge may be travelled both ways, so that both
// directions cost the same and share one set of arcs.
func (g *Graph) Symmetric() bool { return g.symmetric }

// TopSpeedKmh is the highest speed of any edge of the graph: it bounds how far a
// time can carry.
func (g *Graph) TopSpeedKmh() float64 { return g.topSpeedKmh }

// Units converts a limit in metres (for distances) or seconds (for times)
// to integer cost, rounded to the nearest unit; a cost equal to it is inside.
func (g *Graph) Units(limit float64) uint32 {
	switch u := math.Round(limit * unitsPerBase); {
	case !(u > 0):
		return 0
	case u >= Unreachable:
		return Unreachable - 1
	default:
		return uint32(u)
	}
}

// Value converts an integer cost to metres or seconds.
func (g *Graph) Value(cost uint32) float64 { return float64(cost) / unitsPerBase }

// Usable reports whether the mode may travel the edge in some direction.
func (g *Graph) Usable(edge int32) bool { return g.use[edge]&bothWays != 0 }

// ends returns the graph nodes at both ends of an edge, for a trip that starts
// there (out) or ends there.
func (g *Graph) ends(edge int32, out bool) (a, b int32) {
	if g.use[edge]&(isPrivate|isBlocked) == 0 {
		return g.from[edge], g.to[edge]
	}
	s := g.special[edge]
	if out {
		return s.out[0], s.out[1]
	}
	return s.in[0], s.in[1]
}

// search returns the arcs to follow for a direction, and whether its sources
// stand where trips start. Where the graph is symmetric, a search towards the
// sources is the mirror image of one from them, and one set of arcs serves both.
func (g *Graph) search(d Direction) (arcs *adjacency, sourcesOut bool) {
	if g.symmetric || d == From {
		return g.forward, true
	}
	return g.backward, false
}

// Place returns the point where a link meets the network, in degrees.
func (g *Graph) Place(l Link) orb.Point {
	p := g.top.inPlane()
	return p.proj.ToGeo(g.pointAt(l.Edge, l.Offset))
}
