package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// scorecard is an answer of /v1/towns/{code}/scorecard.
type scorecard struct {
	Standard struct{ ID string }
	Unit     struct{ Code, Level string }
	Lamps    map[string]int
	Rows     []scorecardRow
	RollUps  []struct {
		ID, Lamp string
		Why      map[string]string
	} `json:"roll_ups"`
}

type scorecardRow struct {
	ID       string
	Kind     string
	Class    []string
	Value    *float64
	Unit     string
	Target   *struct{ Op string }
	Lamp     string
	Why      map[string]string
	Profile  string
	Method   string
	Features []struct {
		Layer string
		Count int
		IDs   []string
	}
	GeoJSON *string
}

func (s *service) decode(t *testing.T, path string, v any) {
	t.Helper()
	r := s.get(t, path)
	require.Equal(t, http.StatusOK, r.status, "%s: %s", path, r.body)
	require.NoError(t, json.Unmarshal(r.body, v), path)
}

// scales are the five policy documents, each with the level of the units it judges.
var scales = map[string]string{
	"xiuzhou-2020": "town", "changxing-2023": "county", "huzhou-2023": "prefecture", "lishui-2020": "prefecture", "zhejiang-2021": "province",
}

// Each of the five documents, asked at its scale, shows every one of its rows with a
// value or with the reason why there is none, and never asks a town for a county's row.
func TestTheFiveDocumentsOnTheDemo(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "d.gpkg")
	program := plain(t)
	program.done(t, "demo", "--out", path, "--towns", "2")
	s := program.serving(t, "--data", path)

	var listed struct {
		Standards []struct {
			ID, Level string
			Levels    []string
		}
	}
	s.decode(t, "/v1/standards", &listed)
	found := 0
	for _, l := range listed.Standards {
		scale, ours := scales[l.ID]
		if !ours {
			continue
		}
		found++
		require.Equal(t, scale, l.Level, l.ID)
		require.Contains(t, l.Levels, scale, l.ID)
		t.Run(l.ID, func(t *testing.T) {
			values := 0
			for _, level := range l.Levels {
				unit := s.ask(t, "/v1/units?geometry=false&level="+level).Features[0].ID
				values += requireWholeScorecard(t, s, l.ID, level, unit)
			}
			require.Positive(t, values, "the demo has what some of its rows need")
			requireRanking(t, s, l.ID)
		})
	}
	require.Equal(t, len(scales), found)

	// A unit of a level that the document says nothing of is refused, with the level
	// that it does judge.
	for _, level := range []string{"village", "province"} {
		unit := s.ask(t, "/v1/units?geometry=false&level="+level).Features[0].ID
		path := "/v1/towns/" + unit + "/scorecard?standard=changxing-2023"
		r := s.get(t, path, "Accept-Language", "en")
		require.Equal(t, http.StatusBadRequest, r.status, "%s", r.body)
		require.Contains(t, string(r.body), "county")
		require.Contains(t, string(r.body), `"parameter":"code"`)
		require.Contains(t, string(s.get(t, path).body), "考核 county", "it is said in Chinese too")
	}
	s.stop(t)
}

// requireWholeScorecard tells how many rows have a value.
func requireWholeScorecard(t *testing.T, s *service, standard, level, unit string) (values int) {
	t.Helper()
	var document struct {
		Indicators []struct {
			ID, Level string
			Target    any
		}
	}
	s.decode(t, "/v1/standards/"+standard, &document)
	var want, got []string
	for _, in := range document.Indicators {
		if in.Level == level {
			want = append(want, in.ID)
		}
	}
	path := "/v1/towns/" + unit + "/scorecard?standard=" + standard
	var card scorecard
	s.decode(t, path, &card)
	lamps := map[string]int{}
	for _, row := range card.Rows {
		got = append(got, row.ID)
		lamps[row.Lamp]++
		require.NotEmpty(t, row.Why["zh"], row.ID)
		require.NotEmpty(t, row.Why["en"], row.ID)
		require.NotContains(t, row.Why["en"], "not evaluated", "%s has no evaluator", row.ID)
		require.NotEmpty(t, row.Unit, row.ID)
		if row.Value != nil {
			values++
		} else {
			require.Equal(t, "grey", row.Lamp, row.ID)
		}
		if row.Target == nil {
			require.Equal(t, "grey", row.Lamp, "%s has nothing to be compared with", row.ID)
		}
		requireBehind(t, s, &row)
	}
	require.Equal(t, want, got, "every row of the level, in the order of the document")
	for _, lamp := range []string{"green", "yellow", "red", "grey"} {
		require.Equal(t, lamps[lamp], card.Lamps[lamp], lamp)
	}

	sheet := s.get(t, path+"&format=csv")
	require.Equal(t, http.StatusOK, sheet.status)
	require.True(t, strings.HasPrefix(string(sheet.body), "\uFEFF标准,单元代码,"), "%.80s", sheet.body)
	require.Equal(t, http.StatusNotModified, s.get(t, path, "If-None-Match", s.get(t, path).header.Get("Etag")).status)
	return values
}

