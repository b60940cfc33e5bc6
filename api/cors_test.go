package api

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestCORS(t *testing.T) {
	h := serving(t, newFake())
	for _, target := range []string{"/v1/dataset", "/v1/units?level=x", "/nothing"} {
		w := ask(h, target, "Origin", "https://a.example")
		assert.Equal(t, "*", w.Header().Get("Access-Control-Allow-Origin"), target)
		for _, name := range []string{"ETag", "Link", "Content-Crs"} {
			assert.Contains(t, w.Header().Get("Access-Control-Expose-Headers"), name)
		}
	}
	w := do(h, http.MethodOptions, "/v1/dataset", "Origin", "https://a.example", "Access-Control-Request-Method", "GET")
	assert.Equal(t, http.StatusNoContent, w.Code)
	assert.Equal(t, allowedMethods, w.Header().Get("Access-Control-Allow-Methods"))
	assert.Contains(t, w.Header().Get("Access-Control-Allow-Headers"), "If-None-Match")

	some, err := New(Options{Provider: &provider{analyst: newFake()}, Logger: quiet(), CORSOrigins: []string{"https://a.example"}})
	require.NoError(t, err)
	w = ask(some, "/v1/dataset", "Origin", "https://a.example")
	assert.Equal(t, "https://a.example", w.Header().Get("Access-Control-Allow-Origin"))
	assert.Equal(t, "Accept, Accept-Encoding, Accept-Language, Origin", w.Header().Get("Vary"))
	w = ask(some, "/v1/dataset", "Origin", "https://b.example")
	assert.Empty(t, w.Header().Get("Access-Control-Allow-Origin"))
}
