package osm

import (
	"fmt"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/data/importer/osm/multipolygon"
)

// linear lists, by key, the values with which even a closed way draws a line: a ring
// road, a fence, a racing track. "*" is any value but those of areaOnly.
// Source: OSM wiki, "Overpass turbo/Polygon Features", turned round.
var linear = map[string][]string{
	"highway":    {"*"},
	"barrier":    {"*"},
	"route":      {"*"},
	"aerialway":  {"*"},
	"piste:type": {"*"},
	"waterway":   {"river", "canal", "stream", "ditch", "drain", "brook", "tidal_channel", "weir", "dam", "pressurised"},
	"railway": {
		"rail", "light_rail", "subway", "tram", "narrow_gauge", "monorail", "funicular", "miniature", "preserved",
		"construction", "disused", "abandoned", "proposed", "razed",
	},
	"aeroway":  {"runway", "taxiway", "parking_position", "holding_position"},
	"power":    {"line", "minor_line", "cable"},
	"natural":  {"coastline", "cliff", "ridge", "arete", "tree_row", "valley", "earth_bank"},
	"man_made": {"cutline", "embankment", "pipeline", "breakwater", "groyne", "dyke"},
	"leisure":  {"track", "slipway"},
}

// areaOnly are the values that draw an area although their key draws lines.
var areaOnly = []string{"rest_area", "services", "elevator"}

// isArea reports whether a closed way with the tags is an area. area=yes and area=no
// decide; else it is one if a tag says so, or if none says that it is a line.
func isArea(t tags) bool {
	switch t.get("area") {
	case "yes":
		return true
	case "no":
		return false
	}
	line := false
	for _, x := range t {
		values, some := linear[x.key]
		switch {
		case some && (slices.Contains(values, x.value) || (slices.Contains(values, "*") && !slices.Contains(areaOnly, x.value))):
			line = true
		case slices.Contains(areaKeys, x.key) && x.value != "no":
			return true
		}
	}
	return !line
}

// outline is an area with what is known of its border.
type outline struct {
	area orb.MultiPolygon
	// nodes are the numbers of the nodes on its border.
	nodes []int32
	// members are the ways that a relation's area is made of, with what each turned
	// out to be.
	members []int
	roles   []multipolygon.Role
}

// points returns the places of way i, each once in a row, and how many of its nodes
// the file does not hold.
func (x *extract) points(i int) (list []multipolygon.Point, missing int) {
	from, to := x.ways.span(i)
	list = make([]multipolygon.Point, 0, to-from)
	for _, k := range x.nodes.of[from:to] {
		p := x.nodes.places[k]
		if !p.known() {
			missing++
			continue
		}
		q := multipolygon.Point{X: p.lon, Y: p.lat}
		if n := len(list); n == 0 || list[n-1] != q {
			list = append(list, q)
		}
	}
	return list, missing
}

// line returns the line of way i in degrees, its parts split where nodes are
// missing. Parts of one place are left out.
func (x *extract) line(i int) orb.MultiLineString {
	from, to := x.ways.span(i)
	var out orb.MultiLineString
	var part orb.LineString
	flush := func() {
		if len(part) > 1 {
			out = append(out, part)
		}
		part = nil
	}
	last := e7{lon: noPlace}
	for _, k := range x.nodes.of[from:to] {
		p := x.nodes.places[k]
		if !p.known() {
			flush()
		} else if part == nil || p != last {
			part = append(part, p.point())
		}
		last = p
	}
	flush()
	return out
}

// wayArea makes the area of a closed way.
func (x *extract) wayArea(i int) (outline, multipolygon.Result, error) {
	line, missing := x.points(i)
	if missing > 0 {
		return outline{}, multipolygon.Result{}, fmt.Errorf("%d of its nodes are not in the file", missing)
	}
	result, err := multipolygon.Assemble([][]multipolygon.Point{line})
	if err != nil {
		return outline{}, result, err
	}
	from, to := x.ways.span(i)
	return outline{area: result.Polygons, nodes: x.nodes.of[from : to-1]}, result, nil
}

// relationArea makes the area of a relation out of its member ways.
func (x *extract) relationArea(r *relation) (outline, multipolygon.Result, error) {
	var lines [][]multipolygon.Point
	var o outline
	absent, cut := 0, 0
	for _, m := range r.members {
		if m.kind != wayObject || !borderRole(m.role) {
			continue
		}
		i, ok := x.ways.find(m.ref)
		if !ok {
			absent++
			continue
		}
		line, missing := x.points(i)
		if missing > 0 {
			cut++
		}
		lines = append(lines, line)
		from, to := x.ways.span(i)
		o.members = append(o.members, i)
		o.nodes = append(o.nodes, x.nodes.of[from:to]...)
	}
	switch {
	case absent > 0 || cut > 0:
		var parts []string
		if absent > 0 {
			parts = append(parts, fmt.Sprintf("%d member ways are not in the file", absent))
		}
		if cut > 0 {
			parts = append(parts, fmt.Sprintf("%d member ways lack nodes", cut))
		}
		return o, multipolygon.Result{}, &incompleteError{strings.Join(parts, ", ")}
	case len(lines) == 0:
		return o, multipolygon.Result{}, &incompleteError{"it has no member ways"}
	}
	result, err := multipolygon.Assemble(lines)
	if err != nil {
		return o, result, err
	}
	o.area, o.roles = result.Polygons, result.Roles
	return o, result, nil
}

// incompleteError says that the file holds only a part of a relation.
type incompleteError struct{ what string }

func (e *incompleteError) Error() string { return e.what }

// borderRole reports whether a member way with the role draws the border: every
// role but those that mean something else.
func borderRole(role string) bool {
	switch role {
	case "subarea", "label", "admin_centre", "admin_center", "entrance", "part", "ridge", "edge":
		return false
	}
	return true
}

// wrongRoles counts the members of a relation whose role is not what they turned
// out to be.
func (x *extract) wrongRoles(r *relation, o *outline) int {
	wrong, k := 0, 0
	for _, m := range r.members {
		if m.kind != wayObject || !borderRole(m.role) {
			continue
		}
		switch o.roles[k] {
		case multipolygon.Outer:
			if m.role != "outer" {
				wrong++
			}
		case multipolygon.Inner:
			if m.role != "inner" {
				wrong++
			}
		}
		k++
	}
	return wrong
}
