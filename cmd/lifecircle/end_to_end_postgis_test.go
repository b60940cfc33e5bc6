package main

import (
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data/postgis/cluster"
)

// database is a database that the program has migrated.
func database(t *testing.T) string {
	t.Helper()
	db := cluster.Database(t)
	o := done(t, "migrate", "up", "--db", db)
	require.Equal(t, "made: 00001_roles.sql\nmade: 00002_layers.sql\nmade: 00003_changes.sql\nmade: 00004_derived.sql\nmade: 00005_elevation.sql\nmade: 00006_history.sql\nmade: 00007_records.sql\nmade: 00008_scenarios.sql\nmade: 00009_hashed_once.sql\n", o.stderr)
	return db
}

// asReader is the address of a login that may only read.
func asReader(t *testing.T, db, login string) string {
	t.Helper()
	query(t, db, "CREATE ROLE "+login+" LOGIN IN ROLE lifecircle_reader")
	u, err := url.Parse(db)
	require.NoError(t, err)
	u.User = url.User(login)
	return u.String()
}

// query runs a statement, as any other program would.
func query(t *testing.T, db, statement string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), db)
	require.NoError(t, err)
	defer func() { require.NoError(t, conn.Close(t.Context())) }()
	_, err = conn.Exec(t.Context(), statement)
	require.NoError(t, err, statement)
}

// ofTheVersion is what of an answer may differ between two stores of one dataset:
// its versions, which are 32 hexadecimal digits, and the moment of the import.
var ofTheVersion = regexp.MustCompile(`("(version|imported_at)":|,)"?(20[-0-9T:Z]{18}|[0-9a-f]{32})"?|"layer_versions":\{[^}]*\}`)

// The whole path on a real extract: out of the database come the same bytes as out
// of the file.
func TestBothStoresAnswerAlike(t *testing.T) {
	t.Parallel()
	extract := realdata(t, "liechtenstein.osm.pbf")
	db := database(t)
	file := filepath.Join(t.TempDir(), "li.gpkg")
	program := plain(t)
	program.done(t, "import", "osm", extract, "--data", file)
	program.done(t, "import", "osm", extract, "--db", db)
	inFile, inDB := program.serving(t, "--data", file), program.serving(t, "--db", db)
	paths := []string{"/v1/dataset", "/v1/units", "/v1/towns", "/v1/coverage", "/v1/coverage?format=csv", "/v1/towns/all/greenways",
		"/v1/isochrones?lon=9.5209&lat=47.1410&minutes=5,15,30", "/v1/isochrones?lon=9.5209&lat=47.1410&minutes=5&mode=car&direction=to"}
	for _, town := range inFile.ask(t, "/v1/towns").Features {
		at := "/v1/towns/" + town.ID
		paths = append(paths, at, at+"/facilities", at+"/coverage?category=school&mode=walk&minutes=5,15,30", at+"/coverage?category=pharmacy&circle=c15_town",
			at+"/completeness?circle=c15_town", at+"/greenways", at+"/service-radius?rule=park_2022")
	}
	for _, path := range paths {
		x, y := inFile.get(t, path), inDB.get(t, path)
		require.Equal(t, http.StatusOK, x.status, path)
		require.Equal(t, http.StatusOK, y.status, path)
		require.NotEqual(t, x.header.Get("ETag"), y.header.Get("ETag"), path)
		require.Equal(t, string(ofTheVersion.ReplaceAll(x.body, nil)), string(ofTheVersion.ReplaceAll(y.body, nil)), path)
	}
	t.Logf("%d answers compared", len(paths))
	inFile.stop(t)
	inDB.stop(t)
	for _, layer := range []string{"units", "built-up", "facilities", "roads", "greenways", "parks", "parcels", "buildings", "barriers", "population"} {
		x, y := program.done(t, "export", layer, "--data", file), program.done(t, "export", layer, "--db", db)
		require.Equal(t, string(ofTheVersion.ReplaceAll([]byte(x.stdout), nil)), string(ofTheVersion.ReplaceAll([]byte(y.stdout), nil)), layer)
	}
}

