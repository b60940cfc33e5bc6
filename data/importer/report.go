package importer

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/noding"
)

// Report says what became of a file: how many rows were read and accepted, what
// was repaired on the way, what was refused and why, and what somebody should
// know though nothing was wrong. It depends on the file, the options and, for the
// remarks, on the dataset; never on the machine or the time.
//
// Encoded as JSON it is complete; [Report.Print] shortens it for a terminal.
type Report struct {
	Layer  geo.Layer `json:"layer"`
	Source string    `json:"source"`
	File   string    `json:"file"`
	// Read counts the rows in the file, Selected those that the condition kept.
	Read     int `json:"read"`
	Selected int `json:"selected"`
	// Accepted counts the rows of the file that were taken, Rows what they became
	// (a road that meets others halfway becomes several rows).
	Accepted int       `json:"accepted"`
	Rows     int       `json:"rows"`
	Repaired []Finding `json:"repaired"`
	Refused  []Refusal `json:"refused"`
	Remarks  []Finding `json:"remarks"`
	// LandUse is the ground of parcels by use, the largest first; Made are rows of
	// other layers that were made from the file's.
	LandUse []LandUseSum `json:"land_use,omitempty"`
	Made    []Made       `json:"made,omitempty"`
	// Unplaced counts, by reason, the rows of facilities whose type or tags no category
	// asks for: they are neither accepted nor wrong.
	Unplaced []Finding `json:"unplaced,omitempty"`
	// Noding is what joining road lines did and left, nil when it was not asked for.
	Noding *noding.Report `json:"noding,omitempty"`
	// DryRun tells that nothing was written.
	DryRun bool `json:"dry_run"`
}

// Finding is one kind of thing that happened, how often, and where (the first
// few places).
type Finding struct {
	What     string   `json:"what"`
	Count    int      `json:"count"`
	Examples []string `json:"examples,omitempty"`
}

// findingExamples is how many places a finding names.
const findingExamples = 5

// String is the finding on one line.
func (f Finding) String() string {
	s := f.What
	if f.Count > 1 {
		s += fmt.Sprintf(" (%d times)", f.Count)
	}
	if len(f.Examples) > 0 {
		s += ": " + strings.Join(f.Examples, "; ")
		if f.Count > len(f.Examples) {
			s += "; …"
		}
	}
	return s
}

// note adds one occurrence to the findings of that kind; an empty example is not
// kept.
func note(list *[]Finding, what, example string) {
	var f *Finding
	for i := range *list {
		if (*list)[i].What == what {
			f = &(*list)[i]
		}
	}
	if f == nil {
		*list = append(*list, Finding{What: what})
		f = &(*list)[len(*list)-1]
	}
	f.Count++
	if example != "" && len(f.Examples) < findingExamples {
		f.Examples = append(f.Examples, example)
	}
}

// Refusal is one row that was not taken: which field had which value, and the
// rule that it breaks.
type Refusal struct {
	// Row is the line of a CSV file (the header is line 1) or the number of a
	// GeoJSON feature, counted from 1. Object names it where rows have no numbers
	// ("relation 123").
	Row    int    `json:"row,omitempty"`
	Object string `json:"object,omitempty"`
	Field  string `json:"field"`
	// Column is the column that the field was read from, if it has another name.
	Column string `json:"column,omitempty"`
	Value  string `json:"value"`
	Rule   string `json:"rule"`
}

// String is the refusal on one line.
func (r Refusal) String() string {
	where := r.Object
	if where == "" {
		where = fmt.Sprintf("row %d", r.Row)
	}
	field := r.Field
	if r.Column != "" {
		field += " (column " + r.Column + ")"
	}
	return fmt.Sprintf("%s: %s %q: %s", where, field, r.Value, r.Rule)
}

// longestValue is how many characters of a refused value are kept.
const longestValue = 80

func clip(s string) string {
	if utf8.RuneCountInString(s) <= longestValue {
		return s
	}
	return string([]rune(s)[:longestValue]) + "…"
}

// unplaced is the number of rows that no rule places.
func (r *Report) unplaced() (n int) {
	for _, f := range r.Unplaced {
		n += f.Count
	}
	return n
}

// Print writes the report for a person: at most limit refused rows, then how many
// more there are. A limit below 1 prints all of them.
func (r *Report) Print(w io.Writer, limit int) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s from %s (source %s): %d rows read, %d selected, %d accepted, %d refused",
		r.Layer, r.File, r.Source, r.Read, r.Selected, r.Accepted, len(r.Refused))
	if n := r.unplaced(); n > 0 {
		fmt.Fprintf(&b, ", %d of no category", n)
	}
	if r.Rows != r.Accepted {
		fmt.Fprintf(&b, ", %d rows made", r.Rows)
	}
	if r.DryRun {
		b.WriteString(" (dry run: nothing was written)")
	}
	b.WriteByte('\n')
	for _, u := range r.LandUse {
		fmt.Fprintf(&b, "  land use %s: %s, %.2f ha\n", u.Use, rowCount(u.Rows), u.AreaM2/1e4)
	}
	for _, m := range r.Made {
		fmt.Fprintf(&b, "  made %s: %s, %.2f ha, from %s\n", m.Layer, rowCount(m.Rows), m.AreaM2/1e4, m.From)
	}
	for _, f := range r.Repaired {
		fmt.Fprintf(&b, "  repaired: %s\n", f)
	}
	if limit < 1 {
		limit = len(r.Refused)
	}
	for i, refusal := range r.Refused {
		if i == limit {
			fmt.Fprintf(&b, "  and %d more refused\n", len(r.Refused)-limit)
			break
		}
		fmt.Fprintf(&b, "  refused: %s\n", refusal)
	}
	for _, f := range r.Unplaced {
		fmt.Fprintf(&b, "  no category: %s\n", f)
	}
	for _, f := range r.Remarks {
		fmt.Fprintf(&b, "  remark: %s\n", f)
	}
	_, err := io.WriteString(w, b.String())
	return err
}
