package oracle

import (
	"fmt"
	"math/rand"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data/importer/osm"
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/network"
)

func TestNearestFacilityCostIsThatOfPgRouting(t *testing.T) {
	t.Run("Porto", func(t *testing.T) {
		roads, _, err := osm.ReadRoads(t.Context(), realdata(t, "porto.osm.pbf"), osm.Options{})
		require.NoError(t, err)
		// The extract has no facilities: points on its streets stand in for them.
		r := rand.New(rand.NewSource(303))
		var places []orb.Point
		for range 303 {
			g := roads[r.Intn(len(roads))].Geometry
			places = append(places, g[r.Intn(len(g))])
		}
		compareFields(t, "Porto", roads, places, "walk", geo.NetworkDistance)
		compareCosts(t, "Porto", roads)
		if raceDetector {
			t.Log("the race detector is on: on foot only")
			return
		}
		compareFields(t, "Porto", roads, places, "car", geo.NetworkTime)
	})
	t.Run("demo", func(t *testing.T) {
		ds := demoDataset(t)
		var places []orb.Point
		for i := range ds.Facilities {
			if f := &ds.Facilities[i]; f.Counts() && f.Serves("kindergarten") {
				places = append(places, f.AccessPoints()...)
			}
		}
		require.NotEmpty(t, places)
		compareCosts(t, "demo", ds.Roads)
		for _, id := range []string{"walk", "bike", "car"} {
			compareFields(t, "demo", ds.Roads, places, id, geo.NetworkTime)
		}
	})
}

// nodeCost is what pgRouting says of a node.
type nodeCost struct {
	Node int64
	Cost float64
}

// compareFields compares the costs between every node and the nearest place, in both
// directions.
func compareFields(t *testing.T, data string, roads []geo.RoadSegment, places []orb.Point, id string, metric geo.Metric) {
	top, err := network.NewTopology(t.Context(), roads)
	require.NoError(t, err)
	g, err := top.Graph(t.Context(), mode(t, id), metric)
	require.NoError(t, err)
	l := network.NewLinker(g, network.NewGround(top, nil, nil))
	e := newEdgeTable(t, l, roads)
	d := newDatabase(t)
	d.withRouting()
	d.exec("CREATE TABLE arc (id bigint, source bigint, target bigint, cost float8, reverse_cost float8)")
	d.copy("arc", []string{"id", "source", "target", "cost", "reverse_cost"}, e.rows)
	d.exec("CREATE TABLE super (id bigint, target bigint, cost float8)")
	compared, linked := 0, 0
	for _, direction := range []network.Direction{network.To, network.From} {
		var sources []network.Source
		for i, p := range places {
			if links := l.Links(nil, p, direction == network.From); len(links) > 0 {
				sources = append(sources, network.Source{ID: int32(i), Links: links})
			}
		}
		linked = len(sources)
		require.NotEmpty(t, sources)
		field := fieldOf(t, g, sources, direction)
		theirs := map[int64]float64{}
		for _, n := range table[nodeCost](d, e.query(d, sources, direction)) {
			theirs[n.Node] = n.Cost
		}
		reached := 0
		for v := range int32(top.Nodes()) {
			ours, _ := field.Node(v)
			cost, ok := theirs[int64(phases*v+public+1)]
			if ok {
				reached++
			}
			// Integers below 2^53: equal, not nearly so.
			if ok != (ours != network.Unreachable) || ok && cost != float64(ours) {
				require.Fail(t, "another cost", "%s %s node %d: reached by pgRouting: %v (cost %.0f), ours: %d", data, id, v, ok, cost, ours)
			}
		}
		require.Greater(t, reached, top.Nodes()/2, "hardly a node is reached: there is nothing to compare")
		compared += top.Nodes()
	}
	report(t, finding{
		oracle: "nearest", data: fmt.Sprintf("%s, %s, %s", data, id, metric), compared: compared, what: "nodes, in both directions",
		largest: "0 (equal as integers)", tolerance: "0", remark: fmt.Sprintf("%d edges, %d places.", len(roads), linked),
	})
}

// query asks pgRouting for the costs from one super-source, number 0, which stands
// before all places: an arc from it to each end of a place's edge costs the leg and
// the way along the edge. Travel towards the places is travel from them over
// reversed arcs.
func (e *edgeTable) query(db *database, sources []network.Source, d network.Direction) string {
	phase, cost, reverse := leaving, "cost", "reverse_cost"
	if d == network.To {
		phase, cost, reverse = arriving, reverse, cost
	}
	var rows [][]any
	for _, s := range sources {
		for _, k := range s.Links {
			on := public
			if e.private[k.Edge] {
				on = phase
			}
			// Leaving against the edge one comes to its first vertex; arriving along it one
			// comes from there. A place at an end is there, one-way or not.
			first, last := e.backward[k.Edge], e.forward[k.Edge]
			if d == network.To {
				first, last = last, first
			}
			ends := [2]bool{first || k.Offset == 0, last || k.Offset == e.cost[k.Edge]}
			costs := [2]uint32{k.Leg + k.Offset, k.Leg + e.cost[k.Edge] - k.Offset}
			for end := range 2 {
				if ends[end] {
					rows = append(rows, []any{int64(len(e.rows) + len(rows) + 1), e.node(k.Edge, end, on), float64(costs[end])})
				}
			}
		}
	}
	db.exec("TRUNCATE super")
	db.copy("super", []string{"id", "target", "cost"}, rows)
	return fmt.Sprintf(`SELECT node, agg_cost FROM pgr_drivingDistance(
		'SELECT id, source, target, %s AS cost, %s AS reverse_cost FROM arc UNION ALL SELECT id, 0, target, cost, -1 FROM super',
		0, 1e15, directed := true)`, cost, reverse)
}
