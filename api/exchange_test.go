package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestPanicsAreToldWithoutInternals(t *testing.T) {
	f := newFake()
	f.panics = true
	var log bytes.Buffer
	h, err := New(Options{Provider: &provider{analyst: f}, Logger: slog.New(slog.NewJSONHandler(&log, nil))})
	require.NoError(t, err)
	w := ask(h, "/v1/dataset", "Accept-Encoding", "gzip", "X-Request-Id", "abc-1")
	p := problemIn(t, w, http.StatusInternalServerError)
	assert.NotContains(t, w.Body.String(), "secret")
	assert.Equal(t, "abc-1", p["request_id"])
	line := map[string]any{}
	require.NoError(t, json.Unmarshal(log.Bytes(), &line))
	assert.Contains(t, line["error"], "secret of the house", "the log has the cause")
	assert.Contains(t, line["error"], "fake_test.go", "and where it happened")
	assert.Equal(t, "abc-1", line["id"])
	assert.Equal(t, "/v1/dataset", line["route"])
	assert.EqualValues(t, 500, line["status"])
}

func TestInnerErrorsStayInside(t *testing.T) {
	f := newFake()
	f.fails = errors.New("graph file /secret/path is broken")
	w := ask(serving(t, f), "/v1/dataset")
	problemIn(t, w, http.StatusInternalServerError)
	assert.NotContains(t, w.Body.String(), "secret")
}

func TestRequestIDs(t *testing.T) {
	h := serving(t, newFake())
	assert.Regexp(t, `^[0-9a-f]{16}$`, ask(h, "/healthz").Header().Get("X-Request-Id"))
	assert.Equal(t, "proxy-1.2_3", ask(h, "/healthz", "X-Request-Id", "proxy-1.2_3").Header().Get("X-Request-Id"))
	for _, bad := range []string{"a b", "a\"b", "é", string(make([]byte, 65))} {
		assert.NotEqual(t, bad, ask(h, "/healthz", "X-Request-Id", bad).Header().Get("X-Request-Id"))
	}
}

func TestADroppedRequestEndsItsComputation(t *testing.T) {
	f := newFake()
	f.waits = true
	var log bytes.Buffer
	h, err := New(Options{Provider: &provider{analyst: f}, Logger: slog.New(slog.NewJSONHandler(&log, nil))})
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	r := httptest.NewRequestWithContext(ctx, http.MethodGet, "/v1/coverage", nil)
	w := httptest.NewRecorder()
	w.Code = 0
	done := make(chan any)
	go func() {
		defer func() { done <- recover() }()
		h.ServeHTTP(w, r)
	}()
	<-f.asked
	cancel()
	select {
	case <-f.ended:
	case <-time.After(5 * time.Second):
		t.Fatal("the computation went on")
	}
	assert.Equal(t, http.ErrAbortHandler, <-done, "the connection is broken off")
	assert.Zero(t, w.Code, "nothing was written")
	assert.Empty(t, w.Body.String())
	assert.Contains(t, log.String(), `"status":499`)
}

func TestAnAnswerThatTakesTooLong(t *testing.T) {
	f := newFake()
	f.waits = true
	h, err := New(Options{Provider: &provider{analyst: f}, Logger: quiet(), RequestTimeout: 10 * time.Millisecond})
	require.NoError(t, err)
	w := ask(h, "/v1/coverage")
	p := problemIn(t, w, http.StatusServiceUnavailable)
	assert.Equal(t, typePrefix+kindTimeout, p["type"])
	assert.Contains(t, p["detail"], "0.01")
	assert.NotEmpty(t, w.Header().Get("Retry-After"))
	<-f.ended
}
