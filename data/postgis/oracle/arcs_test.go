package oracle

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/network"
)

// A trip goes over private streets, then public ones, then private ones again. The
// edge table has a copy of the network for each of these phases, and steps from one
// to the next that cost nothing.
const (
	leaving = iota
	public
	arriving
	phases
)

// edgeTable is a network as another engine reads it: written anew from the tags of
// the roads, the costs of edges alone being ours.
type edgeTable struct {
	g     *network.Graph
	roads []geo.RoadSegment
	// own are the nodes of edges that end at something closed to the mode, by edge
	// and end.
	own  map[[2]int32]int64
	next int64
	// forward and backward tell, by edge, where it may be travelled; private where
	// nobody passes through.
	forward, backward, private []bool
	cost                       []uint32
	rows                       [][]any
}

// node is the number of a node in a phase; 0 is left for the super-source.
func (e *edgeTable) node(edge int32, end int, phase int) int64 {
	from, to := e.g.Topology().Ends(edge)
	v := int64([2]int32{from, to}[end])
	if own, ok := e.own[[2]int32{edge, int32(end)}]; ok {
		v = own
	}
	return phases*v + int64(phase) + 1
}

// newEdgeTable writes the edges of the linker's graph.
func newEdgeTable(t *testing.T, l *network.Linker, roads []geo.RoadSegment) *edgeTable {
	g := l.Graph()
	top, lines := g.Topology(), l.Lines()
	e := &edgeTable{g: g, roads: roads, own: map[[2]int32]int64{}, next: int64(top.Nodes())}
	field, err := g.Field(t.Context(), nil, network.To, network.Unreachable)
	require.NoError(t, err)
	closed := e.closedNodes()
	stepped := map[int64]bool{}
	for i := range roads {
		edge := int32(i)
		forward, backward := directions(g.Mode(), &roads[i])
		usable := g.Usable(edge)
		e.forward, e.backward = append(e.forward, usable && forward), append(e.backward, usable && backward)
		e.private = append(e.private, lines.Private(edge))
		cost := field.Ends(edge).Cost
		e.cost = append(e.cost, cost)
		if !usable {
			continue
		}
		from, to := top.Ends(edge)
		for end, v := range [2]int32{from, to} {
			if closed[v] {
				e.own[[2]int32{edge, int32(end)}] = e.next
				e.next++
			}
		}
		in := []int{public}
		if e.private[i] {
			in = []int{leaving, arriving}
			for end := range 2 {
				if v := e.node(edge, end, public); !stepped[v] {
					stepped[v] = true
					e.add(v-public+leaving, v, 0, true, false)
					e.add(v, v-public+arriving, 0, true, false)
				}
			}
		}
		for _, phase := range in {
			e.add(e.node(edge, 0, phase), e.node(edge, 1, phase), cost, forward, backward)
		}
	}
	return e
}

func (e *edgeTable) add(from, to int64, cost uint32, forward, backward bool) {
	there, back := int64(-1), int64(-1)
	if forward {
		there = int64(cost)
	}
	if backward {
		back = int64(cost)
	}
	e.rows = append(e.rows, []any{int64(len(e.rows) + 1), from, to, there, back})
}

// directions tells which way a mode may travel a road.
func directions(m *geo.Mode, r *geo.RoadSegment) (forward, backward bool) {
	way := r.OneWay
	if m.Vehicle == geo.OnBicycle && r.OneWayBicycleStated {
		way = r.OneWayBicycle
	}
	return !m.ObeysOneWay || way != geo.Backward, !m.ObeysOneWay || way != geo.Forward
}

// closedNodes are the nodes on which something stands that the mode does not pass.
func (e *edgeTable) closedNodes() map[int32]bool {
	closed := map[int32]bool{}
	for i := range e.roads {
		if !e.g.Usable(int32(i)) {
			continue
		}
		from, to := e.g.Topology().Ends(int32(i))
		closed[from] = closed[from] || stops(e.g.Mode(), e.roads[i].FromBarrier)
		closed[to] = closed[to] || stops(e.g.Mode(), e.roads[i].ToBarrier)
	}
	return closed
}

// stops tells whether a barrier, written "kind;key=value;…", is closed to the mode:
// the most specific access tag says so, or in the absence of all of them its kind.
func stops(m *geo.Mode, barrier string) bool {
	if barrier == "" {
		return false
	}
	said := map[string]string{}
	parts := strings.Split(barrier, ";")
	for _, p := range parts[1:] {
		k, v, _ := strings.Cut(p, "=")
		said[strings.Replace(k, "motorcar", "motor_vehicle", 1)] = v
	}
	keys := map[geo.Vehicle][]string{
		geo.OnFoot: {"foot", "access"}, geo.OnBicycle: {"bicycle", "vehicle", "access"}, geo.InCar: {"motor_vehicle", "vehicle", "access"},
	}
	for _, k := range keys[m.Vehicle] {
		switch said[k] {
		case "", "unknown", "variable":
		case "no", "agricultural", "forestry", "emergency", "military", "psv", "bus", "use_sidepath", "dismount":
			return true
		default:
			return false
		}
	}
	for _, kind := range m.ClosedBarriers {
		if kind == parts[0] {
			return true
		}
	}
	return false
}
