package api

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"
)

// exchange is what is noted of one request for the access log.
type exchange struct {
	id string
	// route is the pattern that matched, so that the log groups by resource.
	route string
	// cause is what went wrong inside; it is logged and never sent.
	cause error
	// aborted tells that the answer was given up because nobody waits for it.
	aborted bool
	status  int
	bytes   int64
}

type exchangeKey struct{}

// exchangeOf returns the record of the request, a fresh one outside the chain.
func exchangeOf(ctx context.Context) *exchange {
	if x, ok := ctx.Value(exchangeKey{}).(*exchange); ok {
		return x
	}
	return &exchange{}
}

// statusClientGone is logged where the client left before the answer: nothing was
// sent. The number is the one nginx uses.
const statusClientGone = 499

// withExchange gives the request an id, writes one line to the access log when it is
// over, and turns a panic into a problem document without a word of what happened.
func withExchange(log *slog.Logger, langs languages, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		x := &exchange{id: requestID(r)}
		w.Header().Set("X-Request-Id", x.id)
		w.Header().Set("X-Content-Type-Options", "nosniff")
		r = r.WithContext(context.WithValue(r.Context(), exchangeKey{}, x))
		counted := &countedResponse{ResponseWriter: w, x: x}
		defer func() {
			thrown := recover()
			if thrown != nil && !isAbort(thrown) {
				x.cause = fmt.Errorf("panic: %v\n%s", thrown, debug.Stack())
				if x.status == 0 {
					internalError().write(counted, langs.choose(r, ""), x.id)
					thrown = nil
				} else {
					// Part of an answer is out: only breaking the connection tells
					// the client that it is not whole.
					thrown = http.ErrAbortHandler
				}
			}
			logExchange(log, r, x, time.Since(start))
			if thrown != nil {
				panic(thrown)
			}
		}()
		next.ServeHTTP(counted, r)
	})
}

// isAbort reports whether a handler broke the connection off on purpose.
func isAbort(thrown any) bool {
	err, ok := thrown.(error)
	return ok && errors.Is(err, http.ErrAbortHandler)
}

func logExchange(log *slog.Logger, r *http.Request, x *exchange, took time.Duration) {
	status, level := x.status, slog.LevelInfo
	switch {
	case x.aborted:
		status = statusClientGone
	case status == 0:
		status = http.StatusOK
	}
	if x.cause != nil && !x.aborted {
		level = slog.LevelError
	}
	attrs := []slog.Attr{
		slog.String("id", x.id), slog.String("method", r.Method), slog.String("path", r.URL.EscapedPath()),
		slog.String("query", r.URL.RawQuery), slog.String("route", x.route), slog.Int("status", status),
		slog.Int64("bytes", x.bytes), slog.Duration("took", took), slog.String("remote", r.RemoteAddr),
	}
	if x.cause != nil {
		attrs = append(attrs, slog.Any("error", x.cause))
	}
	log.LogAttrs(context.WithoutCancel(r.Context()), level, "request", attrs...)
}

// requestID takes over the id that a proxy in front gave, where it is a plain one,
// else makes one.
func requestID(r *http.Request) string {
	id := r.Header.Get("X-Request-Id")
	if id != "" && len(id) <= 64 && plain(id) {
		return id
	}
	var b [8]byte
	_, _ = rand.Read(b[:]) // never fails (crypto/rand, since Go 1.24)
	return hex.EncodeToString(b[:])
}

// plain reports whether s is made of letters, digits, '-', '_' and '.' only, so that
// it can be logged and sent back as it is.
func plain(s string) bool {
	for i := range len(s) {
		c := s[i]
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '-' && c != '_' && c != '.' {
			return false
		}
	}
	return true
}

// countedResponse notes the status and the number of bytes sent.
type countedResponse struct {
	http.ResponseWriter
	x *exchange
}

func (c *countedResponse) WriteHeader(status int) {
	if c.x.status == 0 && status >= http.StatusOK {
		c.x.status = status
	}
	c.ResponseWriter.WriteHeader(status)
}

func (c *countedResponse) Write(b []byte) (int, error) {
	if c.x.status == 0 {
		c.x.status = http.StatusOK
	}
	n, err := c.ResponseWriter.Write(b)
	c.x.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (c *countedResponse) Unwrap() http.ResponseWriter { return c.ResponseWriter }
