package geopackage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/paulmach/orb"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// Features reads tables of features of any GeoPackage (OGC 12-128r17), whoever
// wrote it and in whatever reference system. It only reads.
type Features struct {
	session *session
	tables  []string
	// table is the one in reading, geometry its column of geometry, columns the
	// others.
	table, geometry string
	columns         []string
	reference       string
}

// Feature is a row of a table of features.
type Feature struct {
	// Number counts the rows from 1 in the order of the table.
	Number int
	// Geometry is nil where there is none. Z and M are dropped.
	Geometry orb.Geometry
	// Values are nil, string, float64, int64, bool or []byte by column.
	Values map[string]any
	// Problem, when not nil, says why the geometry cannot be read.
	Problem error
}

// largestValue bounds a value of a table, in bytes: no outline of a province comes
// near it, and a file of a kilobyte can ask for one of a gigabyte (zeroblob).
const largestValue = 256 << 20

// featuresBusy is how long a file that is being written is waited for.
const featuresBusy = 10 * time.Second

// OpenFeatures opens the file and lists its tables of features. Close closes it.
func OpenFeatures(ctx context.Context, path string) (*Features, error) {
	f := &Features{session: newSession(path, featuresBusy, nil, "query_only=1", "trusted_schema=0")}
	if err := f.session.connect(ctx, "ro"); err != nil {
		return nil, err
	}
	if _, err := sqlite.Limit(f.session.conn, sqlite3.SQLITE_LIMIT_LENGTH, largestValue); err != nil {
		return nil, errors.Join(fmt.Errorf("open %s: %w", path, err), f.Close())
	}
	rows, err := f.session.conn.QueryContext(ctx, `SELECT c.table_name FROM gpkg_contents c JOIN gpkg_geometry_columns g ON g.table_name = c.table_name
  WHERE c.data_type = 'features' ORDER BY c.table_name`)
	if err == nil {
		f.tables, err = texts(rows)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("read the contents of %s: %w", path, err), f.Close())
	}
	return f, nil
}

func texts(rows *sql.Rows) (list []string, err error) {
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return nil, err
		}
		list = append(list, s)
	}
	return list, rows.Err()
}

// Close closes the file.
func (f *Features) Close() error {
	f.session.disconnect()
	return nil
}

// Tables are the names of the tables of features.
func (f *Features) Tables() []string { return f.tables }

// Columns are those of the table in use, without its geometry.
func (f *Features) Columns() []string { return f.columns }

// Reference is the reference system of the table in use: EPSG:4326, or its
// definition as well-known text where it is none of EPSG; "" when undefined.
func (f *Features) Reference() string { return f.reference }

// Use chooses the table to be read.
func (f *Features) Use(ctx context.Context, table string) error {
	f.table = table
	var srs int
	if err := f.session.conn.QueryRowContext(ctx, "SELECT column_name, srs_id FROM gpkg_geometry_columns WHERE table_name = ?", table).
		Scan(&f.geometry, &srs); err != nil {
		return fmt.Errorf("table %s: its column of geometry: %w", table, err)
	}
	var organization, definition string
	var code int
	err := f.session.conn.QueryRowContext(ctx, "SELECT organization, organization_coordsys_id, definition FROM gpkg_spatial_ref_sys WHERE srs_id = ?", srs).
		Scan(&organization, &code, &definition)
	switch {
	case errors.Is(err, sql.ErrNoRows), err == nil && srs <= 0: // -1 and 0 are undefined (clause 1.1.2.1.2)
		f.reference = ""
	case err != nil:
		return fmt.Errorf("table %s: its reference system: %w", table, err)
	case strings.EqualFold(organization, "EPSG"):
		f.reference = fmt.Sprintf("EPSG:%d", code)
	default:
		f.reference = definition
	}
	rows, err := f.session.conn.QueryContext(ctx, "SELECT name FROM pragma_table_info(?)", table)
	if err != nil {
		return fmt.Errorf("table %s: its columns: %w", table, err)
	}
	names, err := texts(rows)
	if err != nil {
		return fmt.Errorf("table %s: its columns: %w", table, err)
	}
	f.columns = nil
	for _, name := range names {
		if !strings.EqualFold(name, f.geometry) {
			f.columns = append(f.columns, name)
		}
	}
	return nil
}

// Read passes the rows of the table in use on. An error of yield ends it; ctx is
// looked at for every row.
func (f *Features) Read(ctx context.Context, yield func(Feature) error) (err error) {
	list := []string{quoted(f.geometry)}
	for _, c := range f.columns {
		list = append(list, quoted(c))
	}
	rows, err := f.session.conn.QueryContext(ctx, "SELECT "+strings.Join(list, ", ")+" FROM "+quoted(f.table))
	if err != nil {
		return fmt.Errorf("table %s: %w", f.table, err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	values, into := make([]any, len(list)), make([]any, len(list))
	for i := range values {
		into[i] = &values[i]
	}
	n := 0
	for rows.Next() {
		if err := ctx.Err(); err != nil {
			return err
		}
		n++
		if err := rows.Scan(into...); err != nil {
			return fmt.Errorf("table %s, row %d: %w", f.table, n, err)
		}
		row := Feature{Number: n, Values: make(map[string]any, len(f.columns))}
		row.Geometry, row.Problem = anyGeometry(values[0])
		for i, c := range f.columns {
			row.Values[c] = values[i+1]
		}
		if err := yield(row); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("table %s, after row %d: %w", f.table, n, err)
	}
	return nil
}

// anyGeometry decodes a stored geometry of any reference system.
func anyGeometry(value any) (orb.Geometry, error) {
	if value == nil {
		return nil, nil
	}
	blob, ok := value.([]byte)
	if !ok {
		return nil, errors.New("a geometry is stored as a blob")
	}
	h, err := parseHeader(blob)
	if err != nil || h.empty {
		return nil, err
	}
	return decodeWKB(h.body)
}

func quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }
