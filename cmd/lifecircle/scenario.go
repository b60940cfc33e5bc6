package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/seed-4611ae28/lifecircle/api"
	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/data/scenariofile"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
	"github.com/seed-4611ae28/lifecircle/geo/scenario"
)

func newScenario() *cobra.Command {
	var at place
	var documents documents
	var asJSON bool
	c := &cobra.Command{
		Use:   "scenario FILE.yaml --data FILE.gpkg|--db URL",
		Short: "What if: before, after and difference of a list of edits; nothing is saved · 情景推演,不写入数据",
		Long: "Make the edits of a file on the dataset, in memory only, and print in Chinese and English\n" +
			"what they change: people covered by unit, circle and category, circles complete, and the\n" +
			"rows of standards with their lamps. The file has the members of POST\n" +
			"/v1/scenarios/evaluate, as YAML or JSON: edits, and name, author, towns, circles,\n" +
			"categories, standards. What is not asked for is chosen by the edits, and only what they\n" +
			"change is printed.\n" +
			"在内存中对数据集做文件所列的改动,用中英文列出前后对比:覆盖人口、生活圈完整度、各标准指标\n" +
			"及亮灯。文件内容同 POST /v1/scenarios/evaluate(YAML 或 JSON)。不写入任何数据。\n\n" +
			"Exit status: 0 done, whatever changes; 1 failed; 2 bad usage, also of the file.\n" +
			"退出码:0 完成(与结果无关),1 执行失败,2 用法或文件内容有误。",
		Args: arguments(cobra.ExactArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			return runScenario(c.Context(), &at, &documents, args[0], asJSON, os.Stdout)
		},
	}
	at.flags(c)
	documents.flag(c)
	c.Flags().BoolVar(&asJSON, "json", false, "write the answer as JSON, in the form of POST /v1/scenarios/evaluate")
	return c
}

func runScenario(ctx context.Context, at *place, documents *documents, file string, asJSON bool, out io.Writer) (err error) {
	if !at.named() {
		return errNoDataset()
	}
	sc, err := scenariofile.Read(file)
	if err != nil {
		return wrongScenario(err)
	}
	rules, err := at.loadProfiles()
	if err != nil {
		return err
	}
	if err := documents.load(rules); err != nil {
		return err
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
	judging := &judges{documents: documents, records: func() data.Records { return store }, now: time.Now}
	standards := &api.Standards{List: documents.list, Version: documents.version, Judges: judging}
	f, answer, err := api.EvaluateScenario(ctx, a, sc, standards, api.Chinese)
	if err != nil {
		return wrongScenario(err)
	}
	if asJSON {
		e := json.NewEncoder(out)
		e.SetEscapeHTML(false)
		return e.Encode(struct {
			Dataset  string `json:"dataset_version"`
			Scenario string `json:"scenario_version"`
			Name     string `json:"name"`
			Author   string `json:"author"`
			*api.ScenarioForm
		}{ds.Version, answer.After.Dataset().Version, sc.Name, sc.Author, f})
	}
	return writeScenario(out, ds, sc, f)
}

// wrongScenario makes what is wrong with the file bad usage.
func wrongScenario(err error) error {
	var content *scenariofile.ContentError
	var edit *scenario.EditError
	var field *analysis.FieldError
	if errors.As(err, &content) || errors.As(err, &edit) || errors.As(err, &field) {
		return &usageError{err}
	}
	return err
}
