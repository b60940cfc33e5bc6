package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/seed-4611ae28/lifecircle/geo/network"
)

// limits are those within which the nearest facility is asked for, in millimetres:
// 1,000 m, a quarter of an hour at the 4 km/h of lifecircle's walkers, and none (0).
func limits() []uint32 { return []uint32{1_000_000, 0} }

// patience is how long a peer may take for one network, its preparation included.
const patience = 5 * time.Minute

// nearestPeer answers which facility is nearest, for every node of a network.
type nearestPeer interface {
	Name() string
	// Nearest answers within every limit. The network lies exported in the folder.
	Nearest(ctx context.Context, n *walkable, folder string) (*nearestAnswers, error)
	// Allowed is the part of a cost by which the peer's may differ.
	Allowed() float64
}

// nearestAnswers are what a peer says about one network.
type nearestAnswers struct {
	// Prepared is the time from the exported edges to being ready for questions.
	Prepared time.Duration
	Answers  []nearestAnswer
	// Equicost is only pgRouting's.
	Equicost []equicostRow
}

// nearestAnswer is one way of asking.
type nearestAnswer struct {
	Limit uint32
	// Winner: the answer tells the facility, not only the cost.
	Winner bool
	Took   []time.Duration
	Costs  []float64
}

// measureNearest asks every peer about an extract's walking network. Lifecircle is
// measured before and after each peer, so that both meet the machine in one state.
func measureNearest(ctx context.Context, r *report, n *walkable, folder string, peers []nearestPeer) error {
	name := n.Name
	if err := n.contract(ctx); err != nil {
		return err
	}
	progress("%s: %d nodes, %d edges, %d facilities", name, len(n.Nodes), len(n.Edges), len(n.Facilities))
	if err := (task{Runs: runs, LimitsMM: limits()}).write(folder); err != nil {
		return err
	}
	if err := n.export(folder); err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	r.Networks = append(r.Networks, networkRow{name, len(n.Nodes), len(n.Edges), len(n.Facilities), n.Roads, n.LeftOut})
	r.prepared(name, "lifecircle", "extract → graph", n.Prepared)
	r.prepared(name, "lifecircle's hierarchy", "graph → ready", n.Contracted)
	for _, p := range peers {
		before, err := n.timeOwn(ctx)
		if err != nil {
			return err
		}
		batch, err := n.timeBatch(ctx, false)
		if err != nil {
			return err
		}
		patient, cancel := context.WithTimeout(ctx, patience)
		got, err := p.Nearest(patient, n, folder)
		late := patient.Err() != nil
		cancel()
		if err != nil {
			if ctx.Err() != nil {
				return err
			}
			if late {
				r.leaveOut(p.Name()+", "+name, fmt.Sprintf("no answer after %s", patience))
				continue
			}
			r.leaveOut(p.Name()+", "+name, reason(err))
			continue
		}
		after, err := n.timeOwn(ctx)
		if err != nil {
			return err
		}
		again, err := n.timeBatch(ctx, false)
		if err != nil {
			return err
		}
		r.prepared(name, p.Name(), "edges → ready", got.Prepared)
		r.Equicost = append(r.Equicost, got.Equicost...)
		for _, a := range got.Answers {
			own, err := n.costsWithin(ctx, a.Limit)
			if err != nil {
				return err
			}
			c, err := compare(own, a.Costs, p.Allowed())
			if err != nil {
				return fmt.Errorf("%s, %s: %w", p.Name(), inLimit(a.Limit), err)
			}
			row := nearestRow{Town: name, Peer: p.Name(), Limit: a.Limit, Winner: a.Winner, Compared: c,
				Theirs: median(a.Took), Own: median(append(before[a.Limit], after[a.Limit]...)), Batch: median(append(batch, again...))}
			r.Nearest = append(r.Nearest, row)
			progress("%s, %s, winner %t: %s, lifecircle %s: %s", p.Name(), inLimit(a.Limit), a.Winner, inWords(row.Theirs), inWords(row.Own), times(row.Theirs, row.Own)+", "+times(row.Theirs, row.Batch))
		}
	}
	return nil
}

// timeOwn measures lifecircle's fields, by limit.
func (n *walkable) timeOwn(ctx context.Context) (map[uint32][]time.Duration, error) {
	out := make(map[uint32][]time.Duration)
	for _, limit := range limits() {
		took, err := timed(func() error {
			_, err := n.field(ctx, limit)
			return err
		})
		if err != nil {
			return nil, err
		}
		out[limit] = took
	}
	return out, nil
}

func (n *walkable) field(ctx context.Context, limit uint32) (*network.Field, error) {
	if limit == 0 {
		limit = network.Unreachable
	}
	return n.Graph.Field(ctx, n.Sources, network.To, limit)
}

// costsWithin are lifecircle's costs by node, Unreachable beyond the limit.
func (n *walkable) costsWithin(ctx context.Context, limit uint32) ([]uint32, error) {
	f, err := n.field(ctx, limit)
	if err != nil {
		return nil, err
	}
	out := make([]uint32, len(n.Nodes))
	for v := range out {
		out[v], _ = f.Node(int32(v))
		if limit != 0 && out[v] > limit {
			out[v] = network.Unreachable
		}
	}
	return out, nil
}

// inLimit names a limit.
func inLimit(limit uint32) string {
	if limit == 0 {
		return "no limit"
	}
	return fmt.Sprintf("within %s m", thousands(int(limit/1000)))
}
