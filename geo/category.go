package geo

// Category is a kind of facility.
type Category struct {
	// ID is the slug used everywhere; Code is the taxonomy's (E02), "" for the
	// generic ones. Requests accept either.
	ID   string `json:"id" yaml:"id"`
	Code string `json:"code,omitempty" yaml:"code"`
	Zh   string `json:"zh" yaml:"zh"`
	En   string `json:"en" yaml:"en"`
	// Family groups categories for roll-ups: education, health, elderly, culture,
	// sport, commerce, administration, green, transport, municipal, industry.
	Family string `json:"family" yaml:"family"`
	// Generic marks a kind whose exact sort is not known (school, clinic): it is
	// shown, and never satisfies a specific requirement.
	Generic bool `json:"generic,omitempty" yaml:"generic"`
	// Levels tell how the town circles use it: required, optional or none, by
	// "5", "15" and "30".
	Levels map[string]string `json:"levels,omitempty" yaml:"levels"`
	// RadiusM is the default service radius in metres, 0 if by minutes only.
	RadiusM float64 `json:"radius_m,omitempty" yaml:"radius_m"`
	// OSM are alternative tag rules; a feature matches when one of them does.
	OSM []TagRule `json:"osm,omitempty" yaml:"osm"`
	// Amap are alternative rules on type codes of the Amap POI table, Names on names
	// alone; one of them is enough.
	Amap  []TypeRule `json:"amap,omitempty" yaml:"amap"`
	Names []NameRule `json:"names,omitempty" yaml:"names"`
	// Attributes lists the attributes that planners ask of it.
	Attributes []string `json:"attributes,omitempty" yaml:"attributes"`
	// Capacity is the attribute that tells how much there is of it to share (beds,
	// places), "" for [DefaultCapacity].
	Capacity string `json:"capacity,omitempty" yaml:"capacity"`
	// Serves are the ages that it is for, nil where it is for everybody.
	Serves     *ServedAges `json:"serves,omitempty" yaml:"serves"`
	Provenance `yaml:",inline"`
}

// TagRule is a conjunction of conditions on the tags of a feature.
type TagRule struct {
	// All must hold: key -> accepted values ("*" for any).
	All map[string][]string `json:"all,omitempty" yaml:"all"`
	// Not must not hold: key -> refused values ("*" for any).
	Not map[string][]string `json:"not,omitempty" yaml:"not"`
	// Name is a regular expression (case-insensitive) on name or name:zh; NotName
	// one that must not match.
	Name    string `json:"name,omitempty" yaml:"name"`
	NotName string `json:"not_name,omitempty" yaml:"not_name"`
	// MinAreaM2 and MaxAreaM2 bound the area of a polygon: min <= area < max; 0 is
	// no bound. A point has no area and does not match a bounded rule.
	MinAreaM2 float64 `json:"min_area_m2,omitempty" yaml:"min_area_m2"`
	MaxAreaM2 float64 `json:"max_area_m2,omitempty" yaml:"max_area_m2"`
}

// ParkRule says which parks count, and how far each serves.
type ParkRule struct {
	ID string `json:"id" yaml:"id"`
	Zh string `json:"zh" yaml:"zh"`
	En string `json:"en" yaml:"en"`
	// Kinds are the kinds of park that count.
	Kinds []string `json:"kinds" yaml:"kinds"`
	// Bands give the radius by size, ascending by MinAreaM2; a park is served by
	// the last band whose MinAreaM2 it reaches. Below the first it does not count.
	Bands []ParkBand `json:"bands" yaml:"bands"`
	// Target is the share of residential land asked for, 0 if none.
	Target     float64 `json:"target,omitempty" yaml:"target"`
	Provenance `yaml:",inline"`
}

// ParkBand is the service radius of parks from MinAreaM2 (included) upwards.
type ParkBand struct {
	MinAreaM2 float64 `json:"min_area_m2" yaml:"min_area_m2"`
	RadiusM   float64 `json:"radius_m" yaml:"radius_m"`
}

// Profiles is everything that says how a dataset is to be judged.
type Profiles struct {
	// Version is a hash of the files they were read from.
	Version         string
	Modes           []Mode
	Circles         []Circle
	Categories      []Category
	RequirementSets []RequirementSet
	ParkRules       []ParkRule
	LandUseSchemes  []LandUseScheme
	// How rows of POI tables are read: see data/profiles.
	POITables   []POITable
	NoFacility  []NoFacility
	StatusWords []StatusWord
	NameParts   []NamePart
}

// Mode returns the mode with the id.
func (p *Profiles) Mode(id string) (*Mode, bool) {
	for i := range p.Modes {
		if p.Modes[i].ID == id {
			return &p.Modes[i], true
		}
	}
	return nil, false
}

// Circle returns the circle with the id.
func (p *Profiles) Circle(id string) (*Circle, bool) {
	for i := range p.Circles {
		if p.Circles[i].ID == id {
			return &p.Circles[i], true
		}
	}
	return nil, false
}

// Category returns the category with the id or the code.
func (p *Profiles) Category(idOrCode string) (*Category, bool) {
	for i := range p.Categories {
		if c := &p.Categories[i]; c.ID == idOrCode || (c.Code != "" && c.Code == idOrCode) {
			return c, true
		}
	}
	return nil, false
}

// RequirementSet returns the set with the id.
func (p *Profiles) RequirementSet(id string) (*RequirementSet, bool) {
	for i := range p.RequirementSets {
		if p.RequirementSets[i].ID == id {
			return &p.RequirementSets[i], true
		}
	}
	return nil, false
}

// ParkRule returns the park rule with the id.
func (p *Profiles) ParkRule(id string) (*ParkRule, bool) {
	for i := range p.ParkRules {
		if p.ParkRules[i].ID == id {
			return &p.ParkRules[i], true
		}
	}
	return nil, false
}

// LandUseScheme returns the classification of land with the id.
func (p *Profiles) LandUseScheme(id string) (*LandUseScheme, bool) {
	for i := range p.LandUseSchemes {
		if p.LandUseSchemes[i].ID == id {
			return &p.LandUseSchemes[i], true
		}
	}
	return nil, false
}

// DefaultCapacity is the attribute that tells how much a facility has to share where its
// category does not say.
const DefaultCapacity = "capacity"

// CapacityOf is the attribute that tells how much there is to share of some categories (ids
// or codes): what they say, else [DefaultCapacity], also where they say different ones.
func (p *Profiles) CapacityOf(categories []string) string {
	out := ""
	for _, id := range categories {
		c, ok := p.Category(id)
		if !ok || c.Capacity == "" || out != "" && out != c.Capacity {
			return DefaultCapacity
		}
		out = c.Capacity
	}
	if out == "" {
		return DefaultCapacity
	}
	return out
}
