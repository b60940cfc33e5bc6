// Package cluster starts a private PostgreSQL server with PostGIS, for tests and
// measurements that want a real one: made by initdb in a temporary folder,
// listening on a loopback port of its own, without fsync, gone when it is closed.
// No server that runs on the machine is touched.
//
//	func TestMain(m *testing.M) { cluster.Main(m) }
//
//	func TestSomething(t *testing.T) {
//		db := cluster.Database(t) // URL of a fresh database with PostGIS
//		…
//	}
//
// [Database] clones a template, which takes a tenth of a second. Where the
// packages are missing, a test is skipped with the name of the package; on a
// machine that has to run every test (LIFECIRCLE_TEST_ALL=1) it fails instead.
//
// PostgreSQL refuses to run as root. A process of root starts it as the user
// postgres, which the Debian package makes, or else nobody.
package cluster
