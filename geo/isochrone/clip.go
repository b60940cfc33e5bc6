package isochrone

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// Clip is the ground that a drawing keeps to: that which lies in every one of
// Inside and in none of Outside, in degrees. The polygons of one multipolygon may
// overlap; rings count by the even-odd rule in each polygon. The zero value keeps
// to nothing.
type Clip struct{ Inside, Outside []orb.MultiPolygon }

// bound is the box outside of which nothing is kept; ok is false when there is none.
func (c Clip) bound() (box orb.Bound, ok bool) {
	box = orb.Bound{Min: orb.Point{-180, -90}, Max: orb.Point{180, 90}}
	for _, mp := range c.Inside {
		b := orb.Bound{Min: orb.Point{math.Inf(1), math.Inf(1)}, Max: orb.Point{math.Inf(-1), math.Inf(-1)}}
		for _, p := range mp {
			if len(p) > 0 && len(p[0]) > 0 {
				b = b.Union(p[0].Bound())
			}
		}
		for k := range 2 {
			box.Min[k], box.Max[k] = max(box.Min[k], b.Min[k]), min(box.Max[k], b.Max[k])
		}
	}
	return box, len(c.Inside) > 0
}

// span is a stretch of a grid line, in units: from <= v < to.
type span struct{ from, to float64 }

// clipSpans are the stretches of the rows and columns of a window that the clip
// keeps: exact to the unit along the line.
type clipSpans struct {
	row0, col0 int
	rows, cols [][]span
	dx, dy     float64
}

func newClipSpans(g grid, w window, clip Clip) *clipSpans {
	s := &clipSpans{row0: w.y0 * tileNodes, col0: w.x0 * tileNodes, dx: float64(g.dx), dy: float64(g.dy)}
	s.rows = lineSpans(clip, 1, s.row0, w.height()*tileNodes, s.dy)
	s.cols = lineSpans(clip, 0, s.col0, w.width()*tileNodes, s.dx)
	return s
}

// lineSpans cuts the clip with n grid lines across an axis, from the first on.
func lineSpans(clip Clip, axis, first, n int, step float64) [][]span {
	var out [][]span
	for _, mp := range clip.Inside {
		s := cutAll(mp, axis, first, n, step)
		if out == nil {
			out = s
			continue
		}
		for i := range out {
			out[i] = both(out[i], s[i])
		}
	}
	if out == nil {
		out = make([][]span, n)
		for i := range out {
			out[i] = []span{{math.Inf(-1), math.Inf(1)}}
		}
	}
	for _, mp := range clip.Outside {
		for i, s := range cutAll(mp, axis, first, n, step) {
			if len(s) > 0 && len(out[i]) > 0 {
				out[i] = both(out[i], beside(s))
			}
		}
	}
	return out
}

// cutAll is the union over the polygons of their cuts, line by line.
func cutAll(mp orb.MultiPolygon, axis, first, n int, step float64) [][]span {
	out := make([][]span, n)
	at := make([][]float64, n)
	for _, p := range mp {
		lo, hi := n, -1
		for _, r := range p {
			for k := range r {
				a, b := r[k], r[(k+1)%len(r)]
				if a[axis] > b[axis] {
					a, b = b, a
				}
				u0, v0, u1, v1 := a[axis]*unit, a[1-axis]*unit, b[axis]*unit, b[1-axis]*unit
				from, to := lineAfter(u0, first, n, step), lineAfter(u1, first, n, step)
				for i := from; i < to; i++ {
					f := (float64(first+i)*step - u0) / (u1 - u0)
					at[i] = append(at[i], v0+f*(v1-v0))
				}
				if from < to {
					lo, hi = min(lo, from), max(hi, to)
				}
			}
		}
		for i := lo; i < hi; i++ {
			slices.Sort(at[i])
			for k := 0; k+1 < len(at[i]); k += 2 {
				out[i] = append(out[i], span{at[i][k], at[i][k+1]})
			}
			at[i] = at[i][:0]
		}
	}
	for i := range out {
		out[i] = merged(out[i])
	}
	return out
}

