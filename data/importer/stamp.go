package importer

import (
	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/geo"
)

// stamp settles date and extent, neither of which depends on the order of imports:
// the date is the latest of any source, the extent the one that a file states
// (joined, when several OpenStreetMap files do), else that of the roads, else that
// of all rows.
func (m *merged) stamp(old *geo.Dataset, w *data.Write) {
	ds := m.ds
	ds.Date = ""
	if w.Rows != nil {
		ds.Date = w.Rows.Date
	}
	dated := false
	for _, s := range ds.Sources {
		ds.Date = max(ds.Date, s.Date)
		dated = dated || s.Date != ""
	}
	if !dated {
		ds.Date = max(ds.Date, old.Date)
	}
	if w.Rows != nil && w.Rows.ExtentFrom == "header" {
		ds.Extent, ds.ExtentFrom = w.Rows.Extent, "header"
		if old.ExtentFrom == "header" && m.otherOSM(w.Source) {
			ds.Extent = ds.Extent.Union(old.Extent)
		}
		return
	}
	if old.ExtentFrom == "header" {
		return
	}
	ds.Extent, ds.ExtentFrom = extentOf(ds)
}

// extentOf is the box of the roads, or of all rows when there is no road.
func extentOf(ds *geo.Dataset) (orb.Bound, string) {
	var roads, rows box
	eachBound(ds, func(l geo.Layer, b orb.Bound) {
		if rows.add(b); l == geo.LayerRoads {
			roads.add(b)
		}
	})
	switch {
	case roads.some:
		return roads.bound, "roads"
	case rows.some:
		return rows.bound, "rows"
	}
	return orb.Bound{}, ""
}

// box is the box of what was added to it.
type box struct {
	bound orb.Bound
	some  bool
}

func (b *box) add(more orb.Bound) {
	if b.some {
		more = more.Union(b.bound)
	}
	b.bound, b.some = more, true
}

// otherOSM reports whether an OpenStreetMap source other than this one is there.
func (m *merged) otherOSM(source string) bool {
	from := originsOf(m.ds.Sources)
	for _, s := range m.ds.Sources {
		if s.Name != source && from.isOSM(s.Name) {
			return true
		}
	}
	return false
}
