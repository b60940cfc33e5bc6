package geopackage

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"sync/atomic"

	"modernc.org/sqlite"
)

// asideRows is from how many new rows on a part of a table is made aside.
const asideRows = 20_000

// aside is a table that is filled in a database of its own, in memory, while the rest of
// the same table is filled in the file: SQLite lets one connection use one processor.
// Bringing it into the file then costs a copy of its pages' records, which SQLite does
// not even decode as long as both tables are declared alike and have no other index
// (xferOptimization in its source).
type aside struct {
	db   *sql.DB
	conn *sql.Conn
	uri  string
	// schema is the name under which it is attached: a commit of several layers of many
	// rows attaches one for each, and lets go of them at its end.
	schema string
}

var asides atomic.Uint64

// asidePrefix begins the names under which such databases are attached.
const asidePrefix = "aside"

// newAside makes an empty table as another one is declared.
func newAside(ctx context.Context, declaration string) (*aside, error) {
	n := asides.Add(1)
	a := &aside{uri: fmt.Sprintf("file:/lifecircle-%d?vfs=memdb", n), schema: fmt.Sprintf("%s%d", asidePrefix, n)}
	d := &sqlite.Driver{}
	if err := registerSpatial(d); err != nil {
		return nil, err
	}
	a.db = sql.OpenDB(connector{d, a.uri})
	a.db.SetMaxOpenConns(1)
	var err error
	if a.conn, err = a.db.Conn(ctx); err == nil {
		for _, s := range []string{"PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF", declaration, "BEGIN"} {
			if _, err = a.conn.ExecContext(ctx, s); err != nil {
				break
			}
		}
	}
	if err != nil {
		a.close()
		return nil, err
	}
	return a, nil
}

// into moves the rows into the table of the same name of the file.
func (a *aside) into(ctx context.Context, tx *sql.Tx, table string) error {
	if _, err := a.conn.ExecContext(ctx, "COMMIT"); err != nil {
		return err
	}
	return execAll(ctx, tx,
		fmt.Sprintf("ATTACH '%s' AS %s", a.uri, a.schema),
		fmt.Sprintf("INSERT INTO main.%[1]s SELECT * FROM %[2]s.%[1]s", quote(table), a.schema))
}

// forgetAside lets go of what a commit has attached, which a transaction cannot while it
// lasts. Mostly there is nothing. What cannot be detached is let go of when the
// connection closes.
func forgetAside(ctx context.Context, conn *sql.Conn) {
	ctx = context.WithoutCancel(ctx)
	attached, err := attachedAside(ctx, conn)
	if err != nil {
		return
	}
	for _, name := range attached {
		_, _ = conn.ExecContext(ctx, "DETACH "+name)
	}
}

// attachedAside lists what is attached to a connection by [aside.into].
func attachedAside(ctx context.Context, conn *sql.Conn) (names []string, err error) {
	rows, err := conn.QueryContext(ctx, "SELECT name FROM pragma_database_list")
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		if strings.HasPrefix(name, asidePrefix) {
			names = append(names, name)
		}
	}
	return names, rows.Err()
}

// close lets go of the table's own connection.
func (a *aside) close() {
	if a.conn != nil {
		_ = a.conn.Close()
	}
	_ = a.db.Close()
}
