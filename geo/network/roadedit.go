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
	// lineage are the topologies that this one has the numbers of, oldest first.
	lineage []*identity
	// added are the new roads: road i is edge len(base.roads) + i.
	added []geo.RoadSegment
	// removed has a bit per edge.
	removed []uint64
	// byID are the nodes of identifiers that no road of the base names.
	byID map[int64]int32
}

// Removed reports whether an edit took the edge away, so that no mode may use it.
func (t *Topology) Removed(edge int32) bool {
	if t.edit == nil {
		return false
	}
	w := int(edge >> 6)
	return w < len(t.edit.removed) && t.edit.removed[w]>>(uint(edge)&63)&1 != 0
}

// Edited is the topology without some of its roads, given as edges, and with others. A
// road that changes is one removed and one added; where a new road crosses another, the
// caller removes that and adds its pieces. Edges and nodes keep their numbers, removed
// ones too ([Topology.Removed]); the i-th new road is edge t.Edges() + i. Roads join as
// [NewTopology] joins those of the edited dataset: by identifier, and by place for those
// without one. Places are measured in the plane of t, however far the new roads reach: a
// [Ground] of t holds for the new topology too, unless a motorway came or went. t stays
// as it is, and may be edited itself. An edge that does not exist or is removed
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
	n := &Topology{self: new(identity), roads: t.roads, nodes: t.nodes, bound: t.bound, centre: t.centre, edit: t.edit.next(t, added), sources: t.sources.with(len(t.from), added)}
	for _, e := range removed {
		if e < 0 || int(e) >= len(t.from) || n.Removed(e) {
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
	n.lineage = append(slices.Clip(n.lineage), t.self)
	n.removed = make([]uint64, (len(t.from)+len(added))/64+1)
	if d != nil {
		copy(n.removed, d.removed)
	}
	return n
}
