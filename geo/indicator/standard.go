package indicator

import "github.com/seed-4611ae28/lifecircle/geo"

// Standard is one document's list of indicators, as data.
type Standard struct {
	// ID is a slug: "xiuzhou-2020".
	ID string
	Text
	// Level is that of the units it judges (its scale); a row may have another.
	Level geo.Level
	// Issuer, Number, Date (ISO 8601) and File name the document; Source is a line that
	// says where the text was had from.
	Issuer, Number, Date, File, Source string
	// Verified reports that somebody compared the whole with the document.
	Verified   bool
	Indicators []Indicator
	// RollUps sum up rows: the versioned list of 十个一 is one.
	RollUps []RollUp
}

// Text is a name or a sentence in both languages.
type Text struct{ Zh, En string }

// Indicator is one row of a document: what is asked, of whom, and how it is worked out.
type Indicator struct {
	// ID is as in the list of rows: "XZ-36".
	ID string
	Text
	Kind  Kind
	Class []Class
	// Level is that of the units the row judges: a town never fails a county's row.
	Level geo.Level
	// Clause is where the document says it: "三(四)2".
	Clause string
	// Quote is the document's own words, to the letter but for "…" where some are left out;
	// "" where nobody copied them.
	Quote string
	// Targets are by year, the earliest first; none where the document gives no number, or
	// where the number was lost: Note then says so.
	Targets []Target
	// Unit is that of the value: "km/10⁴", "%" (0 to 100), "个", "m²/人", "min", "项" of a
	// roll-up, "是/否" of a checklist (1 is yes, 0 is no) …
	Unit   string
	Params Params
	Note   Text
	// Verified reports that the row was compared with the document.
	Verified bool
}

// Class tells how far an indicator can be computed, as the list of rows marks it.
type Class string

// The classes.
const (
	Spatial     Class = "SP"
	Attributed  Class = "SP+A"
	Counted     Class = "CNT"
	Tabular     Class = "A"
	ReportedBy  Class = "R"
	Documentary Class = "Q"
)

// RollUp sums up rows under a name: it is met when all of Of are.
type RollUp struct {
	ID string
	Text
	Version string
	// Of are ids of indicators of the same standard.
	Of       []string
	Source   string
	Verified bool
}

// Indicator is the row of an id, nil when there is none.
func (s *Standard) Indicator(id string) *Indicator {
	for i := range s.Indicators {
		if s.Indicators[i].ID == id {
			return &s.Indicators[i]
		}
	}
	return nil
}
