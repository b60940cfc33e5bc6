package geopackage

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
)

// What the header of the file says: "GPKG", and the version 1.3 of the standard
// (OGC 12-128r17, requirement 2).
const (
	applicationID = 0x47504B47
	userVersion   = 10300
)

// schemaVersion is the version of the tables of this package. A file of a newer
// one is not opened.
const schemaVersion = 1

// The tables of lifecircle beside its layers.
const (
	metaTable    = "lifecircle_meta"
	sourcesTable = "lifecircle_sources"
)

const wgs84WKT = `GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],` +
	`AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],` +
	`UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],` +
	`AUTHORITY["EPSG","4326"]]`

// systemTables are the tables that the standard asks for, in its words (OGC
// 12-128r17, annex C), and the three reference systems of its requirement 11.
var systemTables = [...]string{
	`CREATE TABLE IF NOT EXISTS gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL PRIMARY KEY,
  organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL,
  definition TEXT NOT NULL,
  description TEXT
)`,
	`INSERT OR IGNORE INTO gpkg_spatial_ref_sys VALUES
  ('Undefined Cartesian SRS', -1, 'NONE', -1, 'undefined', 'undefined Cartesian coordinate reference system'),
  ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', 'undefined geographic coordinate reference system'),
  ('WGS 84 geodetic', 4326, 'EPSG', 4326, '` + wgs84WKT + `',
   'longitude/latitude coordinates in decimal degrees on the WGS 84 spheroid')`,
	`CREATE TABLE IF NOT EXISTS gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY,
  data_type TEXT NOT NULL,
  identifier TEXT UNIQUE,
  description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE,
  min_y DOUBLE,
  max_x DOUBLE,
  max_y DOUBLE,
  srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id)
)`,
	`CREATE TABLE IF NOT EXISTS gpkg_geometry_columns (
  table_name TEXT NOT NULL,
  column_name TEXT NOT NULL,
  geometry_type_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL,
  z TINYINT NOT NULL,
  m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id)
)`,
	`CREATE TABLE IF NOT EXISTS gpkg_extensions (
  table_name TEXT,
  column_name TEXT,
  extension_name TEXT NOT NULL,
  definition TEXT NOT NULL,
  scope TEXT NOT NULL,
  CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name)
)`,
}

// attributeTables are the tables without geometry, each registered as
// "attributes" so that every tool shows it.
var attributeTables = [...]struct{ name, label, columns string }{
	{metaTable, "Title, notice, date and extent of the dataset",
		"key TEXT NOT NULL UNIQUE, value TEXT"},
	{sourcesTable, "Where the rows came from, and their licences",
		"name TEXT NOT NULL UNIQUE, file TEXT, license TEXT, attribution TEXT, date TEXT, imported_at TEXT"},
}

// initialize makes an empty database a GeoPackage with all tables.
func initialize(ctx context.Context, tx *sql.Tx, now string) error {
	if err := execAll(ctx, tx,
		fmt.Sprintf("PRAGMA application_id = %d", applicationID),
		fmt.Sprintf("PRAGMA user_version = %d", userVersion)); err != nil {
		return err
	}
	if err := ensureSystem(ctx, tx, now); err != nil {
		return err
	}
	for _, l := range layers() {
		if _, err := ensureLayer(ctx, tx, l.spec(), nil, now); err != nil {
			return err
		}
	}
	return nil
}

// ensureSystem creates what is missing of the standard's tables and of the
// attribute tables, also in a file that another tool made.
func ensureSystem(ctx context.Context, tx *sql.Tx, now string) error {
	if err := execAll(ctx, tx, systemTables[:]...); err != nil {
		return err
	}
	for _, a := range attributeTables {
		if err := execAll(ctx, tx, fmt.Sprintf(
			"CREATE TABLE IF NOT EXISTS %s (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, %s)", a.name, a.columns)); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `INSERT OR IGNORE INTO gpkg_contents
  (table_name, data_type, identifier, description, last_change, srs_id) VALUES (?, 'attributes', ?, ?, ?, 0)`,
			a.name, a.name, a.label, now); err != nil {
			return fmt.Errorf("register table %s: %w", a.name, err)
		}
	}
	_, err := tx.ExecContext(ctx, "INSERT OR IGNORE INTO "+metaTable+" (key, value) VALUES (?, ?)", metaSchema, schemaVersion)
	return err
}

// ensureLayer creates the table of a layer, or adds the columns that an older
// file lacks, and returns it as it now stands. was is nil when it is missing.
func ensureLayer(ctx context.Context, tx *sql.Tx, t *table, was *stored, now string) (*stored, error) {
	if was != nil {
		for _, c := range t.columns {
			if !was.columns[c.name] {
				if err := execAll(ctx, tx, fmt.Sprintf("ALTER TABLE %s ADD COLUMN %s %s", quote(t.name), quote(c.name), c.decl)); err != nil {
					return nil, err
				}
				was.columns[c.name] = true
			}
		}
		return was, ensureIndexes(ctx, tx, t, was)
	}
	var ddl strings.Builder
	fmt.Fprintf(&ddl, "CREATE TABLE %s (\n  \"fid\" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,\n  \"geom\" %s", quote(t.name), t.geometry)
	made := &stored{fid: "fid", geom: "geom", columns: map[string]bool{}}
	for _, c := range t.columns {
		fmt.Fprintf(&ddl, ",\n  %s %s", quote(c.name), c.decl)
		made.columns[c.name] = true
	}
	ddl.WriteString("\n)")
	if err := execAll(ctx, tx, ddl.String()); err != nil {
		return nil, err
	}
	if _, err := tx.ExecContext(ctx, `INSERT OR REPLACE INTO gpkg_contents
  (table_name, data_type, identifier, description, last_change, srs_id) VALUES (?, 'features', ?, ?, ?, ?)`,
		t.name, t.name, t.label, now, srsWGS84); err != nil {
		return nil, fmt.Errorf("register table %s: %w", t.name, err)
	}
	if _, err := tx.ExecContext(ctx, "INSERT OR REPLACE INTO gpkg_geometry_columns VALUES (?, 'geom', ?, ?, 0, 0)",
		t.name, t.geometry, srsWGS84); err != nil {
		return nil, fmt.Errorf("register the geometry of table %s: %w", t.name, err)
	}
	return made, ensureIndexes(ctx, tx, t, made)
}

// ensureIndexes creates the unique key and the R-tree with its triggers, where
// they are missing.
func ensureIndexes(ctx context.Context, tx *sql.Tx, t *table, s *stored) error {
	if err := execAll(ctx, tx, createKey(t)); err != nil {
		return err
	}
	return ensureRTree(ctx, tx, t, s)
}

func keyName(t *table) string { return t.name + "_key" }

func createKey(t *table) string {
	return fmt.Sprintf("CREATE UNIQUE INDEX IF NOT EXISTS %s ON %s (%s)", quote(keyName(t)), quote(t.name), t.key)
}
