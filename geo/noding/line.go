package noding

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

// Line is a road as it was drawn.
type Line struct {
	// Points are positions in degrees, at least two.
	Points orb.LineString
	// Bridge, Tunnel and Level say that the line does not meet what it crosses.
	Bridge, Tunnel bool
	Level          int
	// Separate marks a road that others cross by bridges only, whether drawn so or
	// not: a motorway.
	Separate bool
}

// raised reports that the line meets others at its ends only.
func (l *Line) raised() bool { return l.Bridge || l.Tunnel || l.Separate }

// apart reports that two lines do not meet where they cross.
func apart(a, b *Line) bool { return a.raised() || b.raised() || a.Level != b.Level }

// vertex is a position of a line, in degrees and in the plane.
type vertex struct{ at, plane orb.Point }

// segment is a piece of a line between two vertices.
type segment struct{ line, index int32 }

// cut is a vertex to be put into a segment, at a part of its length.
type cut struct {
	segment int32
	part    float64
	vertex  vertex
}

// sheet is the lines while they are worked on.
type sheet struct {
	proj  *crs.LocalTM
	lines []Line
	// points are the vertices of each line, cuts those that are to be put in.
	points [][]vertex
	cuts   [][]cut
	// order has the lines by their drawing, and rank the place of each in it, so that
	// no result depends on the order in which they came.
	order, rank []int32
}

func newSheet(lines []Line) *sheet {
	box := orb.Bound{Min: orb.Point{math.Inf(1), math.Inf(1)}, Max: orb.Point{math.Inf(-1), math.Inf(-1)}}
	for i := range lines {
		box = box.Union(lines[i].Points.Bound())
	}
	s := &sheet{proj: crs.NewLocalTM(box.Center()), lines: lines, points: make([][]vertex, len(lines)), cuts: make([][]cut, len(lines))}
	for i := range lines {
		for _, p := range lines[i].Points {
			s.points[i] = append(s.points[i], vertex{p, s.proj.ToPlane(p)})
		}
		s.order = append(s.order, int32(i))
	}
	slices.SortStableFunc(s.order, func(a, b int32) int {
		return slices.CompareFunc(lines[a].Points, lines[b].Points, comparePoints)
	})
	s.rank = make([]int32, len(lines))
	for n, i := range s.order {
		s.rank[i] = int32(n)
	}
	return s
}

func comparePoints(p, q orb.Point) int {
	return cmp.Or(cmp.Compare(p[0], q[0]), cmp.Compare(p[1], q[1]))
}

// vertexOn is a new vertex at a place of the plane, rounded to 1e-7 degrees.
func (s *sheet) vertexOn(plane orb.Point) vertex {
	p := s.proj.ToGeo(plane)
	p = orb.Point{math.Round(p[0]*1e7) / 1e7, math.Round(p[1]*1e7) / 1e7}
	return vertex{p, s.proj.ToPlane(p)}
}

// ends returns both ends of a segment.
func (s *sheet) ends(g segment) (a, b *vertex) {
	return &s.points[g.line][g.index], &s.points[g.line][g.index+1]
}

// drawn returns the lines with what was put into them.
func (s *sheet) drawn() []orb.LineString {
	out := make([]orb.LineString, len(s.lines))
	for i, points := range s.points {
		cuts := s.cuts[i]
		slices.SortFunc(cuts, func(a, b cut) int {
			return cmp.Or(cmp.Compare(a.segment, b.segment), cmp.Compare(a.part, b.part), comparePoints(a.vertex.at, b.vertex.at))
		})
		line := make(orb.LineString, 0, len(points)+len(cuts))
		add := func(p orb.Point) {
			if len(line) == 0 || line[len(line)-1] != p {
				line = append(line, p)
			}
		}
		for k := range points {
			add(points[k].at)
			for ; len(cuts) > 0 && int(cuts[0].segment) == k; cuts = cuts[1:] {
				add(cuts[0].vertex.at)
			}
		}
		out[i] = line
	}
	return out
}
