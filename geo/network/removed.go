package network

// Pristine reports whether no edit has been made to the topology, so that edge e is road
// e of its dataset.
func (t *Topology) Pristine() bool { return t.edit == nil }
