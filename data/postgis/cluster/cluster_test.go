package cluster_test

import (
	"context"
	"os"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data/postgis/cluster"
)

func TestMain(m *testing.M) { cluster.Main(m, cluster.Options{}) }

func TestDatabasesAreFreshAndApart(t *testing.T) {
	ctx := context.Background()
	for range 2 {
		conn, err := pgx.Connect(ctx, cluster.Database(t))
		require.NoError(t, err)
		defer func() { _ = conn.Close(ctx) }()
		var version string
		require.NoError(t, conn.QueryRow(ctx, "SELECT postgis_lib_version()").Scan(&version))
		require.Regexp(t, `^3\.`, version)
		_, err = conn.Exec(ctx, "CREATE TABLE mark (n integer)")
		require.NoError(t, err, "a table of another database")
	}
}

func TestNothingIsLeftBehind(t *testing.T) {
	if os.Getenv(cluster.RequireAll) == "" {
		cluster.Database(t) // skips where there is no server
	}
	c, err := cluster.Start(context.Background(), cluster.Options{Settings: map[string]string{"work_mem": "8MB"}})
	require.NoError(t, err)
	require.DirExists(t, c.Dir())
	conn, err := pgx.Connect(context.Background(), c.URL("postgres"))
	require.NoError(t, err)
	var memory string
	require.NoError(t, conn.QueryRow(context.Background(), "SHOW work_mem").Scan(&memory))
	require.Equal(t, "8MB", memory)
	require.NoError(t, c.Close())
	require.Error(t, conn.Ping(context.Background()), "the server is still there")
	require.NoDirExists(t, c.Dir())
}
