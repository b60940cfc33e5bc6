package api

import (
	"slices"
	"strings"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/lifecircle"
)

// method says how the figures of an answer were found, so that they can be found
// again. Members that have no meaning for an answer are left out.
type method struct {
	Metric geo.Metric `json:"metric,omitempty"`
	Mode   string     `json:"mode,omitempty"`
	Circle string     `json:"circle,omitempty"`
	// Direction is home_to_facility for coverage, from or to for isochrones.
	Direction string `json:"direction,omitempty"`
	LimitRule string `json:"limit_rule,omitempty"`
	// LegFactor is how often the straight leg between a place and its street counts;
	// LegSpeedKmh the speed on it, for times.
	LegFactor   float64                `json:"leg_factor,omitempty"`
	LegSpeedKmh float64                `json:"leg_speed_kmh,omitempty"`
	Denominator lifecircle.Denominator `json:"denominator,omitempty"`
	// Denominators replaces Denominator in a table whose rows differ.
	Denominators []lifecircle.Denominator `json:"denominators,omitempty"`
	AtLeast      int                      `json:"at_least,omitempty"`
	Where        map[string]string        `json:"where,omitempty"`
	Group        string                   `json:"group,omitempty"`
	// GroupRule is nil where the question itself names the group, or there is none to name.
	GroupRule      *groupRule `json:"group_rule,omitempty"`
	RequirementSet string     `json:"requirement_set,omitempty"`
	Rule           string     `json:"rule,omitempty"`
	Resolution     int        `json:"resolution,omitempty"`
	ToleranceM     float64    `json:"tolerance_m,omitempty"`
	// DrawingRule tells what a polygon is a drawing of.
	DrawingRule string        `json:"drawing_rule,omitempty"`
	Note        string        `json:"note,omitempty"`
	Slopes      *slopesMethod `json:"slopes,omitempty"`
	// Supply tells how distance counts where facilities are shared.
	Supply         *supplyMethod `json:"supply,omitempty"`
	Source         string        `json:"source,omitempty"`
	Verified       *bool         `json:"verified,omitempty"`
	ProfileVersion string        `json:"profile_version"`
}

// limitRule tells when a place lies within a limit.
func limitRule(metric geo.Metric) Text {
	if metric == geo.StraightLine {
		return Text{
			En: "within when the straight distance on the ellipsoid is at most the limit",
			Zh: "椭球面上的直线距离不超过界限，即在范围内"}
	}
	if metric.Slope() {
		return slopeRule(metric)
	}
	return Text{
		En: "within when the cheapest way is at most the limit: over all links of both ends, straight leg times leg_factor, plus the way on the network",
		Zh: "取两端所有连接中代价最小者：直线引线长度乘以 leg_factor，加路网上的路程；不超过界限即在范围内"}
}

// drawn states the tolerance and the rule of polygons.
func (m *method) drawn(q *question, toleranceM float64) {
	m.ToleranceM = toleranceM
	m.DrawingRule = Text{
		En: "a point of ground is inside when a home there would be counted; where the two differ, the count changes within tolerance_m. Holes are kept, and so is every separate piece, however small; what is smaller than a cell of the grid (tolerance_m wide) may be missed",
		Zh: "地面上的一点，若有人居住于此会被计入，即在图形之内；二者不一致处，在 tolerance_m 之内计数必有变化。孔洞一律保留，分离的小块无论大小也一律保留；小于一个网格（宽 tolerance_m）的细节可能缺失"}.in(q.lang)
}

// withMode fills in what a mode says of the way a limit is measured.
func (m *method) withMode(p *geo.Profiles, mode string, metric geo.Metric) {
	m.Mode, m.Metric = mode, metric
	if metric == geo.StraightLine {
		return
	}
	if profile, ok := p.Mode(mode); ok {
		m.LegFactor = profile.LegFactor
		if metric.Timed() {
			m.LegSpeedKmh = profile.LegSpeedKmh
		}
	}
}

// withProvenance names where a rule comes from.
func (m *method) withProvenance(p geo.Provenance) {
	verified := p.Verified
	m.Source, m.Verified = p.Source, &verified
}

// frame writes the members that every answer of figures carries: the dataset, the
// method and the attribution of the data.
func (e *encoder) frame(q *question, m *method) {
	ds := q.analyst.Dataset()
	e.key("dataset")
	e.datasetName(ds)
	if m != nil {
		m.ProfileVersion = q.analyst.Profiles().Version
		e.key("method")
		e.any(m)
	}
	e.key("attribution")
	e.any(attributions(ds))
}

func (e *encoder) datasetName(ds *geo.Dataset) {
	e.beginObject()
	e.key("version")
	e.str(ds.Version)
	e.key("date")
	e.strOrNull(ds.Date)
	e.key("title")
	e.strOrNull(ds.Title)
	if ds.Notice != "" {
		e.key("notice")
		e.str(ds.Notice)
	}
	e.endObject()
}

// attributions lists who has to be named, each once, in the order of the sources.
func attributions(ds *geo.Dataset) []string {
	out := []string{}
	for i := range ds.Sources {
		s := &ds.Sources[i]
		text := strings.TrimSpace(s.Attribution)
		if text == "" {
			text = s.Name
		}
		if s.License != "" && !strings.Contains(text, s.License) {
			text += " (" + s.License + ")"
		}
		if text != "" && !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	return out
}

// beginCollection starts a FeatureCollection; its further members come next, then
// beginFeatures.
func (e *encoder) beginCollection(q *question, m *method) {
	e.beginObject()
	e.key("type")
	e.str("FeatureCollection")
	e.frame(q, m)
}

func (e *encoder) beginFeatures() {
	e.key("features")
	e.beginArray()
}

// endCollection ends what beginFeatures and beginCollection started.
func (e *encoder) endCollection() {
	e.endArray()
	e.endObject()
}

// beginFeature starts a feature up to and including the opening of its properties.
// An empty id is left out.
func (e *encoder) beginFeature(id string) {
	e.beginObject()
	e.key("type")
	e.str("Feature")
	if id != "" {
		e.key("id")
		e.str(id)
	}
	e.key("properties")
	e.beginObject()
}

// endFeature closes the properties and writes what draws the geometry; nil is null.
// The member is there in any case (RFC 7946 §3.2).
func (e *encoder) endFeature(draw func()) {
	e.endObject()
	e.key("geometry")
	if draw == nil {
		e.null()
	} else {
		draw()
	}
	e.endObject()
}

// The rounding of figures: finer digits than these are noise.
const (
	sharePlaces  = 6
	areaPlaces   = 1
	lengthPlaces = 1
	peoplePlaces = 2
	limitPlaces  = 6
)

// unitNamed says whose figures follow: a unit, or several as one.
func (e *encoder) unitNamed(code, name string) {
	e.key("unit")
	e.str(code)
	e.key("name")
	e.strOrNull(name)
}
