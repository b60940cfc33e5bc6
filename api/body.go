package api

import (
	"context"
	"encoding/json"
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
	// Role is the least that the key needs; "" for none at all: what changes nothing can be
	// asked by anybody.
	Role data.Role
	// MaxBytes bounds the body; 0 for none, which is then not read.
	MaxBytes int64
	// Answers marks what answers a question (200) and makes nothing (201).
	Answers bool
	// Question marks what asks the very question that is asked by GET: its parameters stand
	// in the body, beside the members of Own, or in the address ([readQuestion]).
	Question bool
	Own      []string
}

// methods are those that a resource takes, as Allow has them.
func (e *Endpoint) methods() string {
	out := allowedMethods
	if e.PostOnly {
		out = http.MethodOptions
	}
	if e.Post != nil {
		out += ", " + http.MethodPost
	}
	if e.Delete != nil {
		out += ", " + http.MethodDelete
	}
	return out
}

// The kinds of problem with bodies.
const (
	kindBadBody     = "malformed-body"
	kindInvalidBody = "invalid-body"
	kindTooLarge    = "body-too-large"
	kindMedia       = "unsupported-media-type"
)

// poster does what was sent, and returns what writes the answer. The key is nil where
// none is needed, the body where there is none.
type poster func(ctx context.Context, q *question, key *data.Key, body []byte) (func(e *encoder), error)

// posters returns who takes what is sent to which path, by method and path.
func (s *server) posters() map[string]poster {
	return map[string]poster{
		http.MethodPost + pathReported: s.postReported, http.MethodPost + pathSites: postSites,
		http.MethodPost + pathEvaluate: s.postEvaluate, http.MethodPost + pathScenarios: s.postScenario,
		http.MethodDelete + pathScenario: s.deleteScenario, http.MethodPost + pathApply: s.postApply, http.MethodPost + pathUndo: s.postUndo,
	}
}

// post takes what is sent to an endpoint: the key first, so that nobody without one makes
// the server read anything.
func (s *server) post(w http.ResponseWriter, r *http.Request, endpoint *Endpoint, what *Post, path map[string]string) {
	ctx, cancel := context.WithTimeout(r.Context(), s.timeout)
	defer cancel()
	w.Header().Set("Cache-Control", "no-store")
	var key *data.Key
	var err error
	if what.Role != "" {
		if key, err = s.keyFor(ctx, r, what.Role); err != nil {
			s.fail(w, r, err)
			return
		}
	}
	var body []byte
	if what.MaxBytes > 0 {
		if body, err = s.readBody(w, r, what.MaxBytes); err != nil {
			s.fail(w, r, err)
			return
		}
	}
	values, own, err := postedValues(endpoint, what, r.URL.RawQuery, path, body)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	analyst := s.provider.Current()
	if analyst == nil {
		s.fail(w, r, notReady())
		return
	}
	q := &question{analyst: analyst, endpoint: endpoint, values: values, standards: s.standards, lang: s.langs.choose(r, values.String("lang")), media: MediaJSON, own: own}
	if what.Question {
		q.media = endpoint.Media[0]
	}
	write, err := s.posters()[r.Method+endpoint.Path](ctx, q, key, body)
	if err != nil {
		var problem *Problem
		switch {
		case errors.As(err, &problem):
		case what.Question:
			err = s.problemOf(r, endpoint, err)
		default:
			err = s.ofStore(r, err)
		}
		s.fail(w, r, err)
		return
	}
	if write == nil {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	w.Header().Set("Content-Language", string(q.lang))
	w.Header().Set("Content-Type", contentType(q.media))
	if !what.Answers {
		w.WriteHeader(http.StatusCreated)
	}
	s.send(w, r, q, write)
}

// postedValues reads the parameters of what is sent: those of a question in the body and
// the address, with the members that are no parameters; else none but the language beside
// what the path names.
func postedValues(e *Endpoint, what *Post, rawQuery string, path map[string]string, body []byte) (*Values, map[string]json.RawMessage, error) {
	if what.Question {
		sent, err := readQuestion(e, rawQuery, body, what.Own)
		if err != nil {
			return nil, nil, err
		}
		values, err := parse(e, sent.query, path)
		return values, sent.own, err
	}
	asked := &Endpoint{Path: e.Path, Params: []Param{langParam()}}
	for _, p := range e.Params {
		if p.In == InPath {
			asked.Params = append(asked.Params, p)
		}
	}
	values, err := parse(asked, rawQuery, path)
	return values, nil, err
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
