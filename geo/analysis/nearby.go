package analysis

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/network"
)

// Nearest is a facility as seen from a place, and the way to it.
type Nearest struct {
	Facility *geo.Facility
	// Cost is in metres or seconds, as the metric has it.
	Cost float64
	// Path leads from the place to where the facility is entered, as travelled; for a
	// straight line it has two points. Nil where it was not asked for.
	Path orb.LineString
}

// nearby is what one place pays to reach every facility: one search from the place
// answers for all categories, because it touches only the ground around it. Costs are
// those that a home standing there has.
type nearby struct {
	a     *Analysis
	m     measure
	point orb.Point
	// l, links, facilities and paths are of the network; nil for straight lines.
	l          *network.Linker
	links      []network.Link
	facilities *linkList
	field      *network.Field
	ways       *ways
	// only are the facilities that matter, nil for all of them.
	only []bool
	// costs are by facility, network.Unreachable beyond the field's limit.
	costs []uint32
}

// nearbyOf prepares the search from a place. Off the network it is an [OffNetworkError].
func (a *Analysis) nearbyOf(ctx context.Context, m measure, p orb.Point) (*nearby, error) {
	n := &nearby{a: a, m: m, point: p}
	if m.metric == geo.StraightLine {
		return n, nil
	}
	var err error
	if n.l, err = a.network(ctx, m.mode, m.metric); err != nil {
		return nil, err
	}
	if n.facilities, err = a.facilityLinks(ctx, n.l); err != nil {
		return nil, err
	}
	if n.links = n.l.Links(nil, p, true); len(n.links) == 0 {
		return nil, &OffNetworkError{Lon: p.Lon(), Lat: p.Lat(), Mode: m.mode.ID, NearestM: n.l.NearestM(p, nearestSearchM), LimitM: n.l.LimitM(p)}
	}
	return n, nil
}

// release gives back what the search borrowed.
func (n *nearby) release() {
	if n.field != nil {
		n.field.Release()
		n.field = nil
	}
}

// value converts a cost to metres or seconds.
func (n *nearby) value(cost uint32) float64 {
	if n.l == nil {
		return float64(cost) / 1000
	}
	return n.l.Graph().Value(cost)
}

// search looks as far as a cost; what was found before is forgotten. O(ground covered +
// facilities).
func (n *nearby) search(ctx context.Context, limit uint32) error {
	n.release()
	if n.costs == nil {
		n.costs = make([]uint32, len(n.a.facilities))
	}
	cost := n.straight()
	if n.l != nil {
		var err error
		if n.field, err = n.l.Graph().Search(ctx, []network.Source{{ID: 0, Links: n.links}}, network.From, limit); err != nil {
			return fmt.Errorf("looking around %.7f,%.7f: %w", n.point.Lon(), n.point.Lat(), err)
		}
		cost = n.travelled
	}
	for i := range n.costs {
		n.costs[i] = network.Unreachable
		if n.only != nil && !n.only[i] {
			continue
		}
		if c := cost(i); c <= limit {
			n.costs[i] = c
		}
	}
	return nil
}

// straight tells the straight distance to a facility in millimetres.
func (n *nearby) straight() func(i int) uint32 {
	at := n.a.plane.ToPlane(n.point)
	return func(i int) uint32 {
		best := math.Inf(1)
		for _, p := range n.a.facilities[i].AccessPoints() {
			q := n.a.plane.ToPlane(p)
			best = min(best, math.Hypot(q[0]-at[0], q[1]-at[1]))
		}
		return uint32(min(math.Round(best*1000), network.Unreachable))
	}
}

// travelled is what it costs to reach a facility. The links of several entrances do not
// ascend: each is asked by itself.
func (n *nearby) travelled(i int) uint32 {
	best := uint32(network.Unreachable)
	at := n.facilities.of(i)
	for k := range at {
		best = min(best, n.field.Cost(at[k:k+1]))
	}
	return best
}

// maxSearch is a limit beyond all costs.
const maxSearch = network.Unreachable - 1

