// Package hierarchy makes a contraction hierarchy of a graph: the graph with shortcuts, in
// an order in which the costs from some places to all others are two passes over an array,
// without a queue. Package sweep makes the passes. A hierarchy takes seconds to make and
// serves any number of fields, so it is kept in a file.
//
// # What it is
//
// Take a node out of a graph, and where the cheapest way between two of its neighbours led
// over it, put in an arc between them of that cost, a shortcut. The costs between the nodes
// that are left are what they were. Take out all nodes, one after another; the order they
// go in is their rank. Each then has arcs and shortcuts (steps, for short) to those of its
// neighbours that went later, its neighbours of higher rank. Geisberger, Sanders, Schultes
// and Delling ("Contraction Hierarchies", 2008) show that between any two nodes there is a
// cheapest way that first only goes up in rank and then only down.
//
// So a field is computed by going up from its sources, which reaches few nodes, and then by
// one pass over all nodes from the highest rank down, in which each takes the least over
// its steps of the cost up there plus the step (PHAST: Delling, Goldberg, Nowatzyk,
// Werneck, "PHAST: Hardware-Accelerated Shortest Path Trees", 2011). Both passes read
// arrays front to back, many fields at once. A [Hierarchy] is laid out for them: nodes are
// numbered in the order of the sweep, and every step leads to a smaller position.
//
// Costs are integers, and those by the hierarchy are Dijkstra's to the unit: shortcuts are
// sums of the arcs they stand for, whatever the order of addition.
//
// # How nodes are taken out
//
// Correctness does not depend on the order, nor on finding out whether a shortcut is
// needed; one too many costs time only. All choices below are about their number, since a
// sweep takes as long as there are steps.
//
//   - Which shortcuts are needed is decided by a search for another way that is no dearer,
//     a witness. Ways of one or two steps are seen at a glance. Others are searched for by
//     Dijkstra's algorithm as far as the last step before a neighbour may begin, up to 100
//     nodes when a node is only ranked and 300 when it goes. The limits hardly ever bite,
//     but a search that has none may run through the graph. Raising them gains nothing more;
//     lowering them below 40 leaves shortcuts in that make the last nodes ever more
//     expensive.
//   - Before all, arcs than which another way is cheaper are taken out: no cheapest way has
//     one, but shortcuts could be made of them. Afterwards every step is a cheapest way
//     between its ends, limits apart. That makes 1 to 3 % fewer steps, and pays for itself.
//   - The node to go next is the one of lowest rank: shortcuts it needs for each step that
//     goes away, arcs hidden in those shortcuts for each arc hidden in those steps, and the
//     level, which is how long the longest way down is. The terms are RoutingKit's (Dibbelt,
//     Strasser, Wagner, "Customizable Contraction Hierarchies", 2016, use it for comparison).
//     Their weights are not: there all count the same. Levels matter to a search that goes
//     up from both ends; a sweep reads every step once, however high. With a tenth of the
//     weight on the level, and half on the arcs hidden, there are 8 % fewer steps on a real
//     town and 6 % on a generated one, and hardly more nodes above a node.
//   - When a node has gone, its neighbours are ranked again, and all nodes are when they come
//     out of the queue (lazy updates). Leaving out the first makes a sixth more steps. Doing
//     it afresh is four fifths of all searches, so it is done only for shortcuts that begin
//     or end with a step that changed; the others stay needed or not. That nearly halved
//     the time.
//   - Nodes with more than 256 neighbours wait, since what they need grows with the square
//     of that. Roads have no such nodes; a graph that is not of roads shall not exhaust the
//     memory.
//   - Everything is in the order of the numbers of the nodes, and ties go to the lower one:
//     the same graph gives the same hierarchy, to the byte. Numbers that are near where
//     nodes are near, as those of package network, make it twice as fast as random ones.
//   - One thread makes it. Taking out independent nodes in rounds, in parallel, was left out:
//     the last nodes, which take longest, are not independent, and a machine has several
//     modes to make hierarchies of at once.
//
// Zero costs and ties need no care: a witness as cheap as the shortcut will do, because it
// runs between nodes that are left, and costs between these are kept. Costs at or above
// [None] are those of ways that do not exist, and shortcuts that would reach it are left
// out: every part of a way below None is below None too.
//
// In a graph in which every step costs the same both ways (walking) half the searches do,
// and Out and In are one slice.
//
// # The order of the sweep
//
// Any order in which every node comes after its neighbours of higher rank will do. This one
// is depth first, so that what a node reads was often written just before; then, within
// chunks that fit the second-level cache, by level and number of steps, so that the kernels'
// loops are predictable. Against an order by level and steps alone, prototypes of the
// sweep took a third less time.
//
// # The file
//
// A file holds the arrays as they are in memory, each on its own cache lines, so that
// [Open] maps it and copies nothing; header.go says what stands where. It names the graph it was made of by a hash of it, [Key]: a file is used only
// for the very graph, and [ErrOtherGraph] tells the caller to make another. Files come from
// disks that fail and from people who err, so that everything is verified before it is
// used: lengths against the size of the file, checksums of header and arrays, and what the
// kernels rely on without looking, above all that every step leads to a smaller position.
// That is two passes, together some 0.4 ms a megabyte, as against seconds for making it.
package hierarchy
