package scenario

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/paulmach/orb"
)

// members are those of an edit.
func members() []string {
	return []string{"op", "layer", "id", "geometry", "properties", "lon", "lat", "category"}
}

// scenarioMembers are those of a scenario.
func scenarioMembers() []string {
	return []string{"name", "author", "dataset_version", "edits", "towns", "circles", "categories", "standards", "group"}
}

// DecodeScenario reads a scenario: its edits, and beside them name, author,
// dataset_version and what is asked of it. It is strict: a member that is not known or
// stands twice is refused by name ([EditError]). Bounds of the size are the caller's.
func DecodeScenario(body []byte) (*Scenario, error) {
	object, err := objectOf(body, "scenario", scenarioMembers())
	if err != nil {
		err.Edit = -1
		return nil, err
	}
	s := &Scenario{}
	for _, m := range []struct {
		name string
		into any
	}{{"name", &s.Name}, {"author", &s.Author}, {"dataset_version", &s.DatasetVersion}, {"group", &s.Question.Group}} {
		if raw, some := object[m.name]; some && json.Unmarshal(raw, m.into) != nil {
			e := refuse(m.name, clip(string(raw)), "has to be a text", "应为文本")
			e.Edit = -1
			return nil, e
		}
	}
	for _, m := range []struct {
		name string
		into *[]string
	}{{"towns", &s.Question.Towns}, {"circles", &s.Question.Circles}, {"categories", &s.Question.Categories}, {"standards", &s.Question.Standards}} {
		raw, some := object[m.name]
		if !some {
			continue
		}
		if json.Unmarshal(raw, m.into) != nil || slices.Contains(*m.into, "") {
			e := refuse(m.name, clip(string(raw)), "has to be a list of texts, none empty", "应为文本列表，不得有空值")
			e.Edit = -1
			return nil, e
		}
	}
	raw, some := object["edits"]
	if !some {
		e := refuseMissing("edits")
		e.Edit = -1
		return nil, e
	}
	edits, failed := Decode(raw)
	if failed != nil {
		return nil, failed
	}
	s.Edits = edits
	return s, nil
}

// Decode reads a list of edits as JSON, at most [MaxEdits]. The first that is not
// accepted is an [*EditError] with its number, counted from 0.
func Decode(body []byte) ([]Edit, error) {
	var list []json.RawMessage
	if err := json.Unmarshal(body, &list); err != nil {
		e := refuse("edits", clip(string(body)), "has to be a list", "应为列表")
		e.Edit = -1
		return nil, e
	}
	if len(list) > MaxEdits {
		e := refuse("edits", len(list), fmt.Sprintf("has to have at most %d edits", MaxEdits), fmt.Sprintf("最多 %d 条", MaxEdits))
		e.Edit = -1
		return nil, e
	}
	out := make([]Edit, len(list))
	for i, raw := range list {
		edit, err := decodeEdit(raw)
		if err != nil {
			err.Edit = i
			return nil, err
		}
		out[i] = *edit
	}
	return out, nil
}

func decodeEdit(raw json.RawMessage) (*Edit, *EditError) {
	object, err := objectOf(raw, "edit", members())
	if err != nil {
		return nil, err
	}
	var e Edit
	var lon, lat *float64
	var category *string
	for _, m := range []struct {
		name string
		into any
		kind Text
	}{
		{"op", &e.Op, Text{En: "a text", Zh: "文本"}}, {"layer", &e.Layer, Text{En: "a text", Zh: "文本"}}, {"id", &e.ID, Text{En: "a text", Zh: "文本"}},
		{"category", &category, Text{En: "a text", Zh: "文本"}}, {"lon", &lon, Text{En: "a number", Zh: "数字"}}, {"lat", &lat, Text{En: "a number", Zh: "数字"}},
		{"properties", &e.Properties, Text{En: "an object", Zh: "对象"}},
	} {
		if raw, some := object[m.name]; some && json.Unmarshal(raw, m.into) != nil {
			return nil, refuse(m.name, clip(string(raw)), "has to be "+m.kind.En, "应为"+m.kind.Zh)
		}
	}
	if raw, some := object["geometry"]; some && string(raw) != "null" {
		if e.Geometry, err = geometryOf(raw); err != nil {
			return nil, err
		}
	}
	if lon != nil || lat != nil {
		switch {
		case lon == nil:
			return nil, refuseMissing("lon")
		case lat == nil:
			return nil, refuseMissing("lat")
		case e.Geometry != nil:
			return nil, refuse("lon", *lon, "stands beside a geometry: give one of the two", "与 geometry 重复，只给其一")
		}
		p, bad := point([]float64{*lon, *lat})
		if bad != nil {
			return nil, refuse("lon,lat", fmt.Sprint(*lon, ",", *lat), bad.Error(), "不是有效的经纬度")
		}
		e.Geometry = p
	}
	if category != nil {
		if _, twice := e.Properties["category"]; twice {
			return nil, refuse("category", *category, "is given twice", "重复给出")
		}
		if e.Properties == nil {
			e.Properties = map[string]any{}
		}
		e.Properties["category"] = *category
	}
	return &e, e.check()
}

