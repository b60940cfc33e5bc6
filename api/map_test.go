package api

import (
	"io/fs"
	"net/http"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// testPages stands for the files of the map.
func testPages() fs.FS {
	return fstest.MapFS{
		"index.html":  {Data: []byte("<!doctype html><title>map</title>")},
		"assets/a.js": {Data: []byte(strings.Repeat("// a long script\n", 200))},
	}
}

func TestTheMapIsServedBesideTheResources(t *testing.T) {
	pages := http.FileServer(http.FS(testPages()))
	h, err := New(Options{Provider: &provider{analyst: newFake()}, Logger: quiet(), Map: pages})
	require.NoError(t, err)
	w := ask(h, "/")
	assert.Equal(t, http.StatusOK, w.Code)
	assert.Contains(t, w.Body.String(), "<title>")
	w = ask(h, "/assets/a.js?v=1", "Accept-Encoding", "gzip")
	assert.Equal(t, http.StatusOK, w.Code)
	assert.Equal(t, "gzip", w.Header().Get("Content-Encoding"))
	problemIn(t, ask(h, "/assets/b.js"), http.StatusNotFound)
	problemIn(t, ask(h, "/v1/nothing"), http.StatusNotFound)
	problemIn(t, do(h, http.MethodPost, "/"), http.StatusMethodNotAllowed)
	assert.Equal(t, http.StatusNoContent, do(h, http.MethodOptions, "/").Code)
	assert.Equal(t, http.StatusOK, do(h, http.MethodHead, "/").Code)
	assert.Equal(t, MediaJSON, ask(h, "/healthz").Header().Get("Content-Type"))
}
