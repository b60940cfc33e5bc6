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
// what was there. [Field.Without] closes some: what they had won is forgotten and
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
