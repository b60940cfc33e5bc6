package analysis

import (
	"context"
	"errors"
	"fmt"
	"math"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// soon is far longer than anything here takes, and bounds what hangs.
const soon = 20 * time.Second

// number computes a number of so many bytes at once.
func number(n int, bytes int64) func(context.Context) (int, int64, error) {
	return func(context.Context) (int, int64, error) { return n, bytes, nil }
}

// waitFor waits until cond holds under the cache's lock.
func waitFor(t *testing.T, c *cache, cond func() bool) {
	t.Helper()
	require.Eventually(t, func() bool {
		c.mu.Lock()
		defer c.mu.Unlock()
		return cond()
	}, soon, time.Millisecond)
}

// waiting is how many wait for a key.
func (c *cache) waiting(key string) int {
	if e := c.entries[key]; e != nil {
		return e.waits
	}
	return 0
}

func TestOneValueIsComputedOnce(t *testing.T) {
	c := newCache(1000)
	var computed atomic.Int32
	release := make(chan struct{})
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			v, err := cached(t.Context(), c, "k", func(context.Context) (int, int64, error) {
				computed.Add(1)
				<-release
				return 7, 1, nil
			})
			if v != 7 || err != nil {
				t.Errorf("%d, %v", v, err)
			}
		})
	}
	waitFor(t, c, func() bool { return c.waiting("k") == 20 })
	close(release)
	all.Wait()
	require.Equal(t, int32(1), computed.Load())
}

// P12: who leaves is free at once, and when nobody waits any more the computation
// stops.
func TestAComputationStopsWhenNobodyWaits(t *testing.T) {
	c := newCache(1000)
	stopped := make(chan struct{})
	compute := func(ctx context.Context) (int, int64, error) {
		<-ctx.Done()
		close(stopped)
		return 0, 0, fmt.Errorf("searching: %w", ctx.Err())
	}
	ctx1, cancel1 := context.WithCancel(t.Context())
	ctx2, cancel2 := context.WithCancel(t.Context())
	left := make(chan error, 2)
	for _, ctx := range []context.Context{ctx1, ctx2} {
		go func() {
			_, err := cached(ctx, c, "k", compute)
			left <- err
		}()
	}
	waitFor(t, c, func() bool { return c.waiting("k") == 2 })
	cancel1()
	require.ErrorIs(t, <-left, context.Canceled)
	select {
	case <-stopped:
		t.Fatal("stopped while somebody waited")
	case <-time.After(20 * time.Millisecond):
	}
	cancel2()
	require.ErrorIs(t, <-left, context.Canceled)
	select {
	case <-stopped:
	case <-time.After(soon):
		t.Fatal("goes on though nobody waits")
	}
	waitFor(t, c, func() bool { return len(c.entries) == 0 })
}

func TestTheSecondWaiterStillGetsItsAnswer(t *testing.T) {
	c := newCache(1000)
	release := make(chan struct{})
	ctx, cancel := context.WithCancel(t.Context())
	first, second := make(chan error, 1), make(chan int, 1)
	compute := func(ctx context.Context) (int, int64, error) {
		select {
		case <-release:
			return 7, 1, nil
		case <-ctx.Done():
			return 0, 0, ctx.Err()
		}
	}
	go func() {
		_, err := cached(ctx, c, "k", compute)
		first <- err
	}()
	waitFor(t, c, func() bool { return c.waiting("k") == 1 })
	go func() {
		v, _ := cached(t.Context(), c, "k", compute)
		second <- v
	}()
	waitFor(t, c, func() bool { return c.waiting("k") == 2 })
	cancel()
	require.ErrorIs(t, <-first, context.Canceled)
	close(release)
	require.Equal(t, 7, <-second)
}

// Who comes while a computation that all have left is still stopping has it
// computed anew.
func TestWhoComesWhileItStopsAsksAgain(t *testing.T) {
	c := newCache(1000)
	var computed atomic.Int32
	stopping, release := make(chan struct{}), make(chan struct{})
	compute := func(ctx context.Context) (int, int64, error) {
		if computed.Add(1) > 1 {
			return 7, 1, nil
		}
		<-ctx.Done()
		close(stopping)
		<-release
		return 0, 0, ctx.Err()
	}
	ctx, cancel := context.WithCancel(t.Context())
	first, second := make(chan error, 1), make(chan int, 1)
	go func() {
		_, err := cached(ctx, c, "k", compute)
		first <- err
	}()
	waitFor(t, c, func() bool { return c.waiting("k") == 1 })
	cancel()
	require.ErrorIs(t, <-first, context.Canceled)
	<-stopping
	go func() {
		v, _ := cached(t.Context(), c, "k", compute)
		second <- v
	}()
	waitFor(t, c, func() bool { return c.waiting("k") == 1 })
	close(release)
	require.Equal(t, 7, <-second)
	require.Equal(t, int32(2), computed.Load())
}

