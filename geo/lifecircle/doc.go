// Package lifecircle counts: how many people (or how much residential land, how
// many dwellings, villages, metres of street) of an area lie within a limit of
// what they need, and for how many a circle's whole requirement set is met.
//
// It knows neither roads nor distances. It is given a [Demand] (the homes of an
// area in columns) and a cost per home, and decides with one comparison: a home is
// covered when its cost is at most the limit, exactly N included. Everything that
// is drawn elsewhere (polygons, hexagons) is a picture of that same decision.
//
// # Denominators
//
// Coverage is tallied in every denominator the data knows. The headline share uses
// the first known of people, residential land, dwellings and street length. A
// denominator that nothing is known of stays unknown: it is never 0.
//
// # What could not be placed
//
// Homes without a link to the network stay in the total and count as not covered;
// their people are reported beside the share. So are the people who live nearer to
// the edge of the data than the limit: a facility beyond the edge may serve them.
//
// # Gaps
//
// The homes that lack something of a set are grouped into gaps ([FindGaps]): connected
// areas, by single linkage at 200 m, each with its people, what they lack and how far beyond
// the limit it lies, the worst first.
//
// # Villages
//
// A village is covered when its seat is; a village without a seat point when homes
// with at least half of its people are.
package lifecircle
