package network

import "slices"

// join finds the nodes of the roads from edge first on, and of those that had a node in
// common with what was removed.
func (t *Topology) join(removed []int32, first int) {
	j := t.edit.joinery(t)
	var places [][2]int32
	seen := make(map[[2]int32]bool)
	touch := func(e int32) {
		for _, last := range [2]bool{false, true} {
			if _, p := endOf(t.Road(e), last); !seen[p] {
				seen[p] = true
				places = append(places, p)
			}
		}
	}
	for _, e := range removed {
		touch(e)
	}
	for e := first; e < len(t.from); e++ {
		touch(int32(e))
		for k := range roadEnd(2) {
			end := roadEnd(2*e) + k
			if id, _ := endOf(t.Road(int32(e)), end.last()); id != 0 {
				t.setNode(end, j.node(id))
			}
		}
	}
	for _, p := range places {
		j.settle(p)
	}
}

func (t *Topology) setNode(end roadEnd, node int32) {
	if end.last() {
		t.to[end.edge()] = node
	} else {
		t.from[end.edge()] = node
	}
}

// joinery finds the nodes of an edited topology.
type joinery struct {
	t    *Topology
	base *joints
	// added are the ends of the roads that are not in the base, by place.
	added map[[2]int32][]roadEnd
}

func (d *roadEdit) joinery(t *Topology) *joinery {
	j := &joinery{t: t, base: d.base.joined(), added: make(map[[2]int32][]roadEnd)}
	for i := range d.added {
		for k := range roadEnd(2) {
			end := roadEnd(2*(len(t.roads)+i)) + k
			_, p := endOf(&d.added[i], end.last())
			j.added[p] = append(j.added[p], end)
		}
	}
	return j
}

// known is the node of an identifier.
func (j *joinery) known(id int64) (int32, bool) {
	v, ok := j.base.byID[id]
	if !ok {
		v, ok = j.t.edit.byID[id]
	}
	return v, ok
}

// node is the node of an identifier, a new one if there is none.
func (j *joinery) node(id int64) int32 {
	v, ok := j.known(id)
	if !ok {
		v = j.newNode()
		j.t.edit.byID[id] = v
	}
	return v
}

func (j *joinery) newNode() int32 {
	j.t.nodes++
	return int32(j.t.nodes - 1)
}

// settle finds the node of the ends at a place that have no identifier: that of the
// smallest identifier that stands there, else one of their own. Who stood there may be
// gone, and a newcomer may go before who stood there.
func (j *joinery) settle(place [2]int32) {
	ends := slices.Clone(j.added[place])
	for _, k := range j.base.at(place) {
		ends = append(ends, k.end)
	}
	var unnamed []roadEnd
	named := make(map[int32]bool) // nodes that have an identifier
	owner := int64(0)
	for _, end := range ends {
		id, _ := endOf(j.t.Road(end.edge()), end.last())
		if id != 0 {
			v, _ := j.known(id)
			named[v] = true
		}
		switch {
		case j.t.Removed(end.edge()):
		case id == 0:
			unnamed = append(unnamed, end)
		case owner == 0 || id < owner:
			owner = id
		}
	}
	if len(unnamed) == 0 {
		return
	}
	node := int32(-1)
	if owner != 0 {
		node = j.node(owner)
	} else {
		for _, end := range unnamed {
			if v := j.t.nodeAt(end); v >= 0 && !named[v] {
				node = v
				break
			}
		}
		if node < 0 {
			node = j.newNode()
		}
	}
	for _, end := range unnamed {
		j.t.setNode(end, node)
	}
}
