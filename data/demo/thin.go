package demo

import (
	"cmp"
	"slices"
)

// forest is a union-find over nodes.
type forest []int32

func newForest(n int) forest {
	f := make(forest, n)
	for k := range f {
		f[k] = int32(k)
	}
	return f
}

func (f forest) root(v int32) int32 {
	for f[v] != v {
		f[v] = f[f[v]]
		v = f[v]
	}
	return v
}

// union joins two trees and reports whether they were apart.
func (f forest) union(a, b int32) bool {
	a, b = f.root(a), f.root(b)
	if a == b {
		return false
	}
	f[max(a, b)] = min(a, b)
	return true
}

// spare is the share of the optional ways of a kind that stay although the network
// holds together without them.
func spare(k kind) float64 {
	switch k {
	case kindLane:
		return 0.22
	case kindHamlet:
		return 0.26
	}
	return 0.88
}

// thin takes out optional ways: a random spanning forest (Kruskal's algorithm)
// stays, and of the rest a share. Ways of the forest carry cars, so that a car
// reaches every hamlet; what is spare may be a track, a footpath or steps.
func (n *network) thin() {
	draw := n.seed.of("thin")
	f := newForest(len(n.nodes))
	type ranked struct {
		bits uint64
		way  int32
	}
	var order []ranked
	for k := range n.ways {
		if w := &n.ways[k]; w.kind.optional() {
			order = append(order, ranked{draw.bits(int(w.a), int(w.b)), int32(k)})
		} else if w.kind != kindMotorway && w.access == "" && w.highway != "cycleway" && w.highway != "footway" {
			f.union(w.a, w.b)
		}
	}
	slices.SortFunc(order, func(a, b ranked) int {
		return cmp.Or(cmp.Compare(a.bits, b.bits), cmp.Compare(a.way, b.way))
	})
	for _, o := range order {
		w := &n.ways[o.way]
		tree := f.union(w.a, w.b)
		if !tree && !draw.chance(spare(w.kind), int(w.a), int(w.b), 1) {
			w.gone = true
			continue
		}
		n.classify(w, tree, draw.unit(int(w.a), int(w.b), 2))
	}
	n.prune(draw)
	n.drop()
}

// classify gives an optional way its class.
func (n *network) classify(w *way, tree bool, draw float64) {
	if w.highway != "" {
		return
	}
	choose := func(names []string, upTo []float64) string {
		for k, u := range upTo {
			if draw < u {
				return names[k]
			}
		}
		return names[len(names)-1]
	}
	switch {
	case w.kind == kindHamlet && tree:
		w.highway = choose([]string{"residential", "service", "living_street"}, []float64{0.7, 0.9})
	case w.kind == kindHamlet:
		w.highway = choose([]string{"steps", "path", "service", "footway"}, []float64{0.03, 0.25, 0.5})
	case tree:
		w.highway = choose([]string{"unclassified", "service"}, []float64{0.85})
	default:
		w.highway = choose([]string{"track", "path", "unclassified"}, []float64{0.6, 0.85})
	}
}

// prune takes out most dead ends of the fields, and what then becomes one.
func (n *network) prune(draw seed) {
	for range 5 {
		degree := n.degrees()
		for k := range n.ways {
			w := &n.ways[k]
			if w.gone || w.kind != kindLane {
				continue
			}
			if (degree[w.a] == 1 || degree[w.b] == 1) && draw.chance(0.85, int(w.a), int(w.b), 3) {
				w.gone = true
			}
		}
	}
}

// degrees counts the ways at every node.
func (n *network) degrees() []int32 {
	d := make([]int32, len(n.nodes))
	for k := range n.ways {
		if w := &n.ways[k]; !w.gone {
			d[w.a]++
			d[w.b]++
		}
	}
	return d
}

// drop takes out pieces cut off from the rest by the lines, all but the island.
func (n *network) drop() {
	f := newForest(len(n.nodes))
	size := make([]int, len(n.nodes))
	for k := range n.ways {
		if w := &n.ways[k]; !w.gone && w.kind != kindMotorway {
			f.union(w.a, w.b)
		}
	}
	best := int32(0)
	for v := range n.nodes {
		r := f.root(int32(v))
		size[r]++
		if size[r] > size[best] {
			best = r
		}
	}
	for k := range n.ways {
		w := &n.ways[k]
		if w.kind != kindMotorway && w.kind != kindIsland && f.root(w.a) != best {
			w.gone = true
		}
	}
}