// requireBehind asks for the features behind a row and finds each of them.
func requireBehind(t *testing.T, s *service, row *scorecardRow) {
	t.Helper()
	var ids []string
	for _, set := range row.Features {
		require.Len(t, set.IDs, set.Count, row.ID)
		ids = append(ids, set.IDs...)
	}
	if len(ids) == 0 {
		return
	}
	require.NotNil(t, row.GeoJSON, row.ID)
	var got []string
	for _, f := range s.ask(t, *row.GeoJSON).Features {
		require.NotEqual(t, "null", string(f.Geometry), "%s: %s is not in the dataset", row.ID, f.ID)
		got = append(got, f.ID)
	}
	require.Equal(t, ids, got, row.ID)
}

func requireRanking(t *testing.T, s *service, standard string) {
	t.Helper()
	var ranking struct {
		Places []struct {
			Unit string
			Rank *int
		}
		Common, Left []string
	}
	s.decode(t, "/v1/rankings?standard="+url.QueryEscape(standard), &ranking)
	units := len(s.ask(t, "/v1/units?geometry=false&level="+scales[standard]).Features)
	require.Len(t, ranking.Places, units)
	for _, place := range ranking.Places {
		require.NotEmpty(t, place.Unit)
	}
}

// What the command line finds is what the server answers, and it is kept by quarter.
func TestAnalyzeOnTheDemo(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "d.gpkg")
	program := plain(t)
	program.done(t, "demo", "--out", path, "--towns", "1")
	version := versionOf(t, path)

	var all struct {
		Dataset    struct{ Version string }
		Scorecards []json.RawMessage
		Quarter    string
		Kept       int
	}
	analyzed := func(args ...string) outcome {
		t.Helper()
		o := program.run(t, nil, append([]string{"analyze", "--data", path}, args...)...)
		require.Equal(t, exitDone, o.status, o.stderr)
		return o
	}
	o := analyzed("--json")
	require.Empty(t, o.stderr, "progress is for a terminal")
	require.NoError(t, json.Unmarshal([]byte(o.stdout), &all))
	require.Equal(t, version, all.Dataset.Version)
	require.Equal(t, version, versionOf(t, path), "results are no part of the dataset")

	s := program.serving(t, "--data", path)
	judged, rows := map[string]bool{}, 0
	for _, raw := range all.Scorecards {
		var card scorecard
		require.NoError(t, json.Unmarshal(raw, &card))
		rows += len(card.Rows)
		at := card.Standard.ID + " " + card.Unit.Level
		if judged[at] {
			continue
		}
		judged[at] = true
		var served, said map[string]json.RawMessage
		s.decode(t, fmt.Sprintf("/v1/towns/%s/scorecard?standard=%s", card.Unit.Code, card.Standard.ID), &served)
		require.NoError(t, json.Unmarshal(raw, &said))
		for _, member := range []string{"rows", "roll_ups", "lamps", "unit", "standard"} {
			require.JSONEq(t, string(served[member]), string(said[member]), "%s: %s", at, member)
		}
	}
	for standard, level := range scales {
		require.True(t, judged[standard+" "+level], standard)
	}
	require.Equal(t, rows, all.Kept)

	// What was kept is the trend of each row; a second time in a quarter adds no point.
	var trend struct {
		Points []struct {
			Quarter, Lamp  string
			Value          *float64
			DatasetVersion string `json:"dataset_version"`
		}
		Now scorecardRow
	}
	before := s.get(t, "/v1/towns/990101/trend?indicator=CX-01").header.Get("Etag")
	for range 2 {
		s.decode(t, "/v1/towns/990101/trend?indicator=CX-01", &trend)
		require.Len(t, trend.Points, 1)
		require.Equal(t, all.Quarter, trend.Points[0].Quarter)
		require.Equal(t, version, trend.Points[0].DatasetVersion)
		require.Equal(t, trend.Now.Lamp, trend.Points[0].Lamp)
		require.Equal(t, trend.Now.Value, trend.Points[0].Value)
		analyzed("--all", "--standard", "changxing-2023")
	}
	require.NotEqual(t, before, s.get(t, "/v1/towns/990101/trend?indicator=CX-01").header.Get("Etag"), "other records, another answer")
	s.stop(t)

	words := analyzed("--unit", "990101", "--standard", "changxing-2023").stdout
	for _, want := range []string{"changxing-2023", "990101", "灰 grey", "数值 value", "目标 target"} {
		require.Contains(t, words, want)
	}
	refused := program.run(t, nil, "analyze", "--data", path, "--unit", "99", "--standard", "changxing-2023")
	require.Equal(t, exitUsage, refused.status, refused.stderr)
	require.Contains(t, refused.stderr, "county", "the right level is named")
	require.Empty(t, refused.stdout)
	refused = program.run(t, nil, "analyze", "--data", path, "--unit", "nowhere")
	require.Equal(t, exitUsage, refused.status, refused.stderr)
}

