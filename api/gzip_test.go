package api

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The table of RFC 9110 §12.5.3.
func TestWhoWantsGzip(t *testing.T) {
	for header, want := range map[string]bool{
		"": false, "identity": false, "gzip": true, "GZIP": true, "x-gzip": true, "br": false, "gzip, br": true,
		"gzip;q=0": false, "gzip;q=0.0": false, "gzip; q=0": false, "gzip;q=0.001": true, "gzip;q=1.0": true,
		"*": true, "*;q=0": false, "gzip;q=0, *": false, "identity;q=1, gzip;q=0.5": false, "identity;q=0.5, gzip;q=0.5": true,
		"identity;q=0, gzip;q=0": false, "gzip;q=x": false, "gzip;q=2": false, "gzip;q=-1": false, "notgzip": false, "gzipped": false,
		"deflate, gzip;q=0.8;x=1": true, ",,gzip": true,
	} {
		r := httptest.NewRequestWithContext(context.Background(), http.MethodGet, "/", nil)
		if header != "" {
			r.Header.Set("Accept-Encoding", header)
		}
		assert.Equal(t, want, wantsGzip(r), "%q", header)
	}
}

func gunzip(t *testing.T, b []byte) string {
	t.Helper()
	r, err := gzip.NewReader(bytes.NewReader(b))
	require.NoError(t, err)
	plain, err := io.ReadAll(r)
	require.NoError(t, err)
	return string(plain)
}

func TestAnswersAreGzippedWhereWanted(t *testing.T) {
	h := serving(t, newFake())
	const long = "/v1/towns/330411001/coverage?category=clinic&minutes=5,15,30"
	plain := ask(h, long)
	require.Greater(t, plain.Body.Len(), gzipMinBytes)
	assert.Empty(t, plain.Header().Get("Content-Encoding"))

	zipped := ask(h, long, "Accept-Encoding", "gzip")
	assert.Equal(t, "gzip", zipped.Header().Get("Content-Encoding"))
	assert.Empty(t, zipped.Header().Get("Content-Length"))
	assert.Less(t, zipped.Body.Len(), plain.Body.Len())
	assert.Equal(t, plain.Body.String(), gunzip(t, zipped.Body.Bytes()))

	for _, refusal := range []string{"gzip;q=0", "identity", "br"} {
		refused := ask(h, long, "Accept-Encoding", refusal)
		assert.Empty(t, refused.Header().Get("Content-Encoding"), refusal)
		assert.Equal(t, plain.Body.String(), refused.Body.String(), refusal)
		assert.Contains(t, refused.Header().Get("Vary"), "Accept-Encoding")
	}
	short := ask(h, "/healthz", "Accept-Encoding", "gzip")
	assert.Empty(t, short.Header().Get("Content-Encoding"), "too short to be worth it")
	assert.Equal(t, "{\"status\":\"ok\"}\n", short.Body.String())
}

// page serves one body in a given way.
func page(set func(h http.Header), status int, chunks ...string) http.Handler {
	return withGzip(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		set(w.Header())
		w.WriteHeader(status)
		for _, c := range chunks {
			_, _ = io.WriteString(w, c)
		}
	}))
}

func TestGzipLeavesAloneWhatItMust(t *testing.T) {
	body := strings.Repeat("something long ", 200)
	for name, c := range map[string]struct {
		set    func(h http.Header)
		status int
		body   string
	}{
		"encoded already":   {func(h http.Header) { h.Set("Content-Type", "text/css"); h.Set("Content-Encoding", "br") }, 200, body},
		"part of a range":   {func(h http.Header) { h.Set("Content-Type", "text/css"); h.Set("Content-Range", "bytes 0-9/90") }, 206, body},
		"a picture":         {func(h http.Header) { h.Set("Content-Type", "image/png") }, 200, body},
		"too short":         {func(h http.Header) { h.Set("Content-Type", "text/css") }, 200, "short"},
		"not modified":      {func(h http.Header) { h.Set("Etag", `"x"`) }, 304, ""},
		"nothing to say":    {func(http.Header) {}, 204, ""},
		"an error without":  {func(http.Header) {}, 500, ""},
		"an unknown format": {func(h http.Header) { h.Set("Content-Type", "application/octet-stream") }, 200, body},
	} {
		w := ask(page(c.set, c.status, c.body), "/", "Accept-Encoding", "gzip")
		assert.Equal(t, c.status, w.Code, name)
		assert.NotEqual(t, "gzip", w.Header().Get("Content-Encoding"), name)
		assert.Equal(t, c.body, w.Body.String(), name)
	}
}

