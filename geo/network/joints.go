package network

import (
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
	ends []endAt // by place
}

// endAt is an end of a road and the place of it, both halves in one number.
type endAt struct {
	place uint64
	end   roadEnd
}

func newEndAt(place [2]int32, end roadEnd) endAt {
	return endAt{uint64(uint32(place[0]))<<32 | uint64(uint32(place[1])), end}
}

func (a endAt) compare(b endAt) int {
	switch {
	case a.place < b.place:
		return -1
	case a.place > b.place:
		return 1
	}
	return int(a.end - b.end)
}

// joined are the joints of a topology as it was made.
func (t *Topology) joined() *joints {
	t.jointsOnce.Do(func() { t.joints = newJoints(t) })
	return t.joints
}

func newJoints(t *Topology) *joints {
	j := &joints{byID: make(map[int64]int32, t.nodes), ends: make([]endAt, 0, 2*len(t.roads))}
	for e := range t.roads {
		for k := range roadEnd(2) {
			end := roadEnd(2*e) + k
			id, p := endOf(&t.roads[e], end.last())
			if id != 0 {
				j.byID[id] = t.nodeAt(end)
			}
			j.ends = append(j.ends, newEndAt(p, end))
		}
	}
	slices.SortFunc(j.ends, endAt.compare)
	return j
}

// at are the ends at a place.
func (j *joints) at(place [2]int32) []endAt {
	first := newEndAt(place, 0)
	i, _ := slices.BinarySearchFunc(j.ends, first, endAt.compare)
	k := i
	for k < len(j.ends) && j.ends[k].place == first.place {
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
