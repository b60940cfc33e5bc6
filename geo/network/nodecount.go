package network

import (
	"context"
	"fmt"

	"github.com/seed-4611ae28/lifecircle/geo/network/sweep"
)

// NodeUnits are the units that nodes lie in, in the order of a hierarchy.
type NodeUnits struct {
	units int
	of    []uint32
}

// NodeUnits lays out the unit of every node, below units, for counting; a node whose unit
// is not is in none. O(nodes).
func (c *Contracted) NodeUnits(of []uint32, units int) (*NodeUnits, error) {
	if len(of) != c.g.nodes {
		return nil, fmt.Errorf("units of %d nodes: the %s network has %d", len(of), c.g.mode.ID, c.g.nodes)
	}
	u := &NodeUnits{units: units, of: make([]uint32, len(of))}
	for p, v := range c.h.Node {
		u.of[p] = of[v]
	}
	return u, nil
}

// CountNodes counts, by unit and field, the nodes whose cost is within the limit:
// whoever lives at nodes is counted while the fields are being computed, and no field is
// kept. Element [unit][lane] is of the unit and the lane's sources. O(arcs of the
// hierarchy).
func (c *Contracted) CountNodes(ctx context.Context, lanes [][]Source, d Direction, u *NodeUnits, limit uint32) ([][Lanes]uint32, error) {
	rows := c.rows.get()
	defer c.rows.put(rows)
	counts := make([][Lanes]uint32, u.units)
	var limits sweep.Limits
	for lane := range limits {
		limits[lane] = limit
	}
	var failed error
	q := c.query(lanes, d)
	q.Ready = func(from, to int) {
		if err := sweep.Count(rows.Cost[from:to], u.of[from:to], limits, counts); err != nil {
			failed = err
		}
	}
	err := rows.Sweep(ctx, c.h, q)
	if err == nil {
		err = failed
	}
	if err != nil {
		return nil, fmt.Errorf("counting nodes of the %s network: %w", c.g.mode.ID, err)
	}
	return counts, nil
}
