package api

import (
	"encoding/csv"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/indicator"
)

// writeScorecardCSV writes a scorecard as CSV, a line a row, in the language asked for.
func writeScorecardCSV(e *encoder, q *question, card *indicator.Scorecard) {
	ds := q.analyst.Dataset()
	w := csv.NewWriter(e)
	w.UseCRLF = true
	e.buf = append(e.buf, byteOrderMark...)
	header := names(rowFigures(q.lang, card, &indicator.Row{Indicator: &indicator.Indicator{}}))
	// The encoder keeps the first error of the stream.
	_ = w.Write(headings(q.lang, append(header, "dataset_version", "dataset_date", "profile_version", "standards_version")))
	for i := range card.Rows {
		if e.err != nil {
			return
		}
		row := cells(rowFigures(q.lang, card, &card.Rows[i]))
		_ = w.Write(append(row, harmless(ds.Version), harmless(ds.Date), harmless(q.analyst.Profiles().Version), harmless(q.standards.Version)))
	}
	w.Flush()
}

// rowFigures lists the columns of one row of a scorecard.
func rowFigures(lang Lang, card *indicator.Scorecard, r *indicator.Row) []figure {
	said := func(t indicator.Text) string { return Text{Zh: t.Zh, En: t.En}.in(lang) }
	target, source := "", ""
	if r.Target != nil {
		target = r.Target.String()
	}
	reported, year := geo.Unknown(), geo.Unknown()
	if r.Reported != nil {
		reported, year, source = geo.Known(r.Reported.Value), geo.Known(float64(r.Reported.Year)), r.Reported.Source
	}
	features := 0
	for _, set := range r.Features {
		features += len(set.IDs)
	}
	return []figure{
		word("standard", card.Standard.ID), word("unit", card.Area.Code), word("name", card.Area.Name),
		word("id", r.Indicator.ID), word("indicator", said(r.Indicator.Text)), word("clause", r.Indicator.Clause),
		amountOf("value", r.Value, figurePlaces), word("value_unit", r.Indicator.Unit), word("target", target),
		word("lamp", lampWord(r.Lamp).in(lang)), word("why", said(r.Why)),
		amountOf("computed", r.Computed, figurePlaces), amountOf("reported", reported, figurePlaces), amountOf("reported_year", year, 0),
		word("reported_source", source), word("differs", yesNo(r.Differs).in(lang)),
		word("denominator", r.Denominator), amountOf("denominator_size", r.DenominatorSize, figurePlaces),
		word("profile", r.Profile), word("method", r.Method),
		amountOf("features_behind", geo.Known(float64(features)), 0), word("verified", yesNo(r.Indicator.Verified).in(lang)),
	}
}

// lampWord is a lamp in words.
func lampWord(l indicator.Lamp) Text {
	switch l {
	case indicator.Green:
		return Text{Zh: "绿灯", En: "green"}
	case indicator.Yellow:
		return Text{Zh: "黄灯", En: "yellow"}
	case indicator.Red:
		return Text{Zh: "红灯", En: "red"}
	}
	return Text{Zh: "灰灯", En: "grey"}
}

func yesNo(b bool) Text {
	if b {
		return Text{Zh: "是", En: "yes"}
	}
	return Text{Zh: "否", En: "no"}
}
