package geopackage

import (
	"context"
	"database/sql"
	"fmt"
)

// stored is how a layer's table really stands in the file: a tool that saved it
// again may have renamed its key or its geometry, or dropped a column.
type stored struct {
	fid, geom string
	columns   map[string]bool
}

// layout holds the tables of the file that belong to lifecircle.
type layout struct {
	layers map[string]*stored
	meta   bool
	source bool
}

// readLayout looks at which tables there are. A layer without a table is absent
// from the layout; one that cannot be used is an error that names the table.
func readLayout(ctx context.Context, tx *sql.Tx) (*layout, error) {
	names, err := queryStrings(ctx, tx, "SELECT name FROM sqlite_master WHERE type = 'table'")
	if err != nil {
		return nil, fmt.Errorf("list the tables: %w", err)
	}
	there := make(map[string]bool, len(names))
	for _, name := range names {
		there[name] = true
	}
	out := &layout{layers: map[string]*stored{}, meta: there[metaTable], source: there[sourcesTable]}
	for _, l := range layers() {
		t := l.spec()
		if !there[t.name] {
			continue
		}
		s, err := readStored(ctx, tx, t)
		if err != nil {
			return nil, err
		}
		out.layers[t.name] = s
	}
	return out, nil
}

func readStored(ctx context.Context, tx *sql.Tx, t *table) (*stored, error) {
	s := &stored{columns: map[string]bool{}}
	var srs int
	err := tx.QueryRowContext(ctx, "SELECT column_name, srs_id FROM gpkg_geometry_columns WHERE lower(table_name) = lower(?)", t.name).
		Scan(&s.geom, &srs)
	if err != nil {
		return nil, fmt.Errorf("table %s is not registered as a layer of the GeoPackage (gpkg_geometry_columns): %w", t.name, err)
	}
	if srs != srsWGS84 {
		return nil, fmt.Errorf("table %s is in srs_id %d; it has to be in %d (WGS 84): save it again in EPSG:4326", t.name, srs, srsWGS84)
	}
	err = eachRow(ctx, tx, "SELECT name, pk FROM pragma_table_info(?)", []any{t.name}, func(rows *sql.Rows) error {
		var name string
		var pk int
		if err := rows.Scan(&name, &pk); err != nil {
			return err
		}
		s.columns[name] = true
		if pk == 1 {
			s.fid = name
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read the columns of table %s: %w", t.name, err)
	}
	if s.fid == "" || !s.columns[s.geom] {
		return nil, fmt.Errorf("table %s has to have an integer primary key and the geometry column %q", t.name, s.geom)
	}
	return s, nil
}
