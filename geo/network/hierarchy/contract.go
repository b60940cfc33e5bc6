package hierarchy

import (
	"context"
	"fmt"
)

// Options say how a hierarchy is made. They change how many shortcuts it has and how
// long it takes, never a cost. The zero value is right for road networks.
type Options struct {
	// EstimateNodes is how many nodes a search for a way round settles when it only
	// ranks a node; 0 is 100. Limits below 40 are slower in the end: ranks get worse, and the
	// last nodes have many more neighbours.
	EstimateNodes int
	// WitnessNodes is the same when the node is contracted; 0 is 300.
	WitnessNodes int
	// ChunkNodes is how many nodes of the sweep are put in order of their levels at a
	// time, so that their rows stay in the second-level cache; 0 is 4,096 for graphs of up
	// to 262,144 nodes and 16,384 above.
	ChunkNodes int
}

func (o Options) withDefaults(nodes int) Options {
	const small = 1 << 18
	if o.EstimateNodes <= 0 {
		o.EstimateNodes = 100
	}
	if o.WitnessNodes <= 0 {
		o.WitnessNodes = 300
	}
	if o.ChunkNodes <= 0 {
		o.ChunkNodes = 4096
		if nodes > small {
			o.ChunkNodes = 16384
		}
	}
	return o
}

// Contract makes the hierarchy of a graph. It is the same for the same graph, whatever
// the order of the arcs of a node. A graph that is none is an error naming what is wrong,
// and the context's error comes soon after its end. A way that costs [None] or more
// counts as not existing.
//
// There is no bound worth stating for the time: on road networks it grows a little faster
// than the number of nodes, about 10 us a node; on a graph in which everything is near
// everything it can be cubic.
func Contract(ctx context.Context, g Graph, o Options) (*Hierarchy, error) {
	if err := g.check(); err != nil {
		return nil, fmt.Errorf("contracting a graph: %w", err)
	}
	c := newContraction(g, o.withDefaults(g.Nodes()))
	if err := c.run(ctx); err != nil {
		return nil, fmt.Errorf("contracting a graph of %d nodes: %w", g.Nodes(), err)
	}
	return c.hierarchy(), nil
}