// lineAfter is the number of the first line at or after a coordinate: a side of a
// ring crosses the lines from that of its lower end up to, not with, that of its
// upper end, so that a vertex on a line counts once.
func lineAfter(v float64, first, n int, step float64) int {
	if math.IsNaN(v) {
		return 0
	}
	return int(min(float64(n), max(0, math.Ceil(v/step)-float64(first))))
}

// merged sorts spans and joins those that meet.
func merged(s []span) []span {
	slices.SortFunc(s, func(a, b span) int {
		switch {
		case a.from < b.from:
			return -1
		case a.from > b.from:
			return 1
		}
		return 0
	})
	out := s[:0]
	for _, k := range s {
		switch {
		case k.from >= k.to:
		case len(out) > 0 && k.from <= out[len(out)-1].to:
			out[len(out)-1].to = max(out[len(out)-1].to, k.to)
		default:
			out = append(out, k)
		}
	}
	return out
}

// both is what two sorted lists of spans have in common.
func both(a, b []span) []span {
	var out []span
	for i, k := 0, 0; i < len(a) && k < len(b); {
		s := span{max(a[i].from, b[k].from), min(a[i].to, b[k].to)}
		if s.from < s.to {
			out = append(out, s)
		}
		if a[i].to < b[k].to {
			i++
		} else {
			k++
		}
	}
	return out
}

// beside is what a sorted list of spans leaves of a line.
func beside(s []span) []span {
	out := make([]span, 0, len(s)+1)
	from := math.Inf(-1)
	for _, k := range s {
		out = append(out, span{from, k.from})
		from = k.to
	}
	return append(out, span{from, math.Inf(1)})
}

// find is the span that holds v.
func find(s []span, v float64) (span, bool) {
	i, ok := slices.BinarySearchFunc(s, v, func(k span, v float64) int {
		switch {
		case k.to <= v:
			return -1
		case k.from > v:
			return 1
		}
		return 0
	})
	if !ok {
		return span{}, false
	}
	return s[i], true
}

// rowSpans are the kept stretches of a row of the window.
func (s *clipSpans) rowSpans(row int) []span {
	if i := row - s.row0; i >= 0 && i < len(s.rows) {
		return s.rows[i]
	}
	return nil
}

// nodesOf has a bit for each of a block's nodes in a row, from col on, that is kept.
func (s *clipSpans) nodesOf(row, col int) uint64 {
	const all = 1<<blockNodes - 1
	spans := s.rowSpans(row)
	first, last := float64(col)*s.dx, float64(col+blockNodes-1)*s.dx
	// Few rows of a block meet the border.
	switch k, ok := find(spans, first); {
	case ok && last < k.to:
		return all
	case len(spans) == 0 || !ok && (last < spans[0].from || first >= spans[len(spans)-1].to):
		return 0
	}
	nodes := uint64(0)
	for i := range blockNodes {
		if _, ok := find(spans, float64(col+i)*s.dx); ok {
			nodes |= 1 << uint(i)
		}
	}
	return nodes
}

func (s *clipSpans) holds(col, row int) bool {
	_, ok := find(s.rowSpans(row), float64(col)*s.dx)
	return ok
}

// end tells how far from a kept node the clip goes towards a neighbour that it does
// not hold; ends is false when it holds the neighbour.
func (s *clipSpans) end(col, row, right, up int) (o int32, ends bool) {
	if s.holds(col+right, row+up) {
		return 0, false
	}
	x, y := float64(col)*s.dx, float64(row)*s.dy
	var k span
	var ok bool
	if right != 0 {
		k, ok = find(s.rowSpans(row), x)
	} else if i := col - s.col0; i >= 0 && i < len(s.cols) {
		// A node on the very border may be held by its row and not by its column.
		k, ok = find(s.cols[i], y)
	}
	if !ok {
		return 0, true
	}
	var d float64
	switch {
	case right > 0:
		d = k.to - x
	case right < 0:
		d = x - k.from
	case up > 0:
		d = k.to - y
	default:
		d = y - k.from
	}
	return int32(min(d, math.MaxInt32)), true
}
