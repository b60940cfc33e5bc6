package web_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/api/web"
)

func get(t *testing.T, method, path string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(context.Background(), method, path, nil)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	web.Handler().ServeHTTP(w, r)
	return w
}

var inPage = regexp.MustCompile(`(?:src|href)="([^"]+)"`)

// assets are the addresses that the page names.
func assets(t *testing.T) []string {
	t.Helper()
	var out []string
	for _, m := range inPage.FindAllStringSubmatch(get(t, http.MethodGet, "/").Body.String(), -1) {
		out = append(out, m[1])
	}
	require.NotEmpty(t, out, "the page names no script")
	return out
}

func TestThePageIsAskedAnewAndItsAssetsAreKept(t *testing.T) {
	page := get(t, http.MethodGet, "/")
	assert.Equal(t, http.StatusOK, page.Code)
	assert.Equal(t, "text/html; charset=utf-8", page.Header().Get("Content-Type"))
	assert.Equal(t, "no-cache", page.Header().Get("Cache-Control"))
	kinds := map[string]string{".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}
	for _, address := range assets(t) {
		r := get(t, http.MethodGet, address)
		require.Equal(t, http.StatusOK, r.Code, address)
		assert.Equal(t, kinds[address[strings.LastIndexByte(address, '.'):]], r.Header().Get("Content-Type"), address)
		assert.Equal(t, "public, max-age=31536000, immutable", r.Header().Get("Cache-Control"), address)
		assert.Equal(t, "nosniff", r.Header().Get("X-Content-Type-Options"), address)
	}
}

func TestNothingMayComeFromElsewhere(t *testing.T) {
	policy := get(t, http.MethodGet, "/").Header().Get("Content-Security-Policy")
	require.Contains(t, policy, "default-src 'none'")
	for _, directive := range strings.Split(policy, ";") {
		words := strings.Fields(directive)
		for _, source := range words[1:] {
			assert.Contains(t, []string{"'none'", "'self'", "data:", "blob:", "'unsafe-inline'"}, source, directive)
			if source == "'unsafe-inline'" {
				assert.Equal(t, "style-src", words[0], "only styles may stand in the page")
			}
		}
	}
	for _, address := range assets(t) {
		assert.True(t, strings.HasPrefix(address, "/"), "%s is not of this server", address)
	}
}

func TestAClientThatHoldsAnAssetIsSentNone(t *testing.T) {
	for _, address := range append(assets(t), "/") {
		tag := get(t, http.MethodGet, address).Header().Get("ETag")
		require.Regexp(t, `^"[0-9a-f]+"$`, tag, address)
		again := get(t, http.MethodGet, address, "If-None-Match", tag)
		assert.Equal(t, http.StatusNotModified, again.Code, address)
		assert.Empty(t, again.Body.String(), address)
		assert.Equal(t, http.StatusOK, get(t, http.MethodGet, address, "If-None-Match", `"else"`).Code, address)
	}
}

func TestHeadTellsTheSameWithoutTheBody(t *testing.T) {
	whole, head := get(t, http.MethodGet, "/"), get(t, http.MethodHead, "/")
	assert.Equal(t, http.StatusOK, head.Code)
	assert.Equal(t, whole.Header(), head.Header())
	assert.Empty(t, head.Body.String())
}

func TestOtherAddressesAreNotFound(t *testing.T) {
	for _, address := range []string{"/index.html", "/assets/", "/assets", "/assets/none.js", "/BUILD", "/dist/index.html", "/towns", "/../handler.go", "//"} {
		r := httptest.NewRequestWithContext(context.Background(), http.MethodGet, "/", nil)
		r.URL.Path = address
		w := httptest.NewRecorder()
		web.Handler().ServeHTTP(w, r)
		assert.Equal(t, http.StatusNotFound, w.Code, address)
	}
}

func TestTheMapIsOnlyRead(t *testing.T) {
	r := get(t, http.MethodPost, "/")
	assert.Equal(t, http.StatusMethodNotAllowed, r.Code)
	assert.Equal(t, "GET, HEAD", r.Header().Get("Allow"))
}

func TestTheLicencesOfWhatIsBundledAreServed(t *testing.T) {
	r := get(t, http.MethodGet, "/licenses.txt")
	assert.Equal(t, "text/plain; charset=utf-8", r.Header().Get("Content-Type"))
	assert.Equal(t, "no-cache", r.Header().Get("Cache-Control"))
	assert.Contains(t, r.Body.String(), "maplibre-gl")
}
