package main

import (
	"encoding/json"
	"io"
	"net/http"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// service is the program serving, ready to answer.
type service struct {
	*process
	base string
}

var listening = regexp.MustCompile(`msg=listening address=(\S+)`)

// serving starts a server on a free port and waits until it is ready.
func serving(t *testing.T, args ...string) *service {
	t.Helper()
	return itself.serving(t, args...)
}

func (file program) serving(t *testing.T, args ...string) *service {
	t.Helper()
	s := &service{process: file.start(t, nil, append([]string{"serve", "--addr", "127.0.0.1:0"}, args...)...)}
	s.eventually(t, patience, "a port", func() bool {
		m := listening.FindStringSubmatch(s.stderr.String())
		if m != nil {
			s.base = "http://" + m[1]
		}
		return m != nil
	})
	s.eventually(t, patience, "readiness", func() bool { return s.get(t, "/readyz").status == http.StatusOK })
	return s
}

// eventually waits until something is so, as long as the server runs.
func (s *service) eventually(t *testing.T, within time.Duration, what string, so func() bool) {
	t.Helper()
	for begin := time.Now(); !so(); time.Sleep(10 * time.Millisecond) {
		select {
		case <-s.ended:
			require.Fail(t, "the server ended while waiting for "+what, s.stderr.String())
		default:
		}
		require.Less(t, time.Since(begin), within, "waiting for %s", what)
	}
}

// stop interrupts the server and requires that it leaves in good order.
func (s *service) stop(t *testing.T) {
	t.Helper()
	begin := time.Now()
	s.signal(t, syscall.SIGINT)
	require.Equal(t, exitDone, s.wait(t), s.stderr.String())
	require.Less(t, time.Since(begin), 5*time.Second)
	require.Empty(t, s.stdout.String(), "standard output is for data")
}

// reply is an answer, read to its end.
type reply struct {
	status int
	header http.Header
	body   []byte
}

// get asks for a path, with pairs of header names and values.
func (s *service) get(t *testing.T, path string, header ...string) reply {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.base+path, nil)
	require.NoError(t, err)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	answer, err := (&http.Client{Timeout: patience}).Do(r)
	require.NoError(t, err)
	body, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	require.NoError(t, answer.Body.Close())
	return reply{answer.StatusCode, answer.Header, body}
}

// collection is an answer in GeoJSON, or any other that has some of its members.
type collection struct {
	Version    string         `json:"version"`
	Counts     map[string]int `json:"counts"`
	Notice     *string        `json:"notice"`
	Population *float64       `json:"population"`
	Dataset    struct {
		Version string `json:"version"`
	} `json:"dataset"`
	Summary  map[string]any `json:"summary"`
	Rows     []properties   `json:"rows"`
	Features []feature      `json:"features"`
}

type feature struct {
	ID         string          `json:"id"`
	Properties properties      `json:"properties"`
	Geometry   json.RawMessage `json:"geometry"`
}

type properties map[string]any

// ask gets an answer that has to be there.
func (s *service) ask(t *testing.T, path string) collection {
	t.Helper()
	r := s.get(t, path)
	require.Equal(t, http.StatusOK, r.status, "%s: %s", path, r.body)
	var c collection
	require.NoError(t, json.Unmarshal(r.body, &c), path)
	return c
}

// known is a figure that has to be a number.
func (p properties) known(t *testing.T, name string) float64 {
	t.Helper()
	v, isNumber := p[name].(float64)
	require.True(t, isNumber, "%s is %v in %v", name, p[name], p)
	return v
}

// unknown requires that a figure is null, and that somebody says why.
func (p properties) unknown(t *testing.T, name, reason string) {
	t.Helper()
	v, there := p[name]
	require.True(t, there, "%s in %v", name, p)
	require.Nil(t, v, name)
	why, _ := p[reason].(string)
	require.NotEmpty(t, strings.TrimSpace(why), "why is %s unknown?", name)
}
