package geopackage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"github.com/seed-4611ae28/lifecircle/data"
)

// ErrClosed is returned by every method of a store after Close.
var ErrClosed = errors.New("the GeoPackage store is closed")

// Options say how a file is opened. The zero value opens an existing file.
type Options struct {
	// Create makes the file, with all its tables, when there is none.
	Create bool
	// Poll is how often Watch looks for a change; 500 ms when 0.
	Poll time.Duration
	// Busy is how long to wait for another program that holds a lock; 30 s when 0.
	Busy time.Duration
	// Now is the clock behind last_change; time.Now when nil.
	Now func() time.Time
	// draft: nobody else knows the file yet, and if anything fails it is thrown away.
	draft bool
	// aside is from how many new rows of a layer on a half is written aside; asideRows
	// when 0.
	aside int
	// fill is from how many new rows on a table of a draft is filled page by page; fillRows
	// when 0.
	fill int
}

// Store is a dataset in one GeoPackage file. It implements [data.Store].
type Store struct {
	path string
	opts Options
	// reader and writer are two connections, so that reading never waits for a
	// commit. The reader never writes, so its PRAGMA data_version changes with
	// every commit of anybody, this store included.
	reader, writer *session
	// known is guarded by the reader's slot.
	known knownVersion
	// filled is what was written into a draft before its commit.
	filled *prefilled

	// life guards the step from open to closed, after which no watch begins.
	life    sync.Mutex
	closed  chan struct{}
	watches sync.WaitGroup
}

var _ data.Store = (*Store)(nil)

// knownVersion remembers the versions of the content that the reader last read,
// and by what to see that they still hold.
type knownVersion struct {
	versions
	connect     int
	dataVersion int64
}

// Open opens a GeoPackage, or creates one when o.Create is set. It returns a
// clear error for what is no database, no GeoPackage, or made by a newer version
// of this package. A GeoPackage without tables of lifecircle reads as empty, and
// gets them with the first commit.
func Open(ctx context.Context, path string, o Options) (*Store, error) {
	if o.Poll <= 0 {
		o.Poll = 500 * time.Millisecond
	}
	if o.Busy <= 0 {
		o.Busy = 30 * time.Second
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.aside == 0 {
		o.aside = asideRows
	}
	if o.fill == 0 {
		o.fill = fillRows
	}
	closed := make(chan struct{})
	s := &Store{
		path: path, opts: o, closed: closed,
		reader: newSession(path, o.Busy, closed, "cache_size = -16000"),
		// The cache holds what an import of a city changes, so that nothing is
		// spilled before the commit; sorting an index stays in memory.
		writer: newSession(path, o.Busy, closed, "cache_size = -128000", "temp_store = MEMORY", "synchronous = FULL"),
	}
	if o.draft {
		for _, c := range [...]*session{s.reader, s.writer} {
			c.pragmas = append(c.pragmas, "journal_mode = OFF", "synchronous = OFF")
		}
	}
	mode := "rw"
	if o.Create {
		mode = "rwc"
	}
	if err := s.reader.connect(ctx, mode); err != nil {
		return nil, err
	}
	if err := s.adopt(ctx); err != nil {
		s.reader.disconnect()
		return nil, err
	}
	return s, nil
}

// adopt makes an empty database a GeoPackage when that is asked for.
func (s *Store) adopt(ctx context.Context) error {
	if empty, err := isEmpty(ctx, s.reader.conn); err != nil || !empty {
		return err
	}
	if !s.opts.Create {
		return fmt.Errorf("open %s: it is empty, not a GeoPackage", s.path)
	}
	tx, err := s.reader.conn.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("create %s: %w", s.path, err)
	}
	defer func() { _ = tx.Rollback() }()
	// Another process may have been faster.
	if empty, err := isEmpty(ctx, tx); err != nil || !empty {
		return err
	}
	if err := initialize(ctx, tx, s.now()); err != nil {
		return fmt.Errorf("create %s: %w", s.path, err)
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("create %s: %w", s.path, err)
	}
	return nil
}

type queryer interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

func isEmpty(ctx context.Context, q queryer) (bool, error) {
	var objects int
	err := q.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_master").Scan(&objects)
	return objects == 0, err
}

// renew lets go of both connections when another file has been put in the place
// of theirs, so that the next use opens that one.
func (s *Store) renew(ctx context.Context) error {
	if !s.reader.replaced() && !s.writer.replaced() {
		return nil
	}
	for _, c := range [...]*session{s.writer, s.reader} {
		release, err := c.take(ctx)
		if err != nil {
			return err
		}
		defer release()
	}
	// SQLite would take a log that the old file left under the name for one of the
	// new file, and mix the two.
	s.writer.settle(ctx)
	s.reader.settle(ctx)
	if log, err := os.Stat(s.path + "-wal"); err == nil && log.Size() > 0 {
		return fmt.Errorf("%s was put in the place of another file, of which %s holds changes: "+
			"close the programs that have it open, or remove that log", s.path, log.Name())
	}
	s.writer.disconnect()
	s.reader.disconnect()
	return nil
}

// now is the time in the form of last_change (OGC 12-128r17, table 3).
func (s *Store) now() string { return s.opts.Now().UTC().Format("2006-01-02T15:04:05.000Z") }

// Path is the file of the store.
func (s *Store) Path() string { return s.path }

// Close ends every watch and closes the file. When nobody else has it open, it
// is left as one plain file, without a WAL beside it, which may be copied to
// any medium.
func (s *Store) Close() error {
	if !s.end() {
		return nil
	}
	s.watches.Wait()
	// Whoever still uses a connection has it until the end of that use. The slots
	// are never given back.
	s.writer.slot <- struct{}{}
	s.reader.slot <- struct{}{}
	s.writer.disconnect()
	if s.reader.conn == nil && (s.reader.log || s.writer.log) {
		// The file was gone or another for a while, and nobody has looked since. If it
		// cannot be opened now, there is nothing to leave tidy.
		_ = s.reader.connect(context.Background(), "rw")
	}
	if s.reader.conn != nil {
		s.reader.leaveWAL(context.Background())
		s.reader.disconnect()
	}
	return nil
}

// end closes the channel that ends all use, the first time it is called.
func (s *Store) end() (first bool) {
	s.life.Lock()
	defer s.life.Unlock()
	select {
	case <-s.closed:
		return false
	default:
		close(s.closed)
		return true
	}
}

// begin counts a watch in, unless the store is closed.
func (s *Store) begin() bool {
	s.life.Lock()
	defer s.life.Unlock()
	select {
	case <-s.closed:
		return false
	default:
		s.watches.Add(1)
		return true
	}
}
