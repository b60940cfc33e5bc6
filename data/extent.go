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

// DeriveExtent gives a dataset without a recorded extent the box of its roads,
// else that of all its rows but those of elevation models.
func DeriveExtent(d *geo.Dataset) {
	if d.Extent != (orb.Bound{}) {
		return
	}
	var e extent
	for i := range d.Roads {
		e.add(d.Roads[i].Geometry)
	}
	if d.Extent, d.ExtentFrom = e.bound, "roads"; e.some {
		return
	}
	for _, l := range geo.Layers() {
		if l == geo.LayerElevation { // a model reaches beyond the place it is used for
			continue
		}
		for i := range d.Count(l) {
			e.add(d.Geometry(l, i))
		}
	}
	if d.Extent, d.ExtentFrom = e.bound, "rows"; !e.some {
		d.ExtentFrom = ""
	}
}

// extent is the union of boxes.
type extent struct {
	bound orb.Bound
	some  bool
}

func (e *extent) add(g orb.Geometry) {
	b, some := boxOf(g)
	switch {
	case !some:
	case !e.some:
		e.bound, e.some = b, true
	default:
		e.bound = e.bound.Union(b)
	}
}

// boxOf is the box of a geometry; some is false when there is nothing in it.
func boxOf(g orb.Geometry) (b orb.Bound, some bool) {
	if geo.EmptyGeometry(g) {
		return b, false
	}
	b = g.Bound()
	return b, b.Min[0] <= b.Max[0] && b.Min[1] <= b.Max[1]
}
