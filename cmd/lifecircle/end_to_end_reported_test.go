package main

import (
	"encoding/json"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data"
)

// post sends a body, with pairs of header names and values.
func (s *service) post(t *testing.T, path, body string, header ...string) reply {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.base+path, strings.NewReader(body))
	require.NoError(t, err)
	r.Header.Set("Content-Type", "application/json")
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	answer, err := (&http.Client{Timeout: patience}).Do(r)
	require.NoError(t, err)
	out, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	require.NoError(t, answer.Body.Close())
	return reply{answer.StatusCode, answer.Header, out}
}

// reportedFigures are those of an answer.
func reportedFigures(t *testing.T, s *service, query string) (out []data.Reported) {
	t.Helper()
	var a struct {
		Reported []struct {
			Unit, Indicator, Source, By string
			Value                       float64
			Year                        int
			Superseded                  bool
		}
	}
	s.decode(t, "/v1/reported"+query, &a)
	for _, r := range a.Reported {
		out = append(out, data.Reported{Superseded: r.Superseded,
			ReportedValue: data.ReportedValue{Unit: r.Unit, Indicator: r.Indicator, Value: r.Value, Year: r.Year, Source: r.Source, By: r.By}})
	}
	return out
}

// newSecret makes a key and returns its id and its secret.
func newSecret(t *testing.T, name, role string, at ...string) (id, secret string) {
	t.Helper()
	o := lifecircle(t, append([]string{"key", "add", "--name", name, "--role", role}, at...)...)
	require.Equal(t, exitDone, o.status, o.stderr)
	require.Regexp(t, `^lck_[A-Za-z0-9_-]{43}\n$`, o.stdout)
	require.Regexp(t, `^key [0-9a-f]{8} of `+name+`, role `+role, o.stderr)
	secret = strings.TrimSpace(o.stdout)
	require.NotContains(t, o.stderr, secret)
	return strings.Fields(o.stderr)[1], secret
}

// A town reports figures by file and over HTTP, in a file and in a database: they are
// judged, superseded, kept, and not taken back with the dataset.
func TestReportedFigures(t *testing.T) {
	t.Parallel()
	for name, at := range map[string][]string{
		"file":     {"--data", filepath.Join(t.TempDir(), "town.gpkg")},
		"database": {"--db", database(t)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			with := func(args ...string) []string { return append(args, at...) }
			done(t, with("import", "osm", inFile(t, "osm-town.osm", townOSM()))...)
			s := serving(t, at...)
			version := s.ask(t, "/v1/dataset").Version
			row := func() scorecardRow {
				var card scorecard
				s.decode(t, "/v1/towns/"+westTown+"/scorecard?standard=xiuzhou-2020", &card)
				for _, r := range card.Rows {
					if r.ID == "XZ-12" {
						return r
					}
				}
				require.Fail(t, "no row XZ-12")
				return scorecardRow{}
			}
			require.Nil(t, row().Value)
			require.Equal(t, "grey", row().Lamp)

			o := done(t, with("import", "reported", inFile(t, "2025.csv", "行政区划代码,指标编号,填报值,年度,数据来源,佐证\n"+westTown+",XZ-12,100%,2025年,水务局,\n"+eastTown+",xz-12,91,2025,水务局,https://example.org/p\n"))...)
			require.Contains(t, o.stderr, "reported from 2025.csv (source 2025.csv): 2 rows read, 2 selected, 2 accepted, 0 refused")
			require.Equal(t, 100.0, *row().Value)
			require.Equal(t, "green", row().Lamp)

			// Every write without a key that holds is 401.
			const path = "/v1/reported"
			body := `{"unit":"` + westTown + `","indicator":"XZ-12","value":95.5,"year":2025,"source":"水务局"}`
			require.Equal(t, http.StatusUnauthorized, s.post(t, path, body).status)
			id, secret := newSecret(t, "王工", "designer", at...)
			_, boss := newSecret(t, "李主任", "admin", at...)
			require.Equal(t, http.StatusUnauthorized, s.post(t, path, body, "Authorization", "Bearer "+secret[:20]).status)
			require.Len(t, reportedFigures(t, s, ""), 2)
			kept := s.post(t, path, body, "Authorization", "Bearer "+secret)
			require.Equal(t, http.StatusCreated, kept.status, string(kept.body))
			require.Equal(t, 95.5, *row().Value, "what was reported is judged at once")
			require.Equal(t, "yellow", row().Lamp)
			bad := s.post(t, path, strings.Replace(body, "XZ-12", "XZ-112", 1), "X-API-Key", boss, "Accept-Language", "en")
			require.Equal(t, http.StatusBadRequest, bad.status)
			require.Contains(t, string(bad.body), "the nearest are XZ-11, XZ-12")

			figures := reportedFigures(t, s, "?history=true&units="+westTown)
			require.Equal(t, []float64{100, 95.5}, []float64{figures[0].Value, figures[1].Value})
			require.Equal(t, []bool{true, false}, []bool{figures[0].Superseded, figures[1].Superseded})
			require.Equal(t, []string{byImport, "王工"}, []string{figures[0].By, figures[1].By})

			// A revoked key is refused from then on; the list shows it, and no secret.
			done(t, with("key", "revoke", id)...)
			require.Equal(t, http.StatusUnauthorized, s.post(t, path, body, "Authorization", "Bearer "+secret).status)
			require.Equal(t, http.StatusCreated, s.post(t, path, strings.Replace(body, "95.5", "96", 1), "X-API-Key", boss).status)
			list := lifecircle(t, with("key", "list")...)
			require.Regexp(t, `ID +NAME +ROLE +MADE \(UTC\) +REVOKED \(UTC\)\n`+id+` +王工 +designer +2\S+ \S+ +2\S+ \S+\n[0-9a-f]{8} +李主任 +admin +2\S+ \S+ *\n$`, list.stdout)
			asJSON := lifecircle(t, with("key", "list", "--json")...)
			for _, out := range []string{list.stdout, asJSON.stdout} {
				require.NotContains(t, out, "lck_")
				require.NotRegexp(t, `[0-9a-f]{32}`, out)
			}
			var listed []map[string]any
			require.NoError(t, json.Unmarshal([]byte(asJSON.stdout), &listed))
			require.Len(t, listed, 2)
			o = lifecircle(t, with("key", "revoke", "00000000")...)
			require.Equal(t, exitFailed, o.status)
			require.Contains(t, o.stderr, `key "00000000": there is no key with this id`)

			// The dataset is as it was, and what was reported outlives a restore.
			require.Equal(t, version, s.ask(t, "/v1/dataset").Version)
			require.Len(t, entries(t, at...), 1)
			done(t, with("import", "facilities", inFile(t, "schools.csv", "id,name,category,lon,lat\ns1,东学堂,school,120.0101,30.0001\n"))...)
			done(t, with("restore", version)...)
			require.Len(t, reportedFigures(t, s, "?history=true"), 4)
			require.Equal(t, http.StatusCreated, s.post(t, path, strings.Replace(body, "95.5", "97", 1), "X-API-Key", boss).status)

			// Many at once, each whole.
			var wg sync.WaitGroup
			for range 6 {
				wg.Add(1)
				go func() {
					defer wg.Done()
					both := "[" + body + "," + strings.Replace(body, westTown, eastTown, 1) + "]"
					if r := s.post(t, path, both, "X-API-Key", boss); r.status != http.StatusCreated {
						t.Errorf("%d: %s", r.status, r.body)
					}
				}()
			}
			wg.Wait()
			require.Len(t, reportedFigures(t, s, "?history=true"), 5+12)
			s.stop(t)
			require.NotContains(t, s.stderr.String(), "lck_", "no secret is logged")
		})
	}
}

