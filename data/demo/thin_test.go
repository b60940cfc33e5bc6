package demo

import (
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/assert"
)

// TestPiecesCutOffAreDropped: of a street of three nodes, a lane of two apart from
// it, an island's path and the motorway, only the lane goes.
func TestPiecesCutOffAreDropped(t *testing.T) {
	n := &network{nodes: make([]orb.Point, 9), ways: []way{
		{a: 0, b: 1, kind: kindStreet}, {a: 1, b: 2, kind: kindStreet},
		{a: 3, b: 4, kind: kindLane},
		{a: 5, b: 6, kind: kindIsland},
		{a: 7, b: 8, kind: kindMotorway},
	}}
	n.drop()
	var gone []bool
	for _, w := range n.ways {
		gone = append(gone, w.gone)
	}
	assert.Equal(t, []bool{false, false, true, false, false}, gone)
}

// TestStretchesAreJoined: two stretches of lane become one through the node that
// nothing else uses; one that branches off another keeps its node.
//
//	0---1---2---3      1 goes, 2 stays
//	        |
//	        4
func TestStretchesAreJoined(t *testing.T) {
	n := &network{nodes: []orb.Point{{0, 0}, {100, 0}, {200, 0}, {300, 0}, {200, -100}}}
	lane := way{kind: kindLane, highway: "unclassified"}
	n.join(1, 0, lane)
	n.join(1, 2, lane)
	n.join(2, 3, lane)
	n.join(2, 4, lane)
	n.merge()
	var left [][]orb.Point
	for k := range n.ways {
		if w := &n.ways[k]; !w.gone {
			left = append(left, append(append([]orb.Point{n.nodes[w.a]}, w.via...), n.nodes[w.b]))
		}
	}
	assert.Equal(t, [][]orb.Point{
		{{0, 0}, {100, 0}, {200, 0}}, {{200, 0}, {300, 0}}, {{200, 0}, {200, -100}},
	}, left)
}
