// Package analysis makes one dataset version ready, and answers every question
// about it: coverage, completeness, greenways, service radius, isochrones.
//
// An [Analysis] is immutable. What a question needs (a graph, the links of homes
// and facilities, a field per category) is made when first asked for and kept in a
// cache with a budget of bytes; the same question asked by many at once is
// computed once, and stopped when nobody waits for it any more. A server swaps in
// a new Analysis when the dataset changes ([Current]); answers under way finish on
// the old one.
//
// # How a coverage question is answered
//
//  1. The area: one unit, a cluster of units of one level, or all towns. In a
//     dataset without towns "all" is the rectangle of the data, marked so.
//  2. The homes in it, by place, restricted by the circle's scope (built-up or
//     rural) and rescaled to the official population where one is given.
//  3. The facilities that count: all of the dataset, not only those inside, of the
//     categories asked, that exist, are no duplicates, and have the attributes
//     asked. One whose attribute is unknown does not count and is reported.
//  4. A field from those facilities over the mode's network, and for every home
//     the minimum over its links. Limits are then one comparison.
//
// # Unknown
//
// A figure that cannot be given is unknown with a reason, never 0: a circle that
// speaks for the built-up area answers grey where there is none. Where the people of
// one unit of a cluster are not known, those of the cluster are not: a part's people
// never pass for all (NoPeople says whose are missing), and shares are then of
// residential land, dwellings or street length.
//
// # Gaps, explanations, sites
//
// Gaps groups the homes that lack something into areas (package lifecircle), and Explain
// says of one place what is in its reach. Both look around a place by one search that
// answers for all facilities at once; on a small network Explain reads the fields of what
// circles require. Ways are found behind the costs ([network.Paths]).
//
// Sites weighs candidates by a search from each (package siting): villages, road nodes,
// parcels, homes, or places that are named. Those on forbidden ground, off the network or
// out of reach of everybody who gains by one are left out, and what is left is thinned by
// squares where it is too much; the answer tells how many, and how large the squares are.
// An objective, its bound and the gap between them are stated with every choice, and are
// about the candidates that were weighed.
//
// # Slopes
//
// The metrics with slopes need elevation in the dataset and a rule in the mode; else
// they are refused. The elevation is sampled along the roads when the first of them is
// asked for, once for all modes. Roads whose elevation is not known count as flat, and
// the answer says how long they are ([Slopes]).
//
// # Borders
//
// A home or a facility on the border of two units belongs to the one with the
// smaller code, whichever is asked for, so that units never count it twice. Answers
// do not depend on the order of the dataset's rows.
package analysis
