package api

import (
	"context"
	"flag"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/data/storetest"
)

var update = flag.Bool("update", false, "rewrite the golden responses of testdata; review the difference")

// provider hands out one Analyst.
type provider struct {
	analyst Analyst
	err     error
}

func (p *provider) Current() Analyst { return p.analyst }
func (p *provider) Err() error       { return p.err }

// quiet drops the log.
func quiet() *slog.Logger { return slog.New(slog.NewTextHandler(io.Discard, nil)) }

// serving returns the interface over an Analyst.
func serving(t testing.TB, a Analyst) http.Handler {
	t.Helper()
	o := Options{Provider: &provider{analyst: a}, Build: "test", Logger: quiet()}
	if judging, ok := a.(interface{ standards() Standards }); ok {
		o.Standards = judging.standards()
	}
	h, err := New(o)
	require.NoError(t, err)
	return h
}

// savedID is the scenario of servingSaved.
const savedID = "0badcafe"

// servingSaved is serving with a saved scenario, which is applied, so that nobody has to
// evaluate it.
func servingSaved(t testing.TB, f *fake) http.Handler {
	t.Helper()
	records := &storetest.MemoryRecords{}
	at := time.Date(2026, 5, 6, 7, 8, 9, 0, time.UTC)
	require.NoError(t, records.AddScenario(context.Background(), data.Scenario{ID: savedID, Name: "东桥", Author: "王工", By: "王工", DatasetVersion: "v1",
		Body: []byte(`{"edits":[]}`), Created: at, Applied: &data.ScenarioApplied{At: at, By: "x", Before: "v0", After: "v1"}}))
	h, err := New(Options{Provider: &provider{analyst: f}, Build: "test", Logger: quiet(), Standards: f.standards(), Records: func() data.Records { return records }})
	require.NoError(t, err)
	return h
}

// ask sends a GET with headers given in pairs.
func ask(h http.Handler, target string, headers ...string) *httptest.ResponseRecorder {
	return do(h, http.MethodGet, target, headers...)
}

func do(h http.Handler, method, target string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequestWithContext(context.Background(), method, "/", nil)
	path, query, _ := strings.Cut(target, "?")
	if u, err := r.URL.Parse(path); err == nil {
		r.URL = u
	}
	r.URL.RawQuery = query
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// golden compares with a reviewed file of testdata, or rewrites it under -update.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(file, got, 0o644))
		return
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err, "run go test ./api -update and review what it writes")
	require.Equal(t, string(want), string(got), "%s: if the change is meant, run go test ./api -update and review the difference", file)
}
