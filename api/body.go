package api

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"time"

	"github.com/seed-4611ae28/lifecircle/data"
)

// Post describes what can be sent to a resource by POST, and who may.
type Post struct {
	// Doc is one sentence on what it does.
	Doc string
	// Role is the least that the key needs.
	Role data.Role
	// MaxBytes bounds the body.
	MaxBytes int64
}

// methods are those that a resource takes, as Allow has them.
func (e *Endpoint) methods() string {
	if e.Post != nil {
		return allowedMethods + ", " + http.MethodPost
	}
	return allowedMethods
}

// The kinds of problem with bodies.
const (
	kindBadBody     = "malformed-body"
	kindInvalidBody = "invalid-body"
	kindTooLarge    = "body-too-large"
	kindMedia       = "unsupported-media-type"
)

// poster does what was sent, and returns what writes the answer (201).
type poster func(ctx context.Context, q *question, key *data.Key, body []byte) (func(e *encoder), error)

// posters returns who takes what is sent to which path.
func (s *server) posters() map[string]poster {
	return map[string]poster{pathReported: s.postReported}
}

// post takes what is sent to an endpoint: the key first, so that nobody without one makes
// the server read anything.
func (s *server) post(w http.ResponseWriter, r *http.Request, endpoint *Endpoint, path map[string]string) {
	ctx, cancel := context.WithTimeout(r.Context(), s.timeout)
	defer cancel()
	w.Header().Set("Cache-Control", "no-store")
	key, err := s.keyFor(ctx, r, endpoint.Post.Role)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	// Parameters are those of asking: none but the language goes with a body.
	values, err := parse(&Endpoint{Path: endpoint.Path, Params: []Param{langParam()}}, r.URL.RawQuery, path)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	body, err := s.readBody(w, r, endpoint.Post.MaxBytes)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	analyst := s.provider.Current()
	if analyst == nil {
		s.fail(w, r, notReady())
		return
	}
	q := &question{analyst: analyst, endpoint: endpoint, values: values, standards: s.standards, lang: s.langs.choose(r, values.String("lang")), media: MediaJSON}
	write, err := s.posters()[endpoint.Path](ctx, q, key, body)
	if err != nil {
		var problem *Problem
		if !errors.As(err, &problem) {
			err = s.ofStore(r, err)
		}
		s.fail(w, r, err)
		return
	}
	w.Header().Set("Content-Language", string(q.lang))
	w.Header().Set("Content-Type", contentType(q.media))
	w.WriteHeader(http.StatusCreated)
	s.send(w, r, q, write)
}

// readBody reads a body of JSON, plain, within bounds and within the time of an answer.
func (s *server) readBody(w http.ResponseWriter, r *http.Request, maxBytes int64) ([]byte, error) {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if coding := r.Header.Get("Content-Encoding"); err != nil || kind != MediaJSON || coding != "" {
		return nil, &Problem{Status: http.StatusUnsupportedMediaType, Kind: kindMedia, Parameter: "Content-Type", Value: clip(r.Header.Get("Content-Type")),
			Title: Text{En: "The body is of a kind that is not read", Zh: "不支持的内容类型"},
			Detail: Text{En: "the body has to be application/json, not compressed",
				Zh: "内容应为未压缩的 application/json"}}
	}
	// Whoever sends a byte a minute is not waited for: the connection breaks off. After a whole body the deadline is
	// lifted, for it would end the request when it passes; after another it stays, for the
	// server reads on before it answers. A response that is no connection has none.
	control := http.NewResponseController(w)
	_ = control.SetReadDeadline(time.Now().Add(s.timeout))
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBytes))
	if err == nil {
		_ = control.SetReadDeadline(time.Time{})
	}
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return nil, &Problem{Status: http.StatusRequestEntityTooLarge, Kind: kindTooLarge,
			Title: Text{En: "The body is too large", Zh: "内容过大"},
			Detail: Text{En: fmt.Sprintf("a body has at most %d bytes: send several", maxBytes),
				Zh: fmt.Sprintf("内容不得超过 %d 字节：请分次发送", maxBytes)}}
	case err != nil:
		return nil, badBody("the body broke off: "+err.Error(), "内容读取中断")
	}
	return body, nil
}

func badBody(en, zh string) *Problem {
	return &Problem{Status: http.StatusBadRequest, Kind: kindBadBody,
		Title: Text{En: "The body cannot be read", Zh: "无法读取内容"}, Detail: Text{En: en, Zh: zh}}
}
