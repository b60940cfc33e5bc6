package api

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo/analysis"
	"github.com/seed-4611ae28/lifecircle/geo/indicator"
)

func TestQuestionsToStandardsThatCannotBeAnswered(t *testing.T) {
	h := serving(t, newFake())
	en := []string{"Accept-Language", "en"}
	for _, c := range []struct {
		target    string
		status    int
		parameter string
		value     string
		says      string
	}{
		{"/v1/standards/nope", 404, "id", "nope", "/v1/standards"},
		{"/v1/towns/330411001/scorecard", 400, "standard", "", "required"},
		{"/v1/towns/330411001/scorecard?standard=nope", 400, "standard", "nope", "/v1/standards"},
		{"/v1/towns/999/scorecard?standard=towns-2020", 404, "code", "999", "no such unit"},
		{"/v1/towns/330411001/scorecard?standard=county-2023", 400, "code", "330411001", "county"},
		{"/v1/towns/330411001/scorecard?standard=towns-2020&indicator=T-1", 400, "indicator", "", "not known"},
		{"/v1/towns/330411001/scorecard/features?standard=towns-2020", 400, "indicator", "", "required"},
		{"/v1/towns/330411001/scorecard/features?standard=towns-2020&indicator=C-1", 400, "indicator", "C-1", "/v1/standards/towns-2020"},
		{"/v1/towns/330411001/scorecard/features?standard=towns-2020&indicator=T-3", 400, "code", "330411001", "level county"},
		{"/v1/towns/330411001/trend", 400, "indicator", "", "required"},
		{"/v1/towns/330411001/trend?indicator=X", 400, "indicator", "X", "/v1/standards"},
		{"/v1/towns/999/trend?indicator=T-1", 404, "code", "999", "no such unit"},
		{"/v1/towns/330411001/trend?indicator=C-1", 400, "code", "330411001", "level county"},
		{"/v1/rankings", 400, "standard", "", "required"},
		{"/v1/rankings?standard=nope", 400, "standard", "nope", "/v1/standards"},
		{"/v1/rankings?standard=towns-2020&indicator=C-1", 400, "indicator", "C-1", "/v1/standards/towns-2020"},
	} {
		p := problemIn(t, ask(h, c.target, en...), c.status)
		assert.Equal(t, c.parameter, p["parameter"], c.target)
		if c.value != "" {
			assert.Equal(t, c.value, p["value"], c.target)
		}
		assert.Contains(t, p["detail"], c.says, c.target)
	}
	p := problemIn(t, ask(h, "/v1/towns/330411001/scorecard?standard=nope"), 400)
	assert.Equal(t, []any{"towns-2020", "county-2023"}, p["known"], "what would have been understood")
	p = problemIn(t, ask(h, "/v1/towns/330411001/trend?indicator=C-1"), 400)
	assert.Equal(t, "county", p["level_needed"])
}

func TestWithoutStandards(t *testing.T) {
	h, err := New(Options{Provider: &provider{analyst: newFake()}, Logger: quiet()})
	require.NoError(t, err)
	assert.JSONEq(t, `[]`, string(member(t, ask(h, "/v1/standards").Body.Bytes(), "standards")))
	for _, target := range []string{"/v1/towns/330411001/scorecard?standard=towns-2020", "/v1/rankings?standard=towns-2020", "/v1/towns/330411001/trend?indicator=T-1"} {
		problemIn(t, ask(h, target), 400)
	}
	_, err = New(Options{Provider: &provider{}, Standards: Standards{List: standardsOfTest()}})
	assert.ErrorContains(t, err, "Judges is required")
}

func TestARecordThatCannotBeReadIsTheServersFault(t *testing.T) {
	f := newFake()
	f.noJudge = errors.New("dial tcp db.internal:5432: refused")
	w := ask(serving(t, f), "/v1/towns/330411001/scorecard?standard=towns-2020")
	problemIn(t, w, http.StatusInternalServerError)
	assert.NotContains(t, w.Body.String(), "db.internal")
	assert.Equal(t, 200, ask(serving(t, f), "/v1/standards").Code, "the documents are there all the same")
}

