package osm

import (
	"math"
	"strconv"
)

// filter says what is kept of a file, and keeps one copy of every string.
type filter struct {
	// roadsOnly keeps the tags of roads alone, and of those only what a road
	// segment is made of.
	roadsOnly bool
	strings   map[string]string
}

func newFilter(roadsOnly bool) *filter {
	return &filter{roadsOnly: roadsOnly, strings: make(map[string]string, 1<<12)}
}

func (f *filter) intern(b []byte) string {
	if s, ok := f.strings[string(b)]; ok {
		return s
	}
	s := string(b)
	f.strings[s] = s
	return s
}

// keepKey reports whether a tag with the key is kept at all.
func (f *filter) keepKey(key string) bool { return !f.roadsOnly || roadKeys[key] }

// keeps is keepKey of a key that is not yet a string.
func (f *filter) keeps(key []byte) bool { return !f.roadsOnly || roadKeys[string(key)] }

// trim drops the tags of a way or relation that is no road when only roads are
// wanted.
func (f *filter) trim(t tags) tags {
	if f.roadsOnly && t.get("highway") == "" && t.get("route") != "ferry" {
		return t[:0]
	}
	return t
}

// nodeSink takes the nodes of a file, in file order.
type nodeSink struct {
	x      *extract
	report *Report
	find   finder
}

// take notes the place of a node that a way needs, and keeps a node with tags.
// The tags become the extract's own.
func (s *nodeSink) take(id int64, p e7, t tags) {
	if i, ok := s.find.find(id); ok {
		s.x.nodes.places[i] = p
	}
	if len(t) > 0 {
		s.x.tagged = append(s.x.tagged, taggedNode{id: id, place: p, tags: t})
	}
}

// nanoPlace converts a place in nanodegrees, and reports whether it is on earth.
func nanoPlace(lon, lat int64) (e7, bool) {
	if lon < -180e9 || lon > 180e9 || lat < -90e9 || lat > 90e9 {
		return e7{}, false
	}
	return e7{lon: roundNano(lon), lat: roundNano(lat)}, true
}

// roundNano rounds nanodegrees to ten-millionths of a degree, halves away from 0.
func roundNano(v int64) int32 {
	if v < 0 {
		return int32((v - 50) / 100)
	}
	return int32((v + 50) / 100)
}

// refuseNano reports a node of a PBF that is not on earth.
func (s *nodeSink) refuseNano(id, lon, lat int64) {
	field, value := "lon", lon
	if lon >= -180e9 && lon <= 180e9 {
		field, value = "lat", lat
	}
	s.refusePlace(id, field, strconv.FormatFloat(float64(value)/1e9, 'f', -1, 64))
}

func (s *nodeSink) refusePlace(id int64, field, value string) {
	s.report.refuse(nodeObject, id, nil, field, value, placeRule)
}

const placeRule = "a place is a longitude from -180 to 180 and a latitude from -90 to 90"

// textPlace converts a place written in decimal degrees. On a fault it names the
// field.
func textPlace(lon, lat string) (p e7, field string) {
	x, err := strconv.ParseFloat(lon, 64)
	if err != nil || !(math.Abs(x) <= 180) {
		return e7{}, "lon"
	}
	y, err := strconv.ParseFloat(lat, 64)
	if err != nil || !(math.Abs(y) <= 90) {
		return e7{}, "lat"
	}
	return e7{lon: int32(math.Round(x * 1e7)), lat: int32(math.Round(y * 1e7))}, ""
}
