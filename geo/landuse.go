package geo

import (
	"regexp"
	"slices"
	"strings"
)

// Land uses beside those of [UseResidential] that a classification of land can say.
const (
	// UseInstitutional is land of offices, health, welfare, culture and sport;
	// schools are UseEducation.
	UseInstitutional = "institutional"
	UseEducation     = "education"
	// UsePark and UseSquare are open to everybody; UseGreen (防护绿地) is not.
	UsePark   = "park"
	UseSquare = "square"
	UseGreen  = "green"
	// UseMixed is land whose codes are of different uses, UseUnknown land whose code
	// the classification does not have.
	UseMixed   = "mixed"
	UseUnknown = "unknown"
)

// LandUses lists the words that a classification may use, in order. A parcel may
// carry any other word (those of OpenStreetMap do).
func LandUses() []string {
	return []string{
		"cemetery", UseCommercial, UseEducation, "farm_building", "farmland", "forest", "grassland", UseGreen,
		UseIndustrial, UseInstitutional, "military", "orchard", "other", UsePark, "quarry", "religious", "reserved",
		UseResidential, UseRetail, "sea", "settlement", UseSquare, "special", "transport", "utilities", "vacant",
		"village", "water", "wetland",
	}
}

// CodeForm is how the codes of a classification are written.
type CodeForm string

// The forms: digits in pairs, of which a spreadsheet takes a leading zero away
// (0701, 070102, 08H2); or a capital letter and digits (R21).
const (
	CodePairs  CodeForm = "pairs"
	CodeLetter CodeForm = "letter"
)

// LandUseScheme is a classification of land: what its codes mean. The same digits
// mean different land in different ones.
type LandUseScheme struct {
	ID   string   `json:"id" yaml:"id"`
	Zh   string   `json:"zh" yaml:"zh"`
	En   string   `json:"en" yaml:"en"`
	Form CodeForm `json:"form" yaml:"form"`
	// BuiltUp says which parcels are the built-up area of a city or town, nil where
	// the classification does not.
	BuiltUp    *BuiltUpRule  `json:"built_up,omitempty" yaml:"built_up"`
	Codes      []LandUseCode `json:"codes" yaml:"codes"`
	Provenance `yaml:",inline"`
}

// BuiltUpRule tells built-up land by another column of the same file.
type BuiltUpRule struct {
	Column string   `json:"column" yaml:"column"`
	Codes  []string `json:"codes" yaml:"codes"`
}

// LandUseCode is one row of a classification.
type LandUseCode struct {
	Code string `json:"code" yaml:"code"`
	Zh   string `json:"zh" yaml:"zh"`
	// Use is one of [LandUses].
	Use string `json:"use" yaml:"use"`
	// Park is the kind of park that the land is by itself, "" for none.
	Park string `json:"park,omitempty" yaml:"park"`
}

// Row returns the row of a code: its own, or, for a code deeper than the
// classification is listed here, the one that it begins with. A row that has rows
// below it stands for itself only, so that 0799 is not taken for 07. Case and
// spaces around do not matter. It is linear in the number of rows.
func (s *LandUseScheme) Row(code string) (*LandUseCode, bool) {
	code = strings.ToUpper(strings.TrimSpace(code))
	best, leaf := -1, true
	for i := range s.Codes {
		c := s.Codes[i].Code
		if c == code {
			return &s.Codes[i], true
		}
		if s.extends(code, c) && (best < 0 || len(c) > len(s.Codes[best].Code)) {
			best = i
		}
	}
	if best < 0 {
		return nil, false
	}
	for i := range s.Codes {
		leaf = leaf && (i == best || !s.extends(s.Codes[i].Code, s.Codes[best].Code))
	}
	return &s.Codes[best], leaf
}

// deeper is what may follow a listed code, by form: pairs of digits and the letter
// of a working class (0201K, 08H2A), or digits (R2 before R21).
var deeper = map[CodeForm]*regexp.Regexp{
	CodePairs:  regexp.MustCompile(`^([0-9]{2})*([A-Z][0-9]?)?[A-Z]?$`),
	CodeLetter: regexp.MustCompile(`^[0-9]+[a-zA-Z]?$`),
}

// extends reports whether a code is below another in the classification.
func (s *LandUseScheme) extends(code, above string) bool {
	rest, ok := strings.CutPrefix(code, above)
	return ok && rest != "" && deeper[s.Form] != nil && deeper[s.Form].MatchString(rest)
}

// Named returns the rows of a Chinese name, which several may bear (其他草地).
func (s *LandUseScheme) Named(zh string) []*LandUseCode {
	var rows []*LandUseCode
	for i := range s.Codes {
		if s.Codes[i].Zh == zh {
			rows = append(rows, &s.Codes[i])
		}
	}
	return rows
}

// IsBuiltUp reports whether a value of the rule's column says built-up land.
func (r *BuiltUpRule) IsBuiltUp(value string) bool {
	return r != nil && slices.Contains(r.Codes, strings.ToUpper(strings.TrimSpace(value)))
}
