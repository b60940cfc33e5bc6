package oracle

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data/postgis/cluster"
)

// background is the context of what outlives the test that asks for it first.
var background = context.Background()

// database is a fresh database with PostGIS, for one test.
type database struct {
	t    testing.TB
	url  string
	conn *pgx.Conn
}

func newDatabase(t testing.TB) *database {
	t.Helper()
	d := &database{t: t, url: cluster.Database(t)}
	conn, err := pgx.Connect(background, d.url)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, conn.Close(background)) })
	d.conn = conn
	return d
}

// exec runs statements one after the other.
func (d *database) exec(statements ...string) {
	d.t.Helper()
	for _, s := range statements {
		_, err := d.conn.Exec(background, s)
		require.NoError(d.t, err, s)
	}
}

// withRouting adds pgRouting, and skips the test where there is none.
func (d *database) withRouting() {
	d.t.Helper()
	var there bool
	require.NoError(d.t, d.conn.QueryRow(background, "SELECT EXISTS (SELECT FROM pg_available_extensions WHERE name = 'pgrouting')").Scan(&there))
	if !there {
		unavailable(d.t, "pgRouting is not installed (apt-get install postgresql-15-pgrouting)")
	}
	d.exec("CREATE EXTENSION pgrouting")
}

// load makes a table of the columns ("id integer, kind text") and geom, in WGS 84,
// and fills it. The last value of every row is an orb.Geometry.
func (d *database) load(table, columns string, rows [][]any) {
	d.t.Helper()
	names := []string{}
	for _, c := range strings.Split(columns, ",") {
		names = append(names, strings.Fields(c)[0])
	}
	for _, r := range rows {
		raw, err := wkb.Marshal(r[len(r)-1].(orb.Geometry))
		require.NoError(d.t, err)
		r[len(r)-1] = raw
	}
	d.exec(fmt.Sprintf("CREATE TABLE %s (%s, wkb bytea)", table, columns))
	d.copy(table, append(names, "wkb"), rows)
	d.exec(
		fmt.Sprintf("ALTER TABLE %s ADD geom geometry", table),
		fmt.Sprintf("UPDATE %s SET geom = ST_GeomFromWKB(wkb, 4326)", table),
		fmt.Sprintf("ALTER TABLE %s DROP wkb", table),
		fmt.Sprintf("CREATE INDEX ON %s USING gist (geom)", table),
		"ANALYZE "+table,
	)
}

// copy fills a table that exists.
func (d *database) copy(table string, columns []string, rows [][]any) {
	d.t.Helper()
	n, err := d.conn.CopyFrom(background, pgx.Identifier{table}, columns, pgx.CopyFromRows(rows))
	require.NoError(d.t, err)
	require.EqualValues(d.t, len(rows), n)
}

// plane is the number of the reference system of the plane in which the
// comparisons of this package are made.
const plane = 990001

// definePlane defines [plane]: the transverse Mercator around a centre, as PROJ
// makes it.
func (d *database) definePlane(centre orb.Point) {
	d.t.Helper()
	d.exec(fmt.Sprintf(`INSERT INTO spatial_ref_sys (srid, proj4text) VALUES (%d, '+proj=tmerc +lat_0=%.9f +lon_0=%.9f +k=1 +x_0=0 +y_0=0 +ellps=WGS84 +units=m +no_defs')`,
		plane, centre[1], centre[0]))
}

// table returns all rows of a query, each as T has its columns by position.
func table[T any](d *database, query string, args ...any) []T {
	d.t.Helper()
	rows, err := d.conn.Query(background, query, args...)
	require.NoError(d.t, err, query)
	out, err := pgx.CollectRows(rows, pgx.RowToStructByPos[T])
	require.NoError(d.t, err, query)
	return out
}
