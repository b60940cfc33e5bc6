package api

import (
	"context"
	"encoding/csv"

	"github.com/seed-4611ae28/lifecircle/geo/analysis"
)

// answerTable gives the whole table, as JSON or as CSV.
func answerTable(ctx context.Context, q *question) (func(e *encoder), error) {
	v := q.values
	query := analysis.TableQuery{Units: v.Strings("units"), Categories: v.Strings("categories"),
		Circles: v.Strings("circles"), Group: v.String("group")}
	rows, err := q.analyst.Table(ctx, query)
	if err != nil {
		return nil, err
	}
	if q.media == MediaCSV {
		return func(e *encoder) { writeCSV(e, q, rows) }, nil
	}
	m := &method{Direction: "home_to_facility", Denominators: denominatorsOf(rows), Group: query.Group,
		Note: Text{En: "mode, metric and limit are those of each row's circle; /v1/circles and /v1/modes have their sources",
			Zh: "出行方式、度量方式和界限取自各行的生活圈；来源见 /v1/circles 与 /v1/modes"}.in(q.lang)}
	return func(e *encoder) {
		e.beginObject()
		e.frame(q, m)
		e.key("rows")
		e.beginArray()
		for i := range rows {
			e.beginObject()
			e.figures(tableFigures(q, &rows[i]))
			e.endObject()
		}
		e.endArray()
		e.endObject()
	}, nil
}

func tableFigures(q *question, r *analysis.TableRow) []figure {
	return figuresOf(q.lang, r.Area, r.Category, &r.LimitCoverage)
}

// byteOrderMark tells spreadsheet programs that a CSV file is in UTF-8.
const byteOrderMark = "\uFEFF"

// writeCSV writes the table as CSV. Each row names the dataset and the profiles, since
// the form has no other place for them.
func writeCSV(e *encoder, q *question, rows []analysis.TableRow) {
	ds := q.analyst.Dataset()
	w := csv.NewWriter(e)
	w.UseCRLF = true
	header := names(figuresOf(q.lang, &analysis.Area{}, "", &analysis.LimitCoverage{}))
	e.buf = append(e.buf, byteOrderMark...)
	// The encoder keeps the first error of the stream.
	_ = w.Write(headings(q.lang, append(header, "dataset_version", "dataset_date", "profile_version")))
	for i := range rows {
		if e.err != nil {
			return
		}
		row := cells(tableFigures(q, &rows[i]))
		_ = w.Write(append(row, harmless(ds.Version), harmless(ds.Date), harmless(q.analyst.Profiles().Version)))
	}
	w.Flush()
}