// A file of which a row is wrong leaves nothing; the row is named.
func TestReportedFiguresThatAreRefused(t *testing.T) {
	t.Parallel()
	path := town(t)
	whole := filepath.Join(t.TempDir(), "report.json")
	o := lifecircle(t, "import", "reported", inFile(t, "a.csv", "unit,indicator,value,year,source\n"+westTown+",XZ-12,50,2025,x\n"+westTown+",XZ12,50,2025,x\n"+eastTown+",XZ-30,1,2025,x\n"),
		"--data", path, "--report", whole)
	require.Equal(t, exitFailed, o.status)
	require.Contains(t, o.stderr, `refused: row 3: indicator "XZ12": no standard has this indicator; the nearest are XZ-12`)
	require.Contains(t, o.stderr, `refused: row 4: indicator "XZ-30": is of units of level county`)
	require.Contains(t, o.stderr, "nothing was imported (2 rows refused of 3)")
	require.FileExists(t, whole)
	s := serving(t, "--data", path)
	require.Empty(t, reportedFigures(t, s, ""))
	s.stop(t)

	demo := serving(t)
	require.Empty(t, reportedFigures(t, demo, ""))
	require.Equal(t, http.StatusUnauthorized, demo.post(t, "/v1/reported", "{}").status)
	require.Equal(t, http.StatusServiceUnavailable, demo.post(t, "/v1/reported", "{}", "X-API-Key", "x").status)
	demo.stop(t)
}

// A server whose login may only read says what has to be done.
func TestReportsNeedALoginThatMayWrite(t *testing.T) {
	t.Parallel()
	db := database(t)
	done(t, "import", "osm", inFile(t, "osm-town.osm", townOSM()), "--db", db)
	_, secret := newSecret(t, "王工", "designer", "--db", db)
	s := serving(t, "--db", asReader(t, db, "lc_reported_reader"))
	refused := s.post(t, "/v1/reported", "{}", "X-API-Key", secret, "Accept-Language", "en")
	require.Equal(t, http.StatusServiceUnavailable, refused.status, string(refused.body))
	require.Contains(t, string(refused.body), "a login that may write")
	require.Empty(t, reportedFigures(t, s, ""))
	s.stop(t)
}