// farther is how far to look next: eight times as far, which is 64 times the ground, so
// that all searches together cost little more than the last.
func farther(limit uint32) uint32 {
	if limit > maxSearch/64 {
		return maxSearch
	}
	return limit * 8
}

// found is a facility by its index, at a cost.
type found struct {
	index int32
	cost  uint32
}

// nearest are the k nearest of some facilities that were found, the nearest first; of two
// as near as each other the one with the smaller id, as in fields. O(facilities · k).
func (n *nearby) nearest(c chosen, k int) []found {
	if k < 1 {
		return nil
	}
	best := make([]found, 0, k+1)
	for _, i := range c.index {
		cost := n.costs[i]
		if cost == network.Unreachable || len(best) == k && cost >= best[k-1].cost {
			continue
		}
		at, _ := slices.BinarySearchFunc(best, cost, func(f found, cost uint32) int {
			return cmp.Or(cmp.Compare(f.cost, cost), -1)
		})
		best = slices.Insert(best, at, found{i, cost})
		best = best[:min(len(best), k)]
	}
	return best
}

// describe tells of a facility that was found, with the way to it where asked.
func (n *nearby) describe(ctx context.Context, f found, path bool) (*Nearest, error) {
	out := &Nearest{Facility: n.a.facilities[f.index], Cost: n.value(f.cost)}
	if !path {
		return out, nil
	}
	var err error
	out.Path, err = n.path(ctx, f)
	return out, err
}

// path is the way to a facility: to the entrance by which it costs what it costs.
func (n *nearby) path(ctx context.Context, f found) (orb.LineString, error) {
	facility := n.a.facilities[f.index]
	if n.l == nil {
		at, best, end := n.a.plane.ToPlane(n.point), math.Inf(1), n.point
		for _, p := range facility.AccessPoints() {
			q := n.a.plane.ToPlane(p)
			if d := math.Hypot(q[0]-at[0], q[1]-at[1]); d < best {
				best, end = d, p
			}
		}
		return orb.LineString{n.point, end}, nil
	}
	paths, err := n.paths(ctx, n.field.Graph())
	if err != nil {
		return nil, err
	}
	// Entrances are asked one by one, because the links of several do not ascend.
	for _, p := range facility.AccessPoints() {
		links := n.facilities.of(int(f.index))
		if len(facility.AccessPoints()) > 1 {
			links = n.l.Links(nil, p, false)
		}
		if n.field.Cost(links) != f.cost {
			continue
		}
		way, ok, err := paths.Find(n.field, links, network.Source{ID: 0, Links: n.links})
		if err != nil || !ok {
			return nil, err
		}
		return paths.Line(&way, network.From, p, n.point), nil
	}
	return nil, nil
}

// entrance is the entrance of a facility that a link leads to.
func (n *nearby) entrance(facility int32, at network.Link) orb.Point {
	points := n.a.facilities[facility].AccessPoints()
	if len(points) > 1 {
		for _, p := range points {
			if slices.Contains(n.l.Links(nil, p, false), at) {
				return p
			}
		}
	}
	return points[0]
}

// paths finds ways on the graph of a field. A small cache may have dropped and remade the
// graph since, and ways are found on the very graph of the field only.
func (n *nearby) paths(ctx context.Context, g *network.Graph) (*network.Paths, error) {
	if n.ways != nil && n.ways.graph == g {
		return n.ways.paths, nil
	}
	key := "paths " + netKey(n.l)
	w, err := cached(ctx, n.a.cache, key, func(context.Context) (*ways, int64, error) {
		arcs, _ := g.Bytes()
		// 16 bytes an arc, of which searches keep 8 (see [network.NewPaths]).
		return &ways{g, network.NewPaths(g)}, int64(2*arcs + 8*g.Nodes()), nil
	})
	if err != nil {
		return nil, err
	}
	if w.graph != g {
		w = &ways{g, network.NewPaths(g)}
	}
	n.ways = w
	return w.paths, nil
}

// ways are the paths of a graph.
type ways struct {
	graph *network.Graph
	paths *network.Paths
}