func TestWhatFailedIsNotKept(t *testing.T) {
	c := newCache(1000)
	bad := errors.New("bad")
	_, err := cached(t.Context(), c, "k", func(context.Context) (int, int64, error) { return 0, 0, bad })
	require.ErrorIs(t, err, bad)
	v, err := cached(t.Context(), c, "k", number(7, 1))
	require.NoError(t, err)
	require.Equal(t, 7, v)
	require.Equal(t, int64(1), c.used)
}

func TestWhatWasAskedForLongestAgoIsDropped(t *testing.T) {
	c := newCache(100)
	computed := map[string]int{}
	ask := func(key string, bytes int64) {
		_, err := cached(t.Context(), c, key, func(context.Context) (int, int64, error) {
			computed[key]++
			return 1, bytes, nil
		})
		require.NoError(t, err)
		require.LessOrEqual(t, c.used, max(100, bytes))
	}
	ask("a", 40)
	ask("b", 40)
	ask("a", 40) // b is now the older
	ask("c", 40) // and goes
	ask("a", 40)
	require.Equal(t, map[string]int{"a": 1, "b": 1, "c": 1}, computed)
	ask("b", 40)
	require.Equal(t, 2, computed["b"])
	ask("a", 40)
	require.Equal(t, 1, computed["a"])
	// The newest stays, even when it is too large for the budget by itself.
	ask("large", 1000)
	ask("large", 1000)
	require.Equal(t, 1, computed["large"])
	require.Len(t, c.entries, 1)
	require.Equal(t, int64(1000), c.used)
	ask("a", 40)
	require.Equal(t, int64(40), c.used)
	require.Equal(t, c.recent.Len(), len(c.entries))
}

// Many keys, many who ask and leave, a small budget: every answer is right, and the
// books are in order afterwards.
func TestCacheUnderPressure(t *testing.T) {
	c := newCache(50)
	var all sync.WaitGroup
	for g := range 8 {
		all.Go(func() {
			for i := range 300 {
				key := (i*7 + g*3) % 11
				ctx, cancel := context.WithCancel(t.Context())
				if i%5 == 0 {
					cancel()
				}
				v, err := cached(ctx, c, fmt.Sprint(key), func(ctx context.Context) (int, int64, error) {
					if ctx.Err() != nil {
						return 0, 0, ctx.Err()
					}
					return key, int64(5 + key), nil
				})
				cancel()
				if err == nil && v != key || err != nil && i%5 != 0 {
					t.Errorf("%d: %d, %v", key, v, err)
				}
			}
		})
	}
	all.Wait()
	waitFor(t, c, func() bool { return c.recent.Len() == len(c.entries) })
	sum := int64(0)
	for _, e := range c.entries {
		sum += e.bytes
		require.Zero(t, e.waits)
	}
	require.Equal(t, sum, c.used)
	require.LessOrEqual(t, c.used, int64(50))
}

// The budget is a quarter of what the process may take, and 1 GiB where there is no limit.
func TestDefaultBudget(t *testing.T) {
	before := debug.SetMemoryLimit(math.MaxInt64)
	defer debug.SetMemoryLimit(before)
	require.EqualValues(t, 1<<30, defaultCacheBytes())
	debug.SetMemoryLimit(6 << 30)
	require.EqualValues(t, 3<<29, defaultCacheBytes())
}

// What grows while it is kept is weighed again, and pushes out what was asked for longest ago.
func TestCacheWeighsAgain(t *testing.T) {
	c := newCache(100)
	get := func(key string, bytes int64) {
		_, err := cached(t.Context(), c, key, func(context.Context) (int, int64, error) { return 0, bytes, nil })
		require.NoError(t, err)
	}
	get("old", 30)
	get("grows", 30)
	get("other", 30)
	c.weigh("grows", 40)
	require.Equal(t, int64(100), c.used)
	require.Contains(t, c.entries, "old")
	c.weigh("grows", 60)
	require.NotContains(t, c.entries, "old")
	require.Equal(t, int64(90), c.used)
	c.weigh("old", 1000)
	require.Equal(t, int64(90), c.used, "it is there no longer")
	get("grows", 0)
	c.weigh("grows", 200)
	require.Contains(t, c.entries, "grows", "what is asked for stays even when it is alone too large")
	require.NotContains(t, c.entries, "other")
}
