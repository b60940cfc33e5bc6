package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/seed-4611ae28/lifecircle/api"
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/scenario"
)

// layerWords are the layers as people read them.
var layerWords = map[geo.Layer]string{
	geo.LayerUnits: "单元 units", geo.LayerFacilities: "设施 facilities", geo.LayerRoads: "道路 roads", geo.LayerGreenways: "绿道 greenways",
	geo.LayerParks: "公园 parks", geo.LayerParcels: "地块 parcels", geo.LayerPopulation: "人口 population", geo.LayerHomes: "住户点 homes",
}

// writeScenario writes for a person what a scenario changes.
func writeScenario(out io.Writer, ds *geo.Dataset, sc *scenario.Scenario, f *api.ScenarioForm) error {
	var b strings.Builder
	title := ds.Title
	if title == "" {
		title = "dataset"
	}
	fmt.Fprintf(&b, "%s  %s  %s\n", title, ds.Version, ds.Date)
	if ds.Notice != "" {
		fmt.Fprintln(&b, ds.Notice)
	}
	fmt.Fprintf(&b, "情景 scenario: %s  %s  (%d 条编辑 edits)\n", orNone(sc.Name), sc.Author, f.Edits)
	if sc.DatasetVersion != "" && sc.DatasetVersion != ds.Version {
		fmt.Fprintf(&b, "注意:情景是在另一版本上编制的 · made on another version of the dataset: %s\n", sc.DatasetVersion)
	}
	if len(f.Changes) == 0 {
		fmt.Fprintln(&b, "\n没有任何变化 · Nothing changes.")
	}
	for _, c := range f.Changes {
		fmt.Fprintf(&b, "  %s: 新增 added %d  改动 changed %d  删除 removed %d\n", layerWords[c.Layer], len(c.Added), len(c.Changed), len(c.Removed))
	}
	for _, p := range f.Loose {
		fmt.Fprintf(&b, "  注意:新路的一端没有接到路网 · an end of a new road meets nothing: %g,%g\n", p[0], p[1])
	}
	if len(f.Coverage) > 0 {
		fmt.Fprint(&b, "\n覆盖人口 people covered: 前 before → 后 after (差 difference)\n")
	}
	for _, c := range f.Coverage {
		fmt.Fprintf(&b, "  %-12s %s  %s  %s: %s → %s (%s)  %s → %s\n", c.Town, c.Name, c.Circle, c.Category,
			number(c.Before), number(c.After), signed(c.Difference), percent(c.ShareBefore), percent(c.ShareAfter))
	}
	if len(f.Completeness) > 0 {
		fmt.Fprint(&b, "\n生活圈完整 people whose circle is complete\n")
	}
	for _, c := range f.Completeness {
		fmt.Fprintf(&b, "  %-12s %s  %s: %s → %s (%s)\n", c.Town, c.Name, c.Circle, number(c.Before), number(c.After), signed(c.Difference))
		for _, r := range c.Reached {
			fmt.Fprintf(&b, "      %s: %s → %s (%s)\n", r.Requirement, number(r.Before), number(r.After), signed(r.Difference))
		}
	}
	if len(f.Indicators) > 0 {
		fmt.Fprint(&b, "\n指标 indicators\n")
	}
	for i := range f.Indicators {
		d := &f.Indicators[i]
		fmt.Fprintf(&b, "  %-12s %s  %s %s  %s · %s\n      %s → %s (%s) %s   %s → %s\n      前 before  %s\n                 %s\n      后 after   %s\n                 %s\n",
			d.Unit, d.Name, d.Standard, d.Indicator, d.Zh, d.En, number(d.Before), number(d.After), signed(d.Difference), d.UnitOf,
			lampWords[d.LampBefore], lampWords[d.LampAfter], d.WhyBefore.Zh, d.WhyBefore.En, d.WhyAfter.Zh, d.WhyAfter.En)
	}
	if f.HomesChanged > 0 {
		fmt.Fprintf(&b, "\n判定改变的住户点(按单元、生活圈、类别) homes whose verdict changes, by unit, circle and category: %d;明细见 --json · the list: --json\n", f.HomesChanged)
	}
	_, err := io.WriteString(out, b.String())
	return err
}

func orNone(s string) string {
	if s == "" {
		return "(无名 unnamed)"
	}
	return s
}

// number is a figure as people read it.
func number(v *float64) string {
	if v == nil {
		return "未知 unknown"
	}
	return strconv.FormatFloat(*v, 'g', 7, 64)
}

// signed is a difference.
func signed(v *float64) string {
	if v != nil && *v > 0 {
		return "+" + number(v)
	}
	return number(v)
}

func percent(v *float64) string {
	if v == nil {
		return "未知 unknown"
	}
	return strconv.FormatFloat(*v*100, 'f', 1, 64) + "%"
}
