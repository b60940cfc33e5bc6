// Package demo makes a synthetic county from a seed: what is shown where no data
// has been imported yet, and ground on which every rule has something to bite on.
//
//	ds, err := demo.Make(ctx, demo.Options{})
//
// Everything in it is invented, and says so: the notice of the dataset, the
// English names of its units, a province code that no province has (99), and its
// place, open sea at 123.5° E 29.5° N, where nobody takes it for somewhere real.
//
// # What is there
//
// One county (澜汀县) in a province and a prefecture of the same ground; a county
// seat (a 街道, itself of level town) and by default five towns (镇), each with a
// built-up area, communities and villages; 250,000 people in 20,000 homes on
// 43,000 road nodes; 5,500 facilities of all 72 categories. With more towns
// everything grows: the seat brings 100,000 people, each town 30,000.
//
// A river runs from west to east, with a bridge for every main road between towns
// and a footbridge; a railway with underpasses, level crossings and one station; a
// motorway from south to north with an access at each row of towns. Streets form
// grids in town (two of the seat's are one-way), estates have a wall, private
// streets and gates, hamlets narrow lanes, and winding lanes lead through the
// fields. Roads go on for more than a kilometre beyond the county's border, and
// some facilities stand out there, so that edges behave as in real data.
//
// Every figure of unit populations is the exact sum of the homes in it, except
// that of [TownRescaled]: its official number is 3 % higher, and homes have to be
// rescaled to it (the county's number stays the sum of its homes).
//
// # What was planted
//
// Gaps, which [Gaps] lists with their units, categories and distances:
//
//	990101100     no home-care centre; the nearest is just beyond the border
//	990101001299  a village across the river, no clinic within 2 km of its seat
//	990101001199  a built-up quarter, no kindergarten within 300 m of any home
//	990101101     the junior high school is only planned
//	990101102     all kindergartens are private
//	990101103     the wet market is closed
//
// An island in the river with three homes, and a path of four nodes that no road
// reaches: the only piece of the walking network that is cut off. And a walled
// farmstead without a gate, whose two homes cannot be linked to any road.
//
// Parks of the county seat on both sides of 400, 2,000 and 5,000 m²
// ([ParkAtThreshold]), two that reach 5,000 m² only together ([ParkWestHalf],
// [ParkEastHalf]), one of 3 ha ([ParkLarge]) and one beyond the county's border
// that serves homes within ([ParkOutside]).
//
// Greenways on both banks of the river, the northern one across the border of the
// town to the west; a ring that shares its way for 2 km; a planned one, one being
// built, and a connector along a street ([GreenwayNorth] and the names beside it).
//
// Of every attribute about one value in seven is missing: unknown, not zero; but the
// first market of a town knows its star. Of kinds that are many some facilities are
// planned, being built or closed.
//
// # How it is made
//
// In the order of this list, each idea a file:
//
//	random      decisions: hashes of the seed and the place they are about
//	terrain     the plan (a plane where streets are straight) and its bending
//	line        river, railway and motorway: curves with a strip nobody enters
//	towns       where towns lie, and how far they are built up
//	cells       the use of each 200 m of ground
//	villages    growing towns and villages over the ground (growth); borders; units
//	hamlets     where people live in the country
//	routes      main roads
//	network     nodes, streets, estates, crossings, motorway
//	thin, merge what of it stands, and between which nodes
//	dress       classes, names, speeds; the rows
//	people      homes and age groups; parcels, buildings; what is remote
//	barriers    river, railway, walls
//	parks       and greenways
//	catalogue   how many facilities of each category, with which attributes
//	facilities  where they stand: offices first, then by catalogue, then what
//	            follows from the ground; gaps
//
// Streets lie on a lattice whose points are moved by less than would let two lines
// meet, and whatever crosses the strip of a line is built as a crossing. So roads
// join at shared nodes and nowhere else, by construction; the tests check it by
// brute force. Borders run along the moved corners of a second lattice, half a
// cell off the first, and are shared corner by corner: units have neither gaps nor
// overlaps.
//
// # The same seed gives the same bytes
//
// No decision depends on the order of another, on a map's iteration or on the
// clock. The dataset's version names edition, seed and towns; the edition is
// raised when the same seed gives other bytes. (On processors whose compiler fuses
// multiplication and addition a coordinate may differ in its last digit.)
package demo
