package geopackage

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/data/storetest"
)

func TestHistoryOfEditsOutside(t *testing.T) {
	storetest.Outside(t, func(t *testing.T) (storetest.Place, storetest.Edit) {
		path := filepath.Join(t.TempDir(), "town.gpkg")
		place := func(t *testing.T) data.Store { return open(t, path) }
		return place, func(t *testing.T, id, name string) {
			t.Helper()
			db := edit(t, path)
			defer func() { require.NoError(t, db.Close()) }()
			_, err := db.ExecContext(t.Context(), "UPDATE parks SET name = ? WHERE id = ?", name, id)
			require.NoError(t, err)
		}
	})
}
