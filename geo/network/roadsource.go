package network

import (
	"maps"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// roadSources tells which roads have the same source. Streets end where it changes.
type roadSources struct {
	// number is that of each source in the order in which they came, of the source by
	// edge; of is nil while there is only one, which is how most datasets are.
	number map[string]int32
	of     []int32
}

// newRoadSources numbers the sources of roads.
func newRoadSources(roads []geo.RoadSegment) *roadSources {
	return (&roadSources{}).with(0, roads)
}

// with are the sources of so many edges, and of the roads that follow them.
func (s *roadSources) with(edges int, added []geo.RoadSegment) *roadSources {
	n := &roadSources{number: make(map[string]int32, len(s.number)+1)}
	maps.Copy(n.number, s.number)
	if s.of != nil {
		n.of = append(make([]int32, 0, edges+len(added)), s.of...)
	}
	last, name := int32(-1), ""
	for i := range added {
		if source := added[i].Source; last < 0 || source != name {
			k, known := n.number[source]
			if !known {
				k = int32(len(n.number))
				n.number[source] = k
				if k == 1 { // the second source: all before had the first
					n.of = make([]int32, edges+i, edges+len(added))
				}
			}
			last, name = k, source
		}
		if n.of != nil {
			n.of = append(n.of, last)
		}
	}
	return n
}

// same reports whether two edges have the same source.
func (s *roadSources) same(a, b int32) bool { return s.of == nil || s.of[a] == s.of[b] }
