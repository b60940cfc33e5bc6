package postgis

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/geo"
)

// ErrClosed is returned by a store that was closed.
var ErrClosed = errors.New("the store is closed")

// Options are those of [Open]. The zero value is ready for use.
type Options struct {
	// ReadTimeout ends a statement that reads for longer; 2 minutes if 0.
	ReadTimeout time.Duration
	// WriteTimeout is the same for one that writes, of which an import has few and
	// long ones; 30 minutes if 0.
	WriteTimeout time.Duration
	// LockTimeout is how long a commit waits for another; 1 minute if 0.
	LockTimeout time.Duration
	// Poll is how often a watch looks for itself, beside what it is told; 30 s if 0.
	Poll time.Duration
}

func (o Options) withDefaults() Options {
	set := func(d *time.Duration, v time.Duration) {
		if *d <= 0 {
			*d = v
		}
	}
	set(&o.ReadTimeout, 2*time.Minute)
	set(&o.WriteTimeout, 30*time.Minute)
	set(&o.LockTimeout, time.Minute)
	set(&o.Poll, 30*time.Second)
	return o
}

// Store is a dataset in a database. It is safe for concurrent use, and any number
// of stores and programs may share the database.
type Store struct {
	options Options
	url     string
	// at is where the database is, without a password.
	at     string
	reader *pgxpool.Pool

	writerOnce sync.Mutex
	writer     *pgxpool.Pool

	// last is what was loaded last, so that a layer that did not change since is not
	// read again; lastVersion the newest version that Load or Version answered with.
	mu          sync.Mutex
	last        *geo.Dataset
	lastVersion string

	closing sync.Once
	closed  chan struct{}
	watches sync.WaitGroup
}

var _ data.Store = (*Store)(nil)

// Open connects to the database of a URL (postgres://user:password@host/database,
// or the keywords of libpq) and makes sure that it can be used: the extension, the
// newest migration, every table, index and trigger. What is missing is named, with
// what to do about it.
func Open(ctx context.Context, url string, o Options) (*Store, error) {
	s := &Store{options: o.withDefaults(), url: url, closed: make(chan struct{})}
	pool, at, err := connect(ctx, url, reading(s.options))
	if err != nil {
		return nil, err
	}
	s.reader, s.at = pool, at
	if err := ready(ctx, pool); err != nil {
		pool.Close()
		return nil, fmt.Errorf("open %s: %w", at, err)
	}
	return s, nil
}

// Ping reports whether the database can be reached.
func (s *Store) Ping(ctx context.Context) error {
	if s.isClosed() {
		return ErrClosed
	}
	if err := s.reader.Ping(ctx); err != nil {
		return fmt.Errorf("%s: %w", s.at, ended(ctx, err))
	}
	return nil
}

// write is the pool for commits, connected at the first one: a server that only
// answers never writes.
func (s *Store) write(ctx context.Context) (*pgxpool.Pool, error) {
	s.writerOnce.Lock()
	defer s.writerOnce.Unlock()
	if s.isClosed() {
		return nil, ErrClosed
	}
	if s.writer == nil {
		pool, _, err := connect(ctx, s.url, writing(s.options))
		if err != nil {
			return nil, err
		}
		s.writer = pool
	}
	return s.writer, nil
}

func (s *Store) isClosed() bool {
	select {
	case <-s.closed:
		return true
	default:
		return false
	}
}

// Close ends the watches and closes the connections. A second time it does
// nothing.
func (s *Store) Close() error {
	s.closing.Do(func() {
		close(s.closed)
		s.watches.Wait()
		s.writerOnce.Lock()
		defer s.writerOnce.Unlock()
		if s.writer != nil {
			s.writer.Close()
		}
		s.reader.Close()
	})
	return nil
}

// ended puts the end of the context first among the reasons of an error: a
// statement that is interrupted has many ways to say so.
func ended(ctx context.Context, err error) error {
	if cause := ctx.Err(); err != nil && cause != nil && !errors.Is(err, cause) {
		return fmt.Errorf("%w: %w", cause, err)
	}
	return err
}
