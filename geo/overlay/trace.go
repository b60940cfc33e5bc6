package overlay

// trace holds the edges on the boundary of a region while they are chained.
type trace struct {
	a *Arrangement
	// border marks the half-edges that have the region on their left only.
	border []bool
	// degree counts the border edges at a node.
	degree []int32
}

func (a *Arrangement) trace(in func(windings []int32) bool) *trace {
	t := &trace{a: a, border: make([]bool, len(a.origin)), degree: make([]int32, len(a.nodes))}
	buf := make([]int32, a.set.layers)
	for h := int32(0); h < int32(len(a.origin)); h += 2 {
		left := in(a.windings(h, buf))
		right := in(a.windings(h+1, buf))
		t.border[h], t.border[h+1] = left && !right, right && !left
		if left != right {
			t.degree[a.origin[h]]++
			t.degree[a.origin[h+1]]++
		}
	}
	return t
}

// next returns the half-edge that follows h on the boundary of the same face: the
// first on the border met when turning clockwise from the way back, which sweeps
// over the face.
func (t *trace) next(h int32) int32 {
	k := t.a.turn(h^1, -1)
	for !t.border[k] {
		k = t.a.turn(k, -1)
	}
	return k
}

// rings chains the border, face by face, and cuts every chain where it comes back
// to a node, so that rings are simple.
func (t *trace) rings() []ring {
	var out []ring
	done := make([]bool, len(t.border))
	// seen is 1 + the place of a node in the chain, 0 when it is not in it.
	seen := make([]int32, len(t.a.nodes))
	var chain []int32
	for start := range t.border {
		if !t.border[start] || done[start] {
			continue
		}
		chain = chain[:0]
		for h := int32(start); ; h = t.next(h) {
			node := t.a.origin[h]
			if s := seen[node]; s > 0 {
				if r, ok := newRing(t.places(chain[s-1:])); ok {
					out = append(out, r)
				}
				for _, n := range chain[s-1:] {
					seen[n] = 0
				}
				chain = chain[:s-1]
			}
			if done[h] {
				break
			}
			done[h] = true
			chain = append(chain, node)
			seen[node] = int32(len(chain))
		}
	}
	return out
}

// places returns the places of a closed chain of nodes, less those at which it goes
// straight on and no other ring of the region touches it. (Where one does, both
// keep the vertex: in floating-point degrees it would not lie quite on the line.)
func (t *trace) places(chain []int32) []vertex {
	n := len(chain)
	at := make([]vertex, 0, n)
	for i, node := range chain {
		v := t.a.nodes[node]
		if t.degree[node] > 2 || cross(t.a.nodes[chain[(i+n-1)%n]], v, t.a.nodes[chain[(i+1)%n]]) != 0 {
			at = append(at, v)
		}
	}
	return at
}
