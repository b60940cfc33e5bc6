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
	err      error
}

func (p *wordsPaper) write(s string) {
	if p.err == nil {
		_, p.err = io.WriteString(p.out, s)
	}
}

func (p *wordsPaper) begin(ds *geo.Dataset, documents *documents, _ *geo.Profiles) {
	title := ds.Title
	if title == "" {
		title = "dataset"
	}
	p.write(fmt.Sprintf("%s  %s  %s\n标准版本 standards %s\n", title, ds.Version, ds.Date, documents.version))
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

func (p *wordsPaper) end() error {
	switch {
	case p.cards == 0:
		p.write("没有可评价的单元 · No unit to judge.\n")
	case !p.rows:
		p.write("\n各项指标:加 --unit 代码,或 --json · The rows: with --unit CODE, or --json\n")
	}
	return p.err
}

// jsonPaper writes scorecards as one JSON document, as they come.
type jsonPaper struct {
	out   io.Writer
	cards int
	err   error
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

func (p *jsonPaper) begin(ds *geo.Dataset, documents *documents, rules *geo.Profiles) {
	p.write(`{"dataset":`)
	p.value(map[string]string{"version": ds.Version, "title": ds.Title, "date": ds.Date, "notice": ds.Notice})
	p.write(`,"standards_version":`)
	p.value(documents.version)
	p.write(`,"profile_version":`)
	p.value(rules.Version)
	p.write(`,"scorecards":[`)
}

func (p *jsonPaper) card(card *indicator.Scorecard) {
	if p.cards++; p.cards > 1 {
		p.write(",")
	}
	p.write("\n")
	p.value(api.FormOfScorecard(card))
}

func (p *jsonPaper) end() error {
	p.write("\n]}\n")
	return p.err
}
