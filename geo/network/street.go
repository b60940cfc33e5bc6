package network

import (
	"math"

	"github.com/paulmach/orb"
)

// streets are chains of edges from junction to junction. A node where only two
// edges of the mode meet ends no street; where linking starts or stops being
// allowed (at a bridge), or the source of the roads changes, one ends all the same.
type streets struct {
	// of is the street of each edge, -1 for edges the mode may not use.
	of []int32
	n  int
	// part numbers, by street, the parts of the network that hang together; partM is
	// the street length of each in metres, longest the one with most.
	part    []int32
	partM   []float64
	longest int32
	// region is, by edge, the part or the private estate in it that the edge belongs
	// to; regions is how many there are.
	region  []int32
	regions int
	// base is the cost along the street, not rounded, at the edge's first vertex;
	// against marks edges whose geometry runs against the street.
	base    []float64
	against []bool
	// perM is the cost of a metre of each edge in units.
	perM []float64
}

func (s *streets) bytes() int {
	return 4*len(s.of) + 4*len(s.part) + 4*len(s.region) + 8*len(s.base) + len(s.against) + 8*len(s.perM)
}

func newStreets(edges int) *streets {
	return &streets{
		of: make([]int32, edges), base: make([]float64, edges),
		against: make([]bool, edges), perM: make([]float64, edges),
	}
}

// makeStreets chains the edges and shares out the cost of each street among them:
// the cost at a node of the street is rounded, and an edge costs the difference.
// A split therefore changes no sum.
func (g *Graph) makeStreets(r *rules) {
	t := g.top
	s := newStreets(len(g.use))
	g.streets = s
	raw := make([]float64, len(g.use))
	for e, u := range g.use {
		s.of[e] = -1
		if u&bothWays == 0 {
			continue
		}
		raw[e] = g.rawCost(r, int32(e))
		if t.lengthM[e] > 0 {
			s.perM[e] = raw[e] / t.lengthM[e]
		}
	}
	g.eachStreet(func(chain []chainLink) { g.share(chain, raw, 0) })
	g.findParts()
}

// eachStreet chains the edges into streets.
func (g *Graph) eachStreet(f func(chain []chainLink)) {
	inc := g.incidence()
	chained := make([]bool, len(g.use))
	var chain []chainLink
	for e, u := range g.use {
		if u&bothWays == 0 || chained[e] {
			continue
		}
		chain = g.chain(inc, int32(e), chain[:0])
		for _, k := range chain {
			chained[k.edge] = true
		}
		f(chain)
	}
}

// share makes a street of the edges of a chain, their numbers shifted: raw are their
// costs, not rounded.
func (g *Graph) share(chain []chainLink, raw []float64, shift int32) {
	s := g.streets
	at, units := 0.0, uint32(0)
	for _, k := range chain {
		e := k.edge + shift
		s.of[e] = int32(s.n)
		s.against[e] = k.against
		next := at + raw[e]
		rounded := uint32(math.Round(next))
		g.cost[e] = rounded - units
		if k.against {
			s.base[e] = next
		} else {
			s.base[e] = at
		}
		at, units = next, rounded
	}
	s.n++
}

// rawCost is the cost of an edge in units, not rounded.
func (g *Graph) rawCost(r *rules, e int32) float64 {
	road := g.top.Road(e)
	m := g.top.lengthM[e]
	if !g.metric.Timed() {
		return m * unitsPerBase
	}
	if road.Highway == "ferry" {
		return road.DurationS * unitsPerBase
	}
	v := r.speedKmh(road)
	g.topSpeedKmh = max(g.topSpeedKmh, v)
	return m / (v / 3.6) * unitsPerBase
}

// chainLink is an edge of a street and how it lies in it.
type chainLink struct {
	edge    int32
	against bool
}

// incidence is, for every node, the edges of the mode that end there; a loop
// stands twice.
type incidence struct {
	start []uint32
	edges []int32
}

func (g *Graph) incidence() *incidence {
	c := &incidence{start: make([]uint32, g.nodes+1)}
	for e, u := range g.use {
		if u&bothWays != 0 {
			a, b := g.mid(int32(e))
			c.start[a+1]++
			c.start[b+1]++
		}
	}
	for i := 1; i < len(c.start); i++ {
		c.start[i] += c.start[i-1]
	}
	c.edges = make([]int32, c.start[g.nodes])
	next := make([]uint32, g.nodes)
	copy(next, c.start)
	for e, u := range g.use {
		if u&bothWays != 0 {
			a, b := g.mid(int32(e))
			c.edges[next[a]] = int32(e)
			next[a]++
			c.edges[next[b]] = int32(e)
			next[b]++
		}
	}
	return c
}

// beyond returns the edge that continues a street past node v, or -1 at its end.
func (g *Graph) beyond(c *incidence, v, e int32) int32 {
	at := c.edges[c.start[v]:c.start[v+1]]
	if len(at) != 2 {
		return -1
	}
	next := at[0]
	if next == e {
		next = at[1]
	}
	if next == e || (g.use[next]^g.use[e])&mayLink != 0 || !g.top.sources.same(next, e) {
		return -1
	}
	return next
}

