package api

import (
	"compress/gzip"
	"io"
	"net/http"
	"strings"
	"sync"
)

// gzipMinBytes is the shortest body worth compressing: below it the frame and the
// work outweigh what is saved.
const gzipMinBytes = 1 << 10

// gzipWriters are compressors at their fastest level: on coordinates it saves nearly
// as much as the slowest, at a fraction of the time.
var gzipWriters = sync.Pool{New: func() any {
	w, _ := gzip.NewWriterLevel(io.Discard, gzip.BestSpeed) // the level is a valid one
	return w
}}

// withGzip compresses what the client wants compressed. It reads the weights of
// Accept-Encoding (gzip;q=0 is a refusal), leaves alone what is encoded already, a
// part of a range, or of a kind that does not shrink, and makes a strong entity tag
// weak, since the bytes are no longer those it was made for.
func withGzip(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		addVary(w.Header(), "Accept-Encoding")
		if !wantsGzip(r) {
			next.ServeHTTP(w, r)
			return
		}
		g := &gzipResponse{ResponseWriter: w, status: http.StatusOK}
		done := false
		defer func() {
			// A handler that panics has no proper end to send.
			g.finish(done)
		}()
		next.ServeHTTP(g, r)
		done = true
	})
}

// gzipResponse holds the first bytes of a body back until it is known whether there
// are enough of them.
type gzipResponse struct {
	http.ResponseWriter
	status  int
	held    []byte
	wrote   bool // WriteHeader was called
	decided bool // the header has been sent
	gz      *gzip.Writer
}

func (g *gzipResponse) WriteHeader(status int) {
	if g.decided || g.wrote {
		return
	}
	if status < http.StatusOK {
		g.ResponseWriter.WriteHeader(status)
		return
	}
	g.status, g.wrote = status, true
	if !g.compressible() {
		g.decide(false)
	}
}

func (g *gzipResponse) Write(b []byte) (int, error) {
	if !g.wrote {
		if g.Header().Get("Content-Type") == "" {
			g.Header().Set("Content-Type", http.DetectContentType(b))
		}
		g.WriteHeader(http.StatusOK)
	}
	if !g.decided {
		g.held = append(g.held, b...)
		if len(g.held) < gzipMinBytes {
			return len(b), nil
		}
		g.decide(true)
		held := g.held
		g.held = nil
		if _, err := g.gz.Write(held); err != nil {
			return 0, err
		}
		return len(b), nil
	}
	if g.gz != nil {
		return g.gz.Write(b)
	}
	return g.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach the connection.
func (g *gzipResponse) Unwrap() http.ResponseWriter { return g.ResponseWriter }

// compressible reports whether this answer may be compressed at all.
func (g *gzipResponse) compressible() bool {
	h := g.Header()
	if g.status == http.StatusNoContent || g.status == http.StatusNotModified ||
		h.Get("Content-Encoding") != "" || h.Get("Content-Range") != "" {
		return false
	}
	kind, _, _ := strings.Cut(h.Get("Content-Type"), ";")
	kind = strings.ToLower(strings.TrimSpace(kind))
	switch {
	case strings.HasPrefix(kind, "text/"), strings.HasSuffix(kind, "json"), strings.HasSuffix(kind, "javascript"),
		strings.HasSuffix(kind, "xml"), kind == "application/wasm":
		return true
	}
	return false
}

// decide sends the header, compressed or not.
func (g *gzipResponse) decide(compress bool) {
	g.decided = true
	if compress {
		h := g.Header()
		h.Del("Content-Length")
		h.Del("Accept-Ranges")
		h.Set("Content-Encoding", "gzip")
		if tag := h.Get("Etag"); tag != "" && !strings.HasPrefix(tag, "W/") {
			h.Set("Etag", "W/"+tag)
		}
		g.gz = gzipWriters.Get().(*gzip.Writer)
		g.gz.Reset(g.ResponseWriter)
	}
	g.ResponseWriter.WriteHeader(g.status)
}

// finish sends what is still held; whole tells that the handler ended properly.
func (g *gzipResponse) finish(whole bool) {
	if g.gz != nil {
		if whole {
			_ = g.gz.Close() // a client that is gone cannot be told so
		}
		g.gz.Reset(io.Discard)
		gzipWriters.Put(g.gz)
		return
	}
	if !whole || g.decided || !g.wrote {
		return
	}
	g.decide(false)
	_, _ = g.ResponseWriter.Write(g.held)
}