// In a database results are kept too. Who may only read it sees what was found, and is
// told that it was not kept.
func TestAnalyzeInADatabase(t *testing.T) {
	t.Parallel()
	db := database(t)
	done(t, "import", "osm", inFile(t, "osm-town.osm", townOSM()), "--db", db)
	question := []string{"analyze", "--unit", westTown, "--standard", "xiuzhou-2020", "--db"}
	reader := lifecircle(t, append(question, asReader(t, db, "analyze_reader"))...)
	require.Equal(t, exitFailed, reader.status, reader.stderr)
	require.Contains(t, reader.stderr, "the store cannot be written")
	require.Contains(t, reader.stdout, "XZ-36")
	require.NotContains(t, reader.stdout, "已留存")

	s := serving(t, "--db", db)
	var trend struct{ Points []struct{ Quarter string } }
	s.decode(t, "/v1/towns/"+westTown+"/trend?indicator=XZ-36", &trend)
	require.Empty(t, trend.Points)
	o := lifecircle(t, append(question, db)...)
	require.Equal(t, exitDone, o.status, o.stderr)
	require.Contains(t, o.stdout, "已留存")
	s.decode(t, "/v1/towns/"+westTown+"/trend?indicator=XZ-36", &trend)
	require.Len(t, trend.Points, 1)
	require.Contains(t, o.stdout, trend.Points[0].Quarter)
	s.stop(t)
}

// A standard of one's own is served beside those that ship.
func TestStandardsOfOnesOwn(t *testing.T) {
	t.Parallel()
	own := filepath.Dir(inFile(t, "ours.yaml", `
id: ours-2025
zh: 某县指标
en: Our indicators
level: town
issuer: 某县
date: "2025-01-01"
source: "a paper of our own"
verified: true
indicators:
  - id: OUR-01
    zh: 每镇至少一所幼儿园
    en: A kindergarten per town
    kind: count
    class: [CNT]
    level: town
    clause: 一
    unit: 所
    targets: [{op: ">=", value: 1}]
    params: {categories: [kindergarten]}
    verified: true
`))
	path := filepath.Join(t.TempDir(), "d.gpkg")
	program := plain(t)
	program.done(t, "demo", "--out", path, "--towns", "1")
	s := program.serving(t, "--data", path, "--standards", own)
	var card scorecard
	s.decode(t, "/v1/towns/990101001/scorecard?standard=ours-2025", &card)
	require.Len(t, card.Rows, 1)
	require.Equal(t, "OUR-01", card.Rows[0].ID)
	tag := s.get(t, "/v1/standards").header.Get("Etag")
	s.stop(t)
	plainly := program.serving(t, "--data", path)
	require.NotEqual(t, tag, plainly.get(t, "/v1/standards").header.Get("Etag"), "other standards, other answers")
	require.Equal(t, http.StatusNotFound, plainly.get(t, "/v1/standards/ours-2025").status)
	plainly.stop(t)
}
