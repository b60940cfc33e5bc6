package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/seed-4611ae28/lifecircle/api"
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/indicator"
)

// lampWords are the lamps as people read them.
var lampWords = map[indicator.Lamp]string{
	indicator.Green: "绿 GREEN", indicator.Yellow: "黄 YELLOW", indicator.Red: "红 RED", indicator.Grey: "灰 GREY",
}

// levelWords are the levels as people read them.
var levelWords = map[geo.Level]string{
	geo.LevelProvince: "省 province", geo.LevelPrefecture: "市 prefecture", geo.LevelCounty: "县 county", geo.LevelTown: "镇 town", geo.LevelVillage: "村 village",
}

// wordsPaper writes scorecards for a person: a line each, or with every row.
type wordsPaper struct {
	out      io.Writer
	rows     bool
	standard *indicator.Standard
	cards    int
	quarter  string
	err      error
}

func (p *wordsPaper) write(s string) {
	if p.err == nil {
		_, p.err = io.WriteString(p.out, s)
	}
}

func (p *wordsPaper) begin(h *heading) {
	p.quarter = h.quarter
	ds, title := h.dataset, h.dataset.Title
	if title == "" {
		title = "dataset"
	}
	p.write(fmt.Sprintf("%s  %s  %s\n评价年份 as of %d;标准版本 standards %s\n", title, ds.Version, ds.Date, h.year, h.standards))
	if ds.Notice != "" {
		p.write(ds.Notice + "\n")
	}
}

func (p *wordsPaper) card(card *indicator.Scorecard) {
	f := api.FormOfScorecard(card)
	var b strings.Builder
	if p.standard != card.Standard {
		p.standard = card.Standard
		fmt.Fprintf(&b, "\n%s  %s · %s\n", f.Standard.ID, f.Standard.Zh, f.Standard.En)
	}
	p.cards++
	fmt.Fprintf(&b, "  %-12s %s (%s)  绿 green %d  黄 yellow %d  红 red %d  灰 grey %d\n", f.Unit.Code, f.Unit.Name, levelWords[f.Unit.Level],
		f.Lamps.Green, f.Lamps.Yellow, f.Lamps.Red, f.Lamps.Grey)
	if p.rows {
		for i := range card.Rows {
			writeRow(&b, &card.Rows[i])
		}
		for i := range card.RollUps {
			r := &card.RollUps[i]
			fmt.Fprintf(&b, "    %-9s  %s  %s · %s\n", lampWords[r.Lamp], r.RollUp.ID, r.RollUp.Zh, r.RollUp.En)
			writeWhy(&b, r.Why)
		}
	}
	p.write(b.String())
}

// writeRow writes one row: lamp and name, value and target, and why, in both languages.
func writeRow(b *strings.Builder, r *indicator.Row) {
	in := r.Indicator
	fmt.Fprintf(b, "    %-9s  %s  %s · %s\n", lampWords[r.Lamp], in.ID, in.Zh, in.En)
	value, target := "未知 unknown", "无 none"
	if v, known := r.Value.Get(); known {
		value = strconv.FormatFloat(v, 'g', 6, 64) + " " + in.Unit
	}
	if r.Target != nil {
		target = r.Target.String() + " " + in.Unit
	}
	fmt.Fprintf(b, "        数值 value %s;目标 target %s\n", value, target)
	if r.Differs && r.Reported != nil {
		fmt.Fprintf(b, "        填报 reported %g (%d):与计算值不符 differs from what was computed\n", r.Reported.Value, r.Reported.Year)
	}
	writeWhy(b, r.Why)
}

func writeWhy(b *strings.Builder, why indicator.Text) {
	for _, text := range []string{why.Zh, why.En} {
		if text != "" {
			fmt.Fprintf(b, "        %s\n", text)
		}
	}
}

func (p *wordsPaper) kept(results int) {
	if results > 0 {
		p.write(fmt.Sprintf("\n已留存 %s 结果 %d 项 · %d results kept for %s\n", p.quarter, results, results, p.quarter))
	}
}

func (p *wordsPaper) end() error {
	switch {
	case p.cards == 0:
		p.write("没有可评价的单元 · No unit to judge.\n")
	case !p.rows:
		p.write("各项指标:加 --unit 代码,或 --json · The rows: with --unit CODE, or --json\n")
	}
	return p.err
}

// jsonPaper writes scorecards as one JSON document, as they come.
type jsonPaper struct {
	out     io.Writer
	cards   int
	results *int
	err     error
}

func (p *jsonPaper) write(s string) {
	if p.err == nil {
		_, p.err = io.WriteString(p.out, s)
	}
}

// value writes a value without a line end, "<" as it is.
func (p *jsonPaper) value(v any) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil && p.err == nil {
		p.err = err
	}
	p.write(strings.TrimSuffix(b.String(), "\n"))
}

func (p *jsonPaper) begin(h *heading) {
	ds := h.dataset
	p.write(`{"dataset":`)
	p.value(map[string]string{"version": ds.Version, "title": ds.Title, "date": ds.Date, "notice": ds.Notice})
	p.write(fmt.Sprintf(`,"year":%d,"quarter":"%s","standards_version":`, h.year, h.quarter))
	p.value(h.standards)
	p.write(`,"profile_version":`)
	p.value(h.profiles)
	p.write(`,"scorecards":[`)
}

func (p *jsonPaper) card(card *indicator.Scorecard) {
	if p.cards++; p.cards > 1 {
		p.write(",")
	}
	p.write("\n")
	p.value(api.FormOfScorecard(card))
}

func (p *jsonPaper) kept(results int) { p.results = &results }

func (p *jsonPaper) end() error {
	p.write("\n],\"kept\":")
	p.value(p.results) // null where the store has taken none
	p.write("}\n")
	return p.err
}
