package importer

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/data/importer/text"
)

// geoJSONReader reads GeoJSON (RFC 7946): a FeatureCollection, feature by feature,
// or a single Feature or geometry.
type geoJSONReader struct {
	in     *json.Decoder
	row    int
	choice text.Choice
	// whole holds the members of the outermost object other than features.
	whole map[string]json.RawMessage
}

// openGeoJSON opens a stream of GeoJSON. JSON text is UTF-8 (RFC 8259, §8.1); only
// who names another encoding is given it.
func openGeoJSON(r io.ReadSeeker, s source) (Reader, error) {
	g := &geoJSONReader{whole: map[string]json.RawMessage{}}
	if s.encoding != "" {
		decoded, choice, err := text.NewReader(r, s.encoding)
		if err != nil {
			return nil, err
		}
		g.in, g.choice = json.NewDecoder(decoded), choice
		return g, nil
	}
	in := bufio.NewReader(r)
	if err := skipBOM(in); err != nil {
		return nil, err
	}
	g.in = json.NewDecoder(in)
	return g, nil
}

// skipBOM steps over a UTF-8 byte order mark, and refuses UTF-16.
func skipBOM(in *bufio.Reader) error {
	start, err := in.Peek(3)
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	switch {
	case bytes.HasPrefix(start, []byte("\xef\xbb\xbf")):
		_, err := in.Discard(3)
		return err
	case bytes.HasPrefix(start, []byte("\xff\xfe")), bytes.HasPrefix(start, []byte("\xfe\xff")):
		return errors.New("the file is UTF-16; save it as UTF-8")
	}
	return nil
}

// Remarks tell the encoding.
func (g *geoJSONReader) Remarks() []Finding { return encodingRemark(g.choice) }

// Columns are not known before the rows.
func (g *geoJSONReader) Columns() []string { return nil }

// Read yields the features in order. The members of the outermost object may come
// in any order; a reference system other than WGS 84 is refused wherever it stands.
func (g *geoJSONReader) Read(ctx context.Context, yield func(Record) error) error {
	start, err := g.in.Token()
	if errors.Is(err, io.EOF) {
		return errors.New("the file is empty")
	}
	if err != nil {
		return g.syntax(err)
	}
	if start != json.Delim('{') {
		return fmt.Errorf("GeoJSON starts with an object, not with %v", start)
	}
	features := false
	for g.in.More() {
		key, err := g.in.Token()
		if err != nil {
			return g.syntax(err)
		}
		if key == "features" && !features {
			features = true
			err = g.features(ctx, yield)
		} else {
			err = g.member(key.(string))
		}
		if err != nil {
			return err
		}
	}
	if _, err := g.in.Token(); err != nil {
		return g.syntax(err)
	}
	if _, err := g.in.Token(); !errors.Is(err, io.EOF) {
		return errors.New("there is more after the end of the GeoJSON object")
	}
	return g.finish(features, yield)
}

func (g *geoJSONReader) syntax(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("the file is cut short after feature %d", g.row)
	}
	return fmt.Errorf("after feature %d, at byte %d: not JSON: %w", g.row, g.in.InputOffset(), err)
}

// features reads the array of features, one at a time.
func (g *geoJSONReader) features(ctx context.Context, yield func(Record) error) error {
	open, err := g.in.Token()
	if err != nil {
		return g.syntax(err)
	}
	if open != json.Delim('[') {
		return errors.New("features is not an array")
	}
	for g.in.More() {
		if err := ctx.Err(); err != nil {
			return err
		}
		var raw json.RawMessage
		if err := g.in.Decode(&raw); err != nil {
			return g.syntax(err)
		}
		g.row++
		if err := yield(featureRecord(g.row, raw)); err != nil {
			return err
		}
	}
	if _, err := g.in.Token(); err != nil {
		return g.syntax(err)
	}
	return nil
}

func (g *geoJSONReader) member(key string) error {
	var raw json.RawMessage
	if err := g.in.Decode(&raw); err != nil {
		return g.syntax(err)
	}
	g.whole[key] = raw
	if key == "crs" {
		return checkCRSMember(raw)
	}
	return nil
}

