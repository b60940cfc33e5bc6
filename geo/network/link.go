package network

// Link is where a place meets a street: the nearest point of the street, and the
// straight leg that leads there. All costs are in the units of the graph that
// made it.
type Link struct {
	// Edge is the edge of the point, Offset the cost from the edge's first vertex to it.
	Edge   int32
	Offset uint32
	// Leg is the cost of the straight leg, leg factor included.
	Leg uint32
}

// Source is a place that a search starts from: a facility, or a point on the map.
type Source struct {
	// ID is what [Field.At] answers with: an index of the caller's. Of two sources
	// at the same cost the smaller ID wins.
	ID    int32
	Links []Link
}
