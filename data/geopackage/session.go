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
	"sync/atomic"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// session is one connection to the file, for one goroutine at a time. It stays
// open between uses, without a lock on the file.
type session struct {
	path string
	busy time.Duration
	// pragmas are run on every new connection.
	pragmas []string
	// slot holds one token, which whoever uses the session takes; closed ends
	// all use.
	slot   chan struct{}
	closed <-chan struct{}

	db   *sql.DB
	conn *sql.Conn
	// file is the file that is open, nil while none is.
	file atomic.Pointer[openFile]
	// fixed reports that the file lies on a medium that cannot be written.
	fixed bool
	// log reports that the file is to be in WAL mode, also after connecting anew.
	log bool
	// connects counts the connections made: what PRAGMA data_version says can
	// only be compared within one.
	connects int
}

// openFile tells an open file from another that was put in its place.
type openFile struct{ info os.FileInfo }

func newSession(path string, busy time.Duration, closed <-chan struct{}, pragmas ...string) *session {
	return &session{path: path, busy: busy, pragmas: pragmas, slot: make(chan struct{}, 1), closed: closed}
}

// take takes the slot, and returns how to give it back.
func (s *session) take(ctx context.Context) (release func(), err error) {
	select {
	case s.slot <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-s.closed:
		return nil, ErrClosed
	}
	release = func() { <-s.slot }
	select {
	case <-s.closed:
		release()
		return nil, ErrClosed
	default:
		return release, nil
	}
}

// use runs fn on the connection, alone.
func (s *session) use(ctx context.Context, fn func(*sql.Conn) error) error {
	release, err := s.take(ctx)
	if err != nil {
		return err
	}
	defer release()
	if s.conn == nil {
		if err := s.connect(ctx, "rw"); err != nil {
			return err
		}
	}
	return fn(s.conn)
}

// replaced reports that the file under the name is no longer the one that is
// open.
func (s *session) replaced() bool {
	open := s.file.Load()
	if open == nil {
		return false
	}
	now, err := os.Stat(s.path)
	return err != nil || !os.SameFile(now, open.info)
}

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

func (s *session) disconnect() {
	if s.conn != nil {
		s.conn.Close()
	}
	if s.db != nil {
		s.db.Close()
	}
	s.conn, s.db = nil, nil
	s.file.Store(nil)
}

// keepLog puts the file into WAL mode, in which readers and one writer do not
// hold each other up.
func (s *session) keepLog(ctx context.Context) {
	s.log = true
	if !s.inWAL(ctx) {
		s.journal(ctx, "WAL")
	}
}

// journal asks for a journal mode, and puts up with another one: a file system
// without shared memory has no WAL, and nobody can change the mode while others
// have the file open.
func (s *session) journal(ctx context.Context, mode string) { s.ask(ctx, "journal_mode = "+mode) }

// settle moves what the write-ahead log holds into the file itself, as far as
// nobody reads it, and empties the log: the file alone is then complete, so that
// copying it or putting another in its place is safe.
func (s *session) settle(ctx context.Context) {
	if s.inWAL(ctx) {
		s.ask(ctx, "wal_checkpoint(TRUNCATE)")
	}
}

// inWAL reports that the connection uses a write-ahead log, as far as it has
// noticed when it last read; it does not look at the file.
func (s *session) inWAL(ctx context.Context) bool {
	if s.conn == nil {
		return false
	}
	var mode string
	err := s.conn.QueryRowContext(ctx, "PRAGMA journal_mode").Scan(&mode)
	return err == nil && mode == "wal"
}

// ask runs a PRAGMA that is as well left undone, and so hardly waits for others.
func (s *session) ask(ctx context.Context, pragma string) {
	if s.fixed || s.conn == nil {
		return
	}
	const patience = "PRAGMA busy_timeout = %d"
	if _, err := s.conn.ExecContext(ctx, fmt.Sprintf(patience, 100)); err != nil {
		return
	}
	_, _ = s.conn.ExecContext(ctx, "PRAGMA "+pragma)
	_, _ = s.conn.ExecContext(context.WithoutCancel(ctx), fmt.Sprintf(patience, s.busy.Milliseconds()))
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

// leaveWAL turns a file in WAL mode back into a plain file, if nobody else has
// it open.
func (s *session) leaveWAL(ctx context.Context) {
	// SQLite learns the mode of the file when it reads.
	var objects int
	if err := s.conn.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_master").Scan(&objects); err != nil {
		return
	}
	if s.inWAL(ctx) {
		s.journal(ctx, "DELETE")
	}
}
