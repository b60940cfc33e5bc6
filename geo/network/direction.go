package network

// Directions reports whether the mode may travel an edge along its geometry and
// against it; neither for one that it may not use.
func (g *Graph) Directions(edge int32) (along, against bool) {
	return g.use[edge]&mayForward != 0, g.use[edge]&mayBackward != 0
}
