package api

import (
	"net/http"
	"slices"
	"strings"
)

// addVary adds fields to the Vary header, which stays one line in alphabetical order.
func addVary(h http.Header, fields ...string) {
	var have []string
	for _, field := range append(h.Values("Vary"), fields...) {
		for _, f := range strings.Split(field, ",") {
			f = http.CanonicalHeaderKey(strings.TrimSpace(f))
			if f != "" && !slices.Contains(have, f) {
				have = append(have, f)
			}
		}
	}
	slices.Sort(have)
	h.Set("Vary", strings.Join(have, ", "))
}

// varyNegotiated names what the choice of an answer's form depends on.
func varyNegotiated(h http.Header) {
	addVary(h, "Accept", "Accept-Encoding", "Accept-Language")
}
