package api

import (
	"context"
	"net/url"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/indicator"
)

// ScorecardForm is what one standard finds in one unit, as JSON. The figures are exact
// to 6 decimals.
type ScorecardForm struct {
	Standard standardForm `json:"standard"`
	Unit     unitForm     `json:"unit"`
	// Lamps counts the rows by lamp.
	Lamps   lampsForm       `json:"lamps"`
	Rows    []rowForm       `json:"rows"`
	RollUps []rollUpRowForm `json:"roll_ups"`
}

// unitForm names an administrative unit.
type unitForm struct {
	Code  string    `json:"code"`
	Name  string    `json:"name"`
	Level geo.Level `json:"level"`
}

// lampsForm counts lamps.
type lampsForm struct {
	Green  int `json:"green"`
	Yellow int `json:"yellow"`
	Red    int `json:"red"`
	Grey   int `json:"grey"`
}

func (l *lampsForm) add(lamp indicator.Lamp) {
	switch lamp {
	case indicator.Green:
		l.Green++
	case indicator.Yellow:
		l.Yellow++
	case indicator.Red:
		l.Red++
	default:
		l.Grey++
	}
}

// rowForm is what one indicator is for one unit.
type rowForm struct {
	ID     string            `json:"id"`
	Zh     string            `json:"zh"`
	En     string            `json:"en"`
	Kind   indicator.Kind    `json:"kind"`
	Class  []indicator.Class `json:"class"`
	Clause string            `json:"clause"`
	// Value is null where it cannot be given; Why then says what is missing.
	Value  *float64       `json:"value"`
	Unit   string         `json:"unit"`
	Target *targetForm    `json:"target"`
	Lamp   indicator.Lamp `json:"lamp"`
	Why    Text           `json:"why"`
	// Computed and Reported stand side by side where there are both; Differs flags them.
	Computed *float64      `json:"computed"`
	Reported *reportedForm `json:"reported"`
	Differs  bool          `json:"differs"`
	// Denominator says of what Value is, with its size.
	Denominator     string   `json:"denominator,omitempty"`
	DenominatorSize *float64 `json:"denominator_size"`
	Profile         string   `json:"profile,omitempty"`
	Method          string   `json:"method,omitempty"`
	// Features are those behind the figure; GeoJSON is where they are had.
	Features []featureSetForm `json:"features"`
	GeoJSON  *string          `json:"geojson"`
	Note     *Text            `json:"note"`
	Verified bool             `json:"verified"`
}

// reportedForm is a figure that somebody reported.
type reportedForm struct {
	Value    float64 `json:"value"`
	Year     int     `json:"year"`
	Source   string  `json:"source,omitempty"`
	Evidence string  `json:"evidence,omitempty"`
	At       string  `json:"at,omitempty"`
	By       string  `json:"by,omitempty"`
}

func formOfReported(r *indicator.ReportedValue) *reportedForm {
	if r == nil {
		return nil
	}
	return &reportedForm{Value: r.Value, Year: r.Year, Source: r.Source, Evidence: r.Evidence, At: r.At, By: r.By}
}

// featureSetForm is rows of one layer behind a figure.
type featureSetForm struct {
	Layer geo.Layer `json:"layer"`
	Role  string    `json:"role"`
	Count int       `json:"count"`
	IDs   []string  `json:"ids"`
}

// rollUpRowForm is a roll-up for one unit.
type rollUpRowForm struct {
	ID      string         `json:"id"`
	Zh      string         `json:"zh"`
	En      string         `json:"en"`
	Version string         `json:"version,omitempty"`
	Lamp    indicator.Lamp `json:"lamp"`
	Met     []string       `json:"met"`
	Missed  []string       `json:"missed"`
	Unknown []string       `json:"unknown"`
	Why     Text           `json:"why"`
}

