package importer

import (
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/geo"
)

// extentHeader marks an extent that a file states, as against one of its rows.
const extentHeader = "header"

// stamp settles title, notice, date and extent, none of which depends on the order
// of imports. Title and notice are those of the import; where other sources stay
// beside it, the first title in alphabetical order, and every notice. The date is
// the latest of any source. The extent is the one that a file states (joined, when
// several OpenStreetMap files do), else that of the roads, else that of all rows.
func (m *merged) stamp(old *geo.Dataset, w *data.Write) {
	in := w.Rows
	if in == nil {
		in = &geo.Dataset{}
	}
	ds := m.ds
	others := slices.ContainsFunc(ds.Sources, func(s geo.SourceInfo) bool { return s.Name != w.Source })
	ds.Title, ds.Notice = old.Title, old.Notice
	if in.Title != "" && (!others || old.Title == "" || in.Title < old.Title) {
		ds.Title = in.Title
	}
	switch {
	case in.Notice == "":
	case !others || old.Notice == "":
		ds.Notice = in.Notice
	default:
		lines := append(strings.Split(old.Notice, "\n"), strings.Split(in.Notice, "\n")...)
		ds.Notice = strings.Join(sortedUnique(lines), "\n")
	}
	ds.Date = in.Date
	for _, s := range ds.Sources {
		ds.Date = max(ds.Date, s.Date)
	}
	if ds.Date == "" {
		ds.Date = old.Date
	}
	if in.ExtentFrom == extentHeader {
		ds.Extent, ds.ExtentFrom = in.Extent, extentHeader
		if old.ExtentFrom == extentHeader && m.otherOSM(w.Source) {
			ds.Extent = ds.Extent.Union(old.Extent)
		}
		return
	}
	if old.ExtentFrom == extentHeader {
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
