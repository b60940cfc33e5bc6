package osm

import (
	"strconv"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// road is a way that becomes road segments. Its tags are its own, or those of a
// multipolygon that it is the outline of.
type road struct {
	way  int
	tags tags
}

// roadWays lists the roads among the ways: those tagged so, and the outlines of
// pedestrian areas that are relations, each once, in the order of the way ids.
func (x *extract) roadWays() []road {
	borrowed := map[int]tags{}
	for i := range x.relations {
		r := &x.relations[i]
		if r.tags.get("type") != "multipolygon" || !isRoad(r.tags) {
			continue
		}
		for _, m := range r.members {
			if m.kind != wayObject {
				continue
			}
			if w, ok := x.ways.find(m.ref); ok && borrowed[w] == nil {
				borrowed[w] = r.tags
			}
		}
	}
	list := make([]road, 0, len(x.ways.ids))
	for i := range x.ways.ids {
		if t := x.ways.tagsOf(i); isRoad(t) {
			list = append(list, road{i, t})
		} else if t := borrowed[i]; t != nil {
			list = append(list, road{i, t})
		}
	}
	return list
}

// marks of a node, by how roads use it.
const (
	used  = 1 // one road passes
	split = 2 // roads end or meet here, or something stands on it
)

// splitter cuts roads into segments.
type splitter struct {
	x        *extract
	roads    []road
	source   string
	report   *Report
	marks    []uint8
	barriers map[int32]string

	segments []geo.RoadSegment
	slab     []orb.Point
	ids      []byte
	idEnd    []int
	same     map[int64]int64
	bound    orb.Bound
}

// segments cuts roads where two of them share a node, where one passes a node
// twice, at its ends, at what stands on it, and where nodes are missing from the
// file. The segments' coordinates and ids lie in one slab each.
func (x *extract) segments(roads []road, source string, report *Report) ([]geo.RoadSegment, orb.Bound) {
	s := &splitter{x: x, roads: roads, source: source, report: report, barriers: map[int32]string{}}
	s.mark()
	s.allocate()
	for i := range roads {
		s.cut(&roads[i])
	}
	text := string(s.ids)
	from := 0
	for i := range s.segments {
		s.segments[i].ID = text[from:s.idEnd[i]]
		from = s.idEnd[i]
	}
	s.joinSame()
	return s.segments, s.bound
}

// mark finds the nodes to split at.
func (s *splitter) mark() {
	n := &s.x.nodes
	s.marks = make([]uint8, len(n.ids))
	for i := range s.roads {
		from, to := s.x.ways.span(s.roads[i].way)
		last := int32(-1)
		for _, k := range n.of[from:to] {
			if !n.places[k].known() {
				if last >= 0 {
					s.marks[last] = split
				}
				last = -1
				continue
			}
			switch {
			case k == last:
			case last < 0:
				s.marks[k] = split
			case s.marks[k] < split:
				s.marks[k]++
			}
			last = k
		}
		if last >= 0 {
			s.marks[last] = split
		}
	}
	for k, t := range n.tagged {
		if s.marks[k] == 0 {
			continue
		}
		if b := barrierOf(s.x.tagged[t].tags); b != "" {
			s.marks[k] = split
			s.barriers[k] = b
		}
	}
}

// allocate makes room for all segments at once: a run of nodes without a gap has one
// segment less than it has nodes to split at.
func (s *splitter) allocate() {
	n := &s.x.nodes
	points, parts := 0, 0
	for i := range s.roads {
		from, to := s.x.ways.span(s.roads[i].way)
		last := int32(-1)
		for _, k := range n.of[from:to] {
			switch {
			case !n.places[k].known():
				last = -1
				continue
			case k == last:
				continue
			case s.marks[k] == split:
				points++
				if last >= 0 {
					parts++
				}
			}
			last = k
		}
		points += to - from
	}
	s.slab = make([]orb.Point, 0, points)
	s.segments = make([]geo.RoadSegment, 0, parts)
	s.ids = make([]byte, 0, 18*parts)
	s.idEnd = make([]int, 0, parts)
}

// cut makes the segments of one road.
func (s *splitter) cut(r *road) {
	n, id := &s.x.nodes, s.x.ways.ids[r.way]
	template, unread := roadOf(r.tags)
	template.Source = s.source
	for _, key := range unread {
		s.report.refuse(wayObject, id, r.tags, key, r.tags.get(key), unreadRule)
	}
	from, to := s.x.ways.span(r.way)
	part, missing, before := 0, 0, len(s.segments)
	first, start := int32(-1), len(s.slab) // the node that the running segment starts at, and where in the slab
	last := int32(-1)
	for _, k := range n.of[from:to] {
		if !n.places[k].known() {
			missing++
			s.slab = s.slab[:start]
			first, last = -1, -1
			continue
		}
		if k == last {
			s.report.repaired("a node repeated on a road was dropped", wayObject, id)
			continue
		}
		p := n.places[k]
		if last < 0 || n.places[last] != p {
			s.slab = append(s.slab, p.point())
		}
		if s.marks[k] == split {
			if first >= 0 {
				if len(s.slab)-start < 2 {
					s.pointlike(first, k, id)
				} else {
					s.emit(&template, id, part, first, k, start)
					part++
				}
			}
			first, start = k, len(s.slab)
			s.slab = append(s.slab, p.point())
		}
		last = k
	}
	s.slab = s.slab[:start]
	if missing > 0 {
		s.report.repaired("nodes of a road are missing from the file: it was cut there", wayObject, id)
	}
	if before == len(s.segments) {
		s.report.ignored("a road without two places", wayObject, id)
	}
}

const unreadRule = "the value cannot be read: it is left unknown"

// emit appends the segment whose points start at start in the slab.
func (s *splitter) emit(template *geo.RoadSegment, way int64, part int, first, last int32, start int) {
	n := &s.x.nodes
	s.segments = append(s.segments, *template)
	g := &s.segments[len(s.segments)-1]
	g.From, g.To = n.ids[first], n.ids[last]
	g.Geometry = s.slab[start:len(s.slab):len(s.slab)]
	if len(s.barriers) > 0 {
		g.FromBarrier, g.ToBarrier = s.barriers[first], s.barriers[last]
	}
	s.ids = append(s.ids, "osm-w"...)
	s.ids = strconv.AppendInt(s.ids, way, 10)
	s.ids = append(s.ids, '-')
	s.ids = strconv.AppendInt(s.ids, int64(part), 10)
	s.idEnd = append(s.idEnd, len(s.ids))
	b := orb.Bound{Min: g.Geometry[0], Max: g.Geometry[0]}
	if len(s.segments) > 1 {
		b = s.bound
	}
	for _, p := range g.Geometry {
		b.Min[0], b.Max[0] = min(b.Min[0], p[0]), max(b.Max[0], p[0])
		b.Min[1], b.Max[1] = min(b.Min[1], p[1]), max(b.Max[1], p[1])
	}
	s.bound = b
}

// pointlike drops a segment of no length. Where it joined two nodes that lie at
// the same place, they become one, so that the roads on both sides still meet.
func (s *splitter) pointlike(first, last int32, way int64) {
	s.report.repaired("a road segment of no length was dropped", wayObject, way)
	a, b := s.root(s.x.nodes.ids[first]), s.root(s.x.nodes.ids[last])
	if a == b {
		return
	}
	if s.same == nil {
		s.same = map[int64]int64{}
	}
	s.same[max(a, b)] = min(a, b)
}

// root follows the nodes that were made one to the one that stands for them.
func (s *splitter) root(id int64) int64 {
	for {
		next, ok := s.same[id]
		if !ok {
			return id
		}
		id = next
	}
}

// joinSame renames the ends of segments at nodes that were made one.
func (s *splitter) joinSame() {
	if len(s.same) == 0 {
		return
	}
	for i := range s.segments {
		g := &s.segments[i]
		g.From, g.To = s.root(g.From), s.root(g.To)
	}
}
