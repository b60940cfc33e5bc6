// Package noding makes a network of lines that only look like one. A road layer
// drawn in a CAD program or cut out of a land survey has lines that cross without a
// common vertex and ends that stop a hand's breadth short of the road they meet. A
// graph joins roads at common vertices only; [Node] puts them in:
//
//   - ends that lie within the tolerance of each other become one place;
//   - an end that lies within the tolerance of another line is moved onto it, and the
//     line gets a vertex there;
//   - lines that cross get a common vertex, unless one of them is a bridge or a
//     tunnel, they are of different levels, or one is a road that is crossed by
//     bridges only (a motorway).
//
// What was done, and what a person should look at, is in the [Report]: ends that
// hang in the air near another road, parts that hang together with nothing else,
// crossings that were left alone and crossings that cut a stub off a line that was
// probably drawn too far.
//
// Positions are degrees; distances are metres in a local transverse Mercator at the
// centre of the lines. New vertices are rounded to 1e-7 degrees (1 cm) like all
// others of a dataset, and stand in both lines to the last bit. The result does not
// depend on the order of the lines.
package noding
