// Package geo holds the words of lifecircle: the things a planner talks about
// (units, homes, facilities, roads, greenways, parks …), the profiles that say
// how they are to be judged (modes, circles, categories, requirement sets, park
// rules), and the [Dataset] that carries one consistent version of all of them.
//
// It computes nothing. The rooms below it do:
//
//	crs            lengths and areas on the ellipsoid, projections
//	shape          validity and orientation of polygons
//	overlay        unions, intersections and differences of polygons
//	slope          elevation -> what the slopes of roads cost
//	network        road segments + mode -> routable graph, links, fields
//	isochrone      field -> polygons
//	lifecircle     circles, coverage, completeness
//	greenway       km of greenway per 10,000 people
//	serviceradius  share of residential land within reach of parks
//	supply         what people reach of a supply that they share
//	homes          where people live, made from what the data says of them
//	builtup        the built-up area of a town, given or derived
//	analysis       one dataset version made ready: every question is asked here
//	scenario       edits -> another dataset, and the difference that it makes
//	indicator      what policy documents ask of units: rows, lamps, rankings
//
// # Units of measure
//
// Everything inside is metres, seconds, persons and square metres, and the name
// of a field says which. Geometry is WGS 84 longitude and latitude in degrees
// (OGC:CRS84, x = longitude), polygons right-handed (outer rings
// counter-clockwise) as RFC 7946 asks.
//
// # Unknown is not zero
//
// A figure that the data does not give is an unknown [Amount], never 0. Its zero
// value is unknown, it encodes to JSON null, and arithmetic on it has to ask.
//
// No package below geo imports SQL, HTTP or a file format.
package geo
