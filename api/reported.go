package api

import (
	"context"
	"errors"
	"time"

	"github.com/seed-4611ae28/lifecircle/data"
)

// pathReported is where reported figures are.
const pathReported = "/v1/reported"

// maxReportBytes bounds the figures that are sent at once.
const maxReportBytes = 1 << 20

func reportedEndpoint() Endpoint {
	return Endpoint{
		Path: pathReported, Doc: "The figures that people report, by unit, indicator and year.", Media: []string{MediaJSON}, Records: true,
		Params: []Param{
			{Name: "units", Field: "unit", In: InQuery, Type: String, List: true, MaxItems: maxUnits, Doc: "Unit codes; every unit when left out."},
			{Name: "indicators", In: InQuery, Type: String, List: true, MaxItems: maxItems, Doc: "Ids of indicators; every indicator when left out."},
			{Name: "history", In: InQuery, Type: Boolean, Default: "false", Doc: "Whether to list the superseded figures too."},
			langParam(),
		},
		Post: &Post{Role: data.RoleDesigner, MaxBytes: maxReportBytes,
			Doc: "Report one figure or a list of them: unit, indicator, value, year, source, and evidence where there is some. All are kept, or none."},
	}
}

// answerReported lists the figures that were asked for. Units and indicators that are not
// known are refused, as everywhere: a figure of a unit that is no more is in the history
// of all.
func answerReported(ctx context.Context, q *question) (func(e *encoder), error) {
	query := data.ReportedQuery{History: q.values.Bool("history")}
	for _, code := range q.values.Strings("units") {
		area, err := q.analyst.Area(code)
		if err != nil {
			return nil, err
		}
		for _, u := range area.Units {
			query.Units = append(query.Units, u.Code)
		}
	}
	if names := q.values.Strings("indicators"); len(names) > 0 {
		rules := data.NewReportedRules(nil, q.standards.List, time.Time{})
		for _, name := range names {
			row, err := rules.Indicator(name)
			if err != nil {
				return nil, invalidParameter(q.endpoint.param("indicators"), name, Text{En: "an id: " + err.Rule.En, Zh: "指标编号：" + err.Rule.Zh})
			}
			query.Indicators = append(query.Indicators, row.ID)
		}
	}
	var all []data.Reported
	if q.records != nil {
		var err error
		if all, err = q.records.Reported(ctx, query); err != nil {
			return nil, err
		}
	}
	return func(e *encoder) { e.reported(q, all) }, nil
}

// reported writes figures.
func (e *encoder) reported(q *question, all []data.Reported) {
	e.beginObject()
	e.key("dataset")
	e.beginObject()
	e.key("version")
	e.str(q.analyst.Dataset().Version)
	e.endObject()
	e.key("reported")
	e.beginArray()
	for i := range all {
		r := &all[i]
		e.beginObject()
		e.key("number")
		e.integer(int(r.Number))
		e.key("unit")
		e.str(r.Unit)
		e.key("indicator")
		e.str(r.Indicator)
		e.key("value")
		e.any(r.Value) // as it was reported, to the last digit
		e.key("year")
		e.integer(r.Year)
		e.key("source")
		e.str(r.Source)
		e.key("evidence")
		e.strOrNull(r.Evidence)
		e.key("at")
		e.str(r.At)
		e.key("by")
		e.str(r.By)
		e.key("superseded")
		e.boolean(r.Superseded)
		e.endObject()
	}
	e.endArray()
	e.endObject()
}

// postReported keeps the figures of a body: all, or none with every one that is wrong named.
func (s *server) postReported(ctx context.Context, q *question, key *data.Key, body []byte) (func(e *encoder), error) {
	reports, err := decodeReports(body)
	if err != nil {
		return nil, err
	}
	now := s.now()
	rules := data.NewReportedRules(q.analyst.Units(""), s.standards.List, now)
	values := make([]data.ReportedValue, len(reports))
	type same struct {
		unit, indicator string
		year            int
	}
	first := map[same]int{}
	var wrong []fieldProblem
	for i := range reports {
		v, err := reports[i].value(rules, i)
		if err != nil {
			wrong = append(wrong, fieldProblem{i, err.Field, err.Value, Text{En: err.Rule.En, Zh: err.Rule.Zh}})
			continue
		}
		v.At, v.By = now.UTC().Format(time.RFC3339), key.Name
		at := same{v.Unit, v.Indicator, v.Year}
		if before, twice := first[at]; twice {
			wrong = append(wrong, fieldProblem{i, "indicator", v.Indicator, repeatsRule(before)})
			continue
		}
		first[at], values[i] = i, v
	}
	if len(wrong) > 0 {
		return nil, invalidBody(wrong)
	}
	store, err := s.store()
	if err != nil {
		return nil, err
	}
	stored, err := store.AddReported(ctx, values)
	var refused *data.ReportedError
	if errors.As(err, &refused) {
		return nil, invalidBody([]fieldProblem{{refused.At, refused.Field, refused.Value, Text{En: refused.Rule.En, Zh: refused.Rule.Zh}}})
	}
	if err != nil {
		return nil, err
	}
	return func(e *encoder) { e.reported(q, stored) }, nil
}
