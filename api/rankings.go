package api

import (
	"context"

	"github.com/seed-4611ae28/lifecircle/geo/indicator"
)

// rankingForm is the units of one level in order, as JSON.
type rankingForm struct {
	Standard  standardForm   `json:"standard"`
	Indicator *indicatorForm `json:"indicator"`
	Places    []placeForm    `json:"places"`
	// Common are the indicators by which the units are ranked, Left those that not
	// every unit has a lamp for.
	Common []string `json:"common"`
	Left   []string `json:"left"`
	Note   Text     `json:"note"`
}

// placeForm is one unit in a ranking.
type placeForm struct {
	// Rank is null for a unit that cannot be ranked; equal units share one.
	Rank  *int           `json:"rank"`
	Unit  string         `json:"unit"`
	Name  string         `json:"name"`
	Value *float64       `json:"value"`
	Lamp  indicator.Lamp `json:"lamp"`
	Lamps lampsForm      `json:"lamps"`
	Href  string         `json:"scorecard"`
}

// answerRankings orders the units by an indicator, or by a whole standard.
func answerRankings(ctx context.Context, q *question) (func(e *encoder), error) {
	d, err := standardAsked(q)
	if err != nil {
		return nil, err
	}
	in, err := rowAsked(q, d)
	if err != nil {
		return nil, err
	}
	id := ""
	if in != nil {
		id = in.ID
	}
	ranking, err := q.judge.Ranking(ctx, d, id)
	if err != nil {
		return nil, err
	}
	f := formOfRanking(ranking)
	return func(e *encoder) {
		e.beginObject()
		e.judged(q)
		for _, m := range []struct {
			name  string
			value any
		}{{"standard", f.Standard}, {"indicator", f.Indicator}, {"places", f.Places}, {"common", f.Common}, {"left", f.Left}, {"note", f.Note}} {
			e.key(m.name)
			e.any(m.value)
		}
		e.endObject()
	}, nil
}

func formOfRanking(r *indicator.Ranking) *rankingForm {
	f := &rankingForm{Standard: formOfStandard(r.Standard), Places: []placeForm{}, Common: some(r.Common), Left: some(r.Left),
		Note: Text{
			En: "value is the share of the common indicators that are green, in %: those that every ranked unit has a lamp for; equal units share a rank",
			Zh: "数值为共同指标中绿灯的比例(%):只按参加排名的单元都有亮灯的指标排;并列者名次相同"}}
	if r.Indicator != nil {
		row := formOfIndicator(r.Indicator)
		f.Indicator = &row
		f.Note = Text{En: "value is the indicator's; equal units share a rank; those without a value are not ranked",
			Zh: "数值为该指标的值;并列者名次相同;没有数值的单元不参加排名"}
	}
	for i := range r.Places {
		p := &r.Places[i]
		place := placeForm{Unit: p.Unit, Name: p.Name, Value: figureOrNull(p.Value), Lamp: p.Lamp,
			Lamps: lampsForm{p.Green, p.Yellow, p.Red, p.Grey}, Href: scorecardLink(p.Unit, r.Standard.ID)}
		if p.Rank > 0 {
			place.Rank = &p.Rank
		}
		f.Places = append(f.Places, place)
	}
	return f
}
