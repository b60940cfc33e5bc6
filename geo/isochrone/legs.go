package isochrone

import (
	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// legs tell how long a leg may be: shorter in built-up areas than elsewhere.
type legs struct {
	// shortM and longM bound the longest leg anywhere.
	shortM, longM float64
	// border has a bit per narrow cell that the border of a built-up area passes, long
	// one for each other cell whose places have the longer legs. Both are nil where
	// all legs are alike.
	border, long []uint64
}

func newLegs(m *geo.Mode) legs {
	g := legs{shortM: m.LinkLimitM, longM: m.LinkLimitM}
	if b := m.LinkLimitBuiltUpM; b > 0 {
		g.shortM, g.longM = min(g.shortM, b), max(g.longM, b)
	}
	return g
}

// markLegs marks the cells by their legs.
func (x *index) markLegs() {
	if x.shortM == x.longM {
		return
	}
	cells := x.cols * x.rows
	x.border, x.long = make([]uint64, cells/64+1), make([]uint64, cells/64+1)
	x.lines.EachBorder(func(a, b orb.Point) {
		x.pass(a, b, func(cell int) { setBit(x.border, cell) })
	})
	for r := range x.rows {
		long := false
		for c := range x.cols {
			k := r*x.cols + c
			if bit(x.border, k) {
				continue
			}
			// Cells in a row are alike until a border comes between them.
			if c == 0 || bit(x.border, k-1) {
				long = x.lines.LimitM(x.middle(c, r)) == x.longM
			}
			if long {
				setBit(x.long, k)
			}
		}
	}
}

// limits bounds the longest leg of the places in a box.
func (x *index) limits(box orb.Bound) (shortM, longM float64) {
	if x.border == nil {
		return x.shortM, x.longM
	}
	var short, long bool
	x0, x1 := x.column(box.Min[0]), x.column(box.Max[0])
	for r, last := x.row(box.Min[1]), x.row(box.Max[1]); r <= last; r++ {
		for k := r*x.cols + x0; k <= r*x.cols+x1; k++ {
			if bit(x.border, k) {
				return x.shortM, x.longM
			}
			if bit(x.long, k) {
				long = true
			} else {
				short = true
			}
		}
	}
	switch {
	case !long:
		return x.shortM, x.shortM
	case !short:
		return x.longM, x.longM
	}
	return x.shortM, x.longM
}

func (g *legs) bytes() int64 { return 8 * int64(len(g.border)+len(g.long)) }
