package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
	"github.com/seed-4611ae28/lifecircle/geo/indicator"
)

// analyzeOptions are what the command line of lifecircle analyze asks for.
type analyzeOptions struct {
	unit, standard string
	all, queue     bool
	asJSON         bool
}

func newAnalyze() *cobra.Command {
	var at place
	var documents documents
	var o analyzeOptions
	c := &cobra.Command{
		Use:   "analyze --data FILE.gpkg|--db URL",
		Short: "Judge units by the standards, and keep the results by quarter · 按标准评价并按季度留存",
		Long: "Judge every unit by every standard that has rows for its level, print what was found in\n" +
			"Chinese and English, and keep the results of the quarter in the dataset, from which\n" +
			"trends are made. The last result of a quarter stays.\n" +
			"按每项标准评价各级单元,用中英文列出结果,并把本季度的结果留存在数据集中,供趋势分析;\n" +
			"同一季度以最后一次为准。\n\n" +
			"Without --unit there is a line for each unit and standard; with it, every row with its\n" +
			"value, target, lamp and why. --json has everything. 不加 --unit 每个单元、每项标准一行;\n" +
			"加 --unit 列出每项指标的数值、目标、亮灯和说明;--json 输出全部内容。\n\n" +
			"Exit status: 0 done, whatever the lamps; 1 failed; 2 bad usage.\n" +
			"退出码:0 完成(与亮灯无关),1 执行失败,2 用法错误。",
		Args: arguments(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			if !terminal(os.Stdout) {
				return analyze(c.Context(), &at, &documents, o, os.Stdout)
			}
			// What is found comes after the progress, not between.
			var found bytes.Buffer
			err := analyze(c.Context(), &at, &documents, o, &found)
			_, printed := found.WriteTo(os.Stdout)
			return errors.Join(err, printed)
		},
	}
	at.flags(c)
	documents.flag(c)
	c.Flags().StringVar(&o.unit, "unit", "", "judge only the unit of this `CODE`")
	c.Flags().StringVar(&o.standard, "standard", "", "judge only by the standard of this `ID`")
	c.Flags().BoolVar(&o.all, "all", false, "judge every unit: the same as without --unit")
	c.Flags().BoolVar(&o.queue, "queue", false, "hand the work to the workers of a database (not there yet)")
	c.Flags().BoolVar(&o.asJSON, "json", false, "write the scorecards as JSON, in the form of /v1/towns/{code}/scorecard")
	return c
}

func analyze(ctx context.Context, at *place, documents *documents, o analyzeOptions, out io.Writer) (err error) {
	switch {
	case o.all && o.unit != "":
		return usagef("--all and --unit %s contradict each other", o.unit)
	case o.queue:
		return errors.New("--queue is not there yet: leave it out, and this process does the work · 尚不支持 --queue:去掉它,由本进程计算")
	}
	rules, err := at.loadProfiles()
	if err != nil {
		return fmt.Errorf("reading the profiles: %w", err)
	}
	if err := documents.load(rules); err != nil {
		return err
	}
	list := documents.list
	if o.standard != "" {
		s, err := documents.standard(o.standard)
		if err != nil {
			return err
		}
		list = []*indicator.Standard{s}
	}
	store, err := at.open(ctx, false)
	if err != nil {
		return err
	}
	defer closing(store, &err)
	ds, err := store.Load(ctx)
	if err != nil {
		return err
	}
	a, err := analysis.New(ctx, ds, rules, analysis.Options{})
	if err != nil {
		return err
	}
	asked, err := cardsAsked(a, list, &o)
	if err != nil {
		return err
	}
	now := time.Now().UTC().Truncate(time.Second)
	judging := &judges{documents: documents, records: func() data.Records { return store }, now: func() time.Time { return now }}
	judge, err := judging.Judge(ctx, a)
	if err != nil {
		return err
	}
	paper := newPaper(out, &o)
	head := &heading{dataset: ds, standards: documents.version, profiles: rules.Version, quarter: data.QuarterOf(now), year: judge.Year()}
	told := progress(os.Stderr)
	var results []data.Result
	for i, c := range asked {
		card, err := judge.Scorecard(ctx, c.standard, c.unit)
		if err != nil {
			return wrongQuestion(fmt.Errorf("judging %s by %s: %w", c.unit, c.standard.ID, err))
		}
		if i == 0 {
			paper.begin(head) // a question that is refused leaves standard output empty
		}
		paper.card(card)
		for i := range card.Rows {
			r := &card.Rows[i]
			results = append(results, data.Result{Quarter: data.QuarterOf(now), TakenAt: now, DatasetVersion: ds.Version, StandardsVersion: documents.version,
				Unit: r.Unit, Indicator: r.Indicator.ID, Value: r.Value, Lamp: r.Lamp})
		}
		if told != nil {
			told("评价 analyze", int64(i+1), int64(len(asked)))
		}
	}
	if len(asked) == 0 {
		paper.begin(head)
	}
	// All or nothing: an evaluation that was broken off leaves the results of the quarter
	// as they were.
	kept := store.AddResults(ctx, results)
	if kept == nil {
		paper.kept(len(results))
	}
	return errors.Join(paper.end(), kept)
}

// cardAsked is one scorecard to be made.
type cardAsked struct {
	standard *indicator.Standard
	unit     string
}

// cardsAsked lists the scorecards to be made: every unit by every standard that has rows
// for its level. What is asked for by name is asked for, whether or not there are such
// rows: the evaluation says what is wrong with it.
func cardsAsked(a *analysis.Analysis, list []*indicator.Standard, o *analyzeOptions) ([]cardAsked, error) {
	units := a.Units("")
	if o.unit != "" {
		area, err := a.Area(o.unit)
		if err != nil {
			return nil, wrongQuestion(err)
		}
		if len(area.Units) != 1 {
			return nil, usagef("--unit %q: name one unit; --all is the default", o.unit)
		}
		units = area.Units
	}
	var out []cardAsked
	for _, s := range list {
		for _, u := range units {
			if judges := func(in indicator.Indicator) bool { return in.Level == u.Level }; slices.ContainsFunc(s.Indicators, judges) || o.unit != "" && o.standard != "" {
				out = append(out, cardAsked{s, u.Code})
			}
		}
	}
	return out, nil
}

// wrongQuestion is a part of the question that the evaluation refuses: bad usage.
func wrongQuestion(err error) error {
	var field *analysis.FieldError
	if errors.As(err, &field) {
		return &usageError{fmt.Errorf("--%s %q: %s", field.Field, field.Value, field.Rule)}
	}
	return err
}

// heading says what is judged, by what, and as of when.
type heading struct {
	dataset                      *geo.Dataset
	standards, profiles, quarter string
	year                         int
}

// paper is where the scorecards are written, as they come.
type paper interface {
	begin(h *heading)
	card(card *indicator.Scorecard)
	// kept tells how many results the store has taken.
	kept(results int)
	// end tells the first error of the whole.
	end() error
}

func newPaper(out io.Writer, o *analyzeOptions) paper {
	switch {
	case o.asJSON:
		return &jsonPaper{out: out}
	case o.unit != "":
		return &wordsPaper{out: out, rows: true}
	}
	return &wordsPaper{out: out}
}
