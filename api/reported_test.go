package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/data/storetest"
)

// desk is an interface that keeps records, with a key of each role and one revoked.
type desk struct {
	http.Handler
	records                  *storetest.MemoryRecords
	designer, admin, revoked string
	fails                    error
}

// failing is a store that cannot be read.
type failing struct {
	*storetest.MemoryRecords
	err error
}

func (f failing) Keys(context.Context) ([]data.Key, error) { return nil, f.err }

func atDesk(t testing.TB, change ...func(*Options)) *desk {
	t.Helper()
	d := &desk{records: &storetest.MemoryRecords{}}
	now := time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)
	for _, k := range []struct {
		name   string
		role   data.Role
		secret *string
	}{{"王工", data.RoleDesigner, &d.designer}, {"李主任", data.RoleAdmin, &d.admin}, {"离任", data.RoleAdmin, &d.revoked}} {
		key, secret, err := data.NewKey(k.name, k.role, now)
		require.NoError(t, err)
		require.NoError(t, d.records.AddKey(context.Background(), key))
		*k.secret = secret
		if k.name == "离任" {
			require.NoError(t, d.records.RevokeKey(context.Background(), key.ID, now))
		}
	}
	f := newFake()
	o := Options{Provider: &provider{analyst: f}, Build: "test", Logger: quiet(), Standards: f.standards(), Now: func() time.Time { return now },
		Records: func() data.Records {
			if d.fails != nil {
				return failing{d.records, d.fails}
			}
			return d.records
		}}
	for _, c := range change {
		c(&o)
	}
	h, err := New(o)
	require.NoError(t, err)
	d.Handler = h
	return d
}

