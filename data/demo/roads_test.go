package demo

import (
	"math"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

// TestRoadsMeetAtTheirNodes: whoever names a node starts or ends at exactly the
// same place, and no two nodes share one.
func TestRoadsMeetAtTheirNodes(t *testing.T) {
	several(t, func(t *testing.T, ds *geo.Dataset, _ int) {
		place, node := map[int64]orb.Point{}, map[orb.Point]int64{}
		end := func(id string, n int64, p orb.Point) {
			if q, ok := place[n]; n <= 0 || ok && q != p {
				assert.Fail(t, "a node in two places", "%s at node %d: %v and %v", id, n, q, p)
			}
			if m, ok := node[p]; ok && m != n {
				assert.Fail(t, "two nodes in one place", "%s: %d and %d at %v", id, m, n, p)
			}
			place[n], node[p] = p, n
		}
		for _, r := range ds.Roads {
			if len(r.Geometry) < 2 || r.Highway == "" || r.From == r.To || crs.ShortLength(r.Geometry) < 1 {
				require.Fail(t, "no road", "%+v", r)
			}
			end(r.ID, r.From, r.Geometry[0])
			end(r.ID, r.To, r.Geometry[len(r.Geometry)-1])
		}
	})
}

// components labels nodes by the roads that keep says, and lists sizes by label.
func components(roads []geo.RoadSegment, keep func(r *geo.RoadSegment) bool) (label map[int64]int64, size map[int64]int) {
	next := map[int64][]int64{}
	for k := range roads {
		if r := &roads[k]; keep(r) {
			next[r.From] = append(next[r.From], r.To)
			next[r.To] = append(next[r.To], r.From)
		}
	}
	label, size = map[int64]int64{}, map[int64]int{}
	for start := range next {
		if _, done := label[start]; done {
			continue
		}
		todo := []int64{start}
		label[start] = start
		for len(todo) > 0 {
			v := todo[len(todo)-1]
			todo = todo[:len(todo)-1]
			size[start]++
			for _, w := range next[v] {
				if _, done := label[w]; !done {
					label[w] = start
					todo = append(todo, w)
				}
			}
		}
	}
	return label, size
}

// TestRoadsHangTogether: on foot everything is one piece but the island; by car at
// least 98 of 100 nodes that a car reaches at all are.
func TestRoadsHangTogether(t *testing.T) {
	closed := map[string]bool{"footway": true, "path": true, "track": true, "steps": true, "cycleway": true, "pedestrian": true}
	several(t, func(t *testing.T, ds *geo.Dataset, _ int) {
		_, walk := components(ds.Roads, func(r *geo.RoadSegment) bool { return r.Highway != "motorway" && r.Highway != "motorway_link" })
		assert.Len(t, walk, 2, "pieces on foot")
		smallest, all := math.MaxInt, 0
		for _, n := range walk {
			smallest, all = min(smallest, n), all+n
		}
		assert.Equal(t, 4, smallest, "nodes of the island")

		_, drive := components(ds.Roads, func(r *geo.RoadSegment) bool { return !closed[r.Highway] })
		largest, all := 0, 0
		for _, n := range drive {
			largest, all = max(largest, n), all+n
		}
		assert.Greater(t, float64(largest)/float64(all), 0.98, "by car, of %d pieces", len(drive))
	})
}

func TestKindsOfRoad(t *testing.T) {
	ds := county5(t)
	classes, oneway := map[string]int{}, map[geo.OneWay]int{}
	winding, town, short := 0, 0, 0
	for _, r := range ds.Roads {
		classes[r.Highway]++
		l := crs.Length(r.Geometry)
		if r.Highway == "tertiary" {
			oneway[r.OneWay]++
		}
		if len(r.Geometry) >= 8 && l > 350 {
			winding++
		}
		if r.Highway == "residential" && r.Sidewalk {
			town++
			if l < 55 || l > 160 {
				short++
			}
		}
	}
	for _, c := range []string{
		"motorway", "motorway_link", "primary", "secondary", "tertiary", "unclassified", "residential", "living_street",
		"service", "pedestrian", "footway", "path", "cycleway", "track", "steps",
	} {
		assert.Positive(t, classes[c], c)
	}
	assert.Positive(t, oneway[geo.Forward])
	assert.Positive(t, oneway[geo.Backward])
	assert.Greater(t, winding, 1000, "lanes of more than 350 m that wind")
	assert.Less(t, short, town/10, "of %d streets in town", town)
}
