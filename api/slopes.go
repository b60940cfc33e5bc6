package api

import (
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/analysis"
)

// slopesMethod says how slopes went into the figures of an answer.
type slopesMethod struct {
	// Rule is the mode's, with its source.
	Rule *geo.SlopeRule `json:"rule"`
	// RoadM is the length of the roads that the mode may use, UnknownM that of their
	// parts without elevation, which count as flat.
	RoadM    float64 `json:"road_m"`
	UnknownM float64 `json:"unknown_m"`
	Note     string  `json:"note"`
}

// withSlopes fills in what is known of the slopes, nothing for a metric without.
func (m *method) withSlopes(q *question, mode string, s *analysis.Slopes) {
	if s == nil {
		return
	}
	m.Slopes = &slopesMethod{
		RoadM: round(s.RoadM, lengthPlaces), UnknownM: round(s.UnknownM, lengthPlaces),
		Note: Text{
			En: "the straight legs between a place and its street are flat; roads without elevation (unknown_m of road_m) count as flat; bridges and tunnels go straight from end to end",
			Zh: "地点与街道之间的直线引线按平路计；没有高程的道路（road_m 中的 unknown_m）按平路计；桥梁与隧道按两端直连"}.in(q.lang),
	}
	if profile, ok := q.analyst.Profiles().Mode(mode); ok {
		m.Slopes.Rule = profile.Slope
	}
}

// slopeRule tells when a place lies within a limit that takes account of slopes.
func slopeRule(metric geo.Metric) Text {
	if metric.Timed() {
		return Text{
			En: "within when the quickest way is at most the limit: over all links of both ends, straight leg times leg_factor, plus the way on the network at the speed on its slopes, uphill and downhill",
			Zh: "取两端所有连接中用时最少者：直线引线长度乘以 leg_factor，加路网上按上下坡速度的用时；不超过界限即在范围内"}
	}
	return Text{
		En: "within when the cheapest way is at most the limit: over all links of both ends, straight leg times leg_factor, plus the way on the network, each metre times the speed on the flat divided by the speed on its slope",
		Zh: "取两端所有连接中代价最小者：直线引线长度乘以 leg_factor，加路网上的路程，每米乘以平路速度与坡上速度之比；不超过界限即在范围内"}
}

// slopeUnknown is the length of roads that count as flat because nobody knows better;
// it does not apply to a metric without slopes.
func slopeUnknown(s *analysis.Slopes) figure {
	f := amountOf("slope_unknown_m", geo.Unknown(), lengthPlaces)
	f.optional = true
	if s != nil {
		f.amount = geo.Known(s.UnknownM)
	}
	return f
}

// elevation writes what is known of the ground's height, and why nothing is.
func (e *encoder) elevation(q *question, h *analysis.Elevation) {
	e.beginObject()
	e.key("available")
	e.boolean(h != nil)
	if h == nil {
		e.key("reason")
		e.str(translated(analysis.ReasonNoElevation).in(q.lang))
		e.endObject()
		return
	}
	e.key("models")
	e.beginArray()
	for _, m := range h.Models {
		e.beginObject()
		e.key("source")
		e.str(m.Source)
		e.key("crs")
		e.str(m.CRS)
		e.key("cell_m")
		e.number(m.CellM, lengthPlaces)
		e.key("blocks")
		e.integer(m.Blocks)
		e.endObject()
	}
	e.endArray()
	e.key("roads")
	e.integer(h.Roads)
	e.key("roads_without_elevation")
	e.integer(h.RoadsUnknown)
	e.key("road_m")
	e.number(h.RoadM, lengthPlaces)
	e.key("road_m_without_elevation")
	e.number(h.UnknownM, lengthPlaces)
	e.endObject()
}
