package geopackage

import (
	"context"
	"database/sql"
	"fmt"

	sqlite3 "modernc.org/sqlite/lib"
)

// Older versions of the standard named themselves in the application id.
const (
	applicationID10 = 0x47503130 // GP10
	applicationID11 = 0x47503131 // GP11
)

// identify makes sure that the file is a GeoPackage that this package can read,
// or an empty database, which may become one.
func identify(ctx context.Context, conn *sql.Conn, path string) error {
	var id, objects, version int
	if err := conn.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_master").Scan(&objects); err != nil {
		if errorCode(err) == sqlite3.SQLITE_NOTADB {
			return fmt.Errorf("open %s: it is no GeoPackage, not even an SQLite database: %w", path, err)
		}
		return fmt.Errorf("open %s: %w", path, err)
	}
	if err := conn.QueryRowContext(ctx, "PRAGMA application_id").Scan(&id); err != nil {
		return fmt.Errorf("open %s: %w", path, err)
	}
	if objects == 0 && id == 0 {
		return nil
	}
	if id != applicationID && id != applicationID10 && id != applicationID11 {
		return fmt.Errorf("open %s: it is an SQLite database, but no GeoPackage (its application_id is %d, not %d)", path, id, applicationID)
	}
	var found int
	if err := conn.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_master WHERE type = 'table'
  AND name IN ('gpkg_contents', 'gpkg_geometry_columns', 'gpkg_spatial_ref_sys')`).Scan(&found); err != nil {
		return fmt.Errorf("open %s: %w", path, err)
	}
	if found < 2 {
		return fmt.Errorf("open %s: it says that it is a GeoPackage, but has no gpkg_contents or gpkg_spatial_ref_sys", path)
	}
	if err := conn.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = ?", metaTable).Scan(&found); err != nil {
		return fmt.Errorf("open %s: %w", path, err)
	}
	if found == 0 {
		return nil
	}
	if err := conn.QueryRowContext(ctx, "SELECT coalesce(max(CAST(value AS INTEGER)), 0) FROM "+metaTable+" WHERE key = ?", metaSchema).
		Scan(&version); err != nil {
		return fmt.Errorf("open %s: read its %s: %w", path, metaSchema, err)
	}
	if version > schemaVersion {
		return fmt.Errorf("open %s: it was made by a newer lifecircle (%s %d; this one knows %d)", path, metaSchema, version, schemaVersion)
	}
	return nil
}
