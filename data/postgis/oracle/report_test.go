package oracle

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
)

// finding is the outcome of one oracle on one dataset: a line of the document.
type finding struct {
	oracle, data string
	// compared is the number of comparisons, of what.
	compared int
	what     string
	// largest is the largest difference and tolerance the one allowed, with units.
	largest, tolerance string
	// remark is one sentence, "" for none.
	remark string
}

// exception is a difference that has a cause, or a thing that only one side has.
type exception struct{ oracle, data, text string }

// said collects what the tests of a run found.
var said struct {
	sync.Mutex
	findings   []finding
	exceptions []exception
}

// report records a finding, and logs it.
func report(t testing.TB, f finding) {
	t.Helper()
	said.Lock()
	defer said.Unlock()
	said.findings = append(said.findings, f)
	t.Logf("oracle %s on %s: %d %s, largest difference %s, tolerance %s. %s", f.oracle, f.data, f.compared, f.what, f.largest, f.tolerance, f.remark)
}

// except records a difference with its cause, and logs it.
func except(t testing.TB, oracle, data, format string, args ...any) {
	t.Helper()
	e := exception{oracle, data, fmt.Sprintf(format, args...)}
	said.Lock()
	defer said.Unlock()
	said.exceptions = append(said.exceptions, e)
	t.Logf("exception of %s on %s: %s", e.oracle, e.data, e.text)
}

// document writes the findings as docs/oracles.md.
func document(versions string, findings []finding, exceptions []exception) string {
	var b strings.Builder
	b.WriteString(preface)
	fmt.Fprintf(&b, "\n## Figures\n\nMade with %s.\n\n", versions)
	b.WriteString("| oracle | data | comparisons | largest difference | tolerance |\n| --- | --- | --- | --- | --- |\n")
	rank := func(oracle string) int {
		return slices.IndexFunc(oracles, func(o description) bool { return o.name == oracle })
	}
	slices.SortStableFunc(findings, func(f, g finding) int { return cmp.Compare(rank(f.oracle), rank(g.oracle)) })
	for _, f := range findings {
		fmt.Fprintf(&b, "| %s | %s | %s %s | %s | %s |\n", f.oracle, f.data, grouped(f.compared), f.what, f.largest, f.tolerance)
	}
	for _, o := range oracles {
		fmt.Fprintf(&b, "\n## %s\n\n%s\n", o.title, o.text)
		for _, f := range findings {
			if f.oracle == o.name && f.remark != "" {
				fmt.Fprintf(&b, "\n%s: %s\n", f.data, f.remark)
			}
		}
		b.WriteString("\nDifferences and exceptions:")
		none := true
		for _, e := range exceptions {
			if e.oracle == o.name {
				if none {
					b.WriteString("\n\n")
				}
				none = false
				fmt.Fprintf(&b, "- %s: %s\n", e.data, e.text)
			}
		}
		if none {
			b.WriteString(" none.\n")
		}
	}
	return b.String()
}

// grouped writes a number with commas between groups of three digits.
func grouped(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// worst keeps the largest of many differences.
type worst struct {
	n    int
	diff float64
	at   string
}

// see takes note of a difference, at a place told by format and args.
func (w *worst) see(diff float64, format string, args ...any) {
	w.n++
	// A NaN is the largest difference of all.
	if !(diff <= w.diff) {
		w.diff, w.at = diff, fmt.Sprintf(format, args...)
	}
}
