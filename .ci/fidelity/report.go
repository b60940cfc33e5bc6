package main

import (
	"bytes"
	_ "embed"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"text/template"
)

// maxShare is how much the people inside the polygons may differ from those counted,
// as a share of these, summed over the origins of a town.
const maxShare = 0.005

// judgedMinutes are the limits whose people are judged: within 5 minutes there are so
// few that the rim has a share of them.
func judgedMinutes(m float64) bool { return m >= 15 }

// report is what a run has found.
type report struct {
	Plan  plan
	Date  string
	Judge string
	Towns []*found
}

// broken lists the limits that are broken, in words.
func (r *report) broken() []string {
	var out []string
	for _, f := range r.Towns {
		for k, m := range minutes {
			for _, t := range []*tally{&f.ByRoad[k], &f.ByGrid[k]} {
				for i, d := range t.Beyond {
					if i == 5 {
						out = append(out, fmt.Sprintf("%s: … and %d places more", f.Town, len(t.Beyond)-i))
						break
					}
					out = append(out, fmt.Sprintf("%s: %g min from %v: %v is drawn in: %t, and counted otherwise within %d m", f.Town, d.Minutes, d.Origin, d.Place, d.Drawn, toleranceM))
				}
			}
			if s := f.People[k].share(); judgedMinutes(m) && !(s < maxShare && s > -maxShare) {
				out = append(out, fmt.Sprintf("%s: people within %g min differ by %s", f.Town, m, percent(s)))
			}
		}
		out = append(out, f.Misstated...)
		for _, w := range f.Verdict.Wrong {
			out = append(out, f.Town+": "+w)
		}
	}
	return out
}

//go:embed fidelity.md.tmpl
var page string

// write writes the page.
func (r *report) write(path string) error {
	t, err := template.New("page").Funcs(template.FuncMap{"people": func(n float64) string { return grouped(fmt.Sprintf("%.0f", n)) }, "count": func(n int) string { return grouped(strconv.Itoa(n)) }, "percent": percent, "minutes": func() []float64 { return minutes[:] },
		"rows": rows, "passed": func() bool { return len(r.broken()) == 0 }, "limit": func() string { return percent(maxShare) }, "tolerance": func() int { return toleranceM },
		"judged": judgedMinutes}).Parse(page)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := t.Execute(&b, r); err != nil {
		return err
	}
	return os.WriteFile(path, b.Bytes(), 0o644)
}

// row is the comparison of one limit and one kind of sample.
type row struct {
	Town, Kind string
	Minutes    float64
	*tally
}

// rows are the comparisons of a town.
func rows(f *found) []row {
	var out []row
	for k, m := range minutes {
		out = append(out, row{f.Town, "roads", m, &f.ByRoad[k]}, row{f.Town, "grid", m, &f.ByGrid[k]})
	}
	return out
}

// Share is the share of places that differ.
func (t *tally) Share() string {
	return fmt.Sprintf("%.3f %%", 100*float64(t.Differ)/max(1, float64(t.Places)))
}

// DrawnShare is the share of them that are drawn in and counted out.
func (t *tally) DrawnShare() string {
	return fmt.Sprintf("%.0f %%", 100*float64(t.Drawn)/max(1, float64(t.Differ)))
}

// RimM tells the metres from which a share of the places that differ is not farther.
func (t *tally) RimM(share float64) string {
	if len(t.Rim) == 0 {
		return "–"
	}
	all := slices.Clone(t.Rim)
	slices.Sort(all)
	return fmt.Sprintf("%.1f", all[min(len(all)-1, int(share*float64(len(all))))])
}

// Outside is how many places differ beyond the tolerance.
func (t *tally) Outside() int { return len(t.Beyond) }

// Share is the difference in per cent.
func (p people) Share() string { return percent(p.share()) }

func percent(v float64) string { return fmt.Sprintf("%.2f %%", 100*v) }

// grouped puts commas into a whole number.
func grouped(s string) string {
	var parts []string
	for len(s) > 3 {
		parts, s = append([]string{s[len(s)-3:]}, parts...), s[:len(s)-3]
	}
	return strings.Join(append([]string{s}, parts...), ",")
}
