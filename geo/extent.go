package geo

import "github.com/paulmach/orb"

// DeriveExtent gives a dataset without a recorded extent the box of its roads,
// else that of all its rows but those of elevation models.
func (d *Dataset) DeriveExtent() {
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
	for _, l := range Layers() {
		if l == LayerElevation { // a model reaches beyond the place it is used for
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
	if EmptyGeometry(g) {
		return
	}
	b := g.Bound()
	switch {
	case b.Min[0] > b.Max[0] || b.Min[1] > b.Max[1]:
	case !e.some:
		e.bound, e.some = b, true
	default:
		e.bound = e.bound.Union(b)
	}
}
