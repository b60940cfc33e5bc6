// Package crs measures on the ellipsoid and projects: geodesic lengths and
// areas, a local transverse Mercator plane for planar work, and the CGCS2000
// Gauss-Krüger grids in which Chinese planning data comes.
//
// # Which number is which
//
// An [orb.Point] is either geographic (longitude, latitude in degrees) or planar
// (x = easting, y = northing in metres). Functions that measure ([Distance],
// [Length], [Area] …) take degrees; ToPlane turns degrees into metres and ToGeo
// metres into degrees. Nothing here mixes the two, and nothing guesses in silence:
// what Detect cannot know is a question, and what it takes for granted is a note.
//
// # Axis order
//
// The order of the registry is not the order in files. A System takes and gives
// east first, always; a Reading turns a file that has north first.
//
//	system                     registry and cs2cs   GeoJSON, Shapefile, GeoPackage, PostGIS
//	4326 WGS 84, 4490 CGCS2000 lat, lon             lon, lat
//	4491–4554 CGCS2000 grids   northing, easting    easting, northing
//	3857 Web Mercator          easting, northing    easting, northing
//	GCJ-02, BD-09              (not registered)     lon, lat
//
// Chinese surveyors call the northing X and the easting Y, so that tables with the
// columns X and Y come in either order. Nothing is assumed from the names.
//
// # Which function to use
//
//	Distance, Length     any two points, error below 0.5 mm; some 0.2 µs a segment
//	ShortDistance        points less than 10 km apart, error below 20 mm at 10 km
//	                     (2 mm within 5 km), some 20 ns
//	Area                 square metres on the ellipsoid, edges straight in degrees
//	LocalTM              planar work around a place: buffers, overlays, snapping
//	GaussKruger          CGCS2000 grids by EPSG code (4491–4554)
//	Parse, Recognise     a [System] by its name, by the text of a .prj
//	Choose, Detect       how the numbers of a file are to be read: a [Reading], or
//	                     a [*Question] when the file does not show it
//
// A LocalTM has scale 1 at its centre and on the meridian through it; a length x
// metres east or west of the centre is too long by x²/(2R²): 3 in 10 million at
// 5 km, 3 in 100 000 at 50 km. Measure what is reported with Distance, Length and
// Area; use the plane for deciding.
//
// ToPlane and ToGeo have the type orb.Projection, so that
//
//	plane := project.MultiPolygon(orb.Clone(mp).(orb.MultiPolygon), tm.ToPlane)
//
// projects a whole geometry (orb/project works in place: clone what is shared).
//
// WGS 84 and CGCS2000 are treated as one datum, as PROJ does (a null
// transformation); the difference in place is a decimetre or less. Their
// ellipsoids differ by 0.1 mm in the polar radius.
//
// Points that are not finite give results that are not finite; nothing panics.
package crs
