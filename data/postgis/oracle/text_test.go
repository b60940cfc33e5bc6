package oracle

// description says what an oracle is, for the document.
type description struct{ name, title, text string }

const preface = `# Oracles

An oracle is a program that answers the same question as lifecircle and shares no code
with it. This page lists each one, the data it was asked about, how many comparisons
were made and the largest difference. It is written by the tests
(` + "`go test ./data/postgis/oracle -update`" + `), which run with all others (` + "`make test`" + `), against
a private PostgreSQL with PostGIS and pgRouting (see package data/postgis/cluster), and
which fail where a difference exceeds its tolerance. Where a program or an extract is
missing, a test is skipped and says which.

Data are the built-in demo county and extracts of OpenStreetMap (© OpenStreetMap
contributors, ODbL 1.0); the demo has no OpenStreetMap file and hence no part in the assembly of units.
`

// oracles are all of them, in the order of the document.
var oracles = []description{
	{"greenway", "Greenway length", `The length of greenways in every unit, against ` + "`ST_Length(geography)`" + ` of the lines
united and cut by PostGIS. lifecircle counts every metre once, where PostGIS's ` + "`ST_Union`" + `
joins only lines that coincide exactly: a stretch within 1 m of an earlier one that runs the
same way (within 20°) is the same path, and a stretch along the border of two units counts
half in each (package geo/greenway). The comparison therefore has two parts. With both
rules written in SQL (strips with flat ends around earlier pieces; copies moved to both
sides of a border) the two agree within the tolerance. Against a bare ` + "`ST_Union`" + ` every unit
that differs by more is listed, with the metres that each rule takes away; what kinds of places
the rule of 1 m finds is counted first (pairs of pieces, of which several may share a place).`},
	{"service-radius", "Service-radius area", `The ground served by parks, the residential land and the part of it that is
served, in every unit and under every built-in rule, against ` + "`ST_ClusterDBSCAN`" + ` (parks within
1 m are one), ` + "`ST_Buffer`, `ST_Union` and `ST_Intersection`" + ` in the same kind of plane.
Cause of what remains: PostGIS draws a quarter circle as 128 chords inside the true circle,
which loses 2.5e-5 of the area of a circle; those of lifecircle have the area of the true
circle. PostGIS's figures are smaller by about that.`},
	{"nearest", "Cost to the nearest facility", `The cost between every node of a network and the nearest of many places, there and
back, against ` + "`pgr_drivingDistance`" + ` from one virtual super-source whose arcs lead to the ends of
the places' edges. The edge table is written anew from the tags of the roads (one-way streets,
barriers; private streets as copies of the network that one may only start or end on);
costs of edges alone are lifecircle's, integers, and the lengths they stand for are compared
with ` + "`ST_Length(geography)`" + ` one by one. pgRouting's own
` + "`equicost`" + ` is not used: in Debian's 3.4.2 it loses nodes and returns wrong costs
([pgRouting issue 552](https://github.com/pgRouting/pgrouting/issues/552) describes the same
symptom).`},
	{"coordinates", "Coordinates", `The CGCS2000 Gauss-Krüger grids and the local planes against ` + "`ST_Transform`" + `, there and
back, at random points; geodesic lengths and areas against geography. Sides of our polygons
are straight in degrees (RFC 7946), those of geography are geodesics: they are cut to short
pieces before ` + "`ST_Area`" + ` sees them.`},
	{"validity", "Validity of polygons", `Isochrones around random places, and the ground of whole areas within reach of
facilities, as they are served (seven decimals): ` + "`ST_IsValid`" + `, and ` + "`ST_Covers`" + ` of the ground of
the next lower limit. Nesting is asked in whole steps of 1e-7 degrees, which floating point has
exactly.`},
	{"units", "Assembly of units", `Administrative relations put together by the importer against the areas that
osm2pgsql makes of the same file: which relations, and the symmetric difference of the
outlines. Towns are admin_level 8, in Andorra 7.`},
	{"engine", "A second accessibility engine", `pandana (contraction hierarchies), from PyPI, on the walking network of Porto Alegre with
people and schools by hexagon: the cost from every node to the nearest school, and the share
of people within 1,000 m (15 minutes' walk at 4 km/h) of one. pandana snaps homes and schools
to the nearest node and forgets how far that is. Made to snap alike, lifecircle gives the same
cost at every node and counts the same cells. The remaining difference is one of rules, and is
taken apart step by step below: links to the nearest point of every street in reach instead of
the nearest node; legs to the street that count once; legs that count twice, as shipped.`},
}