// send posts a body with headers given in pairs.
func (d *desk) send(body string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequestWithContext(context.Background(), http.MethodPost, pathReported, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json; charset=utf-8")
	r.Header.Set("Accept-Language", "en")
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	d.ServeHTTP(w, r)
	return w
}

func (d *desk) report(body string) *httptest.ResponseRecorder {
	return d.send(body, "Authorization", "Bearer "+d.designer)
}

func (d *desk) kept(t testing.TB) []data.Reported {
	t.Helper()
	all, err := d.records.Reported(context.Background(), data.ReportedQuery{History: true})
	require.NoError(t, err)
	return all
}

const goodReport = `{"unit":"330411001","indicator":"T-1","value":2,"year":2025,"source":"教育局"}`

// Every write without a key is 401, whatever else is wrong with it, and nothing of what
// was presented comes back.
func TestWritesNeedAKey(t *testing.T) {
	d := atDesk(t)
	unasked := struct{ io.Reader }{&unread{t}}
	for name, headers := range map[string][]string{
		"none": nil, "empty": {"Authorization", ""}, "no secret": {"Authorization", "Bearer "}, "another scheme": {"Authorization", "Basic " + d.admin},
		"bare": {"Authorization", d.admin}, "empty X-API-Key": {"X-API-Key", " "}, "in a cookie": {"Cookie", "key=" + d.admin},
		"another scheme beside a key": {"Authorization", "Basic x", "X-API-Key", d.admin},
		"two that differ":             {"Authorization", "Bearer " + d.admin, "X-API-Key", d.designer},
	} {
		p := problemIn(t, d.send("not JSON", headers...), http.StatusUnauthorized)
		assert.Equal(t, typePrefix+kindNoKey, p["type"], name)
		r := httptest.NewRequestWithContext(context.Background(), http.MethodPost, pathReported+"?nonsense=1", unasked)
		for i := 0; i+1 < len(headers); i += 2 {
			r.Header.Set(headers[i], headers[i+1])
		}
		w := httptest.NewRecorder()
		d.ServeHTTP(w, r)
		assert.Equal(t, http.StatusUnauthorized, w.Code, name)
		assert.Equal(t, challenge, w.Header().Get("WWW-Authenticate"))
	}
	for name, secret := range map[string]string{
		"wrong": data.SecretPrefix + strings.Repeat("A", 43), "short": d.admin[:10], "longer": d.admin + "A", "revoked": d.revoked,
		"a hash": fmt.Sprintf("%x", d.admin), "huge": strings.Repeat("x", 1<<16), "NUL": d.admin + "\x00",
	} {
		for _, headers := range [][]string{{"Authorization", "Bearer " + secret}, {"X-API-Key", secret}} {
			w := d.send(goodReport, headers...)
			p := problemIn(t, w, http.StatusUnauthorized)
			assert.Equal(t, typePrefix+kindWrongKey, p["type"], name)
			assert.Equal(t, challengeInvalid, w.Header().Get("WWW-Authenticate"))
			assert.NotContains(t, w.Body.String(), secret[:10])
		}
	}
	assert.Empty(t, d.kept(t))
	// Keys in the address are no keys, and are not logged as such either: they are unknown parameters.
	r := httptest.NewRequestWithContext(context.Background(), http.MethodPost, pathReported+"?key="+d.admin, strings.NewReader(goodReport))
	w := httptest.NewRecorder()
	d.ServeHTTP(w, r)
	assert.Equal(t, http.StatusUnauthorized, w.Code)
	for _, headers := range [][]string{{"Authorization", "bearer  " + d.designer}, {"X-API-Key", d.admin}, {"Authorization", "Bearer " + d.admin, "X-API-Key", d.admin}} {
		assert.Equal(t, http.StatusCreated, d.send(goodReport, headers...).Code, headers)
	}
}

// unread fails the test when it is read.
type unread struct{ t testing.TB }

func (u *unread) Read([]byte) (int, error) {
	u.t.Error("the body of a request without a key was read")
	return 0, io.EOF
}

func TestRolesOfKeys(t *testing.T) {
	d := atDesk(t)
	s := &server{records: func() data.Records { return d.records }, provider: &provider{analyst: newFake()}, timeout: time.Second}
	with := func(secret string) *http.Request {
		r := httptest.NewRequestWithContext(context.Background(), http.MethodPost, "/", nil)
		r.Header.Set("X-API-Key", secret)
		return r
	}
	key, err := s.keyFor(context.Background(), with(d.admin), data.RoleAdmin)
	require.NoError(t, err)
	require.Equal(t, "李主任", key.Name)
	_, err = s.keyFor(context.Background(), with(d.admin), data.RoleDesigner)
	require.NoError(t, err)
	_, err = s.keyFor(context.Background(), with(d.designer), data.RoleAdmin)
	var p *Problem
	require.ErrorAs(t, err, &p)
	require.Equal(t, http.StatusForbidden, p.Status)
	require.Contains(t, p.Detail.En, "needs the role admin; the key has the role designer")
	require.Contains(t, p.Detail.Zh, "admin")
}

func TestAReportIsKeptAndAnswered(t *testing.T) {
	d := atDesk(t)
	first := ask(d, pathReported)
	assert.JSONEq(t, `{"dataset":{"version":"v1"},"reported":[]}`, first.Body.String())
	w := d.report(`[{"unit":"甲镇","indicator":"t-1","value":1.0625e1,"year":2025,"source":"教育局","evidence":"https://example.org/?a=1&b=2"},` +
		`{"unit":"330411001","indicator":"T-2","value":91.5,"year":2024,"source":"水务局","evidence":null}]`)
	require.Equal(t, http.StatusCreated, w.Code, w.Body)
	assert.Equal(t, MediaJSON, w.Header().Get("Content-Type"))
	assert.Equal(t, "no-store", w.Header().Get("Cache-Control"))
	want := `{"dataset":{"version":"v1"},"reported":[
		{"number":1,"unit":"330411001","indicator":"T-1","value":10.625,"year":2025,"source":"教育局","evidence":"https://example.org/?a=1&b=2","at":"2026-03-04T05:06:07Z","by":"王工","superseded":false},
		{"number":2,"unit":"330411001","indicator":"T-2","value":91.5,"year":2024,"source":"水务局","evidence":null,"at":"2026-03-04T05:06:07Z","by":"王工","superseded":false}]}`
	assert.JSONEq(t, want, w.Body.String())
	second := ask(d, pathReported)
	assert.JSONEq(t, want, second.Body.String())
	assert.NotEqual(t, first.Header().Get("ETag"), second.Header().Get("ETag"), "whoever reports sees it")
	assert.Equal(t, http.StatusNotModified, ask(d, pathReported, "If-None-Match", second.Header().Get("ETag")).Code)

	require.Equal(t, http.StatusCreated, d.report(strings.Replace(goodReport, `"value":2`, `"value":3`, 1)).Code)
	count := func(query string) (values []float64) {
		w := ask(d, pathReported+query)
		require.Equal(t, http.StatusOK, w.Code, w.Body)
		var a struct {
			Reported []struct {
				Value      float64
				Superseded bool
			}
		}
		require.NoError(t, json.Unmarshal(w.Body.Bytes(), &a))
		for _, r := range a.Reported {
			values = append(values, r.Value)
		}
		return values
	}
	assert.Equal(t, []float64{3, 91.5}, count(""))
	assert.Equal(t, []float64{10.625, 3, 91.5}, count("?history=true"))
	assert.Equal(t, []float64{91.5}, count("?indicators=t-2"))
	assert.Equal(t, []float64{3, 91.5}, count("?units=330411001,330411002"))
	assert.Empty(t, count("?units=330411002"))
	assert.Equal(t, []float64{3, 91.5}, count("?units=all"))
	for query, parameter := range map[string]string{"?units=999": "units", "?indicators=T-9": "indicators", "?history=maybe": "history", "?by=x": "by"} {
		assert.Equal(t, parameter, problemIn(t, ask(d, pathReported+query, "Accept-Language", "en"), 400)["parameter"], query)
	}
}

// Hostile and mistaken bodies: each is told what is wrong where, and none leaves a figure.
func TestBodiesThatAreRefused(t *testing.T) {
	d := atDesk(t)
	with := func(change string) string { // of the good report, one member
		name, _, _ := strings.Cut(strings.TrimPrefix(change, `"`), `"`)
		m := map[string]json.RawMessage{}
		require.NoError(t, json.Unmarshal([]byte(goodReport), &m))
		delete(m, name)
		rest, err := json.Marshal(m)
		require.NoError(t, err)
		if strings.HasSuffix(change, ":") {
			return string(rest)
		}
		return "{" + change + "," + string(rest)[1:]
	}
	for _, c := range []struct {
		body         string
		status       int
		kind, member string
		says         string
	}{
		{"", 400, kindBadBody, "", "ends at byte 0"},
		{"null", 400, kindBadBody, "", "an object, or a list"},
		{`"x"`, 400, kindBadBody, "", "an object, or a list"},
		{"[]", 400, kindBadBody, "", "no report"},
		{"{", 400, kindBadBody, "", "before it is whole"},
		{goodReport[:40], 400, kindBadBody, "", "before it is whole"},
		{goodReport + goodReport, 400, kindBadBody, "", "more after the end"},
		{"[" + goodReport, 400, kindBadBody, "", "before it is whole"},
		{"{\"unit\":\x00}", 400, kindBadBody, "", "not JSON"},
		{"<xml/>", 400, kindBadBody, "", "not JSON"},
		{strings.Repeat("[", 100_000), 400, kindInvalidBody, "", "a report is an object"},
		{`{"unit":` + strings.Repeat("[", 100_000), 400, kindBadBody, "", "not JSON"},
		{"[1]", 400, kindInvalidBody, "", "a report is an object"},
		{"{}", 400, kindInvalidBody, "unit", "is required"},
		{with(`"Unit":"330411001"`), 400, kindInvalidBody, "Unit", "no member"},
		{with(`"by":"somebody else"`), 400, kindInvalidBody, "by", "no member"},
		{with(`"at":"1999-01-01T00:00:00Z"`), 400, kindInvalidBody, "at", "no member"},
		{`{"value":1,` + goodReport[1:], 400, kindInvalidBody, "value", "twice"},
		{with(`"unit":7`), 400, kindInvalidBody, "unit", "has to be a text"},
		{with(`"unit":null`), 400, kindInvalidBody, "unit", "has to be a text"},
		{with(`"unit":"999"`), 400, kindInvalidBody, "unit", "no unit of the dataset"},
		{with(`"unit":"330411"`), 400, kindInvalidBody, "indicator", "of level town"},
		{with(`"indicator":"T-11"`), 400, kindInvalidBody, "indicator", "nearest are T-1"},
		{with(`"indicator":["T-1"]`), 400, kindInvalidBody, "indicator", "has to be a text"},
		{with(`"value":`), 400, kindInvalidBody, "value", "is required"},
		{with(`"value":null`), 400, kindInvalidBody, "value", "finite number, in 所"},
		{with(`"value":"2"`), 400, kindInvalidBody, "value", "finite number"},
		{with(`"value":1e999`), 400, kindInvalidBody, "value", "finite number"},
		{with(`"value":NaN`), 400, kindBadBody, "", "not JSON"},
		{with(`"value":{"a":1}`), 400, kindInvalidBody, "value", "finite number"},
		{with(`"year":2025.5`), 400, kindInvalidBody, "year", "whole number"},
		{with(`"year":"2025"`), 400, kindInvalidBody, "year", "whole number"},
		{with(`"year":2027`), 400, kindInvalidBody, "year", "from 1949 to 2026"},
		{with(`"year":99999999999999999999`), 400, kindInvalidBody, "year", "whole number"},
		{with(`"source":" "`), 400, kindInvalidBody, "source", "is required"},
		{with(`"source":"a\u0000b"`), 400, kindInvalidBody, "source", "one line of UTF-8"},
		{with(`"source":"` + strings.Repeat("x", 301) + `"`), 400, kindInvalidBody, "source", "at most 300 characters"},
		{with(`"evidence":" javascript:alert(1)"`), 400, kindInvalidBody, "evidence", "runs in the reader's browser"},
		{with(`"evidence":"java\nscript:alert(1)"`), 400, kindInvalidBody, "evidence", "one line"},
		{with(`"evidence":7`), 400, kindInvalidBody, "evidence", "has to be a text"},
		{"[" + goodReport + "," + goodReport + "]", 400, kindInvalidBody, "indicator", "repeats report 0"},
		{"[" + goodReport + "," + with(`"unit":"999"`) + "]", 400, kindInvalidBody, "unit", "report 1"},
		{strings.Repeat(" ", maxReportBytes) + goodReport, 413, kindTooLarge, "", "at most 1048576 bytes"},
	} {
		w := d.report(c.body)
		p := problemIn(t, w, c.status)
		assert.Equal(t, typePrefix+c.kind, p["type"], "%.80s", c.body)
		assert.Contains(t, p["detail"], c.says, "%.80s", c.body)
		if c.member != "" {
			assert.Equal(t, c.member, p["parameter"], "%.80s", c.body)
		}
		assert.Less(t, w.Body.Len(), 2000, "a body is not sent back whole")
	}
	for name, headers := range map[string][]string{"plain": {"Content-Type", "text/plain"}, "none": {"Content-Type", ""}, "a form": {"Content-Type", "application/x-www-form-urlencoded"},
		"compressed": {"Content-Encoding", "gzip"}} {
		problemIn(t, d.send(goodReport, append(headers, "X-API-Key", d.admin)...), http.StatusUnsupportedMediaType)
		_ = name
	}
	assert.Empty(t, d.kept(t), "all or nothing")
	// All that is wrong is told at once, within bounds.
	p := problemIn(t, d.report("["+strings.TrimSuffix(strings.Repeat(with(`"unit":"999"`)+",", 60), ",")+"]"), 400)
	assert.Len(t, p["errors"], toldErrors)
	assert.EqualValues(t, 60, p["wrong"])
	assert.Equal(t, "/1/unit", p["errors"].([]any)[1].(map[string]any)["pointer"])
}

func TestReportsWithoutAPlace(t *testing.T) {
	// The demo county: nobody has a key, and nothing was reported.
	demo := atDesk(t, func(o *Options) { o.Records = func() data.Records { return nil } })
	problemIn(t, demo.send(goodReport), http.StatusUnauthorized)
	p := problemIn(t, demo.report(goodReport), http.StatusServiceUnavailable)
	assert.Equal(t, typePrefix+kindNoRecords, p["type"])
	assert.Equal(t, http.StatusOK, ask(demo, pathReported).Code)
	none := atDesk(t, func(o *Options) { o.Records = nil })
	problemIn(t, none.report(goodReport), http.StatusServiceUnavailable)
	// Not ready yet.
	early := atDesk(t, func(o *Options) {
		o.Provider, o.Records = &provider{}, func() data.Records { return nil }
	})
	assert.Equal(t, typePrefix+kindNotReady, problemIn(t, early.report(goodReport), http.StatusServiceUnavailable)["type"])
	problemIn(t, early.send(goodReport), http.StatusUnauthorized)
	// A login that may not write, and a store that fails, whose secrets stay inside.
	d := atDesk(t)
	d.fails = fmt.Errorf("database x: %w: GRANT", data.ErrReadOnly)
	assert.Equal(t, typePrefix+kindNoRecords, problemIn(t, d.report(goodReport), http.StatusServiceUnavailable)["type"])
	d.fails = errors.New("secret of the house")
	w := d.report(goodReport)
	problemIn(t, w, http.StatusInternalServerError)
	assert.NotContains(t, w.Body.String(), "secret of the house")
}

// Reports, revocations and readers at once.
func TestReportsAtOnce(t *testing.T) {
	d := atDesk(t)
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			body := strings.Replace(goodReport, `"value":2`, fmt.Sprintf(`"value":%d`, i), 1)
			assert.Equal(t, http.StatusCreated, d.report(body).Code)
			assert.Equal(t, http.StatusOK, ask(d, pathReported+"?history=true").Code)
		}()
	}
	wg.Wait()
	all := d.kept(t)
	require.Len(t, all, 8)
	for i := range all {
		require.Equal(t, i < 7, all[i].Superseded)
	}
	keys, err := d.records.Keys(context.Background())
	require.NoError(t, err)
	require.NoError(t, d.records.RevokeKey(context.Background(), keys[0].ID, time.Now()))
	problemIn(t, d.report(goodReport), http.StatusUnauthorized)
}