func TestGzipMakesAStrongTagWeak(t *testing.T) {
	w := ask(page(func(h http.Header) {
		h.Set("Content-Type", "text/javascript; charset=utf-8")
		h.Set("Etag", `"strong"`)
		h.Set("Content-Length", strconv.Itoa(3000))
		h.Set("Accept-Ranges", "bytes")
	}, 200, strings.Repeat("x", 500), strings.Repeat("y", 2500)), "/", "Accept-Encoding", "gzip")
	assert.Equal(t, `W/"strong"`, w.Header().Get("Etag"))
	assert.Empty(t, w.Header().Get("Content-Length"))
	assert.Empty(t, w.Header().Get("Accept-Ranges"))
	assert.Equal(t, strings.Repeat("x", 500)+strings.Repeat("y", 2500), gunzip(t, w.Body.Bytes()))
}

// Go's own file server stays right behind the compressor: ranges, and 304 by the
// weakened tag.
func TestGzipOverServeContent(t *testing.T) {
	text := strings.Repeat("0123456789", 400)
	h := withGzip(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Etag", `"v"`)
		http.ServeContent(w, r, "a.txt", time.Time{}, strings.NewReader(text))
	}))
	whole := ask(h, "/", "Accept-Encoding", "gzip")
	assert.Equal(t, text, gunzip(t, whole.Body.Bytes()))
	assert.Equal(t, http.StatusNotModified, ask(h, "/", "Accept-Encoding", "gzip", "If-None-Match", whole.Header().Get("Etag")).Code)
	part := ask(h, "/", "Accept-Encoding", "gzip", "Range", "bytes=5-9")
	assert.Equal(t, http.StatusPartialContent, part.Code)
	assert.Equal(t, "56789", part.Body.String())
}

func TestMediaIsChosenByWeight(t *testing.T) {
	offered := []string{MediaJSON, MediaCSV}
	for header, want := range map[string]string{
		"": MediaJSON, "*/*": MediaJSON, "text/csv": MediaCSV, "text/*": MediaCSV, "text/csv;q=0.9, application/json": MediaJSON,
		"text/csv, application/json;q=0.9": MediaCSV, "text/csv;q=0, */*": MediaJSON, "image/png": MediaJSON, "TEXT/CSV": MediaCSV,
		"application/json;q=0.1, text/csv;q=0.2": MediaCSV, "text/html,application/xhtml+xml,*/*;q=0.8": MediaJSON,
	} {
		r := httptest.NewRequestWithContext(context.Background(), http.MethodGet, "/", nil)
		r.Header.Set("Accept", header)
		assert.Equal(t, want, chooseMedia(r, offered), "%q", header)
	}
}

func TestLanguageIsChosen(t *testing.T) {
	langs := newLanguages()
	for _, c := range []struct {
		header, param string
		want          Lang
	}{
		{"", "", Chinese}, {"", "en", English}, {"zh", "en", English}, {"en", "zh", Chinese}, {"en-GB,en;q=0.9", "", English},
		{"zh-TW", "", Chinese}, {"fr", "", Chinese}, {"fr, en;q=0.5", "", English}, {"en;q=0.1, zh", "", Chinese},
		{"*", "", Chinese}, {"!!!", "", Chinese}, {"en", "xx", English},
	} {
		r := httptest.NewRequestWithContext(context.Background(), http.MethodGet, "/", nil)
		r.Header.Set("Accept-Language", c.header)
		assert.Equal(t, c.want, langs.choose(r, c.param), "%+v", c)
	}
}
