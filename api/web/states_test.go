package web_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/api/web"
)

// canned serves the map over the reviewed answers of package api, so that states which
// the demo never shows can be seen: unknown figures, refusals, a slow server.
type canned struct {
	mu sync.Mutex
	// answers name the file of testdata for each resource; before, where set, takes a
	// request first and says whether it answered it.
	answers map[string]string
	before  func(w http.ResponseWriter, r *http.Request) bool
}

// twoTowns answers of two towns: one of 1,000 people, and one whose people are unknown.
func twoTowns(t *testing.T) (*canned, string) {
	t.Helper()
	c := &canned{answers: map[string]string{
		"/v1/dataset": "dataset", "/v1/towns": "towns", "/v1/categories": "categories", "/v1/circles": "circles", "/v1/modes": "modes",
		"coverage": "coverage", "completeness": "completeness", "facilities": "facilities", "greenways": "greenways", "service-radius": "service_radius",
	}}
	server := httptest.NewServer(c)
	t.Cleanup(server.Close)
	return c, server.URL
}

func (c *canned) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !strings.HasPrefix(r.URL.Path, "/v1/") {
		web.Handler().ServeHTTP(w, r)
		return
	}
	c.mu.Lock()
	before, name := c.before, c.answers[r.URL.Path]
	if name == "" {
		name = c.answers[r.URL.Path[strings.LastIndexByte(r.URL.Path, '/')+1:]]
	}
	c.mu.Unlock()
	if before != nil && before(w, r) {
		return
	}
	body, err := os.ReadFile(filepath.Join("..", "testdata", name+".json"))
	if err != nil {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(body)
}

func (c *canned) set(resource, file string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.answers[resource] = file
}

func (c *canned) first(f func(w http.ResponseWriter, r *http.Request) bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.before = f
}

// refuse answers with a problem.
func refuse(w http.ResponseWriter, status int, kind, detail string) bool {
	w.Header().Set("Content-Type", "application/problem+json")
	w.Header().Set("Retry-After", "1")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(`{"type":"urn:problem-type:lifecircle:` + kind + `","title":"T","detail":` + quote(detail) + `}`))
	return true
}

func TestUnknownIsNeverShownAsZero(t *testing.T) {
	c, server := twoTowns(t)
	b := openBrowser(t, 1280, 800)
	for _, at := range []struct{ resource, file, hash, reason string }{
		{"coverage", "coverage_grey", "#layer=coverage", "灰：no built-up area is known"},
		{"greenways", "greenways_unknown", "#layer=greenways", "灰：the data holds no greenways"},
		{"service-radius", "service_radius_unknown", "#layer=parks", "灰：数据中没有公园"},
	} {
		c.set(at.resource, at.file)
		b.open(server + "/" + at.hash)
		require.Equal(t, "ready", b.settled(), at.file)
		assert.Equal(t, "未知", b.text("#headline"), at.file)
		assert.Equal(t, at.reason, b.text(".greyed"), at.file)
		assert.NotRegexp(t, `(^|[^\d.])0%`, b.text("#figures"), at.file)
	}
	// Where the people are unknown, the share is of another denominator, and says so.
	c.set("coverage", "coverage_metres")
	b.open(server + "/#layer=coverage")
	require.Equal(t, "ready", b.settled())
	assert.Equal(t, "8.1%", b.text("#headline"))
	assert.Contains(t, b.text("#denominator"), "居住街道 1.23 公里")
	assert.Equal(t, "未知", b.text("#row-people td:nth-child(3)"))
	assert.Equal(t, "灰：数据中没有此处的人口", b.text(".greyed"))
	assert.Equal(t, "Invented for tests", b.text("#notice"))
	assert.Empty(t, b.complaints())
}

func TestARefusalIsToldAndCanBeAskedAgain(t *testing.T) {
	c, server := twoTowns(t)
	b := openBrowser(t, 1280, 800)
	c.first(func(w http.ResponseWriter, r *http.Request) bool {
		return strings.HasSuffix(r.URL.Path, "/coverage") && refuse(w, http.StatusServiceUnavailable, "timeout", "计算超过 30 秒 <b>")
	})
	b.open(server)
	require.Equal(t, "failed", b.settled())
	assert.Contains(t, b.text(".wrong"), "计算超过 30 秒 <b>", "the server's words are text, never markup")
	assert.Empty(t, b.text("#headline"), "no figure stands beside a refusal")
	c.first(nil)
	js[bool](b, `(document.querySelector('.wrong button').click(), true)`)
	require.Equal(t, "ready", b.settled())
	assert.Equal(t, "33.3%", b.text("#headline"))
	assert.Empty(t, b.text(".wrong"))

	// The ground may be refused where the figures were not: they stay.
	c.first(func(w http.ResponseWriter, r *http.Request) bool {
		return strings.HasSuffix(r.URL.Path, "/coverage") && r.URL.Query().Get("geometry") == "" && refuse(w, http.StatusServiceUnavailable, "timeout", "太慢")
	})
	b.open(server)
	require.Equal(t, "ready", b.settled())
	assert.Equal(t, "33.3%", b.text("#headline"))
	assert.Contains(t, b.text(".wrong"), "太慢")
}

func TestThePageWaitsForTheDataset(t *testing.T) {
	c, server := twoTowns(t)
	b := openBrowser(t, 1280, 800)
	// However long the browser takes to come up, it is refused until the page says so.
	var ready atomic.Bool
	c.first(func(w http.ResponseWriter, _ *http.Request) bool {
		return !ready.Load() && refuse(w, http.StatusServiceUnavailable, "not-ready", "数据集正在准备")
	})
	b.open(server)
	assert.Eventually(t, func() bool { return strings.Contains(b.text(".status"), "正在准备") }, 20*time.Second, 20*time.Millisecond)
	ready.Store(true)
	require.Equal(t, "ready", b.settled())
	assert.Equal(t, "33.3%", b.text("#headline"))
}

func TestASupersededQuestionIsDropped(t *testing.T) {
	c, server := twoTowns(t)
	b := openBrowser(t, 1280, 800)
	asked, dropped := make(chan struct{}, 1), make(chan struct{}, 1)
	c.first(func(_ http.ResponseWriter, r *http.Request) bool {
		if !strings.HasSuffix(r.URL.Path, "/coverage") || r.URL.Query().Get("category") != "primary_school" {
			return false
		}
		asked <- struct{}{}
		<-r.Context().Done()
		dropped <- struct{}{}
		return true
	})
	b.open(server)
	waitFor(t, asked, "the first question was not asked")
	assert.Equal(t, "busy", js[string](b, `document.documentElement.dataset.state`))
	b.choose("category", "clinic")
	waitFor(t, dropped, "the first question still waits for its answer")
	require.Equal(t, "ready", b.settled())
	assert.Equal(t, "33.3%", b.text("#headline"))
}

func waitFor(t *testing.T, done <-chan struct{}, otherwise string) {
	t.Helper()
	select {
	case <-done:
	case <-time.After(20 * time.Second):
		require.Fail(t, otherwise)
	}
}