// Pages of other origins may read and not write: a preflight allows neither the method nor
// the header of a key.
func TestOtherOriginsDoNotWrite(t *testing.T) {
	d := atDesk(t)
	w := do(d, http.MethodOptions, pathReported, "Origin", "https://elsewhere.example", "Access-Control-Request-Method", "POST")
	assert.NotContains(t, w.Header().Get("Access-Control-Allow-Methods"), "POST")
	assert.NotContains(t, strings.ToLower(w.Header().Get("Access-Control-Allow-Headers")), "authorization")
	assert.NotContains(t, strings.ToLower(w.Header().Get("Access-Control-Allow-Headers")), "x-api-key")
	assert.Equal(t, allowedMethods+", POST", w.Header().Get("Allow"))
}

// A body that never ends is not waited for, and one that comes whole leaves the connection
// as it was.
func TestABodyThatNeverEnds(t *testing.T) {
	d := atDesk(t, func(o *Options) { o.RequestTimeout = 50 * time.Millisecond })
	web := httptest.NewServer(d)
	defer web.Close()
	slow, err := new(net.Dialer).DialContext(t.Context(), "tcp", strings.TrimPrefix(web.URL, "http://"))
	require.NoError(t, err)
	defer func() { _ = slow.Close() }()
	_, err = fmt.Fprintf(slow, "POST %s HTTP/1.1\r\nHost: x\r\nX-API-Key: %s\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{", pathReported, d.admin)
	require.NoError(t, err)
	require.NoError(t, slow.SetReadDeadline(time.Now().Add(20*time.Second)))
	said, err := io.ReadAll(slow)
	require.NoError(t, err, "the server ends the connection")
	assert.NotContains(t, string(said), "201")
	post := func(body io.Reader) int {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, web.URL+pathReported, body)
		require.NoError(t, err)
		r.Header.Set("Content-Type", MediaJSON)
		r.Header.Set("X-API-Key", d.admin)
		w, err := http.DefaultClient.Do(r)
		require.NoError(t, err)
		_, err = io.Copy(io.Discard, w.Body)
		require.NoError(t, err)
		require.NoError(t, w.Body.Close())
		return w.StatusCode
	}
	assert.Equal(t, http.StatusCreated, post(strings.NewReader(goodReport)))
	time.Sleep(60 * time.Millisecond) // the deadline of that body has passed
	assert.Equal(t, http.StatusCreated, post(strings.NewReader(goodReport)))
}

