package api

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo/analysis"
	"github.com/seed-4611ae28/lifecircle/geo/scenario"
)

// The members of a question about sites that only a body can hold.
const (
	memberAvoidArea  = "avoid_area"
	memberCandidates = "candidates"
)

const (
	// maxQuestionBytes bounds the body of a question.
	maxQuestionBytes = 1 << 20
	// maxAreas bounds the areas that a question forbids.
	maxAreas = 1000
)

// drawnSites is what a body adds to a question about sites.
type drawnSites struct {
	areas  []orb.MultiPolygon
	places []analysis.Candidate
}

// decodeDrawnSites reads the members of a body that are no parameters.
func decodeDrawnSites(own map[string]json.RawMessage) (*drawnSites, error) {
	out := &drawnSites{}
	if raw, some := own[memberAvoidArea]; some {
		features, err := featuresOf(memberAvoidArea, raw, maxAreas)
		if err != nil {
			return nil, err
		}
		for i := range features {
			switch g := features[i].geometry.(type) {
			case orb.Polygon:
				out.areas = append(out.areas, orb.MultiPolygon{g})
			case orb.MultiPolygon:
				out.areas = append(out.areas, g)
			default:
				return nil, features[i].wrong(g.GeoJSONType(), Text{En: "has to be a Polygon or a MultiPolygon", Zh: "应为 Polygon 或 MultiPolygon"})
			}
		}
	}
	raw, some := own[memberCandidates]
	if !some {
		return out, nil
	}
	features, err := featuresOf(memberCandidates, raw, analysis.MaxCandidates)
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for i := range features {
		f := &features[i]
		p, ok := f.geometry.(orb.Point)
		if !ok {
			return nil, f.wrong(f.geometry.GeoJSONType(), Text{En: "has to be a Point", Zh: "应为 Point"})
		}
		c := analysis.Candidate{ID: f.id, Name: f.name, Location: p}
		if c.ID != "" && seen[c.ID] {
			return nil, f.wrong(c.ID, Text{En: "is an id that another candidate has", Zh: "编号与其他候选点重复"})
		}
		seen[c.ID] = true
		out.places = append(out.places, c)
	}
	return out, nil
}

// drawnFeature is a feature of a member of a body.
type drawnFeature struct {
	// member and at tell where it stands; at is "" for one that stands alone. id and name
	// are "" where it has none.
	member, at string
	id, name   string
	geometry   orb.Geometry
}

func (f *drawnFeature) wrong(value string, rule Text) *Problem {
	p := invalidMember(f.member, value, rule)
	p.Extra["pointer"] = "/" + f.member + f.at
	if f.at != "" {
		p.Detail = Text{En: f.at[1:] + ": " + p.Detail.En, Zh: f.at[1:] + "：" + p.Detail.Zh}
	}
	return p
}

// featuresOf reads a FeatureCollection, a Feature or a bare geometry (RFC 7946).
func featuresOf(member string, raw json.RawMessage, most int) ([]drawnFeature, error) {
	one := &drawnFeature{member: member}
	var head struct {
		Type     string            `json:"type"`
		Features []json.RawMessage `json:"features"`
		CRS      *struct {
			Properties struct {
				Name string `json:"name"`
			} `json:"properties"`
		} `json:"crs"`
	}
	if json.Unmarshal(raw, &head) != nil {
		return nil, one.wrong(string(raw), Text{En: "has to be GeoJSON: a FeatureCollection, a Feature or a geometry", Zh: "应为 GeoJSON：FeatureCollection、Feature 或几何"})
	}
	if head.CRS != nil && !inDegrees(head.CRS.Properties.Name) {
		return nil, one.wrong(head.CRS.Properties.Name, Text{En: "has to be in longitude and latitude of WGS 84 or CGCS2000 (OGC:CRS84, EPSG:4326, EPSG:4490)",
			Zh: "坐标应为 WGS 84 或 CGCS2000 经纬度（OGC:CRS84、EPSG:4326、EPSG:4490）"})
	}
	if head.Type != "FeatureCollection" {
		if err := one.read(raw, head.Type == "Feature"); err != nil {
			return nil, err
		}
		return []drawnFeature{*one}, nil
	}
	if n := len(head.Features); n == 0 || n > most {
		return nil, one.wrong(fmt.Sprint(n), Text{En: fmt.Sprintf("has to have 1 to %d features", most), Zh: fmt.Sprintf("应有 1 至 %d 个要素", most)})
	}
	out := make([]drawnFeature, len(head.Features))
	for i, f := range head.Features {
		out[i] = drawnFeature{member: member, at: fmt.Sprintf("/features/%d", i)}
		if err := out[i].read(f, true); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// inDegrees reports whether a reference system that a file names is one of longitude and
// latitude; programs write it with the version of its register or without.
func inDegrees(name string) bool {
	for _, end := range []string{"CRS84", ":4326", ":4490"} {
		if strings.HasSuffix(name, end) {
			return true
		}
	}
	return false
}

// read reads a feature, or a bare geometry.
func (f *drawnFeature) read(raw json.RawMessage, isFeature bool) error {
	geometry := raw
	if isFeature {
		var v struct {
			Type       string          `json:"type"`
			ID         any             `json:"id"`
			Properties map[string]any  `json:"properties"`
			Geometry   json.RawMessage `json:"geometry"`
		}
		d := json.NewDecoder(strings.NewReader(string(raw)))
		d.UseNumber()
		if d.Decode(&v) != nil || v.Type != "Feature" || len(v.Geometry) == 0 || string(v.Geometry) == "null" {
			return f.wrong(string(raw), Text{En: "has to be a Feature with a geometry", Zh: "应为带几何的 Feature"})
		}
		geometry = v.Geometry
		f.id, _ = plainText(v.ID)
		for _, key := range []string{"id", "fid"} {
			if f.id == "" {
				f.id, _ = plainText(v.Properties[key])
			}
		}
		f.name, _ = v.Properties["name"].(string)
	}
	var err error
	if f.geometry, err = scenario.DecodeGeometry(geometry); err != nil {
		var refused *scenario.EditError
		if errors.As(err, &refused) {
			return f.wrong(refused.Value, Text{En: refused.Rule.En, Zh: refused.Rule.Zh})
		}
		return err
	}
	return nil
}
