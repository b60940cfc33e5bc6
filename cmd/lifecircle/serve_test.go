package main

import (
	"context"
	"net"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// answering runs answer with a handler, and returns how to interrupt it, what it
// returned, and the status of one request (0 for a connection that was broken off).
func answering(t *testing.T, handler http.HandlerFunc) (interrupt context.CancelFunc, ended <-chan error, status <-chan int) {
	t.Helper()
	ctx, interrupt := context.WithCancel(t.Context())
	t.Cleanup(interrupt)
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	done, got := make(chan error, 1), make(chan int, 1)
	go func() { done <- answer(ctx, listener, handler) }()
	request, err := http.NewRequestWithContext(context.WithoutCancel(t.Context()), http.MethodGet, "http://"+listener.Addr().String(), nil)
	require.NoError(t, err)
	go func() {
		r, err := http.DefaultClient.Do(request)
		if err != nil {
			got <- 0
			return
		}
		_ = r.Body.Close() // nothing is read of it
		got <- r.StatusCode
	}()
	return interrupt, done, got
}

// What is being answered when the server is interrupted is still answered.
func TestAnswersUnderWayFinish(t *testing.T) {
	t.Parallel()
	begun, interrupted := make(chan struct{}), make(chan struct{})
	interrupt, ended, status := answering(t, func(w http.ResponseWriter, r *http.Request) {
		close(begun)
		<-interrupted
		select {
		case <-r.Context().Done():
			w.WriteHeader(http.StatusInternalServerError)
		case <-time.After(50 * time.Millisecond): // long enough for an interruption to arrive
		}
	})
	<-begun
	interrupt()
	close(interrupted)
	require.Equal(t, http.StatusOK, <-status)
	require.NoError(t, <-ended)
}

// What takes longer than the grace is broken off, and its computation told to end.
func TestEndlessAnswersAreBrokenOff(t *testing.T) {
	t.Parallel()
	begun, told := make(chan struct{}), make(chan struct{})
	interrupt, ended, status := answering(t, func(_ http.ResponseWriter, r *http.Request) {
		close(begun)
		<-r.Context().Done()
		close(told)
		panic(http.ErrAbortHandler)
	})
	<-begun
	start := time.Now()
	interrupt()
	require.NoError(t, <-ended)
	require.Less(t, time.Since(start), 5*time.Second)
	<-told
	require.Zero(t, <-status)
}
