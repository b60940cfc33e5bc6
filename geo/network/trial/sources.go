package trial

import (
	"math/rand/v2"

	"github.com/seed-4611ae28/lifecircle/geo/network"
)

// EveryNth puts a facility on every n-th node of the graph that an edge leads to.
func EveryNth(g *network.Graph, n int) []network.Source {
	at := atNodes(g)
	var out []network.Source
	for v := 0; v < len(at); v += n {
		if at[v].Edge >= 0 {
			out = append(out, network.Source{ID: int32(len(out)), Links: []network.Link{at[v]}})
		}
	}
	return out
}

// Random draws n facilities for each of so many categories, on nodes of the graph that
// an edge leads to; the same for one seed.
func Random(g *network.Graph, categories, n int, seed uint64) [][]network.Source {
	var at []network.Link
	for _, l := range atNodes(g) {
		if l.Edge >= 0 {
			at = append(at, l)
		}
	}
	r := rand.New(rand.NewPCG(seed, seed))
	out := make([][]network.Source, categories)
	for c := range out {
		for len(at) > 0 && len(out[c]) < n {
			out[c] = append(out[c], network.Source{ID: int32(len(out[c])), Links: []network.Link{at[r.IntN(len(at))]}})
		}
	}
	return out
}

// atNodes is a link to each node of the public network without a leg; where no edge
// leads to a node, its Edge is -1.
func atNodes(g *network.Graph) []network.Link {
	top := g.Topology()
	at := make([]network.Link, top.Nodes())
	for v := range at {
		at[v].Edge = -1
	}
	for e := range int32(top.Edges()) {
		if from, _ := top.Ends(e); g.Usable(e) {
			at[from] = network.Link{Edge: e}
		}
	}
	return at
}
