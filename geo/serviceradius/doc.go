// Package serviceradius computes the service-radius coverage of parks
// (公园绿地服务半径覆盖率): the share of residential land within a radius of a park.
//
//	rate = residential land within the radii (m²) / all residential land (m²)
//
// It is land area, not people, and the radius is a straight line from the park's
// boundary. GB 55014-2021 (园林绿化工程项目规范, 2.1.3) asks for more than 80 % in
// cities; how large a park must be, and how far it serves, is said by a rule set
// ([geo.ParkRule]) that differs from one edition of the garden-city standards to
// the next (建城〔2016〕235号: from 2,000 m²; 建城〔2022〕2号: from 400 m²). A rate
// without the name of its rule set means nothing, so [Result] carries it.
//
// # How it is counted
//
//   - Parks of the rule's kinds that exist today, wherever they lie: one outside the
//     unit serves homes inside it.
//   - Parks that touch, overlap or lie within [GapM] of each other are one park
//     before the size test (a park drawn as two parcels is not two small ones).
//     Common ground counts once; the gap itself adds no area.
//   - The radius is that of the last band whose smallest area the park reaches.
//   - Residential land is the union of the residential parcels in the unit: land in
//     two parcels counts once.
//
// # How exact it is
//
// Buffers are drawn in a transverse Mercator plane around the unit, the radius
// scaled by the plane's distortion at each park. Round corners are polygons of
// [SegmentsPerQuarter] sides whose corners stand out a little and whose sides cut in
// a little, so that the area of every corner is exact and the outline is never
// farther than 0.0004 of the radius from the true one (0.2 m at 500 m). Notches of
// a park's outline that are too narrow to tell in the buffer are bridged, which
// moves its outline outward by [NotchM] at most, five centimetres.
//
// Overlays are made by package overlay on a grid of 1e-7 degrees; areas are
// measured on the ellipsoid by package crs.
//
// A second figure, from park entrances along the walking network, is a different
// one and never to be mixed with this.
package serviceradius
