package doctor

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// Severity is how bad a finding is.
type Severity string

// The severities, worst first.
const (
	// Serious: figures come out wrong if nothing is done.
	Serious Severity = "serious"
	// Warning: some figures may be wrong, or cannot be given (grey).
	Warning Severity = "warning"
	// Note: worth knowing; no figure is wrong for it.
	Note Severity = "note"
)

// Severities lists them, worst first.
func Severities() []Severity { return []Severity{Serious, Warning, Note} }

// Place is where something was found: a row, a point, or both.
type Place struct {
	// ID is that of the row, Name what it is called; "" where there is none.
	ID   string `json:"id,omitempty"`
	Name string `json:"name,omitempty"`
	// At is longitude and latitude in degrees, nil for a row without a place.
	At *orb.Point `json:"at,omitempty"`
	// Detail is more about it, in figures and words that need no translation.
	Detail string `json:"detail,omitempty"`
}

// Remedy is what [Treat] does about a finding.
type Remedy struct {
	// ID is one of the Remedy constants.
	ID string `json:"id"`
	Zh string `json:"zh"`
	En string `json:"en"`
}

// Finding is one thing that is wrong with a dataset, in words.
type Finding struct {
	// ID is the check's and the kind's: "shifted-source", "units-overlap" …
	ID       string   `json:"id"`
	Severity Severity `json:"severity"`
	// Layer and Source say whose rows; "" where it is about several.
	Layer  geo.Layer `json:"layer,omitempty"`
	Source string    `json:"source,omitempty"`
	// Count is how many rows or places are meant.
	Count int `json:"count"`
	// Zh and En say what is wrong, EffectZh and EffectEn what it changes.
	Zh       string `json:"zh"`
	En       string `json:"en"`
	EffectZh string `json:"effect_zh"`
	EffectEn string `json:"effect_en"`
	// People are the persons it is about, as the homes have them; Metres a distance or
	// a length. Both are unknown where the finding has none.
	People geo.Amount `json:"people"`
	Metres geo.Amount `json:"metres"`
	// Places are the first hundred, in the order of their ids or positions.
	Places []Place `json:"places"`
	// Fix is nil where only somebody who knows the place can put it right.
	Fix *Remedy `json:"fix,omitempty"`
}

// placesKept is how many places a finding names: enough to work through in one sitting.
const placesKept = 100

// add counts one more place and keeps it while there are not too many.
func (f *Finding) add(p Place) {
	f.Count++
	if len(f.Places) < placesKept {
		f.Places = append(f.Places, p)
	}
}

func pointOf(p orb.Point) *orb.Point { return &p }

// rank orders severities, worst first.
func (s Severity) rank() int { return slices.Index(Severities(), s) }

// sortFindings puts the worst first: by severity, then by the people, then by the
// metres, then by the rows concerned; unknown is less than any number. What is left
// equal is in the order of ids, layers and sources.
func sortFindings(list []Finding) {
	slices.SortStableFunc(list, func(a, b Finding) int {
		return cmp.Or(
			cmp.Compare(a.Severity.rank(), b.Severity.rank()),
			cmp.Compare(b.People.Or(-1), a.People.Or(-1)),
			cmp.Compare(b.Metres.Or(-1), a.Metres.Or(-1)),
			cmp.Compare(b.Count, a.Count),
			cmp.Compare(a.ID, b.ID), cmp.Compare(a.Layer, b.Layer), cmp.Compare(a.Source, b.Source),
			cmp.Compare(a.En, b.En),
		)
	})
}

// Report is what an examination found.
type Report struct {
	// Version is that of the dataset.
	Version string `json:"version"`
	Title   string `json:"title,omitempty"`
	Date    string `json:"date,omitempty"`
	// Findings are worst first; see [Finding].
	Findings []Finding `json:"findings"`
}

// Count is the number of findings of a severity.
func (r *Report) Count(s Severity) int {
	n := 0
	for i := range r.Findings {
		if r.Findings[i].Severity == s {
			n++
		}
	}
	return n
}
