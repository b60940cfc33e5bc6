package geo

// TypeRule is a condition on the type codes of a row of a POI table.
type TypeRule struct {
	// Codes are the codes of which the row has one: six digits, a prefix with a star
	// (1412*), or a range (090202-090211, both included). NotCodes do not count.
	Codes    []string `json:"codes" yaml:"codes"`
	NotCodes []string `json:"not_codes,omitempty" yaml:"not_codes"`
	// Name is a regular expression (case-insensitive) on the name without what stands
	// in brackets; NotName one that must not match.
	Name    string `json:"name,omitempty" yaml:"name"`
	NotName string `json:"not_name,omitempty" yaml:"not_name"`
	// MinAreaM2 and MaxAreaM2 bound the area as those of a [TagRule] do.
	MinAreaM2 float64 `json:"min_area_m2,omitempty" yaml:"min_area_m2"`
	MaxAreaM2 float64 `json:"max_area_m2,omitempty" yaml:"max_area_m2"`
}

// NameRule is a condition on a name alone.
type NameRule struct {
	// Name and NotName are as those of a [TypeRule].
	Name    string `json:"name" yaml:"name"`
	NotName string `json:"not_name,omitempty" yaml:"not_name"`
	// WithType: the rule holds beside a type code too, for kinds that the tables of
	// types do not have; unless the code says that the row is only named after one.
	WithType bool `json:"with_type,omitempty" yaml:"with_type"`
}

// POITable is how a map service writes the types of its points.
type POITable struct {
	ID string `yaml:"id"`
	Zh string `yaml:"zh"`
	En string `yaml:"en"`
	// Types are the texts of the codes (090102: 医疗保健服务;综合医院;卫生院); Also are
	// other texts, and the codes they are read as.
	Types      map[string]string `yaml:"types"`
	Also       map[string]string `yaml:"also"`
	Provenance `yaml:",inline"`
}

// NoFacility are type codes of things that are no facility, and why.
type NoFacility struct {
	ID string `yaml:"id"`
	Zh string `yaml:"zh"`
	En string `yaml:"en"`
	// Codes are written as those of a [TypeRule]. A rule takes one of them only when it
	// names it in full.
	Codes []string `yaml:"codes"`
	// NamedAfter: these may be facilities by their code, never by a name: a restaurant
	// called after the school beside it.
	NamedAfter bool `yaml:"named_after"`
	Provenance `yaml:",inline"`
}

// StatusWord is a word in a name that tells the status.
type StatusWord struct {
	ID     string `yaml:"id"`
	Zh     string `yaml:"zh"`
	En     string `yaml:"en"`
	Status Status `yaml:"status"`
	// Bracket is an expression for the whole of what stands in brackets, Head and Tail
	// are expressions for the beginning and the end of the rest of the name; one of the
	// three is enough.
	Bracket string `yaml:"bracket"`
	Head    string `yaml:"head"`
	Tail    string `yaml:"tail"`
	// Except are categories of which the word says nothing: a memorial at the former
	// site of a school is open.
	Except     []string `yaml:"except"`
	Provenance `yaml:",inline"`
}

// NamePart is a word at the end of a name that tells which part of a place is meant,
// or which place near it.
type NamePart struct {
	ID string `yaml:"id"`
	Zh string `yaml:"zh"`
	En string `yaml:"en"`
	// Kind is gate or department for what belongs to the place of the same name, branch
	// for a place of its own, other for another thing beside it.
	Kind string `yaml:"kind"`
	// Word is an expression for the end of the name, or for what stands in brackets.
	Word string `yaml:"word"`
	// WithinM is how far, in metres, a part lies from its place at most.
	WithinM    float64 `yaml:"within_m"`
	Provenance `yaml:",inline"`
}

// The kinds of a [NamePart].
const (
	PartGate       = "gate"
	PartDepartment = "department"
	PartBranch     = "branch"
	PartOther      = "other"
)
