package importer

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/indicator"
)

// ReportedName is the name under which reported figures are imported. They are no
// layer: a file adds to what was reported before, and replaces nothing.
const ReportedName = "reported"

// ReportedOptions say what figures to import, and how to read them.
type ReportedOptions struct {
	// File is the file's path, whose extension tells the format; geometries are passed over.
	File string
	// Store holds the units and takes the figures.
	Store data.Store
	// Standards have the rows of which figures can be reported.
	Standards []*indicator.Standard
	// Map maps fields of [ReportedFields] to columns, Set fields to one value for every
	// row. Where keeps the rows for which it holds.
	Map, Set map[string]string
	Where    string
	// DryRun writes nothing and reports the same.
	DryRun bool
	// Encoding and Table: see [LayerOptions].
	Encoding, Table string
	// By is who reports, as it is kept with each figure.
	By string
	// Now tells the time that is kept with each figure; nil is the clock.
	Now func() time.Time
}

// reportedImport is one import under way.
type reportedImport struct {
	rules   *data.ReportedRules
	columns *reportedColumns
	report  *Report
	now     time.Time
	by      string
	// workbook tells that a share may be a number that only looks like per cent.
	workbook bool
	values   []data.ReportedValue
	// first is the row that reported the same before.
	first map[reportedKey]int
}

type reportedKey struct {
	unit, indicator string
	year            int
}

// Reported imports figures, all of a file or none: each refused row is named in the
// report with its field, value and rule, and then nothing is written
// ([ErrRowsRefused]). A figure that says what stands already is not kept a second time.
//
// The report is never nil. A [*UsageError] tells of options that are wrong.
func Reported(ctx context.Context, o ReportedOptions) (*Report, error) {
	report := &Report{Layer: ReportedName, File: filepath.Base(o.File), Source: filepath.Base(o.File), DryRun: o.DryRun,
		Repaired: []Finding{}, Refused: []Refusal{}, Remarks: []Finding{}}
	fail := func(err error) (*Report, error) {
		return report, fmt.Errorf("import reported figures from %s: %w", o.File, err)
	}
	if o.Store == nil {
		return fail(usagef("there is no dataset with the units"))
	}
	f, err := formatOf(o.File)
	if err != nil {
		return fail(err)
	}
	if f.only != "" {
		return fail(usagef("%s: a %s is imported as %s, not as %s", o.File, f.name, f.only, ReportedName))
	}
	if err := checkEncoding(o.Encoding); err != nil {
		return fail(err)
	}
	ds, err := o.Store.Load(ctx)
	if err != nil {
		return fail(err)
	}
	in := &reportedImport{report: report, by: o.By, workbook: strings.EqualFold(filepath.Ext(o.File), ".xlsx") || strings.EqualFold(filepath.Ext(o.File), ".xlsm"),
		now: time.Now(), first: map[reportedKey]int{}}
	if o.Now != nil {
		in.now = o.Now()
	}
	in.rules = data.NewReportedRules(unitsOf(ds), o.Standards, in.now)
	if in.columns, err = newReportedColumns(o.Map, o.Set); err != nil {
		return fail(err)
	}
	if err := in.read(ctx, &o, f); err != nil {
		return fail(err)
	}
	if len(report.Refused) > 0 {
		return fail(fmt.Errorf("%w: nothing was imported (%d rows refused of %d)", ErrRowsRefused, len(report.Refused), report.Selected))
	}
	if report.Accepted == 0 {
		return fail(fmt.Errorf("%w (%d read, %d selected)", ErrNothingAccepted, report.Read, report.Selected))
	}
	if err := in.keep(ctx, &o); err != nil {
		return fail(err)
	}
	return report, nil
}

func unitsOf(ds *geo.Dataset) []*geo.Unit {
	out := make([]*geo.Unit, len(ds.Units))
	for i := range ds.Units {
		out[i] = &ds.Units[i]
	}
	return out
}

// read reads the file into values.
func (in *reportedImport) read(ctx context.Context, o *ReportedOptions, f format) error {
	keep, err := newFilter(o.Where)
	if err != nil {
		return err
	}
	s := source{path: o.File, encoding: o.Encoding, table: o.Table, known: in.columns.knows}
	declared, err := readFile(ctx, s, f, in.report, func(rec Record) error {
		in.report.Read++
		if rec.Fields == nil && rec.Problem != nil {
			in.report.Selected++
			in.report.Refused = append(in.report.Refused, *rec.Problem)
			return ctx.Err()
		}
		in.columns.meet(rec.Fields)
		if !keep.keeps(rec) {
			return ctx.Err()
		}
		in.report.Selected++
		if v, refusal := in.row(rec); refusal != nil {
			in.report.Refused = append(in.report.Refused, *refusal)
		} else {
			in.values = append(in.values, *v)
			in.report.Accepted++
		}
		return ctx.Err()
	})
	if err != nil {
		return err
	}
	if err := in.columns.missing(declared); err != nil {
		return err
	}
	if column, missing := keep.missing(); missing && in.report.Read > 0 {
		return usagef("where: the file has no column %q; its columns are %s", column, in.columns.list(declared))
	}
	in.report.Remarks = append(in.report.Remarks, keep.remarks...)
	in.columns.remarks(&in.report.Remarks)
	return nil
}

