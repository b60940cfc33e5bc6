package geopackage

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// CellError says which cell of the file cannot be read, and why. A planner finds
// it in QGIS by the table and the fid.
type CellError struct {
	Table  string
	FID    int64
	Column string
	// Rule is what the cell has to hold.
	Rule string
}

// Error names table, fid, column and rule.
func (e *CellError) Error() string {
	return fmt.Sprintf("table %s, fid %d, column %s: %s", e.Table, e.FID, e.Column, e.Rule)
}

// cell takes a value from the driver as it is: without a copy, and valid until
// the next row.
type cell struct{ value any }

// Scan implements sql.Scanner.
func (c *cell) Scan(src any) error {
	c.value = src
	return nil
}

// row reads the cells of one stored row, in the order of the columns, and keeps
// the first error.
type row struct {
	table *table
	fid   int64
	geom  cell
	cells []cell
	at    int
	words map[string]string
	err   error
}

func (r *row) begin() { r.at = 0 }

func (r *row) fail(column, format string, args ...any) {
	if r.err == nil {
		r.err = &CellError{Table: r.table.name, FID: r.fid, Column: column, Rule: fmt.Sprintf(format, args...)}
	}
}

// next returns the next cell and its column.
func (r *row) next() (value any, column string) {
	value, column = r.cells[r.at].value, r.table.columns[r.at].name
	r.at++
	return value, column
}

// text reads text; a number that a tool stored in a text column reads as text.
func (r *row) text() string {
	v, column := r.next()
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	r.fail(column, "has to hold text")
	return ""
}

// word reads text that few different values fill, and keeps one copy of each.
func (r *row) word() string {
	s := r.text()
	if known, ok := r.words[s]; ok {
		return known
	}
	r.words[s] = s
	return s
}

// id reads the id of the row. A row that was added in QGIS has none: it gets one
// out of its fid.
func (r *row) id() string {
	if s := r.text(); s != "" {
		return s
	}
	return generatedID(r.table, r.fid)
}

func generatedID(t *table, fid int64) string {
	return string(t.layer) + "-fid" + strconv.FormatInt(fid, 10)
}

// fidOf is the fid that a generated id names, 0 for an id that is none.
func fidOf(t *table, id string) int64 {
	fid, err := strconv.ParseInt(strings.TrimPrefix(id, string(t.layer)+"-fid"), 10, 64)
	if err != nil || generatedID(t, fid) != id {
		return 0
	}
	return fid
}

// float reads a number; known is false for an empty cell.
func (r *row) float() (v float64, known bool) {
	value, column := r.next()
	switch value := value.(type) {
	case nil:
		return 0, false
	case float64:
		if !math.IsInf(value, 0) {
			return value, true
		}
	case int64:
		return float64(value), true
	case string:
		if strings.TrimSpace(value) == "" {
			return 0, false
		}
	}
	r.fail(column, "has to hold a number")
	return 0, false
}

func (r *row) amount() geo.Amount {
	if v, known := r.float(); known {
		return geo.Known(v)
	}
	return geo.Unknown()
}

func (r *row) measure() float64 {
	v, _ := r.float()
	return v
}

// integer reads a whole number; known is false for an empty cell.
func (r *row) integer() (v int64, known bool) {
	value, column := r.next()
	switch value := value.(type) {
	case nil:
		return 0, false
	case int64:
		return value, true
	case float64:
		if value == math.Trunc(value) && math.Abs(value) < 1<<53 {
			return int64(value), true
		}
	case string:
		if strings.TrimSpace(value) == "" {
			return 0, false
		}
	}
	r.fail(column, "has to hold a whole number")
	return 0, false
}

// small reads a whole number between -limit and limit, 0 for an empty cell.
func (r *row) small(limit int64) (v int64, known bool) {
	v, known = r.integer()
	if v < -limit || v > limit {
		r.fail(r.table.columns[r.at-1].name, "has to be between %d and %d, not %d", -limit, limit, v)
		return 0, false
	}
	return v, known
}

func (r *row) boolean() bool {
	v, known := r.integer()
	return known && v != 0
}

// list reads words with commas between them.
func (r *row) list() []string {
	var out []string
	for word := range strings.SplitSeq(r.text(), ",") {
		if word = strings.TrimSpace(word); word != "" {
			out = append(out, word)
		}
	}
	return out
}

// point reads longitude and latitude from two columns; nil unless both are there.
func (r *row) point() *orb.Point {
	lon, knownLon := r.float()
	lat, knownLat := r.float()
	if !knownLon || !knownLat {
		return nil
	}
	return &orb.Point{lon, lat}
}

// points reads WKT of a MULTIPOINT or a POINT.
func (r *row) points() []orb.Point {
	g, column := r.wkt()
	switch g := g.(type) {
	case nil:
		return nil
	case orb.Point:
		return []orb.Point{g}
	case orb.MultiPoint:
		return g
	}
	r.fail(column, "has to hold WKT of a MULTIPOINT, not of a %s", g.GeoJSONType())
	return nil
}

// footprint reads WKT of a MULTIPOLYGON or a POLYGON.
func (r *row) footprint() orb.MultiPolygon {
	g, column := r.wkt()
	return r.asMultiPolygon(g, column)
}

func (r *row) wkt() (orb.Geometry, string) {
	s := r.text()
	column := r.table.columns[r.at-1].name
	if strings.TrimSpace(s) == "" {
		return nil, column
	}
	g, err := wkt.Unmarshal(s)
	if err != nil {
		r.fail(column, "has to hold WKT: %v", err)
		return nil, column
	}
	return g, column
}

// attributes reads a JSON object of texts, numbers and truth values.
func (r *row) attributes() map[string]any {
	m := readObject[any](r)
	for name, v := range m {
		switch v.(type) {
		case string, float64, bool:
		case nil:
			delete(m, name)
		default:
			r.fail(r.table.columns[r.at-1].name, "member %q has to be a text, a number or a truth value", name)
		}
	}
	return m
}

// groups reads a JSON object of numbers.
func (r *row) groups() map[string]float64 { return readObject[float64](r) }

func readObject[V any](r *row) map[string]V {
	s := r.text()
	if strings.TrimSpace(s) == "" {
		return nil
	}
	var m map[string]V
	if err := json.Unmarshal([]byte(s), &m); err != nil {
		r.fail(r.table.columns[r.at-1].name, "has to hold a JSON object: %v", err)
		return nil
	}
	if len(m) == 0 {
		return nil
	}
	return m
}
