package importer

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/data/profiles"
	"github.com/seed-4611ae28/lifecircle/geo"
)

// LayerOptions say what to import, and how to read it.
type LayerOptions struct {
	// Layer is a name of [LayerNames]; File is the file's path, whose extension
	// tells the format.
	Layer, File string
	// Store takes the rows. It may be nil for a dry run into nothing.
	Store data.Store
	// Source names the import; "" is the file's base name without extension. Rows of
	// the same layer and source are replaced, unless Mode says otherwise.
	Source string
	Mode   data.Mode
	// Map maps fields to columns, Set fields to one value for every row; see
	// [Fields]. Where keeps the rows for which it holds.
	Map, Set map[string]string
	Where    string
	// DryRun writes nothing and reports the same. Strict imports nothing when any
	// row is refused.
	DryRun, Strict bool
	// Node, when not nil, joins road lines that cross or that end within so many
	// metres of what they were meant to meet.
	Node *float64
	// CRS names the reference system of the file ([crs.Choose]); "" is what the file
	// says or its numbers show ([crs.Detect]). Encoding is "" for
	// what the file and its bytes tell.
	CRS, Encoding string
	// Table names the table (layer, sheet, file in a zip) of a file that has several.
	Table string
	// Groups are rasters of the people of age groups, on the grid of the raster of all
	// people that File is. Several of one group are added up.
	Groups []GroupFile
	// Scheme is the classification that codes of land are read in, one of Schemes; ""
	// is none, and a question where there are codes.
	Scheme  string
	Schemes []geo.LandUseScheme
	// Categories are those a facility may have. Classifier tells them of facilities
	// that do not state theirs; nil refuses such rows.
	Categories []geo.Category
	Classifier *profiles.Classifier
	// MakeHomes: see [SettleOptions].
	MakeHomes func(context.Context, *geo.Dataset) ([]geo.Home, error)
	// License, Attribution and Date (ISO 8601) are recorded with the source.
	License, Attribution, Date string
	// Now tells the time that is recorded with the source; nil is the clock.
	Now func() time.Time
}

// Result is what became of an import.
type Result struct {
	Report *Report
	// Settlement is what the dataset became; nil when the import failed before.
	Settlement *Settlement
}

// Errors of an import whose file could be read. The report says which rows were
// refused and why.
var (
	ErrNothingAccepted = errors.New("no row was accepted")
	ErrRowsRefused     = errors.New("rows were refused, and the import is strict")
)

// Layer imports one layer from a file: it reads the rows, refuses those that
// break a rule (each named in the report), and commits the rest at once, or
// nothing (see [Settle]). Refused rows do not stop an import unless it is strict;
// a file of which no row is accepted does.
//
// The result is never nil. A [*UsageError] tells of options that are wrong.
// Reading is linear in the size of the file; ctx is looked at for every row.
func Layer(ctx context.Context, o LayerOptions) (*Result, error) {
	result := &Result{Report: &Report{
		File: filepath.Base(o.File), Source: o.source(), DryRun: o.DryRun,
		Repaired: []Finding{}, Refused: []Refusal{}, Remarks: []Finding{},
	}}
	b, err := newBuilder(ctx, &o, result.Report)
	if err != nil {
		return result, fmt.Errorf("import %s: %w", o.Layer, err)
	}
	if err := b.read(ctx, &o); err != nil {
		return result, fmt.Errorf("import %s: %w", o.Layer, err)
	}
	if result.Report.Accepted == 0 {
		return result, fmt.Errorf("import %s from %s: %w (%d read, %d selected, %d refused)",
			o.Layer, o.File, ErrNothingAccepted, result.Report.Read, result.Report.Selected, len(result.Report.Refused))
	}
	if o.Strict && len(result.Report.Refused) > 0 {
		return result, fmt.Errorf("import %s from %s: %w (%d rows)", o.Layer, o.File, ErrRowsRefused, len(result.Report.Refused))
	}
	result.Settlement, err = Settle(ctx, o.Store, b.write(&o), SettleOptions{MakeHomes: o.MakeHomes, DryRun: o.DryRun, Check: b.land.mayReplace(b.source)})
	if err != nil {
		return result, fmt.Errorf("import %s from %s: %w", o.Layer, o.File, err)
	}
	result.Report.Remarks = append(result.Report.Remarks, result.Settlement.Remarks...)
	return result, nil
}

func (o *LayerOptions) source() string {
	if o.Source != "" {
		return o.Source
	}
	base := filepath.Base(o.File)
	return strings.TrimSuffix(base, filepath.Ext(base))
}

