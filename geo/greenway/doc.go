// Package greenway computes the greenway length per 10,000 people
// (每万人拥有绿道长度) of a unit, and how continuous its greenways are.
//
//	km per 10,000 = length of built greenways in the unit (km) / (residents / 10,000)
//
// The assessment of the 美丽城镇 (Beautiful Towns) of Zhejiang asks for at least 1.0.
// A greenway is a green corridor for walking and cycling (住房和城乡建设部《绿道规划设计导则》,
// 2016). The counting sentence of Zhejiang's own guideline was not found, so the
// rules below are spelled out.
//
// # What is counted
//
//   - Greenways that exist today and are no connectors. A connector (连接线), a
//     borrowed stretch of road, is measured beside; so is what is planned or being
//     built. What is closed is left out.
//   - Inside the unit. A stretch along its border (within [BorderM]) counts half, so
//     that the units of a partition add up to the whole: the other half is the
//     neighbour's.
//   - Every metre once. A stretch within [SameM] of an earlier greenway that runs the
//     same way, or back, is the same path: two named routes on one path, a path drawn
//     twice with other vertices, a line that returns along itself. What runs the same
//     way is told by direction, within [SameAngle] degrees, so that crossings lose
//     nothing.
//   - Two paths side by side, farther apart than SameM, are two: paths on both banks
//     of a river count each. Lanes of one greenway should be drawn as one line.
//
// "Earlier" is the order of the input: keep it stable and the answer is, to the
// byte. Splitting, densifying, reversing or duplicating a line in place changes
// nothing but rounding.
//
// Lengths are geodesic (package crs), on the map's lines: no slopes are added.
//
// # Continuity
//
// Stretches that come within [JoinM] of each other, the width of a street to cross,
// hang together. The number of components is that of such clusters; 1 is a network.
package greenway
