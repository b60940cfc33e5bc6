// Package osm reads OpenStreetMap files (.osm.pbf, .osm, .osm.gz) into rows of a
// dataset.
//
// [Read] gives everything with a [Report] of what was repaired and refused;
// [ReadRoads] gives the roads alone, as fast as it can. A file is read in two scans:
// its ways and relations, then its nodes, of which only those with tags and the places
// of those on ways are kept. Places are whole ten-millionths of a degree, as
// OpenStreetMap has them, so that a file gives the same rows, to the bit, as PBF and
// as XML, today and tomorrow. Rows stand in the order of the ids of their objects:
// relations, ways, nodes. A row's id is that of its object: osm-n1, osm-w1, osm-r1.
//
// XML as programs write it is cut into blocks that are read on several processors; any
// other (comments, CDATA, prefixes, what is broken) is read from the start by the standard
// library's reader, which names the place of what is wrong.
//
// # Units
//
// Relations with boundary=administrative. Which admin_level is a town is an option
// (8, as in China); the others follow from it:
//
//	town-4  province      town+1, town+2  village
//	town-3  prefecture    all others      no unit, reported
//	town-2  county
//
// Where villages at town+1 hold villages at town+2, the latter are taken. The code is
// the statistical code if a ref tag holds one of the length that its level has, else
// osm-r and the relation's number. The seat is the node with the role admin_centre,
// else label, else the place node of the unit's name in it. The population is the
// relation's; a town or village without one gets that of the place node of its name in
// it, which is reported. A boundary whose ways are not all in the file is refused:
// extracts are cut. place=* alone is no unit.
//
// # Roads
//
// Ways with a highway that is there, and with route=ferry. They are cut where two of
// them share a node, where one meets itself, at their ends, at nodes missing from the
// file and where something (barrier=*, but a kerb) stands on them; a node where roads
// only cross at different levels is shared by none. motorway, roundabouts and circular
// junctions are one-way unless oneway says otherwise; reversible streets are open both
// ways. motorcar refines motor_vehicle. A speed that is a word (CN:urban, none) is
// unknown. A passage through a building is no tunnel: its doors open onto it. The
// outline of a pedestrian area, closed way or multipolygon, is a road round it, as for
// most routers. Two nodes at one place that a road of no length joined become one.
//
// # Areas and points
//
// Facilities are what a [Classifier] knows, among nodes, ways and multipolygons.
// An area keeps its footprint and has as entrances the nodes of its border tagged
// entrance, and gates, unless closed to the public. Parks are areas only: leisure=park,
// garden (no private ones), common; place=square; landuse=village_green and
// recreation_ground, each as the kind of its own name. Parcels are residential,
// commercial, retail and industrial land. A multipolygon without tags takes those of
// its outer ways; a way that says the same as the multipolygon it belongs to is not
// taken twice. Roles are checked against geometry, which wins: package multipolygon.
//
// A point that lies in an area of the same kind and name is kept: removing what
// repeats is done across all sources, after reading.
//
// # Greenways
//
// Routes on foot or by bicycle (type=route) and paths (highway=cycleway, path,
// footway, also under construction or proposed) whose name holds 绿道 or "greenway".
// Nothing else tells a greenway from a path: without such names there are none.
// A route's members with the role connection, approach or link, and what is named
// 连接线, are connectors.
//
// # Barriers
//
// Water areas, rivers, canals and the coast; railways on the ground. Not: streams and
// ditches, which one steps across; trams; anything in a tunnel or culvert or on a
// bridge. Of a lake or river that is only partly in the file, the shores are kept.
//
// Keys and values are those of the OpenStreetMap wiki, "Map features".
package osm
