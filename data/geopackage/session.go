package geopackage

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"os"
	"sync/atomic"
	"time"
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
	err = fn(s.conn)
	if errors.Is(err, sql.ErrConnDone) || errors.Is(err, driver.ErrBadConn) {
		s.disconnect()
	}
	// A statement that is interrupted has many ways to say so.
	if ended := ctx.Err(); err != nil && ended != nil && !errors.Is(err, ended) {
		return fmt.Errorf("%w: %w", ended, err)
	}
	return err
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

func (s *session) disconnect() {
	if s.conn != nil {
		_ = s.conn.Close()
	}
	if s.db != nil {
		_ = s.db.Close()
	}
	s.conn, s.db = nil, nil
	s.file.Store(nil)
}
