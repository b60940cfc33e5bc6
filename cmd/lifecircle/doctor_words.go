package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/seed-4611ae28/lifecircle/geo/doctor"
)

// severityWords are the severities as people read them.
var severityWords = map[doctor.Severity]string{
	doctor.Serious: "严重 SERIOUS",
	doctor.Warning: "注意 WARNING",
	doctor.Note:    "说明 NOTE",
}

// placesShown is how many places of a finding are printed; --json has more.
const placesShown = 5

// printDoctor writes the findings for a person.
func printDoctor(w io.Writer, r *doctorReport, fix bool) error {
	var b strings.Builder
	title := r.Dataset.Title
	if title == "" {
		title = "dataset"
	}
	fmt.Fprintf(&b, "%s  %s\n", title, r.Dataset.Version)
	switch {
	case len(r.Fixed) > 0:
		b.WriteString("已修复(一次写入,可用 lifecircle restore 撤销) · Repaired, in one change that lifecircle restore takes back:\n")
		for _, d := range r.Fixed {
			fmt.Fprintf(&b, "  - %s %s\n    %s (%d 行 rows)\n", string(d.Layer), d.Zh, d.En, d.Rows)
		}
		b.WriteString("以下是修复后仍有的 · What is left:\n")
	case fix:
		b.WriteString("没有可以安全自动修复的问题 · Nothing that can safely be repaired unasked.\n")
	}
	if len(r.Findings) == 0 {
		b.WriteString("没有发现问题 · Nothing found.\n")
	}
	for i := range r.Findings {
		b.WriteByte('\n')
		printFinding(&b, &r.Findings[i])
	}
	fmt.Fprintf(&b, "\n合计 · In all: %d 严重 serious, %d 注意 warnings, %d 说明 notes\n",
		r.Counts[doctor.Serious], r.Counts[doctor.Warning], r.Counts[doctor.Note])
	_, err := io.WriteString(w, b.String())
	return err
}

func printFinding(b *strings.Builder, f *doctor.Finding) {
	fmt.Fprintf(b, "%s  %s", severityWords[f.Severity], f.ID)
	if f.Layer != "" {
		fmt.Fprintf(b, "  [%s", f.Layer)
		if f.Source != "" {
			fmt.Fprintf(b, ": %s", f.Source)
		}
		b.WriteByte(']')
	}
	fmt.Fprintf(b, "\n  %s\n  %s\n  影响:%s\n  Effect: %s\n", f.Zh, f.En, f.EffectZh, f.EffectEn)
	shown := f.Places[:min(placesShown, len(f.Places))]
	for _, p := range shown {
		b.WriteString("    · ")
		b.WriteString(strings.Join(strings.Fields(p.Name+" "+p.ID), " "))
		if p.At != nil {
			fmt.Fprintf(b, "  %.5f, %.5f", p.At[0], p.At[1])
		}
		if p.Detail != "" {
			fmt.Fprintf(b, "  %s", p.Detail)
		}
		b.WriteByte('\n')
	}
	if more := f.Count - len(shown); more > 0 && len(shown) > 0 {
		fmt.Fprintf(b, "    … 另有 %d 处 · and %d more\n", more, more)
	}
	if f.Fix != nil {
		fmt.Fprintf(b, "  --fix:%s\n  --fix: %s\n", f.Fix.Zh, f.Fix.En)
	}
}
