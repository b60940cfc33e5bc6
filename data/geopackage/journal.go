package geopackage

import (
	"context"
	"fmt"
)

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
