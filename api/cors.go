package api

import (
	"net/http"
	"slices"
)

// allowedMethods are the methods of every resource. Pages of other origins are allowed no
// others: they may read, and not write.
const allowedMethods = "GET, HEAD, OPTIONS"

// exposedHeaders are those that a script from another origin may read.
const exposedHeaders = "Content-Crs, Content-Disposition, ETag, Link, Retry-After, X-Request-Id"

// withCORS lets pages of the origins read the answers; "*" is any of them. No
// credentials are ever involved, so that opening the answers to any page opens nothing
// that the page's server could not fetch itself.
func withCORS(origins []string, next http.Handler) http.Handler {
	every := slices.Contains(origins, "*")
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		origin := r.Header.Get("Origin")
		switch {
		case every:
			h.Set("Access-Control-Allow-Origin", "*")
		case slices.Contains(origins, origin) && origin != "":
			h.Set("Access-Control-Allow-Origin", origin)
		}
		if !every {
			addVary(h, "Origin")
		}
		h.Set("Access-Control-Expose-Headers", exposedHeaders)
		if r.Method == http.MethodOptions {
			h.Set("Access-Control-Allow-Methods", allowedMethods)
			h.Set("Access-Control-Allow-Headers", "Accept, Accept-Language, Content-Type, If-None-Match, X-Request-Id")
			h.Set("Access-Control-Max-Age", "600")
		}
		next.ServeHTTP(w, r)
	})
}