// row makes a figure of a row.
func (in *reportedImport) row(rec Record) (*data.ReportedValue, *Refusal) {
	r := in.columns.row(rec)
	refuse := func(field, value, rule string) (*data.ReportedValue, *Refusal) {
		out := &Refusal{Row: rec.Row, Field: field, Value: clip(value), Rule: rule}
		if c := r.column[field]; c != field {
			out.Column = c
		}
		return nil, out
	}
	for _, f := range ReportedFields() {
		if f.Required && isBlank(r.raw[f.Name]) {
			return refuse(f.Name, "", "is required: "+f.Doc)
		}
	}
	unit, err := in.rules.Unit(restoreCode(r.raw[fieldUnit], textOf(r.raw[fieldUnit])))
	if err != nil {
		return refuse(fieldUnit, err.Value, bilingual(err.Rule))
	}
	row, err := in.rules.Indicator(textOf(r.raw[fieldIndicator]))
	if err != nil {
		return refuse(fieldIndicator, err.Value, bilingual(err.Rule))
	}
	value, rule := reportedValue(r.raw[fieldValue], row, in.workbook)
	if rule != "" {
		return refuse(fieldValue, textOf(r.raw[fieldValue]), rule)
	}
	year, rule := reportedYear(r.raw[fieldYear])
	if rule != "" {
		return refuse(fieldYear, textOf(r.raw[fieldYear]), rule)
	}
	v := &data.ReportedValue{Unit: unit.Code, Indicator: row.ID, Value: value, Year: year, Source: textOf(r.raw[fieldSource]),
		Evidence: textOf(r.raw[fieldEvidence]), At: in.now.UTC().Format(time.RFC3339), By: in.by}
	if err := in.rules.Check(0, v, unit, row); err != nil {
		return refuse(err.Field, err.Value, bilingual(err.Rule))
	}
	key := reportedKey{v.Unit, v.Indicator, v.Year}
	if first, twice := in.first[key]; twice {
		return refuse(fieldIndicator, row.ID, fmt.Sprintf("row %d repeats row %d: of one unit, indicator and year a file reports one figure", rec.Row, first))
	}
	in.first[key] = rec.Row
	return v, nil
}

// keep writes what is new.
func (in *reportedImport) keep(ctx context.Context, o *ReportedOptions) error {
	stand, err := o.Store.Reported(ctx, data.ReportedQuery{})
	if err != nil {
		return err
	}
	said := map[reportedKey]*data.Reported{}
	for i := range stand {
		said[reportedKey{stand[i].Unit, stand[i].Indicator, stand[i].Year}] = &stand[i]
	}
	same, changed := 0, 0
	fresh := slices.DeleteFunc(in.values, func(v data.ReportedValue) bool {
		old := said[reportedKey{v.Unit, v.Indicator, v.Year}]
		switch {
		case old == nil:
		case old.Value == v.Value && old.Source == v.Source && old.Evidence == v.Evidence:
			same++
			return true
		default:
			changed++
		}
		return false
	})
	in.report.Rows = len(fresh)
	for _, r := range []struct {
		n    int
		what string
	}{{same, "figures that stand already: not kept a second time"}, {changed, "figures that supersede earlier ones, which stay in the history"}} {
		if r.n > 0 {
			in.report.Remarks = append(in.report.Remarks, Finding{What: r.what, Count: r.n})
		}
	}
	if o.DryRun || len(fresh) == 0 {
		return nil
	}
	_, err = o.Store.AddReported(ctx, fresh)
	var refused *data.ReportedError
	if errors.As(err, &refused) {
		return fmt.Errorf("unit %s, indicator %s: %w", fresh[refused.At].Unit, fresh[refused.At].Indicator, err)
	}
	return err
}

// bilingual is a rule for a report that both languages read.
func bilingual(t indicator.Text) string {
	if t.Zh == "" {
		return t.En
	}
	return t.En + " / " + t.Zh
}