func newBuilder(ctx context.Context, o *LayerOptions, report *Report) (*builder, error) {
	layer, level, err := ParseLayer(o.Layer)
	if err != nil {
		return nil, err
	}
	if err := checkReference(o.CRS); err != nil {
		return nil, err
	}
	if err := checkEncoding(o.Encoding); err != nil {
		return nil, err
	}
	if o.Store == nil && !o.DryRun {
		return nil, usagef("there is no dataset to import into")
	}
	if report.Source == "" || strings.ContainsAny(report.Source, "\x00\n\r") {
		return nil, usagef("source %q: a source has a name on one line", report.Source)
	}
	report.Layer = layer
	t, _ := tableOf(layer)
	b := &builder{
		table: t, source: report.Source, level: level, report: report, rows: &geo.Dataset{}, classifier: o.Classifier,
		ids: map[string]int{}, stored: map[string]bool{}, cells: map[string]int{},
	}
	if b.land, err = newLand(o, layer); err != nil {
		return nil, err
	}
	if o.Mode == data.Append && o.Store != nil {
		return b, b.follow(ctx, o.Store)
	}
	return b, nil
}

var trailingNumber = regexp.MustCompile(`-(\d{1,15})$`)

// follow prepares for appending to the rows that the source has already: their ids
// are taken, and rows without one are numbered on from the highest.
func (b *builder) follow(ctx context.Context, store data.Store) error {
	ds, err := store.Load(ctx)
	if errors.Is(err, data.ErrEmpty) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("load the dataset to append to: %w", err)
	}
	for k := range keysOf(ds, b.table.layer) {
		if k.source != b.source {
			continue
		}
		b.stored[k.id] = true
		if m := trailingNumber.FindStringSubmatch(k.id); m != nil {
			n, _ := strconv.Atoi(m[1])
			b.base = max(b.base, n)
		}
	}
	return nil
}

// read reads the file through the condition and the mapping into rows.
func (b *builder) read(ctx context.Context, o *LayerOptions) error {
	f, err := formatOf(o.File)
	if err != nil {
		return err
	}
	if f.only != "" && f.only != b.table.layer {
		return usagef("%s: a %s is imported as %s, not as %s", o.File, f.name, f.only, b.table.layer)
	}
	if len(o.Groups) > 0 && f.only != geo.LayerPopulation {
		return usagef("group %s: age groups of their own files go with a raster of people; a table has a column for each", o.Groups[0].Group)
	}
	keep, err := newFilter(o.Where)
	if err != nil {
		return err
	}
	categories := newCategoryIndex(o.Categories)
	m, err := newMapper(b.table, o, f.untyped, categories)
	if err != nil {
		return err
	}
	if b.level != "" {
		m.fallback["level"] = string(b.level)
	}
	if b.reference, err = newReference(ctx, o, b.table, f); err != nil {
		return err
	}
	columns, err := readFile(ctx, m.source(o), f, b.report, func(rec Record) error {
		b.report.Read++
		if rec.Fields != nil {
			if m.columns(rec); !keep.keeps(rec) {
				return ctx.Err()
			}
		}
		b.report.Selected++
		if rec.Problem == nil {
			rec = b.reference.entrances(m, m.pair(rec))
		}
		if rec.Problem != nil {
			b.report.Refused = append(b.report.Refused, *rec.Problem)
			return ctx.Err()
		}
		b.add(rec, m.row(rec, categories))
		return ctx.Err()
	})
	if err != nil {
		return err
	}
	if err := b.checkColumns(m, keep, columns); err != nil {
		return err
	}
	if err := b.nodeRoads(ctx, o.Node); err != nil {
		return err
	}
	b.cutRoads()
	if err := b.land.question(o.File); err != nil {
		return err
	}
	if err := b.layers(ctx); err != nil {
		return err
	}
	checkGroups(b.rows.Population, &b.report.Remarks)
	if err := b.repeats(ctx, o.Categories); err != nil {
		return err
	}
	b.report.Rows = b.rows.Count(b.table.layer)
	b.reference.report(&b.report.Remarks, o.CRS != "")
	b.report.Remarks = append(b.report.Remarks, keep.remarks...)
	m.remarks(&b.report.Remarks)
	return nil
}

// checkColumns sees that what was mapped and asked for exists in the file. A file
// without rows is not asked.
func (b *builder) checkColumns(m *mapper, keep *filter, declared []string) error {
	if b.report.Read == 0 && declared == nil {
		return nil
	}
	if err := m.missing(declared); err != nil {
		return err
	}
	if column, missing := keep.missing(); missing && !slices.ContainsFunc(declared, func(c string) bool { return strings.EqualFold(c, column) }) {
		return usagef("where: the file has no column %q; its columns are %s", column, m.columnList(declared))
	}
	return nil
}

// write is the change of the store that the rows are.
func (b *builder) write(o *LayerOptions) data.Write {
	now := time.Now
	if o.Now != nil {
		now = o.Now
	}
	w := data.Write{
		Rows:   b.rows,
		Layers: map[geo.Layer]data.Mode{b.table.layer: o.Mode},
		Source: b.source,
		Info: &geo.SourceInfo{
			Name: b.source, File: filepath.Base(o.File), License: o.License, Attribution: o.Attribution,
			Date: o.Date, ImportedAt: now().UTC().Format(time.RFC3339),
		},
	}
	b.land.writes(&w, o.Mode)
	return w
}
