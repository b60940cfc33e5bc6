// Package shape judges and tidies polygons in degrees: [Validate] says whether one
// keeps the rules of the OGC (Simple Features, 06-103r4, §6.1.11) and, if not,
// which ring breaks which rule where; [RightHanded] turns rings the way RFC 7946
// asks; [Round7] rounds to the seven decimals that the API writes; [InsidePoint] is a
// point that lies within; [Prepared] is asked about many points.
//
// Nothing here repairs a polygon: package overlay does.
package shape
