package multipolygon

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"
)

// segment is a straight piece of border between two places of a graph, a before b
// in their order. line is the line it comes from.
type segment struct{ a, b, line int32 }

// graph holds the places and segments of an outline.
type graph struct {
	places   []Point
	number   map[Point]int32
	segments []segment
}

func newGraph(lines [][]Point) *graph {
	n := 0
	for _, l := range lines {
		n += len(l)
	}
	g := &graph{number: make(map[Point]int32, n), segments: make([]segment, 0, n)}
	for i, l := range lines {
		last := int32(-1)
		for _, p := range l {
			k := g.place(p)
			if last >= 0 {
				g.add(last, k, int32(i))
			}
			last = k
		}
	}
	g.cancel()
	return g
}

func (g *graph) place(p Point) int32 {
	k, ok := g.number[p]
	if !ok {
		k = int32(len(g.places))
		g.number[p] = k
		g.places = append(g.places, p)
	}
	return k
}

func (g *graph) add(a, b, line int32) {
	if a != b {
		g.segments = append(g.segments, segment{min(a, b), max(a, b), line})
	}
}

// cancel keeps one of each segment that occurs an odd number of times and none of
// those that occur an even number of times.
func (g *graph) cancel() {
	slices.SortFunc(g.segments, func(s, t segment) int {
		if c := cmp.Compare(s.a, t.a); c != 0 {
			return c
		}
		if c := cmp.Compare(s.b, t.b); c != 0 {
			return c
		}
		return cmp.Compare(s.line, t.line)
	})
	out := g.segments[:0]
	for i := 0; i < len(g.segments); {
		j := i + 1
		for j < len(g.segments) && g.segments[j].a == g.segments[i].a && g.segments[j].b == g.segments[i].b {
			j++
		}
		if (j-i)%2 == 1 {
			out = append(out, g.segments[i])
		}
		i = j
	}
	g.segments = out
}

// rounds is how often crossings are cut. Rounding a crossing to the grid moves its
// segments by less than a centimetre, which may make new ones; it rarely does twice.
const rounds = 8

// cut cuts segments where they cross or touch until none do. It returns how many
// crossings there were at first.
func (g *graph) cut() (crossings int, err error) {
	for range rounds {
		cuts, n := g.crossings()
		if crossings == 0 {
			crossings = n
		}
		if len(cuts) == 0 {
			return crossings, nil
		}
		g.split(cuts)
	}
	return crossings, ErrTangled
}

// cutAt is a place at which a segment has to be cut.
type cutAt struct{ segment, place int32 }

// crossings finds where segments meet other than at a common end, by a sweep from
// west to east.
func (g *graph) crossings() (cuts []cutAt, met int) {
	west := func(s segment) int32 { return min(g.places[s.a].X, g.places[s.b].X) }
	order := make([]int32, len(g.segments))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(i, j int32) int {
		if c := cmp.Compare(west(g.segments[i]), west(g.segments[j])); c != 0 {
			return c
		}
		return cmp.Compare(i, j)
	})
	for n, i := range order {
		a, b := g.places[g.segments[i].a], g.places[g.segments[i].b]
		east, low, high := max(a.X, b.X), min(a.Y, b.Y), max(a.Y, b.Y)
		for _, j := range order[n+1:] {
			c, d := g.places[g.segments[j].a], g.places[g.segments[j].b]
			if min(c.X, d.X) > east {
				break
			}
			if max(c.Y, d.Y) < low || min(c.Y, d.Y) > high {
				continue
			}
			switch meet(a, b, c, d) {
			case apart:
				continue
			case crossed:
				p := g.place(crossing(a, b, c, d))
				cuts = append(cuts, cutAt{i, p}, cutAt{j, p})
			case touch:
				for _, e := range [...]struct {
					on   int32
					a, b Point
					end  Point
				}{{i, a, b, c}, {i, a, b, d}, {j, c, d, a}, {j, c, d, b}} {
					if orient(e.a, e.b, e.end) == 0 && within(e.end, e.a, e.b) {
						cuts = append(cuts, cutAt{e.on, g.place(e.end)})
					}
				}
			}
			met++
		}
	}
	return cuts, met
}

// split cuts segments at the places given.
func (g *graph) split(cuts []cutAt) {
	slices.SortFunc(cuts, func(p, q cutAt) int {
		if c := cmp.Compare(p.segment, q.segment); c != 0 {
			return c
		}
		start := g.places[g.segments[p.segment].a]
		if c := cmp.Compare(span(start, g.places[p.place]), span(start, g.places[q.place])); c != 0 {
			return c
		}
		return cmp.Compare(p.place, q.place)
	})
	old := g.segments
	g.segments = make([]segment, 0, len(old)+len(cuts))
	at := 0
	for i, s := range old {
		from := s.a
		for ; at < len(cuts) && cuts[at].segment == int32(i); at++ {
			g.add(from, cuts[at].place, s.line)
			from = cuts[at].place
		}
		g.add(from, s.b, s.line)
	}
	g.cancel()
}

// span orders places along a segment from its start: the sum of the differences.
func span(from, p Point) int64 {
	dx, dy := int64(p.X)-int64(from.X), int64(p.Y)-int64(from.Y)
	return max(dx, -dx) + max(dy, -dy)
}

// openEnds returns the places where an odd number of segments end.
func (g *graph) openEnds() []orb.Point {
	odd := make([]bool, len(g.places))
	for _, s := range g.segments {
		odd[s.a], odd[s.b] = !odd[s.a], !odd[s.b]
	}
	var ends []orb.Point
	for i, o := range odd {
		if o {
			ends = append(ends, g.places[i].degrees())
		}
	}
	return ends
}
