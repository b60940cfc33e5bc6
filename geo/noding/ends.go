package noding

import (
	"context"
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/tidwall/rtree"
)

// end is one end of a line.
type end struct {
	line int32
	last bool
}

// at is the vertex of an end.
func (s *sheet) at(e end) *vertex {
	points := s.points[e.line]
	if e.last {
		return &points[len(points)-1]
	}
	return &points[0]
}

// sortedEnds are the ends of all lines by place.
func (s *sheet) sortedEnds() []end {
	out := make([]end, 0, 2*len(s.lines))
	for _, i := range s.order {
		out = append(out, end{i, false}, end{i, true})
	}
	slices.SortStableFunc(out, func(a, b end) int { return comparePoints(s.at(a).at, s.at(b).at) })
	return out
}

// gatherEnds makes one place of ends that lie within the tolerance of each other:
// each that is not taken yet, from west to east, takes those around it. A line that
// is no longer than the tolerance keeps its ends apart.
func (s *sheet) gatherEnds(tolerance float64, report *Report) {
	ends := s.sortedEnds()
	var tree rtree.RTreeG[int]
	for k, e := range ends {
		p := s.at(e).plane
		tree.Insert(p, p, k)
	}
	taken := make([]bool, len(ends))
	for k, e := range ends {
		if taken[k] {
			continue
		}
		taken[k] = true
		home := *s.at(e)
		var near []int
		tree.Search([2]float64{home.plane[0] - tolerance, home.plane[1] - tolerance}, [2]float64{home.plane[0] + tolerance, home.plane[1] + tolerance},
			func(_, _ [2]float64, o int) bool {
				if !taken[o] {
					near = append(near, o)
				}
				return true
			})
		slices.Sort(near)
		for _, o := range near {
			d := distance(s.at(ends[o]).plane, home.plane)
			if d > tolerance || s.short(ends[o].line, tolerance) {
				continue
			}
			taken[o] = true
			if s.at(ends[o]).at != home.at {
				report.joined(s.at(ends[o]).at, home.at, d, "two ends")
				*s.at(ends[o]) = home
			}
		}
	}
}

// short reports that a line is no longer than the tolerance, or would be without
// extent if its ends were one.
func (s *sheet) short(line int32, tolerance float64) bool {
	points := s.points[line]
	sum := 0.0
	for k := 1; k < len(points); k++ {
		sum += distance(points[k-1].plane, points[k].plane)
	}
	return sum <= 2*tolerance
}

// dropEnds moves every end that meets nothing onto the nearest other line within
// the tolerance, which gets a vertex there.
func (s *sheet) dropEnds(ctx context.Context, tolerance float64, report *Report) error {
	tree := s.index()
	met := s.counts()
	for n, e := range s.sortedEnds() {
		if n&0xfff == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		v := s.at(e)
		if met[v.at] > 1 {
			continue
		}
		best, to, part := math.Inf(1), segment{-1, -1}, 0.0
		var foot orb.Point
		p := v.plane
		tree.Search([2]float64{p[0] - tolerance, p[1] - tolerance}, [2]float64{p[0] + tolerance, p[1] + tolerance}, func(_, _ [2]float64, g segment) bool {
			// A raised line is met at its ends only; another level not at all, unless it
			// is the end of a bridge or a tunnel that comes down here.
			if g.line == e.line || s.lines[g.line].raised() || !s.lines[e.line].raised() && s.lines[g.line].Level != s.lines[e.line].Level {
				return true
			}
			a, b := s.ends(g)
			q, f := nearest(p, a.plane, b.plane)
			d := distance(p, q)
			if d > tolerance || d > best {
				return true
			}
			if d < best || s.before(g, to) {
				best, to, part, foot = d, g, f, q
			}
			return true
		})
		if to.line < 0 {
			continue
		}
		a, b := s.ends(to)
		on := s.vertexOn(foot)
		switch part {
		case 0:
			on = *a
		case 1:
			on = *b
		default:
			s.cuts[to.line] = append(s.cuts[to.line], cut{to.index, part, on})
		}
		if on.at != v.at {
			report.joined(v.at, on.at, best, "an end and a line")
			*v = on
		}
	}
	return nil
}

// before orders segments by what is drawn.
func (s *sheet) before(g, h segment) bool {
	a, b := s.ends(g)
	c, d := s.ends(h)
	if k := comparePoints(a.at, c.at); k != 0 {
		return k < 0
	}
	return comparePoints(b.at, d.at) < 0
}

// counts tells how many lines have a vertex at a place; one that passes twice counts
// twice.
func (s *sheet) counts() map[orb.Point]int {
	out := map[orb.Point]int{}
	for _, points := range s.points {
		for k := range points {
			if k == 0 || points[k].at != points[k-1].at {
				out[points[k].at]++
			}
		}
	}
	return out
}

// index has the segments of all lines by their boxes.
func (s *sheet) index() *rtree.RTreeG[segment] {
	var tree rtree.RTreeG[segment]
	for _, i := range s.order {
		for k := 0; k+1 < len(s.points[i]); k++ {
			a, b := s.points[i][k].plane, s.points[i][k+1].plane
			tree.Insert([2]float64{min(a[0], b[0]), min(a[1], b[1])}, [2]float64{max(a[0], b[0]), max(a[1], b[1])}, segment{i, int32(k)})
		}
	}
	return &tree
}

func distance(p, q orb.Point) float64 { return math.Hypot(p[0]-q[0], p[1]-q[1]) }

// nearest is the point of a-b nearest to p, and the part of its length where it is.
func nearest(p, a, b orb.Point) (orb.Point, float64) {
	vx, vy := b[0]-a[0], b[1]-a[1]
	t := (p[0]-a[0])*vx + (p[1]-a[1])*vy
	if !(t > 0) {
		return a, 0
	}
	if f := t / (vx*vx + vy*vy); f < 1 {
		return orb.Point{a[0] + f*vx, a[1] + f*vy}, f
	}
	return b, 1
}
