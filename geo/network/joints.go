package network

import (
	"cmp"
	"slices"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// roadEnd is one end of an edge: twice its number, and one more for its last vertex.
type roadEnd int32

func (r roadEnd) edge() int32 { return int32(r >> 1) }
func (r roadEnd) last() bool  { return r&1 != 0 }

// joints are the ends of a topology's roads by identifier and by place: what a road that
// is added may join.
type joints struct {
	byID map[int64]int32
	// places and ends are ordered by place.
	places [][2]int32
	ends   []roadEnd
}

// joined are the joints of a topology as it was made.
func (t *Topology) joined() *joints {
	t.jointsOnce.Do(func() { t.joints = newJoints(t) })
	return t.joints
}

func newJoints(t *Topology) *joints {
	j := &joints{byID: make(map[int64]int32, t.nodes)}
	type at struct {
		place uint64
		end   roadEnd
	}
	list := make([]at, 0, 2*len(t.roads))
	for e := range t.roads {
		for k := range roadEnd(2) {
			end := roadEnd(2*e) + k
			id, p := endOf(&t.roads[e], end.last())
			if id != 0 {
				j.byID[id] = t.nodeAt(end)
			}
			list = append(list, at{uint64(uint32(p[0])^1<<31)<<32 | uint64(uint32(p[1])^1<<31), end})
		}
	}
	slices.SortFunc(list, func(a, b at) int { return cmp.Or(cmp.Compare(a.place, b.place), cmp.Compare(a.end, b.end)) })
	j.places, j.ends = make([][2]int32, len(list)), make([]roadEnd, len(list))
	for i, k := range list {
		_, j.places[i] = endOf(&t.roads[k.end.edge()], k.end.last())
		j.ends[i] = k.end
	}
	return j
}

// at are the ends at a place.
func (j *joints) at(place [2]int32) []roadEnd {
	order := func(p, q [2]int32) int { return cmp.Or(cmp.Compare(p[0], q[0]), cmp.Compare(p[1], q[1])) }
	i, _ := slices.BinarySearchFunc(j.places, place, order)
	k := i
	for k < len(j.places) && j.places[k] == place {
		k++
	}
	return j.ends[i:k]
}

// endOf is the identifier of the node at an end of a road, 0 for none, and its place.
func endOf(r *geo.RoadSegment, last bool) (id int64, place [2]int32) {
	if last {
		return r.To, placeKey(r.Geometry[len(r.Geometry)-1])
	}
	return r.From, placeKey(r.Geometry[0])
}

// nodeAt is the node at an end of an edge.
func (t *Topology) nodeAt(end roadEnd) int32 {
	if end.last() {
		return t.to[end.edge()]
	}
	return t.from[end.edge()]
}
