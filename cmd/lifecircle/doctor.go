package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/data/importer"
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/doctor"
)

// doctorReport is what lifecircle doctor --json writes; docs/doctor.md describes it.
type doctorReport struct {
	Dataset  doctorDataset           `json:"dataset"`
	Counts   map[doctor.Severity]int `json:"counts"`
	Fixed    []doctor.Done           `json:"fixed"`
	Findings []doctor.Finding        `json:"findings"`
}

type doctorDataset struct {
	Version string `json:"version"`
	Title   string `json:"title"`
	Date    string `json:"date"`
}

func newDoctor() *cobra.Command {
	var at place
	var asJSON, fix bool
	c := &cobra.Command{
		Use:   "doctor --data FILE.gpkg|--db URL",
		Short: "Say what is wrong with a dataset and what it changes, worst first · 数据体检",
		Long: "Walk through a dataset and say in words, in Chinese and English, worst first, what is\n" +
			"wrong with it and what that changes. Nothing is written without --fix.\n" +
			"逐项检查数据,用中英文说明问题及其影响,最严重的在前;不加 --fix 不改动任何数据。\n\n" +
			"--fix does what is safe: what loses nothing and has overwhelming evidence. All of it\n" +
			"goes into one change, which lifecircle history lists and lifecircle restore takes back;\n" +
			"then it looks again and says what is left. The rest is for somebody who knows the place.\n" +
			"--fix 只做安全的修复,一次写入,可用 lifecircle restore 撤销,然后重新检查。\n\n" +
			"Exit status: 0 nothing serious stands, 1 something serious does (or the command\n" +
			"failed), 2 bad usage. 退出码:0 没有严重问题,1 有严重问题或执行失败,2 用法错误。",
		Args: arguments(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error { return seeDoctor(c.Context(), &at, asJSON, fix) },
	}
	at.flags(c)
	c.Flags().BoolVar(&asJSON, "json", false, "write the findings as JSON (docs/doctor.md)")
	c.Flags().BoolVar(&fix, "fix", false, "make the safe repairs, then look again")
	return c
}

func seeDoctor(ctx context.Context, at *place, asJSON, fix bool) (err error) {
	rules, err := at.loadProfiles()
	if err != nil {
		return fmt.Errorf("reading the profiles: %w", err)
	}
	store, err := at.open(ctx, false)
	if err != nil {
		return err
	}
	defer closing(store, &err)
	ds, report, err := examine(ctx, store, rules)
	if err != nil {
		return err
	}
	out := doctorReport{Fixed: []doctor.Done{}}
	if fix {
		if out.Fixed, err = treat(ctx, store, ds, report); err != nil {
			return fmt.Errorf("repairing the dataset: %w", err)
		}
		if len(out.Fixed) > 0 {
			if _, report, err = examine(ctx, store, rules); err != nil {
				return err
			}
		}
	}
	out.Dataset = doctorDataset{report.Version, report.Title, report.Date}
	out.Findings, out.Counts = report.Findings, map[doctor.Severity]int{}
	for _, s := range doctor.Severities() {
		out.Counts[s] = report.Count(s)
	}
	if asJSON {
		err = writeDoctorJSON(os.Stdout, &out)
	} else {
		err = printDoctor(os.Stdout, &out, fix)
	}
	if n := out.Counts[doctor.Serious]; err == nil && n > 0 {
		return fmt.Errorf("%d serious finding(s) stand · 有 %d 项严重问题", n, n)
	}
	return err
}

// examine loads the dataset and looks at it. One without a row has every layer missing.
func examine(ctx context.Context, store data.Store, rules *geo.Profiles) (*geo.Dataset, *doctor.Report, error) {
	ds, err := store.Load(ctx)
	if errors.Is(err, data.ErrEmpty) {
		ds, err = &geo.Dataset{}, nil
	}
	if err != nil {
		return nil, nil, err
	}
	report, err := doctor.Examine(ctx, ds, rules)
	return ds, report, err
}

// treat makes the safe repairs in one commit, through the door that imports go
// through, so that marks and homes are made anew.
func treat(ctx context.Context, store data.Store, ds *geo.Dataset, report *doctor.Report) ([]doctor.Done, error) {
	t, err := doctor.Treat(ctx, ds, report.Findings)
	if err != nil || len(t.Done) == 0 {
		return []doctor.Done{}, err
	}
	w := data.Write{Rows: t.Dataset, Layers: map[geo.Layer]data.Mode{}}
	for _, l := range t.Layers {
		w.Layers[l] = data.ReplaceLayer
	}
	_, err = importer.Settle(ctx, store, w, importer.SettleOptions{MakeHomes: makeHomes, Basis: ds.Version})
	return t.Done, err
}

func writeDoctorJSON(w io.Writer, r *doctorReport) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(r)
}
