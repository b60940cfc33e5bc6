package web

import (
	"embed"
	"io/fs"
	"net/http"
)

//go:embed dist
var dist embed.FS

// record is the file of dist/ that tells which sources it was built from. It is for
// whoever builds, and is not served.
const record = "BUILD"

// Handler serves the built map: "/" is its page, "/assets/…" what the page needs.
// Anything else is 404: there is one page, and an unknown address is not it.
func Handler() http.Handler {
	built, err := fs.Sub(dist, "dist")
	if err != nil { // only for a malformed name, and this one is not
		return http.NotFoundHandler()
	}
	assets := load(built)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "the map is only read", http.StatusMethodNotAllowed)
			return
		}
		a, ok := assets[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		a.serve(w, r)
	})
}
