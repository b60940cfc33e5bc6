package data

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// FormatExtent writes an extent as stores keep it: "minlon,minlat,maxlon,maxlat",
// like a GeoJSON bbox, to the last digit.
func FormatExtent(b orb.Bound) string {
	sides := [...]float64{b.Min[0], b.Min[1], b.Max[0], b.Max[1]}
	out := make([]string, len(sides))
	for i, v := range sides {
		out[i] = strconv.FormatFloat(v, 'g', -1, 64)
	}
	return strings.Join(out, ",")
}

// ParseExtent reads what [FormatExtent] wrote; nothing is the empty box.
func ParseExtent(s string) (orb.Bound, error) {
	if strings.TrimSpace(s) == "" {
		return orb.Bound{}, nil
	}
	var v [4]float64
	parts := strings.Split(s, ",")
	if len(parts) != len(v) {
		return orb.Bound{}, fmt.Errorf("extent %q: has to be minlon,minlat,maxlon,maxlat", s)
	}
	for i := range parts {
		var err error
		if v[i], err = strconv.ParseFloat(strings.TrimSpace(parts[i]), 64); err != nil {
			return orb.Bound{}, fmt.Errorf("extent %q: has to be minlon,minlat,maxlon,maxlat: %w", s, err)
		}
	}
	return orb.Bound{Min: orb.Point{v[0], v[1]}, Max: orb.Point{v[2], v[3]}}, nil
}

// DeriveExtent gives a dataset without a recorded extent the box of what it holds: see
// [geo.Dataset.DeriveExtent].
func DeriveExtent(d *geo.Dataset) { d.DeriveExtent() }

// boxOf is the box of a geometry; some is false when there is nothing in it.
func boxOf(g orb.Geometry) (b orb.Bound, some bool) {
	if geo.EmptyGeometry(g) {
		return b, false
	}
	b = g.Bound()
	return b, b.Min[0] <= b.Max[0] && b.Min[1] <= b.Max[1]
}