// The log names no secret.
func TestSecretsAreNotLogged(t *testing.T) {
	var out bytes.Buffer
	d := atDesk(t, func(o *Options) { o.Logger = slog.New(slog.NewTextHandler(&out, nil)) })
	d.report(goodReport)
	d.send(goodReport, "X-API-Key", "lck_wrong-one")
	assert.Contains(t, out.String(), pathReported)
	assert.NotContains(t, out.String(), "lck_")
}

// Whatever the body, the answer is a problem or what was kept, and nobody panics.
func FuzzReports(f *testing.F) {
	for _, s := range []string{goodReport, "[" + goodReport + "]", `{"unit":`, `[{"value":1e999}]`, "\xff", `{"unit":"a","unit":"b"}`} {
		f.Add(s)
	}
	d := atDesk(f)
	f.Fuzz(func(t *testing.T, body string) {
		before := len(d.kept(t))
		w := d.report(body)
		switch w.Code {
		case http.StatusCreated:
			if len(d.kept(t)) == before {
				t.Errorf("nothing was kept of %q", body)
			}
		case http.StatusBadRequest, http.StatusRequestEntityTooLarge:
			if len(d.kept(t)) != before {
				t.Errorf("something was kept of %q", body)
			}
		default:
			t.Errorf("%d for %q", w.Code, body)
		}
	})
}