// check refuses what does not depend on a dataset.
func (e *Edit) check() *EditError {
	ops := opsOf(e.Layer)
	if ops == nil {
		return refuseName("layer", string(e.Layer), texts(layers()))
	}
	if !slices.Contains(ops, e.Op) {
		return refuseName("op", string(e.Op), texts(ops))
	}
	if e.ID == "" && e.Op != Add && e.Layer != Population {
		return refuseMissing("id")
	}
	if e.ID != "" && e.Layer == Population && e.Op == Set {
		return refuse("id", e.ID, "is not taken here: a unit or a geometry says whose persons are set", "此处不用 id：由 unit 或 geometry 指明范围")
	}
	switch e.Op {
	case Close, Remove:
		if e.Geometry != nil {
			return refuse("geometry", e.Geometry.GeoJSONType(), "is not taken by "+string(e.Op), string(e.Op)+" 不需要几何")
		}
		if len(e.Properties) > 0 {
			return refuse("properties", "", "are not taken by "+string(e.Op), string(e.Op)+" 不需要属性")
		}
	case Move:
		if len(e.Properties) > 0 {
			return refuse("properties", "", "are not taken by move: use set", "move 不需要属性，请用 set")
		}
	case Set:
		if len(e.Properties) == 0 && e.Geometry == nil {
			return refuseMissing("properties")
		}
	}
	return nil
}

// objectOf reads the members of an object; each may stand once, and has to be known.
func objectOf(raw []byte, what string, known []string) (map[string]json.RawMessage, *EditError) {
	d := json.NewDecoder(bytes.NewReader(raw))
	if start, err := d.Token(); err != nil || start != json.Delim('{') {
		return nil, refuse("", clip(string(raw)), "a "+what+" is an object", "应为对象")
	}
	out := map[string]json.RawMessage{}
	for d.More() {
		token, err := d.Token()
		name, ok := token.(string)
		if err != nil || !ok {
			return nil, refuse("", clip(string(raw)), "is not JSON", "不是 JSON")
		}
		if !slices.Contains(known, name) {
			e := refuseName(name, "", known)
			e.Rule = Text{En: "is no member; known are " + join(known), Zh: "未知字段；可用 " + join(known)}
			return nil, e
		}
		if _, twice := out[name]; twice {
			return nil, refuse(name, nil, "is given twice", "重复给出")
		}
		var v json.RawMessage
		if err := d.Decode(&v); err != nil {
			return nil, refuse(name, nil, "is not JSON", "不是 JSON")
		}
		out[name] = v
	}
	if _, err := d.Token(); err != nil {
		return nil, refuse("", clip(string(raw)), "is not JSON", "不是 JSON")
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, refuse("", "", "there is more after the end of the "+what, "内容结束后还有多余的字符")
	}
	return out, nil
}

// MarshalJSON writes the edit as [Decode] reads it, always in the same way.
func (e Edit) MarshalJSON() ([]byte, error) {
	type form struct {
		Op         Op             `json:"op"`
		Layer      Layer          `json:"layer"`
		ID         string         `json:"id,omitempty"`
		Geometry   any            `json:"geometry,omitempty"`
		Properties map[string]any `json:"properties,omitempty"`
	}
	f := form{Op: e.Op, Layer: e.Layer, ID: e.ID, Properties: e.Properties}
	if e.Geometry != nil {
		f.Geometry = struct {
			Type        string       `json:"type"`
			Coordinates orb.Geometry `json:"coordinates"`
		}{e.Geometry.GeoJSONType(), e.Geometry}
	}
	return json.Marshal(f)
}
