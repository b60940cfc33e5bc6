package api

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/indicator"
)

// Trend is what is kept of one indicator of one unit.
type Trend struct {
	// Results are those kept by quarter, the oldest first.
	Results []data.Result
	// Reported are the figures that people reported, the earliest year first.
	Reported []indicator.ReportedValue
}

// trendPointForm is one result kept, as JSON.
type trendPointForm struct {
	Quarter          string         `json:"quarter"`
	Value            *float64       `json:"value"`
	Lamp             indicator.Lamp `json:"lamp"`
	At               string         `json:"at"`
	DatasetVersion   string         `json:"dataset_version"`
	StandardsVersion string         `json:"standards_version"`
}

// answerTrend tells one indicator of one unit over time.
func answerTrend(ctx context.Context, q *question) (func(e *encoder), error) {
	id := q.values.String("indicator")
	d, in := q.standards.row(id)
	if in == nil {
		return nil, noSuchRow(q, id, "/v1/standards/{id}")
	}
	area, err := q.analyst.Area(areaCode(q))
	if err != nil {
		return nil, err
	}
	if area.Level != in.Level {
		return nil, wrongLevelOf(q, in, area.Level)
	}
	card, err := q.judge.Scorecard(ctx, d, area.Code)
	if err != nil {
		return nil, err
	}
	trend, err := q.judge.Trend(ctx, area.Code, in.ID)
	if err != nil {
		return nil, fmt.Errorf("reading the results kept of %s: %w", area.Code, err)
	}
	points, reported := []trendPointForm{}, []*reportedForm{}
	for i := range trend.Results {
		p := &trend.Results[i]
		points = append(points, trendPointForm{Quarter: p.Quarter, Value: figureOrNull(p.Value), Lamp: p.Lamp, At: p.TakenAt.UTC().Format(time.RFC3339),
			DatasetVersion: p.DatasetVersion, StandardsVersion: p.StandardsVersion})
	}
	for i := range trend.Reported {
		reported = append(reported, formOfReported(&trend.Reported[i]))
	}
	return func(e *encoder) {
		e.beginObject()
		e.judged(q)
		e.key("unit")
		e.any(unitForm{Code: area.Code, Name: area.Name, Level: area.Level})
		e.key("standard")
		e.any(formOfStandard(d))
		e.key("indicator")
		e.any(formOfIndicator(in))
		e.key("points")
		e.any(points)
		e.key("reported")
		e.any(reported)
		e.key("now")
		if row := rowOf(card, in.ID); row != nil {
			e.any(formOfRow(card, row))
		} else {
			e.null()
		}
		e.endObject()
	}, nil
}

// wrongLevelOf names the level that an indicator judges.
func wrongLevelOf(q *question, in *indicator.Indicator, level geo.Level) *Problem {
	asked := clip(areaCode(q))
	return &Problem{Status: http.StatusBadRequest, Kind: kindInvalidParameter, Parameter: "code", Value: asked,
		Title: Text{En: "Wrong level", Zh: "层级不符"},
		Rule:  Text{En: fmt.Sprintf("a unit of level %s", in.Level), Zh: fmt.Sprintf("%s 层级的单元", in.Level)},
		Extra: map[string]any{"level": string(level), "level_needed": string(in.Level)},
		Detail: Text{
			En: fmt.Sprintf("unit %q is of level %s; indicator %s judges units of level %s, which /v1/units?level=%s lists", asked, level, in.ID, in.Level, in.Level),
			Zh: fmt.Sprintf("单元 %q 的层级为 %s；指标 %s 考核 %s 层级的单元，见 /v1/units?level=%s", asked, level, in.ID, in.Level, in.Level)}}
}
