package postgis_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/data/postgis"
	"github.com/seed-4611ae28/lifecircle/data/postgis/cluster"
	"github.com/seed-4611ae28/lifecircle/data/storetest"
)

func TestMain(m *testing.M) { cluster.Main(m, cluster.Options{}) }

func TestConformance(t *testing.T) {
	storetest.Run(t, func(t *testing.T) storetest.Place {
		url := migrated(t)
		return func(t *testing.T) data.Store { return open(t, url) }
	})
}

// migrated is a fresh database with all migrations.
func migrated(t *testing.T) string {
	t.Helper()
	url := cluster.Database(t)
	_, err := postgis.MigrateUp(context.Background(), url)
	require.NoError(t, err)
	return url
}

// open opens a database for a test.
func open(t *testing.T, url string) *postgis.Store {
	t.Helper()
	s, err := postgis.Open(context.Background(), url, postgis.Options{Poll: 200 * time.Millisecond})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return s
}
