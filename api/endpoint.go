package api

// Endpoint describes one resource of the interface as data: what it is called, what
// may be asked of it, and what it answers with. The request parser, the routes and
// any description for machines are made from the same rows, so they cannot differ.
type Endpoint struct {
	// Path is the route, with path parameters in braces: /v1/towns/{code}.
	Path string
	// Doc is one sentence on what it answers.
	Doc string
	// Params are every parameter it knows; any other is refused with 400.
	Params []Param
	// Rules hold between parameters.
	Rules []Rule
	// Media are the media types it can answer with, the default first.
	Media []string
	// Health marks a probe, which is asked without a dataset and never cached.
	Health bool
	// Judged marks an answer that depends on what people reported and on the results
	// kept, beside the dataset and the rules.
	Judged bool
	// Records marks an answer that is made of records: it depends on their version, and
	// is asked for anew each time, so that whoever reports a figure sees it.
	Records bool
	// Post is what can be sent to it, nil where nothing can; Delete what deleting it does.
	Post   *Post
	Delete *Post
	// PostOnly marks a resource that cannot be had, only sent to.
	PostOnly bool
}

// The media types of answers.
const (
	MediaJSON    = "application/json"
	MediaGeoJSON = "application/geo+json"
	MediaCSV     = "text/csv"
	MediaProblem = "application/problem+json"
)

// Place is where a parameter is written.
type Place string

// The places of a parameter.
const (
	InQuery Place = "query"
	InPath  Place = "path"
)

// Type is what a parameter's values are.
type Type string

// The types of a parameter. A Pair is written key:value. A Position is written lon,lat, and
// several one after another.
const (
	String  Type = "string"
	Number  Type = "number"
	Integer Type = "integer"
	Boolean Type = "boolean"
	Pair    Type = "pair"
	// Position is a place in degrees.
	Position Type = "position"
)

// Param describes one parameter.
type Param struct {
	Name string
	In   Place
	Type Type
	// List allows several values: the parameter repeats, or takes commas. The
	// order and repetition of values carry no meaning. MaxItems bounds them.
	List     bool
	MaxItems int
	Required bool
	// Default is the value that holds when none is given, as one would write it; ""
	// for none.
	Default string
	// Enum lists the only values allowed, nil for any.
	Enum []string
	// Range bounds numbers, nil for any finite one.
	Range *Range
	// Unit is the unit of measure of a number, "" for none.
	Unit string
	// Field is the name of the field of the question that it fills, where that
	// differs from Name.
	Field string
	// Plus reads a space as a plus sign: an age group such as 60+ is written
	// plainly in a link, where a plus sign stands for a space.
	Plus bool
	Doc  string
}

// Range bounds a number: Min <= v <= Max, or Min < v when MinExclusive.
type Range struct {
	Min, Max     float64
	MinExclusive bool
}

// holds reports whether v lies in the range; NaN never does.
func (r *Range) holds(v float64) bool {
	if r.MinExclusive {
		return v > r.Min && v <= r.Max
	}
	return v >= r.Min && v <= r.Max
}

// RuleKind is how a rule binds parameters to each other.
type RuleKind string

// The kinds of rule.
const (
	// ExactlyOne of Params has to be given.
	ExactlyOne RuleKind = "exactly_one"
	// Conflict: the first of Params may not be given beside any of the others.
	Conflict RuleKind = "conflict"
	// Needs: where the first of Params has the value Value, the second is needed.
	Needs RuleKind = "needs"
)

// Rule holds between several parameters of one endpoint.
type Rule struct {
	Kind   RuleKind
	Params []string
	Value  string
	// Why explains the rule to whoever broke it.
	Why Text
}

// param returns the parameter of the name, nil when the endpoint does not know it.
func (e *Endpoint) param(name string) *Param {
	for i := range e.Params {
		if e.Params[i].Name == name {
			return &e.Params[i]
		}
	}
	return nil
}

// paramForField returns the name of the parameter that fills a field of the
// question, or the field's own name when none does.
func (e *Endpoint) paramForField(field string) (name string, in Place) {
	for i := range e.Params {
		if p := &e.Params[i]; p.Field == field || (p.Field == "" && p.Name == field) {
			return p.Name, p.In
		}
	}
	return field, InQuery
}

// names lists the names of the query parameters, in the table's order.
func (e *Endpoint) names() []string {
	out := []string{}
	for i := range e.Params {
		if e.Params[i].In == InQuery {
			out = append(out, e.Params[i].Name)
		}
	}
	return out
}