// The body of a scorecard speaks both languages at once, so that it is the same in
// either; only a spreadsheet has one.
func TestAScorecardIsTheSameInBothLanguages(t *testing.T) {
	h := serving(t, newFake())
	for _, path := range []string{pathStandards, pathStandard, pathScorecard, pathTrend, pathRankings} {
		target := goodTargets()[path]
		assert.Equal(t, ask(h, target, "Accept-Language", "en").Body.String(), ask(h, target).Body.String(), path)
	}
}

func TestAScorecardAsASpreadsheet(t *testing.T) {
	h := serving(t, newFake())
	w := ask(h, "/v1/towns/330411/scorecard?standard=towns-2020&format=csv")
	require.Equal(t, 200, w.Code)
	assert.Equal(t, `attachment; filename="lifecircle-scorecard.csv"`, w.Header().Get("Content-Disposition"))
	body := w.Body.String()
	require.True(t, strings.HasPrefix(body, byteOrderMark))
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(body, byteOrderMark))).ReadAll()
	require.NoError(t, err)
	require.Len(t, rows, 2)
	assert.Contains(t, rows[0], "亮灯")
	assert.Contains(t, rows[1], "'=全区镇数", "a name is no formula")
	assert.Contains(t, rows[1], "绿灯")
}

// Every column of every table has a Chinese heading of its own.
func TestEveryColumnHasAChineseHeading(t *testing.T) {
	columns := append(names(figuresOf(Chinese, &analysis.Area{}, "", &analysis.LimitCoverage{})), "dataset_version", "dataset_date", "profile_version")
	card := append(names(rowFigures(Chinese, &indicator.Scorecard{Standard: &indicator.Standard{}, Area: &analysis.Area{}},
		&indicator.Row{Indicator: &indicator.Indicator{}})), "dataset_version", "standards_version")
	for _, table := range [][]string{columns, card} {
		seen := map[string]bool{}
		for i, heading := range headings(Chinese, table) {
			assert.NotEqual(t, table[i], heading)
			assert.False(t, seen[heading], "%s stands twice", heading)
			seen[heading] = true
		}
		assert.Equal(t, table, headings(English, table))
	}
}

// What a kind reads is shown whole: a param that is added to the standards has to be
// added here.
func TestEveryParamIsShown(t *testing.T) {
	var p indicator.Params
	v := reflect.ValueOf(&p).Elem()
	for i := range v.NumField() {
		switch f := v.Field(i); f.Kind() {
		case reflect.String:
			f.SetString("x")
		case reflect.Int:
			f.SetInt(7)
		case reflect.Float64:
			f.SetFloat(7)
		case reflect.Slice:
			f.Set(reflect.ValueOf([]string{"x"}))
		case reflect.Map:
			f.Set(reflect.ValueOf(map[string]string{"x": "y"}))
		default:
			require.Fail(t, "a new kind of param", "%s", f.Kind())
		}
	}
	b, err := json.Marshal(formOfParams(&p))
	require.NoError(t, err)
	shown := map[string]any{}
	require.NoError(t, json.Unmarshal(b, &shown))
	assert.Len(t, shown, v.NumField())
}

// The targets are numbers before they are texts: what is shown can be compared again.
func TestTheTargetShownIsTheOneInForce(t *testing.T) {
	h := serving(t, newFake())
	var card struct {
		Rows []struct {
			ID     string
			Value  *float64
			Target *struct {
				Op    string
				Value float64
				Year  int
			}
		}
	}
	require.NoError(t, json.Unmarshal(ask(h, goodTargets()[pathScorecard]).Body.Bytes(), &card))
	require.Len(t, card.Rows, 2)
	assert.Equal(t, ">=", card.Rows[0].Target.Op)
	assert.Equal(t, 2022, card.Rows[0].Target.Year, "of the row, not the last of the document")
	assert.Nil(t, card.Rows[1].Value, "unknown is null")
	assert.Nil(t, card.Rows[1].Target)
}
