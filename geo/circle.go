package geo

// Origin says whose homes a circle speaks for.
type Origin string

// The origin scopes.
const (
	OriginAll     Origin = "all"
	OriginBuiltUp Origin = "built_up"
	OriginRural   Origin = "rural"
	OriginSeat    Origin = "seat"
)

// Circle is a life circle: a limit, how it is measured, for whom, and what has
// to lie inside. Its minutes are a label; the limit is what counts.
type Circle struct {
	ID string `json:"id" yaml:"id"`
	Zh string `json:"zh" yaml:"zh"`
	En string `json:"en" yaml:"en"`
	// Minutes is the circle's name in minutes (5, 15, 30).
	Minutes float64 `json:"minutes" yaml:"minutes"`
	// Mode is the id of a mode; Metric says which of the two limits holds.
	Mode   string `json:"mode" yaml:"mode"`
	Metric Metric `json:"metric" yaml:"metric"`
	// Exactly one limit is set: LimitM for distances, LimitS for times.
	LimitM float64 `json:"limit_m,omitempty" yaml:"limit_m"`
	LimitS float64 `json:"limit_s,omitempty" yaml:"limit_s"`
	Origin Origin  `json:"origin" yaml:"origin"`
	// RequirementSet is the id of the set that makes the circle complete, "" for
	// circles that serve indicators only.
	RequirementSet string `json:"requirement_set,omitempty" yaml:"requirement_set"`
	// Available is false for a circle that cannot be answered yet; Why says why not.
	Available  bool   `json:"available" yaml:"available"`
	Why        string `json:"why,omitempty" yaml:"why"`
	Provenance `yaml:",inline"`
}

// Limit is the circle's one limit: metres, or seconds for times.
func (c *Circle) Limit() float64 {
	if c.Metric.Timed() {
		return c.LimitS
	}
	return c.LimitM
}

// Requirement is something a home must reach: AtLeast distinct facilities of any
// of the categories, each with the attributes of Where.
type Requirement struct {
	ID    string   `json:"id" yaml:"id"`
	AnyOf []string `json:"any_of" yaml:"any_of"`
	// AtLeast is k, the number of distinct facilities; 0 reads as 1.
	AtLeast int `json:"at_least,omitempty" yaml:"at_least"`
	// Where maps an attribute to the value it must have.
	Where map[string]string `json:"where,omitempty" yaml:"where"`
}

// Count is the number of distinct facilities asked for, at least 1.
func (r *Requirement) Count() int { return max(1, r.AtLeast) }

// RequirementSet is what a circle must hold to be complete for a home.
type RequirementSet struct {
	ID           string        `json:"id" yaml:"id"`
	Zh           string        `json:"zh" yaml:"zh"`
	En           string        `json:"en" yaml:"en"`
	Requirements []Requirement `json:"requirements" yaml:"requirements"`
	Provenance   `yaml:",inline"`
}