// chain collects the street of edge e from one end to the other. The street runs
// from the end whose place is smaller (by x, then y), so that it does not depend
// on the order of the roads; a street that bites its own tail starts at its
// smallest node.
func (g *Graph) chain(c *incidence, e int32, out []chainLink) []chainLink {
	a, _ := g.mid(e)
	// Walk backwards from the start of e to the street's end.
	first, node, ring := e, a, false
	for {
		n := g.beyond(c, node, first)
		if n < 0 {
			break
		}
		if n == e {
			ring = true
			break
		}
		first = n
		node = g.other(first, node)
	}
	if ring {
		first, node = g.ringStart(c, e)
	}
	out = g.walk(c, first, node, out)
	last := out[len(out)-1]
	end := g.endPlace(last.edge, !last.against)
	start := g.endPlace(out[0].edge, out[0].against)
	if end == start { // from a junction and back to it: tell by the next vertex
		end, start = g.nextPlace(last.edge, !last.against), g.nextPlace(out[0].edge, out[0].against)
	}
	if !ring && less(end, start) {
		for i, j := 0, len(out)-1; i < j; i, j = i+1, j-1 {
			out[i], out[j] = out[j], out[i]
		}
		for i := range out {
			out[i].against = !out[i].against
		}
	}
	return out
}

// walk follows the street from edge first, entered at node.
func (g *Graph) walk(c *incidence, first, node int32, out []chainLink) []chainLink {
	e := first
	for {
		a, _ := g.mid(e)
		out = append(out, chainLink{edge: e, against: a != node})
		node = g.other(e, node)
		n := g.beyond(c, node, e)
		if n < 0 || n == first {
			return out
		}
		e = n
	}
}

// ringStart finds where a street without an end starts: at its smallest node,
// towards the smaller of the two neighbours.
func (g *Graph) ringStart(c *incidence, e int32) (edge, node int32) {
	a, _ := g.mid(e)
	edge, node = e, a
	best := g.endPlace(e, false)
	bestNext := g.endPlace(e, true)
	for _, k := range g.walk(c, e, a, nil) {
		for _, against := range [2]bool{false, true} {
			p, next := g.endPlace(k.edge, against), g.endPlace(k.edge, !against)
			if less(p, best) || p == best && less(next, bestNext) {
				best, bestNext = p, next
				x, y := g.mid(k.edge)
				edge, node = k.edge, x
				if against {
					node = y
				}
			}
		}
	}
	return edge, node
}

func (g *Graph) other(e, node int32) int32 {
	a, b := g.mid(e)
	if a == node {
		return b
	}
	return a
}

// endPlace is the place of an edge's first vertex, or of its last.
func (g *Graph) endPlace(e int32, last bool) orb.Point {
	line := g.top.Road(e).Geometry
	if last {
		return line[len(line)-1]
	}
	return line[0]
}

// nextPlace is the vertex after an edge's first one, or before its last.
func (g *Graph) nextPlace(e int32, last bool) orb.Point {
	line := g.top.Road(e).Geometry
	if last {
		return line[len(line)-2]
	}
	return line[1]
}

func less(p, q orb.Point) bool { return p[0] < q[0] || p[0] == q[0] && p[1] < q[1] }

// offset is the integer cost from an edge's first vertex to the point at metres
// along it, so that offset and cost - offset are what it takes to either end.
func (g *Graph) offset(e int32, metres float64) uint32 {
	return g.offsetAt(e, metres*g.streets.perM[e])
}

// offsetAt is the integer cost to the point at a cost along the edge that is not
// rounded.
func (g *Graph) offsetAt(e int32, along float64) uint32 {
	s := g.streets
	base := s.base[e]
	if s.against[e] {
		along = -along
	}
	start, here := math.Round(base), math.Round(base+along)
	return uint32(min(math.Abs(here-start), float64(g.cost[e])))
}

// pointAt is the inverse of offset, in plane metres.
func (g *Graph) pointAt(e int32, offset uint32) orb.Point {
	p := g.top.inPlane()
	total := p.lengthM(e)
	first, last := p.start[e], p.start[e+1]-1
	if g.cost[e] == 0 || total == 0 {
		return p.pts[first]
	}
	if g.sloped != nil {
		return g.sloped.pointAt(p, e, float64(offset)/float64(g.cost[e]))
	}
	at := total * float64(offset) / float64(g.cost[e])
	for k := first + 1; k <= last; k++ {
		d := p.along[k] - p.along[k-1]
		if left := at - p.along[k-1]; left <= d && d > 0 {
			a, b, f := p.pts[k-1], p.pts[k], left/d
			return orb.Point{a[0] + f*(b[0]-a[0]), a[1] + f*(b[1]-a[1])}
		}
	}
	return p.pts[last]
}
