package analysis

import (
	"container/list"
	"context"
	"errors"
	"math"
	"runtime/debug"
	"sync"
)

// cache keeps what is dear to compute, up to a budget of bytes, and drops what
// was asked for longest ago. A value is computed once, however many ask for it at
// the same time; the computation stops when nobody waits for it any more.
type cache struct {
	budget int64

	mu      sync.Mutex
	used    int64
	entries map[string]*entry
	// recent has the keys of finished entries, the latest first.
	recent *list.List
}

type entry struct {
	key    string
	bytes  int64
	value  any
	err    error
	done   chan struct{}
	place  *list.Element
	waits  int
	cancel context.CancelFunc
}

// unlimitedCacheBytes is the budget where the process has no memory limit.
const unlimitedCacheBytes = 1 << 30

// defaultCacheBytes is a quarter of the process's memory limit, if it has one.
func defaultCacheBytes() int64 {
	if limit := debug.SetMemoryLimit(-1); limit < math.MaxInt64 {
		return max(1, limit/4)
	}
	return unlimitedCacheBytes
}

func newCache(budget int64) *cache {
	return &cache{budget: budget, entries: make(map[string]*entry), recent: list.New()}
}

// cached returns the value under the key, computing it when it is not there.
// compute also tells how many bytes the value holds. A value that failed is not
// kept.
func cached[T any](ctx context.Context, c *cache, key string, compute func(context.Context) (T, int64, error)) (T, error) {
	var zero T
	for {
		// Who has left already starts nothing, however quickly it could be had.
		if err := ctx.Err(); err != nil {
			return zero, err
		}
		e, mine := c.claim(key)
		if mine {
			go c.fill(e, func(ctx context.Context) (any, int64, error) { return compute(ctx) })
		}
		select {
		case <-e.done:
		case <-ctx.Done():
			c.leave(e)
			return zero, ctx.Err()
		}
		c.leave(e)
		if e.err != nil {
			// Somebody else's computation may have been stopped because they left.
			if ctx.Err() == nil && !mine && isContextError(e.err) {
				continue
			}
			return zero, e.err
		}
		return e.value.(T), nil
	}
}

// cachedQuick is cached for what takes less time than to tell another goroutine: it is
// computed by whoever asks, and by two who ask at once twice.
func cachedQuick[T any](ctx context.Context, c *cache, key string, compute func(context.Context) (T, int64, error)) (T, error) {
	c.mu.Lock()
	e, ok := c.entries[key]
	if ok && e.place != nil {
		c.recent.MoveToFront(e.place)
		c.mu.Unlock()
		return e.value.(T), nil
	}
	c.mu.Unlock()
	value, bytes, err := compute(ctx)
	if err != nil {
		return value, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.entries[key]; !ok {
		done := make(chan struct{})
		close(done)
		c.put(&entry{key: key, bytes: bytes, value: value, done: done})
	}
	return value, nil
}

func isContextError(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}

// claim joins an entry, or makes it and tells the caller to fill it.
func (c *cache) claim(key string) (*entry, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e, ok := c.entries[key]; ok {
		e.waits++
		if e.place != nil {
			c.recent.MoveToFront(e.place)
		}
		return e, false
	}
	e := &entry{key: key, done: make(chan struct{}), waits: 1}
	c.entries[key] = e
	return e, true
}

func (c *cache) fill(e *entry, compute func(context.Context) (any, int64, error)) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	c.mu.Lock()
	e.cancel = cancel
	if e.waits == 0 {
		cancel()
	}
	c.mu.Unlock()
	value, bytes, err := compute(ctx)
	c.mu.Lock()
	defer c.mu.Unlock()
	e.value, e.bytes, e.err = value, bytes, err
	if err != nil {
		delete(c.entries, e.key)
	} else {
		c.put(e)
	}
	close(e.done)
}

// put keeps a finished entry as the one asked for last. The lock is the caller's.
func (c *cache) put(e *entry) {
	c.entries[e.key] = e
	e.place = c.recent.PushFront(e)
	c.used += e.bytes
	c.trim(e)
}

// weigh tells how many bytes a value holds by now, if it is still there.
func (c *cache) weigh(key string, bytes int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e, ok := c.entries[key]; ok && e.place != nil && e.bytes != bytes {
		c.used += bytes - e.bytes
		e.bytes = bytes
		c.trim(e)
	}
}

// trim drops the entries asked for longest ago until the budget holds; the newest
// stays even when it is alone too large.
func (c *cache) trim(keep *entry) {
	for c.used > c.budget {
		last := c.recent.Back()
		if last == nil || last.Value.(*entry) == keep {
			return
		}
		e := last.Value.(*entry)
		c.recent.Remove(last)
		delete(c.entries, e.key)
		c.used -= e.bytes
	}
}

// leave tells that one who waited does so no longer; the last one to leave an
// unfinished computation stops it.
func (c *cache) leave(e *entry) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e.waits--
	if e.waits == 0 && e.place == nil && e.cancel != nil {
		e.cancel()
	}
}
