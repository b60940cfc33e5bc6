package main

import (
	"context"
	"fmt"
	"time"

	"github.com/seed-4611ae28/lifecircle/geo/network"
	"github.com/seed-4611ae28/lifecircle/geo/network/trial"
)

// lanes are the categories that are computed together: the facilities that every peer is
// asked about, and as many others for each of fifteen more.
func (n *walkable) lanes() [][]network.Source {
	out := trial.Random(n.Graph, network.Lanes, len(n.Sources), 1)
	out[0] = n.Sources
	return out
}

// contract makes the hierarchy of the network, and proves that it tells what the search
// node by node does.
func (n *walkable) contract(ctx context.Context) (err error) {
	start := time.Now()
	if n.contracted, err = n.Graph.Contract(ctx); err != nil {
		return err
	}
	n.Contracted = time.Since(start)
	b, err := n.contracted.Batch(ctx, n.lanes(), network.To, true)
	if err != nil {
		return err
	}
	defer b.Release()
	got, err := b.Field(0)
	if err != nil {
		return err
	}
	want, err := n.Graph.Field(ctx, n.Sources, network.To, network.Unreachable)
	if err != nil {
		return err
	}
	for v := range int32(n.Graph.Nodes()) {
		c, s := want.Node(v)
		if gc, gs := got.Node(v); gc != c || gs != s {
			return fmt.Errorf("node %d of %s: %d from %d by the hierarchy, %d from %d node by node", v, n.Name, gc, gs, c, s)
		}
	}
	return nil
}

// timeBatch measures sixteen fields computed together, each a sixteenth of the time.
func (n *walkable) timeBatch(ctx context.Context, winners bool) ([]time.Duration, error) {
	lanes := n.lanes()
	took, err := timed(func() error {
		b, err := n.contracted.Batch(ctx, lanes, network.To, winners)
		if err == nil {
			b.Release()
		}
		return err
	})
	for i := range took {
		took[i] /= network.Lanes
	}
	return took, err
}
