package geopackage

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// connect opens the file in an SQLite access mode (rw, rwc) and makes sure that
// it is a GeoPackage, or a new, empty file in mode rwc.
func (s *session) connect(ctx context.Context, mode string) error {
	// The file is looked at before it is opened: if it is replaced in between,
	// the next use sees a difference and connects again, which does no harm.
	info, err := os.Stat(s.path)
	switch {
	case err == nil && info.IsDir():
		return fmt.Errorf("open %s: it is a folder, not a GeoPackage", s.path)
	case err != nil && (mode != "rwc" || !errors.Is(err, os.ErrNotExist)):
		return fmt.Errorf("open GeoPackage: %w", err)
	}
	err = s.dial(ctx, "mode="+mode)
	if code := errorCode(err); code == sqlite3.SQLITE_CANTOPEN || code == sqlite3.SQLITE_READONLY {
		// A file in WAL mode cannot be opened where nothing can be written beside
		// it, unless SQLite is told that nobody writes to it.
		if wal, walErr := os.Stat(s.path + "-wal"); walErr == nil && wal.Size() > 0 {
			return fmt.Errorf("open %s: it has changes in %s, which cannot be read where nothing can be written: %w", s.path, wal.Name(), err)
		}
		if err = s.dial(ctx, "mode=ro&immutable=1"); err == nil {
			s.fixed = true
		}
	}
	if err != nil {
		return err
	}
	if info == nil {
		if info, err = os.Stat(s.path); err != nil {
			s.disconnect()
			return fmt.Errorf("open GeoPackage: %w", err)
		}
	}
	s.file.Store(&openFile{info})
	s.connects++
	if s.log {
		s.journal(ctx, "WAL")
	}
	return nil
}

func (s *session) dial(ctx context.Context, query string) error {
	s.fixed = false
	d := &sqlite.Driver{}
	if err := registerSpatial(d); err != nil {
		return fmt.Errorf("open %s: %w", s.path, err)
	}
	absolute, err := filepath.Abs(s.path)
	if err != nil {
		return fmt.Errorf("open %s: %w", s.path, err)
	}
	name := filepath.ToSlash(absolute)
	if !strings.HasPrefix(name, "/") {
		name = "/" + name
	}
	uri := url.URL{Scheme: "file", Path: name, RawQuery: query + "&_txlock=immediate&_timeout=" + fmt.Sprint(s.busy.Milliseconds())}
	s.db = sql.OpenDB(connector{d, uri.String()})
	s.db.SetMaxOpenConns(1)
	if s.conn, err = s.db.Conn(ctx); err == nil {
		err = s.prepare(ctx)
	}
	if err != nil {
		s.disconnect()
		return err
	}
	return nil
}

// prepare makes sure of the file and sets the connection up.
func (s *session) prepare(ctx context.Context) error {
	if err := identify(ctx, s.conn, s.path); err != nil {
		return err
	}
	for _, p := range s.pragmas {
		if _, err := s.conn.ExecContext(ctx, "PRAGMA "+p); err != nil {
			return fmt.Errorf("open %s: %s: %w", s.path, p, err)
		}
	}
	return nil
}

// connector opens connections through a driver of its own, so that the spatial
// functions are no business of the rest of the process.
type connector struct {
	driver *sqlite.Driver
	dsn    string
}

func (c connector) Connect(ctx context.Context) (driver.Conn, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return c.driver.Open(c.dsn)
}

func (c connector) Driver() driver.Driver { return c.driver }

// errorCode is SQLite's primary result code of an error, 0 if it is none.
func errorCode(err error) int {
	var e *sqlite.Error
	if errors.As(err, &e) {
		return e.Code() & 0xff
	}
	return 0
}
