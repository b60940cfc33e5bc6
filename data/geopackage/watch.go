package geopackage

import (
	"context"
	"database/sql"
	"time"
)

// Watch sends the new version each time the content has changed since the last
// Load or Version of this store, or since now if there was none. It looks every
// Options.Poll: while nobody commits that costs a few microseconds, after a
// commit the time of [Store.Version]. While the file cannot be read it keeps
// looking. The channel is closed when ctx ends or the store is closed.
func (s *Store) Watch(ctx context.Context) <-chan string {
	out := make(chan string)
	if !s.begin() {
		close(out)
		return out
	}
	ctx, cancel := context.WithCancel(ctx)
	go func() {
		// Close does not wait until a long read ends by itself.
		select {
		case <-s.closed:
			cancel()
		case <-ctx.Done():
		}
	}()
	seen := s.baseline(ctx)
	go func() {
		defer s.watches.Done()
		defer cancel()
		defer close(out)
		s.poll(ctx, seen, out)
	}()
	return out
}

// baseline is the version that is no news, and makes the file one that others
// can write while it is read.
func (s *Store) baseline(ctx context.Context) (seen string) {
	_ = s.reader.use(ctx, func(*sql.Conn) error {
		s.reader.keepLog(ctx)
		seen = s.known.whole
		return nil
	})
	if seen == "" {
		// Without a version to begin with, the first one that can be read is sent.
		seen, _ = s.version(ctx)
	}
	return seen
}

func (s *Store) poll(ctx context.Context, seen string, out chan<- string) {
	tick := time.NewTicker(s.opts.Poll)
	defer tick.Stop()
	// to is nil, and blocks, while there is nothing to send.
	var to chan<- string
	var next string
	for {
		select {
		case <-ctx.Done():
			return
		case to <- next:
			seen, to = next, nil
		case <-tick.C:
			v, err := s.version(ctx)
			if err != nil {
				continue
			}
			if next, to = v, out; v == seen {
				to = nil
			}
		}
	}
}
