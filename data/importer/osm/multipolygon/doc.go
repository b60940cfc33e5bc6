// Package multipolygon makes valid polygons out of loose lines.
//
// OpenStreetMap has no polygons: an area is a closed way, or a relation whose ways,
// in any order and direction, draw the outlines of an area and of its holes, with
// roles (outer, inner) that may be missing or wrong. [Assemble] takes the lines and
// goes by geometry alone: a place is inside when a ray from it crosses the lines an
// odd number of times (the even-odd rule).
//
// How it works:
//
//  1. Lines become straight segments between places in whole ten-millionths of a
//     degree, so equality and orientation are exact. A segment drawn an even number of
//     times is no border and goes: two areas with a common side become one.
//  2. Segments that cross or overlap are cut at the crossing (rounded to the grid,
//     and again until nothing crosses).
//  3. The segments are a plane graph. Its faces are walked, keeping each on the left;
//     a step across a segment changes inside to outside, which tells the faces that
//     are inside.
//  4. Each such face is a polygon. What lies in it, as another part of the graph, is
//     cut out of it; a walk that comes twice through a place is split there, so that a
//     hole may touch its shell, or two polygons each other, at a point.
//
// The result is valid in the sense of OGC 06-103r4 (Simple Features, §6.1.11), and
// its shells run counter-clockwise, as RFC 7946 (§3.1.6) asks. Rings begin at their
// westernmost place and polygons are in the order of those places, so neither the
// order nor the direction of the lines matters.
package multipolygon
