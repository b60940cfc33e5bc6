// Package overlay answers questions about polygons laid over each other: union,
// intersection, difference, repair, and any region that can be told from which
// layers lie on a place.
//
// # How it works
//
// All rings are rounded to a grid of 1e-7 degrees (11 mm at most), the grid of
// OpenStreetMap and of the GeoJSON that lifecircle writes, and become integers.
// From there to the end every decision is exact integer arithmetic:
//
//  1. Noding by snap rounding (Hobby 1999, Practical segment intersection with
//     finite precision output, Comput. Geom. 13, 199–214): where two edges cross,
//     and where an edge passes within half a grid step of a vertex, it is split
//     there. Repeated until nothing is left to split, so that edges meet at their
//     ends only.
//  2. Every edge learns, layer by layer, how often the rings wind around the ground
//     on its left and on its right. Around every node these numbers must agree
//     from edge to edge; one disagreement and there is an error, not a result.
//  3. A region is drawn along the edges that have it on one side only, face by
//     face, which gives rings that never cross and touch at single points at most.
//
// So results are valid (OGC 06-103r4, §6.1.11), right-handed (RFC 7946) and on the
// grid as they are: writing them with seven decimals changes nothing. Rounding
// moves a boundary by less than a grid step, 11 mm.
//
// # Which ground a layer covers
//
// That around which its rings wind more often counter-clockwise than clockwise.
// Rings of one layer may overlap each other: common ground counts once. This is
// also why a buffer can be handed over as the raw, self-crossing outline that
// offsetting gives (see package serviceradius).
//
// A dataset is expected to be cut at the antimeridian, as RFC 7946 asks, and to
// span less than 100 degrees.
//
// The cost is O(n log n + k) for n edges with k crossings, memory some 200 bytes
// an edge.
package overlay
