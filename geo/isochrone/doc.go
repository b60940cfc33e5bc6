// Package isochrone turns costs into polygons: the ground from which, or to which,
// some place is within a limit.
//
// # The one rule
//
// Whether a home counts as within a limit is decided by its links (package
// network). A polygon is a drawing of that same decision: a point of ground is
// inside if a home standing there would be counted. Nothing here decides anything
// else; figures are never taken from polygons.
//
// # How it is drawn
//
// Ground is looked at in the nodes of a [Table]'s grid, [TableOptions.CellM] apart,
// at whole multiples of a step, so that all questions ask of the same points. At
// every node the drawing is exact: the node is inside if and only if a place there
// is within the limit (its place known to some millimetres, its cost to some units).
// Between nodes the contour interpolates (marching squares). It stays off the ends
// of grid edges, so that every point of the plane has, within CellM metres, a node
// for which the drawing says what it says of the point. That is the tolerance:
// where the drawing and a home disagree, the verdict changes within CellM of the
// home. What is smaller than a cell may be missed: the far side of a wall, a yard
// between two rivers.
//
// Streets end in fingers narrower than a cell, in which people live. Where they end is
// known without any node, and contours are led out to their tips: there the place within
// CellM for which the drawing is exact is one of the street (see tips). What remains is
// measured on real towns by make fidelity.
//
// Holes are ground from which the limit is not met, and are kept.
//
// # How costs are found
//
// A node's cost is the minimum, over the streets in reach, of the straight leg to the
// street's nearest point and the cost from there. A [Table] keeps the streets in the
// order of the ground, and of the ground what it has found out about it, none of which hangs
// on costs: so a network that has just been edited is drawn at once, and a question asked
// again about the same ground, as while a facility is dragged, costs a fraction. A question
// goes through these rooms:
//
//   - arrivals, run: the question's costs laid over the streets. Most streets are plain: all
//     that they cost is by their two ends, so two numbers tell it. A source on a street cuts it
//     into pieces, straight lines along which the cost is the lower of a rising and a falling
//     line. What has no such form (one-way streets, the k-th nearest source) is kept as a
//     bound, and asked for link by link.
//   - gather, scene: the streets that may serve a tile of 64 x 64 nodes, by their boxes.
//   - sampler, offer: blocks of 8 x 8 nodes. Streets are offered to a block from those
//     that promise most to those that can no longer change anything (branch and bound;
//     Land and Doig 1960). This is done twice. First no more is asked than which limits
//     each node is within, and a street matters only where it may bring a node below the
//     next limit. Then the costs are found of those nodes alone that a contour passes by
//     (seam), for it is drawn from them.
//   - known, ways: what a block's nodes add to the costs at the ends of a plain street (their
//     legs, and the ways from where these end) is geometry. The least and the most of it, by
//     groups of eight nodes, are kept: two additions then bound what a group costs by the
//     street, from below and from above. Most streets are passed over by the one, and most
//     ground is told by the other within which limits it is; few nodes are walked to a street.
//   - survey: where all that is kept, with which nodes of a block may be linked to a street
//     where barriers stand or legs are short, which takes longest to find out. It has a bound
//     ([TableOptions]); what nobody has asked about for longest is thinned, then forgotten.
//   - nodes, offered, boxes, ways: the arithmetic, in kernels; see kernel.go. Eight nodes,
//     groups or boxes at a time where the processor has AVX2, sixteen boxes where it has
//     AVX-512, and the same in Go, bit for bit. It is single precision, in metres from an
//     origin near by.
//
// # Nested and valid by construction
//
// Coordinates are integers, 1e-7 degrees. Every point of a contour lies strictly
// inside one grid edge, so rounding cannot join or cross anything. With one set of
// costs, a lower limit has fewer nodes and, on every edge it shares with a higher
// one, is cut no farther out; cells with two opposite corners in are always drawn
// apart; so each limit lies within the next, in one call. Simplifying keeps all of
// it: see simplify.
//
// Polygons are right-handed (RFC 7946), closed, and made of one shell each with its
// holes. Where nothing is within a limit its multipolygon is empty, which is no
// error. The antimeridian is not crossed: ground beyond 180 degrees is not drawn.
//
// # Clipping
//
// Coverage keeps to a [Clip]. The clip takes part at the nodes and at the edges
// between them: a contour that ends at the clip crosses each grid edge where the
// clip's border does, to the unit, and cuts its corners within a cell. There the
// border goes before the tolerance, which may be exceeded by an eighth.
//
// # Cost
//
// Time follows the area, half a microsecond to one a block once its ground is known, some
// times that at first: in a town a street is offered to few of the blocks in reach of it. A
// table keeps some 100 bytes for each straight piece of street, and of ground that has been
// drawn a quarter of a megabyte a square kilometre; a question borrows some 100 more for each street.
package isochrone
