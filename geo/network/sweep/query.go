package sweep

import (
	"fmt"

	"github.com/seed-4611ae28/lifecircle/geo/network/hierarchy"
)

// Lanes is how many fields one sweep computes: 16 costs of 4 bytes are a line of the
// cache.
const Lanes = 16

// Direction is the direction of travel relative to the sources.
type Direction uint8

// The directions.
const (
	// To is travel from every node to the sources: home to facility. Costs spread up by
	// what it costs to come down ([hierarchy.Hierarchy.In]), and down by what it costs to
	// go up ([hierarchy.Hierarchy.Out]).
	To Direction = iota
	// From is travel from the sources to every node. Costs spread up by Out and down by
	// In.
	From
)

// arcs are those by which costs spread up, and those by which they spread down.
func (d Direction) arcs(h *hierarchy.Hierarchy) (up, down []hierarchy.Arc) {
	if d == To {
		return h.In, h.Out
	}
	return h.Out, h.In
}

// Start is a node at which a lane begins: what lies between it and the source costs
// Cost. One at [hierarchy.None] or above begins nothing.
type Start struct {
	// Position is the node's place in the order of the sweep.
	Position uint32
	Cost     uint32
	// Source is the source's id, at least 0. Several starts may have the same.
	Source int32
}

// Query is what to compute. The zero value asks for no field.
type Query struct {
	Direction Direction
	// Starts are those of each lane, up to [Lanes] of them; a lane without starts
	// reaches nothing.
	Starts [][]Start
	// Winners asks for the nearest source too, not only for the cost to it.
	Winners bool
	// Ready, when set, is called with each range of positions whose rows are done, in
	// ascending order, while the rows are still in the cache.
	Ready func(from, to int)

	// kernel is the one to use, nil for the best there is.
	kernel *kernel
}

// check names what is wrong with a query.
func (q *Query) check(nodes int) error {
	if q.Direction > From {
		return fmt.Errorf("direction %d: it is To or From", q.Direction)
	}
	if len(q.Starts) > Lanes {
		return fmt.Errorf("starts of %d lanes: there are %d lanes", len(q.Starts), Lanes)
	}
	for lane, starts := range q.Starts {
		for i, s := range starts {
			switch {
			case int(s.Position) >= nodes:
				return fmt.Errorf("start %d of lane %d: position %d, it has to be below the number of nodes, %d", i, lane, s.Position, nodes)
			case s.Source < 0:
				return fmt.Errorf("start %d of lane %d: source %d, it has to be at least 0", i, lane, s.Source)
			}
		}
	}
	return nil
}
