package api

import (
	"context"
	"fmt"
	"net/http"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/indicator"
)

// Standards are the policy documents by which units are judged.
type Standards struct {
	// List are the documents, in the order in which they are shown.
	List []*indicator.Standard
	// Version is the hash of what they say; it is part of every entity tag.
	Version string
	// Judges hands out what judges by them. Required where there are any.
	Judges Judges
}

// Judges hands out the Judge of a dataset version. It is asked once per request.
type Judges interface {
	Judge(ctx context.Context, a Analyst) (Judge, error)
	// JudgeAs is the judge of another analysis by the very reports, and as of the very year,
	// of a judge that Judge handed out: of a scenario's, beside the one before it.
	JudgeAs(before Judge, a Analyst) (Judge, error)
}

// Judge judges the units of one dataset version, by the figures reported up to now. It
// never changes once made, and several goroutines may ask it at once.
type Judge interface {
	// Scorecard and Ranking are those of *indicator.Evaluator.
	Scorecard(ctx context.Context, s *indicator.Standard, unit string) (*indicator.Scorecard, error)
	Ranking(ctx context.Context, s *indicator.Standard, indicatorID string) (*indicator.Ranking, error)
	// Trend returns what is kept of one indicator of one unit.
	Trend(ctx context.Context, unit, indicatorID string) (Trend, error)
	// Year is that of the evaluation: of a row's targets the first whose year has not
	// passed is in force.
	Year() int
	// Kept names the state of what people reported and of the results kept. It
	// changes whenever they do, and with the year.
	Kept() string
}

// standard returns the document of an id, nil when there is none.
func (s *Standards) standard(id string) *indicator.Standard {
	for _, d := range s.List {
		if d.ID == id {
			return d
		}
	}
	return nil
}

// row returns the indicator of an id and its document; ids are unique over all of them.
func (s *Standards) row(id string) (*indicator.Standard, *indicator.Indicator) {
	for _, d := range s.List {
		if in := d.Indicator(id); in != nil {
			return d, in
		}
	}
	return nil, nil
}

func (s *Standards) ids() []string {
	out := make([]string, len(s.List))
	for i, d := range s.List {
		out[i] = d.ID
	}
	return out
}

// standardAsked is the document that the query names.
func standardAsked(q *question) (*indicator.Standard, error) {
	id := q.values.String("standard")
	if d := q.standards.standard(id); d != nil {
		return d, nil
	}
	p := invalidParameter(q.endpoint.param("standard"), id, Text{
		En: "the id of a standard; /v1/standards lists them", Zh: "标准的编号；见 /v1/standards"})
	p.Known = q.standards.ids()
	return nil, p
}

// rowAsked is the indicator of the document that the query names; nil where it names none.
func rowAsked(q *question, d *indicator.Standard) (*indicator.Indicator, error) {
	id := q.values.String("indicator")
	if id == "" {
		return nil, nil
	}
	if in := d.Indicator(id); in != nil {
		return in, nil
	}
	return nil, noSuchRow(q, id, "/v1/standards/"+d.ID)
}

func noSuchRow(q *question, id, list string) *Problem {
	return invalidParameter(q.endpoint.param("indicator"), id, Text{
		En: fmt.Sprintf("the id of an indicator; %s lists them", list), Zh: fmt.Sprintf("指标的编号；见 %s", list)})
}

// standardForm is a document as JSON, without its rows.
type standardForm struct {
	ID       string    `json:"id"`
	Zh       string    `json:"zh"`
	En       string    `json:"en"`
	Level    geo.Level `json:"level"`
	Issuer   string    `json:"issuer,omitempty"`
	Number   string    `json:"number,omitempty"`
	Date     string    `json:"date,omitempty"`
	File     string    `json:"file,omitempty"`
	Source   string    `json:"source,omitempty"`
	Verified bool      `json:"verified"`
}

func formOfStandard(d *indicator.Standard) standardForm {
	return standardForm{ID: d.ID, Zh: d.Zh, En: d.En, Level: d.Level, Issuer: d.Issuer, Number: d.Number,
		Date: d.Date, File: d.File, Source: d.Source, Verified: d.Verified}
}

// answerStandards lists the documents.
func answerStandards(_ context.Context, q *question) (func(e *encoder), error) {
	type listed struct {
		standardForm
		// Rows counts the indicators, Levels are those of the units they judge.
		Rows   int         `json:"rows"`
		Levels []geo.Level `json:"levels"`
		Href   string      `json:"href"`
	}
	list := []listed{}
	for _, d := range q.standards.List {
		list = append(list, listed{formOfStandard(d), len(d.Indicators), levelsOf(d), "/v1/standards/" + d.ID})
	}
	return writeProfiles(q, map[string]any{"standards": list, "standards_version": q.standards.Version}), nil
}

// levelsOf lists the levels that a document has rows for, the widest first.
func levelsOf(d *indicator.Standard) []geo.Level {
	out := []geo.Level{}
	for _, l := range geo.Levels() {
		for i := range d.Indicators {
			if d.Indicators[i].Level == l {
				out = append(out, l)
				break
			}
		}
	}
	return out
}

// answerStandard gives one document with its rows.
func answerStandard(_ context.Context, q *question) (func(e *encoder), error) {
	id := q.values.String("id")
	d := q.standards.standard(id)
	if d == nil {
		return nil, &Problem{Status: http.StatusNotFound, Kind: kindNoSuchStandard, Parameter: "id", Value: clip(id), Known: q.standards.ids(),
			Title: Text{En: "No such standard", Zh: "没有这个标准"},
			Detail: Text{En: fmt.Sprintf("there is no standard %q; /v1/standards lists them", clip(id)),
				Zh: fmt.Sprintf("没有标准 %q；见 /v1/standards", clip(id))}}
	}
	rows := make([]indicatorForm, len(d.Indicators))
	for i := range d.Indicators {
		rows[i] = formOfIndicator(&d.Indicators[i])
	}
	rollUps := make([]rollUpForm, len(d.RollUps))
	for i := range d.RollUps {
		rollUps[i] = formOfRollUp(&d.RollUps[i])
	}
	return func(e *encoder) {
		e.any(struct {
			standardForm
			Levels           []geo.Level     `json:"levels"`
			Indicators       []indicatorForm `json:"indicators"`
			RollUps          []rollUpForm    `json:"roll_ups"`
			StandardsVersion string          `json:"standards_version"`
			ProfileVersion   string          `json:"profile_version"`
		}{formOfStandard(d), levelsOf(d), rows, rollUps, q.standards.Version, q.analyst.Profiles().Version})
	}, nil
}
