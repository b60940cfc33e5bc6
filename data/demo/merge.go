package demo

// How long a lane may become when stretches are joined into one.
const (
	longestLaneM   = 900.0
	longestHamletM = 110.0
)

// merge joins stretches of one lane that meet where nothing else does, so that nodes
// are places where roads meet, and lanes wind on for hundreds of metres.
func (n *network) merge() {
	at := make([][]int32, len(n.nodes))
	for k := range n.ways {
		if w := &n.ways[k]; !w.gone {
			at[w.a] = append(at[w.a], int32(k))
			at[w.b] = append(at[w.b], int32(k))
		}
	}
	for v := range at {
		if len(at[v]) != 2 || at[v][0] == at[v][1] {
			continue
		}
		one, two := &n.ways[at[v][0]], &n.ways[at[v][1]]
		limit := longestLaneM
		switch {
		case one.kind != two.kind || one.highway != two.highway:
			continue
		case one.kind == kindHamlet:
			limit = longestHamletM
		case one.kind != kindLane:
			continue
		}
		if n.length(one)+n.length(two) > limit {
			continue
		}
		mid := int32(v)
		if one.b != mid {
			n.turn(one)
		}
		if two.a != mid {
			n.turn(two)
		}
		if one.a == two.b {
			continue // a loop: it keeps two nodes
		}
		one.via = append(append(one.via[:len(one.via):len(one.via)], n.nodes[mid]), two.via...)
		one.b = two.b
		two.gone = true
		for k, w := range at[two.b] {
			if w == at[v][1] {
				at[two.b][k] = at[v][0]
			}
		}
	}
}

// turn draws a way in the other direction.
func (n *network) turn(w *way) {
	w.a, w.b = w.b, w.a
	for i, j := 0, len(w.via)-1; i < j; i, j = i+1, j-1 {
		w.via[i], w.via[j] = w.via[j], w.via[i]
	}
	w.gateA, w.gateB = w.gateB, w.gateA
}

// length is the length of a way on the plan.
func (n *network) length(w *way) float64 {
	var l float64
	last := n.nodes[w.a]
	for _, p := range append(w.via[:len(w.via):len(w.via)], n.nodes[w.b]) {
		l += apartM(last, p)
		last = p
	}
	return l
}
