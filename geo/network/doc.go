// Package network turns road segments and a mode into a routable graph, links
// places to it, and computes fields: for every node of the graph the cost to the
// nearest of many places, and which place that is.
//
// # From roads to a graph
//
// A [Topology] joins the segments of a dataset at the nodes they share. It knows
// no mode: nodes and edges have one numbering, edge e being road e of the
// dataset. [Topology.Graph] reads a mode's table against it: which edges may be
// used, in which direction, at what cost. Edges join at shared nodes and nowhere
// else, so a bridge passes over a road without meeting it.
//
// Costs are integers: millimetres for a distance, milliseconds for a time. A
// street is a chain of edges from junction to junction; the cost is rounded along
// the street and not edge by edge, so that splitting an edge in two leaves every
// answer as it was.
//
// A junction is a node where other than two edges of the mode meet. A street ends as
// well where places may no longer be linked (at a bridge), and where the source of the
// roads changes ([geo.RoadSegment]). Most datasets have one source. Where a survey goes on
// from a dead end of a map, the two are two streets; and so are a road that is planned
// and the road that it prolongs. For a place has one link to a street: were the two one,
// the nearest point of it might be on the new road, and the way from there longer than
// the way was. So a road of a source of its own makes no way longer, wherever it starts
// and ends, but for the roundings where it parts a street, of one unit at most. (No
// rounding is without them: to be the same wherever an edge is split, costs along a
// street have to be differences of whole numbers that depend on the street alone; and
// then the steps of a part are not among those of the whole.)
//
// Taking away a whole street makes no way shorter for the same reason: the streets that
// it parted are one again, and a place has one link less. Taking away a part of a street
// leaves a shorter street, whose nearest point may be another, with a shorter way.
//
// # Trips may start or end behind a gate, never pass through
//
// Where a mode has edges that only residents and visitors use (access=private,
// destination …), the graph holds two copies of them: one to start on, one to end
// on. Zero-cost arcs lead from the first to the public network and from there to
// the second, so every path is private*, public*, private*.
//
// # Places
//
// A place (a home, a facility, a point of ground) meets the network in links. A
// [Link] is the nearest point on one street within the link limit of the mode,
// with the straight leg that leads there; the leg crosses no barrier and counts
// [geo.Mode.LegFactor] times. A place has one link for every such street, less
// those that another link makes useless: a link is dropped when walking another
// link's leg and then the network to the same point costs no more than its own
// leg. Dropping them changes no answer.
//
// A place's cost is the minimum over its links of leg + network. [Linker] finds
// the links, [Graph.Field] and [Graph.Search] the network part, [Field.At] the
// minimum; a place and a source on one edge are compared along that edge.
//
// # Paths
//
// A field keeps costs, not ways. [Paths] finds the way behind a cost, over edges from link to
// link, by walking back along labels that differ by just what an arc costs.
//
// # Two ways to a field
//
// [Graph.Field] and [Graph.Search] spread costs from the sources node by node, with a
// queue of buckets (Dial 1969): nothing has to be made first, few sources within a small
// limit cost little, and every other way is held to this one by tests.
//
// [Contracted] is the graph with a contraction hierarchy over it (package hierarchy): the
// nodes in an order, with shortcuts, in which a field is two passes over an array (package
// sweep). What a pass costs hardly depends on how many fields it computes, up to sixteen,
// nor on how many sources they have, so a [Batch] of all categories takes as long as one
// or two searches. It has the same costs and the same winners to the bit: costs are
// integers, sums do not depend on their order, and of two sources as near as each other
// the smaller ID wins in both. So a service answers by search until the hierarchy has been
// made, and by batches from then on, and nobody can tell.
//
// A batch has a row of sixteen costs a node. To turn rows round into a field takes longer
// than to compute them: whoever can, reads rows. [Places] are the links of many places
// laid out for it, [Batch.Costs] gives every place its row, and [Contracted.CountNodes]
// counts nodes as they are computed. [Batch.Field] turns one lane round, for drawing.
//
// # Direction
//
// [To] is travel from places to the sources (home to facility), [From] is travel
// from the sources to places (a point to the ground around it). The two differ
// only where some edge is one-way, and with slopes.
//
// # Slopes
//
// [Topology.WithRelief] has every road twice, once for each direction, as two one-way
// edges: uphill and downhill then have a cost each, and fields, links and drawings need
// to know nothing of slopes. Along an edge the cost grows by what each piece of it
// counts ([slope.Pace]), so that a place in the middle of a hill is where it is. Who
// may use what and where streets begin and end is decided as without slopes. Graphs
// without slopes are made as ever and know nothing of this.
//
// # Edits
//
// A planner drags a facility or draws a path, and every field follows. An edit changes
// nothing that is there: it makes another topology, graph or field, which shares what is
// alike. Whatever the edits, and in whatever order, the result is in every bit what is
// computed afresh from the edited data: every cost, every source, ties included.
//
// [Field.With] adds sources: a search outwards from them, as far as they are nearer than
// what was there; [AddSources] adds them to the fields of many categories by one search.
// [Field.Without] closes some: what they had won is forgotten and
// searched again from its rim. To move a source is to close it and add it.
//
// An edited field holds differences: pages of 256 nodes in the place of those of the
// field that was computed first. Nodes are numbered along a curve, so that what changes
// together is on few pages. Fields made from one another share pages, and each stands on
// the computed field itself, so that a hundred edits are read like one. Where about a
// quarter of a field would be searched again, it is computed afresh instead, which takes
// no longer.
//
// Roads are edited in three steps. [Topology.Edited] takes some out and puts others in,
// already cut where they cross. Edges and nodes keep their numbers, those that went are
// used by nobody, so that links and fields stay good. [Graph.Edited] makes the graph of a
// mode over it, and the [Change] between the two: all steps that are gone or dearer, or
// new or cheaper. The graph is made anew, for a junction parts a street, whose costs are
// then rounded otherwise along all of it, and a gate may close an estate far away; it
// takes less time than knowing what to leave alone would save. [Field.Repaired] then
// forgets every node whose label may lean on a step that is gone or dearer, searches from
// the rim of those and from all that is new or cheaper. It forgets generously: a node
// with another way just as good goes too. To keep it would be to trust that way, and
// steps of no cost can hold each other up in a circle. This is what Ramalingam and Reps
// (1996) do, with one phase for all changes.
//
// A road that comes or goes changes links too. [Change.Affected] tells of a place whether
// its links may be others, so that few places are linked anew: the homes, and the sources,
// which [Field.Repaired] takes with their new links.
//
// A [KField] is computed afresh, and so is all that has slopes: what they do to a road
// depends on the roads around it.
package network