// FormOfScorecard is a scorecard as the interface shows it.
func FormOfScorecard(card *indicator.Scorecard) *ScorecardForm {
	f := &ScorecardForm{Standard: formOfStandard(card.Standard), Rows: []rowForm{}, RollUps: []rollUpRowForm{},
		Unit: unitForm{Code: card.Area.Code, Name: card.Area.Name, Level: card.Area.Level}}
	for i := range card.Rows {
		f.Rows = append(f.Rows, formOfRow(card, &card.Rows[i]))
		f.Lamps.add(card.Rows[i].Lamp)
	}
	for i := range card.RollUps {
		r := &card.RollUps[i]
		f.RollUps = append(f.RollUps, rollUpRowForm{ID: r.RollUp.ID, Zh: r.RollUp.Zh, En: r.RollUp.En, Version: r.RollUp.Version, Lamp: r.Lamp,
			Met: some(r.Met), Missed: some(r.Missed), Unknown: some(r.Unknown), Why: Text{Zh: r.Why.Zh, En: r.Why.En}})
	}
	return f
}

func formOfRow(card *indicator.Scorecard, r *indicator.Row) rowForm {
	in := r.Indicator
	f := rowForm{ID: in.ID, Zh: in.Zh, En: in.En, Kind: in.Kind, Class: some(in.Class), Clause: in.Clause,
		Value: figureOrNull(r.Value), Unit: in.Unit, Target: formOfTarget(r.Target), Lamp: r.Lamp, Why: Text{Zh: r.Why.Zh, En: r.Why.En},
		Computed: figureOrNull(r.Computed), Reported: formOfReported(r.Reported), Differs: r.Differs,
		Denominator: r.Denominator, DenominatorSize: figureOrNull(r.DenominatorSize), Profile: r.Profile, Method: r.Method,
		Features: []featureSetForm{}, Note: formOfText(in.Note), Verified: in.Verified}
	for _, set := range r.Features {
		f.Features = append(f.Features, featureSetForm{Layer: set.Layer, Role: set.Role, Count: len(set.IDs), IDs: some(set.IDs)})
	}
	if len(r.Features) > 0 {
		link := behindLink(card.Area.Code, card.Standard.ID, in.ID)
		f.GeoJSON = &link
	}
	return f
}

// figurePlaces rounds the figures of scorecards: what a unit of measure makes of them is
// not known here, and a target is compared with the figure before it is rounded.
const figurePlaces = 6

// figureOrNull is an amount as JSON has it.
func figureOrNull(a geo.Amount) *float64 {
	v, known := a.Get()
	if !known {
		return nil
	}
	v = round(v, figurePlaces)
	return &v
}

// scorecardLink is where the scorecard of a unit is had.
func scorecardLink(unit, standard string) string {
	return "/v1/towns/" + url.PathEscape(unit) + "/scorecard?" + url.Values{"standard": {standard}}.Encode()
}

// behindLink is where the features behind a row are had.
func behindLink(unit, standard, row string) string {
	return "/v1/towns/" + url.PathEscape(unit) + "/scorecard/features?" +
		url.Values{"standard": {standard}, "indicator": {row}}.Encode()
}

// answerScorecard judges one unit by one standard.
func answerScorecard(ctx context.Context, q *question) (func(e *encoder), error) {
	d, err := standardAsked(q)
	if err != nil {
		return nil, err
	}
	card, err := q.judge.Scorecard(ctx, d, areaCode(q))
	if err != nil {
		return nil, err
	}
	if q.media == MediaCSV {
		return func(e *encoder) { writeScorecardCSV(e, q, card) }, nil
	}
	f := FormOfScorecard(card)
	return func(e *encoder) {
		e.beginObject()
		e.judged(q)
		e.key("standard")
		e.any(f.Standard)
		e.key("unit")
		e.any(f.Unit)
		e.key("lamps")
		e.any(f.Lamps)
		e.key("rows")
		e.beginArray()
		for i := range f.Rows {
			e.any(&f.Rows[i])
		}
		e.endArray()
		e.key("roll_ups")
		e.any(f.RollUps)
		e.endObject()
	}, nil
}

// judged writes the members that every answer by standards carries: the dataset, the
// year of the evaluation, the versions of the rules, and the attribution of the data.
func (e *encoder) judged(q *question) {
	e.frame(q, nil)
	e.key("year")
	e.integer(q.judge.Year())
	e.key("standards_version")
	e.strOrNull(q.standards.Version)
	e.key("profile_version")
	e.str(q.analyst.Profiles().Version)
}
