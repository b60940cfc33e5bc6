package api

import (
	"net/http"
	"strconv"
	"strings"
)

// weighted is one element of an Accept-like header.
type weighted struct {
	name string
	q    float64
}

// parseWeighted reads the elements of a header such as "gzip;q=0.5, identity". An
// element whose weight cannot be read counts as refused: it is not what was meant.
func parseWeighted(values []string) []weighted {
	var out []weighted
	for _, element := range strings.Split(strings.Join(values, ","), ",") {
		name, params, _ := strings.Cut(element, ";")
		w := weighted{name: strings.ToLower(strings.TrimSpace(name)), q: 1}
		if w.name == "" {
			continue
		}
		for _, param := range strings.Split(params, ";") {
			key, value, _ := strings.Cut(param, "=")
			if strings.EqualFold(strings.TrimSpace(key), "q") {
				q, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
				if err != nil || !(q >= 0 && q <= 1) {
					q = 0
				}
				w.q = q
			}
		}
		out = append(out, w)
	}
	return out
}

// wantsGzip reports whether the client takes gzip at least as gladly as a plain body
// (RFC 9110 §12.5.3).
func wantsGzip(r *http.Request) bool {
	gzip, identity, rest := -1.0, -1.0, -1.0
	for _, w := range parseWeighted(r.Header.Values("Accept-Encoding")) {
		switch w.name {
		case "gzip", "x-gzip":
			gzip = w.q
		case "identity":
			identity = w.q
		case "*":
			rest = w.q
		}
	}
	if gzip < 0 {
		gzip = rest
	}
	return gzip > 0 && gzip >= identity
}

// chooseMedia picks the media type of an answer among those offered, the first of
// which is the default. Where nothing offered is accepted, the default is sent all
// the same, as RFC 9110 §12.5.1 allows: a client that cannot name GeoJSON can often
// read it.
func chooseMedia(r *http.Request, offered []string) string {
	if len(offered) == 1 {
		return offered[0]
	}
	accepted := parseWeighted(r.Header.Values("Accept"))
	best, bestQ := offered[0], 0.0
	for _, media := range offered {
		if q := mediaWeight(accepted, media); q > bestQ {
			best, bestQ = media, q
		}
	}
	return best
}

// mediaWeight is the weight of the most specific element that matches a media type.
func mediaWeight(accepted []weighted, media string) float64 {
	kind, _, _ := strings.Cut(media, "/")
	q, specific := 0.0, 0
	for _, w := range accepted {
		s := 0
		switch w.name {
		case media:
			s = 3
		case kind + "/*":
			s = 2
		case "*/*":
			s = 1
		}
		if s > specific {
			q, specific = w.q, s
		}
	}
	return q
}
