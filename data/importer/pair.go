package importer

import (
	"maps"

	"golang.org/x/text/width"
)

// bothNames are names of a column that holds longitude and latitude together, as web
// services write them: 120.723,30.641.
func bothNames() []string {
	return []string{"lnglat", "location", "coord", "coords", "coordinate", "coordinates", "坐标", "经纬度", "坐标(经纬度)", "位置坐标", "经度,纬度", "lon,lat", "lng,lat"}
}

// pairOf reads two numbers that stand in one value.
func pairOf(raw any) (x, y float64, ok bool) {
	if s, isText := raw.(string); isText {
		raw = width.Fold.String(s)
	}
	points := loosePoints(raw)
	if len(points) != 1 {
		return 0, 0, false
	}
	return points[0][0], points[0][1], true
}

// pair puts the coordinates of a record that stand in one column into the columns lon
// and lat. A column of such a name may hold anything else, such as an address: that
// is left alone, and so is one beside columns of coordinates or a geometry, unless it
// was mapped. The columns of the record are settled already (see [mapper.columns]).
func (m *mapper) pair(rec Record) Record {
	_, mapped := m.explicit[fieldBoth]
	column := m.columnOf(rec, fieldBoth)
	if column == "" || (!mapped && (rec.Geometry != nil || m.columnOf(rec, fieldLon) != "" || m.columnOf(rec, fieldLat) != "")) {
		return rec
	}
	x, y, ok := pairOf(rec.Fields[column])
	if !ok {
		return rec
	}
	rec.Fields = maps.Clone(rec.Fields)
	delete(rec.Fields, column)
	for field, v := range map[string]float64{fieldLon: x, fieldLat: y} {
		name := field
		if explicit, is := m.explicit[field]; is {
			name = explicit
		}
		rec.Fields[name] = v
	}
	m.columns(rec)
	return rec
}
