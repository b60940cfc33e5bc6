package network

// Removed reports whether an edit took the edge away ([Topology.Edited]).
func (t *Topology) Removed(edge int32) bool { return t.gone(edge) }

// Pristine reports whether no edit has been made to the topology, so that edge e is road
// e of its dataset.
func (t *Topology) Pristine() bool { return t.edit == nil }
