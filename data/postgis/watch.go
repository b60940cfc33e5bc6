package postgis

import (
	"context"
	"time"
)

// channel is where the triggers tell of changes.
const channel = "lifecircle"

// settle is how long a watch waits for more after it was told of a change: a
// planner who saves an edit of many rows makes many.
const settle = 20 * time.Millisecond

// reconnect is how long a watch whose line dropped waits before it tries again.
const reconnect = time.Second

// Watch sends the new version each time the content has changed since the last
// Load or Version of this store, or since now if there was none. It is told of
// changes by the database, and looks for itself every Options.Poll. While the
// database is away it keeps trying. The channel is closed when ctx ends or the
// store is closed.
func (s *Store) Watch(ctx context.Context) <-chan string {
	out := make(chan string)
	s.writerOnce.Lock() // a store that is being closed starts no watch
	defer s.writerOnce.Unlock()
	if s.isClosed() {
		close(out)
		return out
	}
	s.watches.Add(1)
	ctx, cancel := context.WithCancel(ctx)
	go func() {
		select {
		case <-s.closed:
			cancel()
		case <-ctx.Done():
		}
	}()
	seen := s.baseline(ctx)
	told := make(chan struct{}, 1)
	listening := make(chan struct{})
	go func() {
		defer close(listening)
		for ctx.Err() == nil {
			s.listen(ctx, told)
			wait(ctx, reconnect)
		}
	}()
	go func() {
		defer s.watches.Done()
		defer func() { <-listening }()
		defer cancel()
		defer close(out)
		s.follow(ctx, seen, told, out)
	}()
	return out
}

// baseline is the version that is no news.
func (s *Store) baseline(ctx context.Context) string {
	s.mu.Lock()
	seen := s.lastVersion
	s.mu.Unlock()
	if seen == "" {
		// Without a version to begin with, the first one that can be read is sent.
		seen, _ = s.Version(ctx)
	}
	return seen
}

// listen hands on what is told, until the line drops or ctx ends. What happened
// before it listened it does not hear, so it tells of a change at the start.
func (s *Store) listen(ctx context.Context, told chan<- struct{}) {
	pooled, err := s.reader.Acquire(ctx)
	if err != nil {
		return
	}
	conn := pooled.Hijack() // it is closed rather than given back listening
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	if _, err := conn.Exec(ctx, "LISTEN "+channel); err != nil {
		return
	}
	for {
		select {
		case told <- struct{}{}:
		default: // the last telling was not heard yet
		}
		if _, err := conn.WaitForNotification(ctx); err != nil {
			return
		}
	}
}

// follow looks at the version when it is told to, and from time to time, and sends
// it when it is another.
func (s *Store) follow(ctx context.Context, seen string, told <-chan struct{}, out chan<- string) {
	tick := time.NewTicker(s.options.Poll)
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
			continue
		case <-told:
			wait(ctx, settle)
		case <-tick.C:
		}
		v, err := s.Version(ctx)
		if err != nil {
			continue
		}
		if next, to = v, out; v == seen {
			to = nil
		}
	}
}

func wait(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}
