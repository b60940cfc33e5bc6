package api

import (
	"net/http"
	"strings"
)

// serveMap serves the map at / and its assets below. What the map does not know, and
// everything under /v1 that is no resource, is not found, in the same words as
// everywhere else.
func (s *server) serveMap(w http.ResponseWriter, r *http.Request) {
	if s.mapPage == nil || r.URL.Path == "/v1" || strings.HasPrefix(r.URL.Path, "/v1/") {
		s.fail(w, r, notFound(r.URL.Path))
		return
	}
	exchangeOf(r.Context()).route = "/*"
	switch r.Method {
	case http.MethodGet, http.MethodHead:
	case http.MethodOptions:
		w.Header().Set("Allow", allowedMethods)
		w.WriteHeader(http.StatusNoContent)
		return
	default:
		s.fail(w, r, methodNotAllowed(r.Method, allowedMethods))
		return
	}
	m := &mapResponse{ResponseWriter: w}
	s.mapPage.ServeHTTP(m, r)
	if m.missing {
		for name := range w.Header() {
			if name == "Etag" || name == "Last-Modified" || name == "Accept-Ranges" {
				w.Header().Del(name)
			}
		}
		s.fail(w, r, notFound(r.URL.Path))
	}
}

// mapResponse swallows the map's own "not found", to be told as a problem instead.
type mapResponse struct {
	http.ResponseWriter
	missing bool
}

func (m *mapResponse) WriteHeader(status int) {
	if status == http.StatusNotFound {
		m.missing = true
		return
	}
	m.ResponseWriter.WriteHeader(status)
}

func (m *mapResponse) Write(b []byte) (int, error) {
	if m.missing {
		return len(b), nil
	}
	return m.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach the connection.
func (m *mapResponse) Unwrap() http.ResponseWriter { return m.ResponseWriter }
