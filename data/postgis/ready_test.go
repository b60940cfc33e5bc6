package postgis_test

import (
	"context"
	"net/url"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data/postgis"
	"github.com/seed-4611ae28/lifecircle/data/postgis/cluster"
)

func connect(t *testing.T, url string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(context.Background(), url)
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	return conn
}

func run(t *testing.T, url string, statements ...string) {
	t.Helper()
	conn := connect(t, url)
	for _, s := range statements {
		_, err := conn.Exec(context.Background(), s)
		require.NoError(t, err, s)
	}
}

func TestOpenNamesWhatIsMissing(t *testing.T) {
	for _, c := range []struct{ spoil, says string }{
		{"DROP EXTENSION postgis CASCADE", "the extension postgis is missing: run CREATE EXTENSION postgis"},
		{"ALTER TABLE lifecircle.results DISABLE TRIGGER note_record", "run ALTER TABLE lifecircle.results ENABLE TRIGGER note_record"},
		{"DROP INDEX lifecircle.roads_geom_idx", `the index lifecircle.roads_geom_idx is missing or not valid: run CREATE INDEX roads_geom_idx ON "lifecircle"."roads" USING gist (geom)`},
		{"DROP INDEX lifecircle.facilities_categories_idx", "USING gin (categories)"},
		{"ALTER TABLE lifecircle.parks DROP CONSTRAINT parks_key", `run ALTER TABLE "lifecircle"."parks" ADD CONSTRAINT parks_key UNIQUE (id)`},
		{"ALTER TABLE lifecircle.units DISABLE TRIGGER note_update", "the trigger note_update of table lifecircle.units is missing or disabled"},
		{"DROP TRIGGER note_insert ON lifecircle.sources", "the trigger note_insert of table lifecircle.sources"},
		{"DELETE FROM lifecircle_migrations WHERE version_id = 3", "the migration 00003_changes.sql is missing: run lifecircle migrate up"},
		{"DROP TABLE lifecircle_migrations", "no migration was made, the first being 00001_roles.sql: run lifecircle migrate up"},
		{"INSERT INTO lifecircle_migrations (version_id, is_applied) VALUES (99, true)", "migrated by a newer lifecircle, to 99; this one knows 9"},
	} {
		url := migrated(t)
		run(t, url, c.spoil)
		_, err := postgis.Open(context.Background(), url, postgis.Options{})
		require.ErrorContains(t, err, c.says, c.spoil)
	}
}

func TestWhatTheMessageSaysHelps(t *testing.T) {
	url := migrated(t)
	run(t, url, "DROP INDEX lifecircle.roads_geom_idx", "ALTER TABLE lifecircle.parks DROP CONSTRAINT parks_key")
	run(t, url, `CREATE INDEX roads_geom_idx ON "lifecircle"."roads" USING gist (geom)`,
		`ALTER TABLE "lifecircle"."parks" ADD CONSTRAINT parks_key UNIQUE (id)`)
	open(t, url)
}

func TestOpenWithoutAServerOrAnAddress(t *testing.T) {
	_, err := postgis.Open(context.Background(), "postgres://u:secret@127.0.0.1:1/d?connect_timeout=1", postgis.Options{})
	require.ErrorContains(t, err, "connect to database d at 127.0.0.1:1")
	require.NotContains(t, err.Error(), "secret")
	_, err = postgis.Open(context.Background(), "postgres://u:secret@host:port/d", postgis.Options{})
	require.ErrorContains(t, err, "the address of the database")
	require.NotContains(t, err.Error(), "secret")
	_, err = postgis.MigrateUp(context.Background(), "postgres://u:secret@127.0.0.1:1/d?connect_timeout=1")
	require.Error(t, err)
	require.NotContains(t, err.Error(), "secret")
}

// as is the URL of a login that is a member of one of the roles.
func as(t *testing.T, address, login, member string) string {
	t.Helper()
	run(t, address, "DROP ROLE IF EXISTS "+login, "CREATE ROLE "+login+" LOGIN")
	if member != "" {
		run(t, address, "GRANT "+member+" TO "+login)
	}
	t.Cleanup(func() { run(t, cluster.Database(t), "DROP ROLE IF EXISTS "+login) })
	u, err := url.Parse(address)
	require.NoError(t, err)
	u.User = url.User(login)
	return u.String()
}

func TestRoles(t *testing.T) {
	ctx := context.Background()
	address := migrated(t)
	writer := open(t, as(t, address, "lc_writer", "lifecircle_writer"))
	everything(t, writer)

	reader := as(t, address, "lc_reader", "lifecircle_reader")
	s := open(t, reader)
	require.Equal(t, load(t, writer).Version, load(t, s).Version)
	require.ErrorContains(t, s.Commit(ctx, onePark()), "permission denied")

	_, err := postgis.Open(ctx, as(t, address, "lc_nobody", ""), postgis.Options{})
	require.ErrorContains(t, err, "a superuser has to GRANT lifecircle_reader")

	for statement, login := range map[string]string{
		"UPDATE lifecircle.parks SET name = 'x'":                         reader,
		"DROP TABLE lifecircle.parks":                                    as(t, address, "lc_writer2", "lifecircle_writer"),
		"DELETE FROM lifecircle.changes":                                 as(t, address, "lc_writer3", "lifecircle_writer"),
		"INSERT INTO lifecircle_migrations VALUES (10, 10, true, now())": as(t, address, "lc_writer4", "lifecircle_writer"),
	} {
		_, err := connect(t, login).Exec(ctx, statement)
		require.ErrorContains(t, err, "SQLSTATE 42501", statement)
	}
}

func TestServersDoNotWriteWhateverTheirLogin(t *testing.T) {
	s := open(t, migrated(t))
	require.ErrorContains(t, postgis.ExecThroughReader(s, "DELETE FROM lifecircle.parks"), "read-only transaction")
}
