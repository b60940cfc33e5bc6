package network

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

// errSlopesEdited is returned where slopes are asked of roads that were edited.
var errSlopesEdited = errors.New("slopes are worked out from all roads: make the topology of the edited roads afresh")

// roadEdit is what edits did to the roads of a topology, all of them together.
type roadEdit struct {
	// base is the topology as it was made, before any edit.
	base *Topology
	// lineage names the topologies that this one has the numbers of, oldest first.
	lineage []*name
	// added are the new roads: road i is edge len(base.roads) + i.
	added []geo.RoadSegment
	// removed has a bit per edge.
	removed []uint64
	// byID are the nodes of identifiers that no road of the base names.
	byID map[int64]int32
}

// gone reports whether an edit removed the edge.
func (t *Topology) gone(edge int32) bool {
	if t.edit == nil {
		return false
	}
	w := int(edge >> 6)
	return w < len(t.edit.removed) && t.edit.removed[w]>>(uint(edge)&63)&1 != 0
}

// Edited is the topology without some of its roads, given as edges, and with others. A
// road that changes is one removed and one added; where a new road crosses another, the
// caller removes that and adds its pieces. Edges and nodes keep their numbers, removed
// ones too, which no mode may use any longer; the new ones follow. Roads join as
// [NewTopology] joins those of the edited dataset: by identifier, and by place for those
// without one. Places are measured in the plane of t, however far the new roads reach.
// t stays as it is, and may be edited itself. An edge that does not exist or is removed
// already, a line of fewer than two points, and a topology with slopes are errors.
// O(edges) copying, and sorting the ends of all roads when a topology is edited first.
func (t *Topology) Edited(ctx context.Context, removed []int32, added []geo.RoadSegment) (*Topology, error) {
	if t.flat != nil {
		return nil, fmt.Errorf("editing roads: %w", errSlopesEdited)
	}
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("editing roads: %w", err)
	}
	if n := len(t.from) + len(added); n > math.MaxInt32/2 {
		return nil, fmt.Errorf("editing roads: %d segments are more than the %d a graph can number", n, math.MaxInt32/2)
	}
	for i := range added {
		if r := &added[i]; len(r.Geometry) < 2 {
			return nil, fmt.Errorf("editing roads: road %q: geometry has %d points, a line needs 2", r.ID, len(r.Geometry))
		}
	}
	n := &Topology{name: new(name), roads: t.roads, nodes: t.nodes, bound: t.bound, centre: t.centre, edit: t.edit.next(t, added)}
	for _, e := range removed {
		if e < 0 || int(e) >= len(t.from) || n.gone(e) {
			return nil, fmt.Errorf("editing roads: edge %d cannot be removed: of %d edges it is not one that is there", e, len(t.from))
		}
		n.edit.removed[e>>6] |= 1 << (uint(e) & 63)
	}
	more := len(added)
	n.from, n.to = append(make([]int32, 0, len(t.from)+more), t.from...), append(make([]int32, 0, len(t.to)+more), t.to...)
	n.lengthM = append(make([]float64, 0, len(t.lengthM)+more), t.lengthM...)
	for i := range added {
		n.from, n.to = append(n.from, -1), append(n.to, -1)
		n.lengthM = append(n.lengthM, crs.ShortLength(added[i].Geometry))
		n.bound = n.bound.Union(added[i].Geometry.Bound())
	}
	n.join(removed, len(t.from))
	return n, nil
}

// next is the edit that follows one, nil for none, with more roads.
func (d *roadEdit) next(t *Topology, added []geo.RoadSegment) *roadEdit {
	n := &roadEdit{base: t, added: slices.Clone(added), byID: make(map[int64]int32)}
	if d != nil {
		n.base = d.base
		n.lineage = d.lineage
		n.added = slices.Concat(d.added, added)
		maps.Copy(n.byID, d.byID)
	}
	n.lineage = append(slices.Clip(n.lineage), t.name)
	n.removed = make([]uint64, (len(t.from)+len(added))/64+1)
	if d != nil {
		copy(n.removed, d.removed)
	}
	return n
}

// join finds the nodes of the roads from edge first on, and of those that had a node in
// common with what was removed.
func (t *Topology) join(removed []int32, first int) {
	j := t.edit.joinery(t)
	var places [][2]int32
	seen := make(map[[2]int32]bool)
	touch := func(e int32) {
		for _, last := range [2]bool{false, true} {
			if _, p := endOf(t.Road(e), last); !seen[p] {
				seen[p] = true
				places = append(places, p)
			}
		}
	}
	for _, e := range removed {
		touch(e)
	}
	for e := first; e < len(t.from); e++ {
		touch(int32(e))
		for k := range roadEnd(2) {
			end := roadEnd(2*e) + k
			if id, _ := endOf(t.Road(int32(e)), end.last()); id != 0 {
				t.setNode(end, j.node(id))
			}
		}
	}
	for _, p := range places {
		j.settle(p)
	}
}

func (t *Topology) setNode(end roadEnd, node int32) {
	if end.last() {
		t.to[end.edge()] = node
	} else {
		t.from[end.edge()] = node
	}
}

// joinery finds the nodes of an edited topology.
type joinery struct {
	t    *Topology
	base *joints
	// added are the ends of the roads that are not in the base, by place.
	added map[[2]int32][]roadEnd
}

func (d *roadEdit) joinery(t *Topology) *joinery {
	j := &joinery{t: t, base: d.base.joined(), added: make(map[[2]int32][]roadEnd)}
	for i := range d.added {
		for k := range roadEnd(2) {
			end := roadEnd(2*(len(t.roads)+i)) + k
			_, p := endOf(&d.added[i], end.last())
			j.added[p] = append(j.added[p], end)
		}
	}
	return j
}

// known is the node of an identifier.
func (j *joinery) known(id int64) (int32, bool) {
	v, ok := j.base.byID[id]
	if !ok {
		v, ok = j.t.edit.byID[id]
	}
	return v, ok
}

// node is the node of an identifier, a new one if there is none.
func (j *joinery) node(id int64) int32 {
	v, ok := j.known(id)
	if !ok {
		v = j.newNode()
		j.t.edit.byID[id] = v
	}
	return v
}

func (j *joinery) newNode() int32 {
	j.t.nodes++
	return int32(j.t.nodes - 1)
}

// settle finds the node of the ends at a place that have no identifier: that of the
// smallest identifier that stands there, else one of their own. Who stood there may be
// gone, and a newcomer may go before who stood there.
func (j *joinery) settle(place [2]int32) {
	ends := slices.Concat(j.base.at(place), j.added[place])
	var unnamed []roadEnd
	named := make(map[int32]bool) // nodes that have an identifier
	owner := int64(0)
	for _, end := range ends {
		id, _ := endOf(j.t.Road(end.edge()), end.last())
		if id != 0 {
			v, _ := j.known(id)
			named[v] = true
		}
		switch {
		case j.t.gone(end.edge()):
		case id == 0:
			unnamed = append(unnamed, end)
		case owner == 0 || id < owner:
			owner = id
		}
	}
	if len(unnamed) == 0 {
		return
	}
	node := int32(-1)
	if owner != 0 {
		node = j.node(owner)
	} else {
		for _, end := range unnamed {
			if v := j.t.nodeAt(end); v >= 0 && !named[v] {
				node = v
				break
			}
		}
		if node < 0 {
			node = j.newNode()
		}
	}
	for _, end := range unnamed {
		j.t.setNode(end, node)
	}
}
