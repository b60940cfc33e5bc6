// Package oracle holds lifecircle against programs that answer the same questions and
// share no code with it. It has tests only:
//
//	greenway       length of greenways        PostGIS (geography)
//	service-radius ground served by parks     PostGIS (GEOS)
//	nearest        cost to the nearest place  pgRouting, one super-source
//	coordinates    projections, lengths       PostGIS (PROJ, GeographicLib)
//	validity       served polygons            PostGIS (GEOS)
//	units          boundaries put together    osm2pgsql (libosmium)
//	engine         people within reach        pandana
//
// # How to run them
//
//	go test ./data/postgis/oracle                  all of them
//	go test ./data/postgis/oracle -run Greenway -v one, with its figures
//	go test ./data/postgis/oracle -update          all, and write docs/oracles.md
//
// They need PostgreSQL with PostGIS and pgRouting, osm2pgsql, and Python with venv (the
// Debian packages that .ci/test-tools installs); pandana is fetched from PyPI once, into
// the user's cache. Real extracts are read from ../shared/realdata beside the
// repository. What is missing is named by the test that it is missing from, which is
// then skipped; with LIFECIRCLE_TEST_ALL=1 missing programs are failures.
//
// # How the report comes about
//
// Every comparison ends in a finding: oracle, data, number of comparisons, largest
// difference, tolerance. What differs for a reason is an exception, with that reason.
// With -update both become docs/oracles.md; without, the document is required to list
// every oracle and every dataset that was compared. Figures are not compared: chance
// places points, and tolerances are the tests' own.
//
// A tolerance has its cause written beside it. None is to be widened without one.
package oracle