// finish yields a lone Feature or geometry, once its members are known.
func (g *geoJSONReader) finish(features bool, yield func(Record) error) error {
	var kind string
	if err := json.Unmarshal(g.whole["type"], &kind); err != nil {
		return errors.New(`GeoJSON names its type ("FeatureCollection", "Feature" or that of a geometry)`)
	}
	if kind == "FeatureCollection" {
		if !features {
			return errors.New("a FeatureCollection has features")
		}
		return nil
	}
	if features {
		return fmt.Errorf("a %s has no features", kind)
	}
	raw, err := json.Marshal(g.whole)
	if err != nil {
		return err
	}
	g.row++
	if kind == "Feature" {
		return yield(featureRecord(g.row, raw))
	}
	rec := Record{Row: g.row, Fields: map[string]any{}}
	rec.Geometry, rec.Problem = geometryOf(g.row, raw)
	return yield(rec)
}

// checkCRSMember accepts the names of WGS 84 in the crs member that GeoJSON had
// before RFC 7946 (GeoJSON 2008, §3), and refuses every other.
func checkCRSMember(raw json.RawMessage) error {
	var crs *struct {
		Properties struct {
			Name string `json:"name"`
		} `json:"properties"`
	}
	if err := json.Unmarshal(raw, &crs); err != nil {
		return fmt.Errorf("crs %s: not the name of a reference system", clip(string(raw)))
	}
	if crs == nil {
		return nil
	}
	name := strings.ToUpper(crs.Properties.Name)
	for _, ok := range []string{"CRS84", "EPSG::4326", "EPSG:4326", "EPSG::4490", "EPSG:4490"} {
		if strings.HasSuffix(name, ok) {
			return nil
		}
	}
	return fmt.Errorf("crs %q: GeoJSON is longitude and latitude in WGS 84 (RFC 7946, §4); convert the file to EPSG:4326", crs.Properties.Name)
}

func featureRecord(row int, raw json.RawMessage) Record {
	rec := Record{Row: row, Fields: map[string]any{}}
	refuse := func(field, value, rule string) Record {
		return Record{Row: row, Problem: &Refusal{Row: row, Field: field, Value: clip(value), Rule: rule}}
	}
	if !utf8.Valid(raw) {
		return refuse("feature", "", "JSON text is UTF-8 (RFC 8259, §8.1)")
	}
	var f struct {
		Type       string          `json:"type"`
		ID         any             `json:"id"`
		Geometry   json.RawMessage `json:"geometry"`
		Properties map[string]any  `json:"properties"`
	}
	in := json.NewDecoder(bytes.NewReader(raw))
	in.UseNumber()
	if err := in.Decode(&f); err != nil {
		return refuse("feature", string(raw), "a feature has a geometry and an object of properties")
	}
	if f.Type != "Feature" {
		return refuse("type", f.Type, "the members of a FeatureCollection are of type Feature")
	}
	for k, v := range f.Properties {
		rec.Fields[k] = v
	}
	if _, taken := rec.Fields[fieldID]; !taken && f.ID != nil {
		rec.Fields[fieldID] = f.ID
	}
	rec.Geometry, rec.Problem = geometryOf(row, f.Geometry)
	return rec
}

// geometryOf reads a geometry; null and a missing member are no geometry.
func geometryOf(row int, raw json.RawMessage) (orb.Geometry, *Refusal) {
	if len(raw) == 0 || string(bytes.TrimSpace(raw)) == "null" {
		return nil, nil
	}
	var g struct {
		Type        string          `json:"type"`
		Coordinates json.RawMessage `json:"coordinates"`
	}
	if err := json.Unmarshal(raw, &g); err != nil {
		return nil, &Refusal{Row: row, Field: fieldShape, Value: clip(string(raw)), Rule: "a geometry has a type and coordinates"}
	}
	out, err := coordinates(g.Type, g.Coordinates)
	if err != nil {
		return nil, &Refusal{Row: row, Field: fieldShape, Value: clip(string(g.Coordinates)), Rule: err.Error()}
	}
	return out, nil
}