// What a colleague does with psql is answered from within two seconds.
func TestEditsInTheDatabase(t *testing.T) {
	t.Parallel()
	db := database(t)
	done(t, "import", "osm", inFile(t, "osm-town.osm", townOSM()), "--db", db)
	s := serving(t, "--db", db)
	covered := func() float64 {
		return s.ask(t, schoolWithin5).Features[0].Properties.known(t, "population_covered")
	}
	inCorner, tag := covered(), s.get(t, schoolWithin5).header.Get("ETag")
	require.Positive(t, inCorner)
	query(t, db, "UPDATE lifecircle.facilities SET geom = ST_SetSRID(ST_MakePoint(120.0041, 30.0041), 4326) WHERE id = '"+school+"'")
	moved := time.Now()
	s.eventually(t, 2*time.Second, "the school in the middle", func() bool { return covered() > inCorner })
	t.Logf("a move was answered from after %s", time.Since(moved).Round(time.Millisecond))
	require.NotEqual(t, tag, s.get(t, schoolWithin5).header.Get("ETag"))
	inMiddle := covered()

	// A layer file goes in beside the extract, while the server answers.
	csv := "name,category,lon,lat\n新诊所,clinic,120.0041,30.0041\n"
	done(t, "import", "facilities", inFile(t, "clinics.csv", csv), "--db", db)
	s.eventually(t, soon, "the clinic", func() bool {
		return len(s.ask(t, "/v1/towns/"+westTown+"/facilities?category=clinic").Features) == 1
	})
	require.Equal(t, inMiddle, covered())

	// A database that is gone is told by readiness; the last version answers on.
	u, err := url.Parse(db)
	require.NoError(t, err)
	name := u.Path[1:]
	u.Path = "/postgres"
	query(t, u.String(), "ALTER DATABASE "+name+" ALLOW_CONNECTIONS false")
	query(t, u.String(), "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"+name+"'")
	s.eventually(t, soon, "not ready", func() bool { return s.get(t, "/readyz").status == http.StatusServiceUnavailable })
	require.Equal(t, inMiddle, covered())
	query(t, u.String(), "ALTER DATABASE "+name+" ALLOW_CONNECTIONS true")
	s.eventually(t, soon, "ready again", func() bool { return s.get(t, "/readyz").status == http.StatusOK })
	query(t, db, "UPDATE lifecircle.facilities SET status = 'closed' WHERE id = '"+school+"'")
	s.eventually(t, soon, "the school closed", func() bool { return covered() == 0 })
	s.stop(t)
}

// An import that is refused, or has nothing to write to, leaves the database as it
// was, and says what to do.
func TestADatabaseWithoutTheSchema(t *testing.T) {
	t.Parallel()
	db := cluster.Database(t)
	csv := inFile(t, "a.csv", "name,category,lon,lat\na,school,120,30\n")
	for _, args := range [][]string{{"serve", "--addr", "127.0.0.1:0"}, {"import", "facilities", csv}, {"export", "roads"}} {
		o := lifecircle(t, append(args, "--db", db)...)
		require.Equal(t, exitFailed, o.status)
		require.Contains(t, o.stderr, "no migration was made, the first being 00001_roles.sql: run lifecircle migrate up")
	}
	o := itself.run(t, []string{envDB + "=" + db}, "migrate", "up")
	require.Equal(t, exitDone, o.status, o.stderr)
	o = itself.run(t, []string{envDB + "=" + db}, "import", "facilities", csv)
	require.Equal(t, exitDone, o.status, o.stderr)
	o = itself.run(t, []string{envDB + "=" + db}, "migrate", "status")
	require.Regexp(t, `^00001_roles.sql\tmade 2.*\n00002_layers.sql\tmade .*\n00003_changes.sql\tmade .*\n00004_derived.sql\tmade .*\n00005_elevation.sql\tmade .*\n00006_history.sql\tmade .*\n00007_records.sql\tmade .*\n00008_scenarios.sql\tmade .*\n00009_hashed_once.sql\tmade .*\n$`, o.stdout)
	o = itself.run(t, []string{envDB + "=" + db}, "migrate", "up")
	require.Equal(t, "nothing to do: every step was made\n", o.stderr)
	for range 7 { // the hashes, scenarios, records, the history, elevation, what was worked out, and the versions
		require.Equal(t, exitDone, itself.run(t, []string{envDB + "=" + db}, "migrate", "down").status)
	}
	o = itself.run(t, []string{envDB + "=" + db}, "migrate", "down")
	require.Equal(t, exitFailed, o.status)
	require.Contains(t, o.stderr, "table lifecircle.facilities has rows")
	o = itself.run(t, []string{envDB + "=" + db}, "migrate", "down", "--drop-data")
	require.Equal(t, "taken back: 00002_layers.sql\n", o.stderr)
}
