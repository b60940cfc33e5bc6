package importer

import (
	"fmt"
	"maps"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

const fieldEntrances = "entrances"

// coordinatePairs are the fields that are coordinates, east and north.
func coordinatePairs() [][2]string {
	return [][2]string{{fieldLon, fieldLat}, {"seat_lon", "seat_lat"}}
}

// columnOf is the column that a field of the record is read from, "" for none. It
// is what [mapper.row] takes, too: what was mapped, else the best name.
func (m *mapper) columnOf(rec Record, field string) string {
	if column, mapped := m.explicit[field]; mapped {
		return column
	}
	best := ""
	for column, v := range rec.Fields {
		t := m.plan[column]
		if t.field != field || t.passed || isBlank(v) {
			continue
		}
		if old := m.plan[best]; best == "" || t.rank < old.rank || (t.rank == old.rank && column < best) {
			best = column
		}
	}
	return best
}

// pointInColumns reports whether the columns lon and lat are the row's place, or
// the point of its footprint: where a format gives a geometry they often repeat it.
func pointInColumns(l geo.Layer, explicit map[string]string, given orb.Geometry) bool {
	_, lon := explicit[fieldLon]
	_, lat := explicit[fieldLat]
	if given == nil || (lon && lat) {
		return true
	}
	_, isPoint := given.(orb.Point)
	return l == geo.LayerFacilities && !isPoint
}

// add takes the positions of a record.
func (s *survey) add(m *mapper, rec Record, t table) {
	eachPosition(rec.Geometry, s.ground.Add)
	if column := m.columnOf(rec, fieldShape); column != "" {
		if g, ok := shapeText(textOf(rec.Fields[column])); ok {
			eachPosition(g, s.ground.Add)
		}
	}
	for _, p := range loosePoints(rec.Fields[m.columnOf(rec, fieldEntrances)]) {
		s.columns.Add(p)
	}
	for _, pair := range coordinatePairs() {
		if pair[0] == fieldLon && !pointInColumns(t.layer, m.explicit, rec.Geometry) {
			continue
		}
		x, okX := numberOf(rec.Fields[m.columnOf(rec, pair[0])])
		y, okY := numberOf(rec.Fields[m.columnOf(rec, pair[1])])
		if okX && okY {
			s.columns.Add(orb.Point{x, y})
		}
	}
}

// entrances converts them before the row is read, where they have to be degrees.
func (ref *reference) entrances(m *mapper, rec Record) Record {
	column := m.columnOf(rec, fieldEntrances)
	points := loosePoints(rec.Fields[column])
	if ref.columns.Plain() || len(points) == 0 {
		return rec
	}
	list := make([]any, 0, len(points))
	for _, p := range points {
		q, err := ref.columns.ToWGS84(p)
		if err != nil {
			rec.Problem = &Refusal{Row: rec.Row, Field: fieldEntrances, Value: clip(textOf(rec.Fields[column])), Rule: err.Error()}
			return rec
		}
		list = append(list, []any{q[0], q[1]})
	}
	rec.Fields = maps.Clone(rec.Fields)
	rec.Fields[column] = list
	return rec
}

// columnsOf converts the coordinates that a row has in columns.
func (ref *reference) columnsOf(r *row, l geo.Layer, given orb.Geometry) {
	if ref.columns.Plain() {
		return
	}
	for _, pair := range coordinatePairs() {
		if !r.has(pair[0]) || !r.has(pair[1]) {
			continue
		}
		if pair[0] == fieldLon && !pointInColumns(l, r.explicit, given) {
			continue
		}
		p := orb.Point{r.number(pair[0]), r.number(pair[1])}
		q, err := ref.columns.ToWGS84(p)
		if err != nil {
			r.refuse(pair[0]+", "+pair[1], positionText(p), err.Error())
			return
		}
		r.values[pair[0]], r.values[pair[1]] = q[0], q[1]
	}
}

// geometry converts a geometry in new memory, or refuses the row.
func (ref *reference) geometry(r *row, g orb.Geometry) orb.Geometry {
	if g == nil || ref.ground.Plain() {
		return g
	}
	out, at, err := convert(ref.ground, g)
	if err != nil {
		r.refuse(fieldShape, positionText(at), err.Error())
		return nil
	}
	return out
}

// convert stops at the first position that is not of the system, and returns it.
func convert(reading *crs.Reading, g orb.Geometry) (out orb.Geometry, at orb.Point, err error) {
	change := func(p *orb.Point) {
		if err != nil {
			return
		}
		at = *p
		*p, err = reading.ToWGS84(at)
	}
	if p, isPoint := g.(orb.Point); isPoint {
		change(&p)
		return p, at, err
	}
	out = orb.Clone(g)
	eachPoint(out, change)
	return out, at, err
}

// report says how the file was read.
func (ref *reference) report(list *[]Finding, asked bool) {
	say := func(what string, reading *crs.Reading) {
		if asked || !reading.Plain() {
			note(list, fmt.Sprintf("%s in %s; converted to WGS 84", what, reading), "")
		}
		for _, n := range reading.Notes {
			note(list, n, "")
		}
	}
	say("coordinates", ref.ground)
	if c, g := ref.columns, ref.ground; c != g && (c.System.ID != g.System.ID || c.NorthFirst != g.NorthFirst) {
		say("coordinates in columns", c)
	}
}
