package importer

import (
	"math"
	"strconv"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

// roadRow is a road as its row draws it, before it is cut where roads meet.
type roadRow struct {
	segment geo.RoadSegment
	lines   orb.MultiLineString
}

func (b *builder) road(r *row) {
	s := geo.RoadSegment{
		Name: r.text("name"), Highway: r.text("highway"), OneWay: oneWay(r.text("oneway")),
		OneWayBicycle: oneWay(r.text("oneway_bicycle")), OneWayBicycleStated: r.has("oneway_bicycle"),
		Access: r.text("access"), Vehicle: r.text("vehicle"), Foot: r.text("foot"), Bicycle: r.text("bicycle"), Motor: r.text("motor"),
		Sidewalk: r.yes("sidewalk"), MaxSpeedKmh: r.number("maxspeed_kmh"), Surface: r.text("surface"),
		Bridge: r.yes("bridge"), Tunnel: r.yes("tunnel"), Level: int8(r.integer("layer")), DurationS: r.number("duration_s"),
		From: r.integer("from_node"), To: r.integer("to_node"),
		FromBarrier: r.text("from_barrier"), ToBarrier: r.text("to_barrier"), Source: b.source,
	}
	lines := asMultiLine(r.geometry)
	if len(lines) > 1 && (s.From != 0 || s.To != 0) {
		r.refuse("from_node, to_node", "", "nodes are named for one line, and this row has several")
		return
	}
	if s.ID = b.id(r); r.refusal == nil {
		b.lines = append(b.lines, roadRow{segment: s, lines: lines})
	}
}

func oneWay(word string) geo.OneWay {
	switch word {
	case "forward":
		return geo.Forward
	case "backward":
		return geo.Backward
	}
	return geo.BothWays
}

// vertex is a position as roads join by it: rounded to 1e-7 degrees.
type vertex [2]int64

func vertexAt(p orb.Point) vertex {
	return vertex{int64(math.Round(p[0] * 1e7)), int64(math.Round(p[1] * 1e7))}
}

// cutRoads makes segments of the roads: each is cut wherever one of its inner
// vertices is a vertex of a road of this import, since segments join at their ends
// only. Lines that cross without a common vertex do not join: that is how a bridge
// is drawn. A road that names its nodes has been cut already and stays whole.
//
// The first piece of a row keeps what stands at its start, the last what stands at
// its end; a ferry's duration is shared by length. It is linear in the vertices.
func (b *builder) cutRoads() {
	met := map[vertex]int{}
	for _, r := range b.lines {
		for _, l := range r.lines {
			for i, p := range l {
				if i == 0 || vertexAt(p) != vertexAt(l[i-1]) {
					met[vertexAt(p)]++
				}
			}
		}
	}
	for _, r := range b.lines {
		pieces := r.lines
		if r.segment.From == 0 && r.segment.To == 0 {
			pieces = cutAt(r.lines, met)
		}
		total := crs.LengthMulti(r.lines)
		for i, l := range pieces {
			s := r.segment
			s.Geometry = l
			if len(pieces) > 1 {
				s.ID += "-" + strconv.Itoa(i+1)
				s.DurationS *= crs.Length(l) / total
			}
			if i > 0 {
				s.FromBarrier = ""
			}
			if i < len(pieces)-1 {
				s.ToBarrier = ""
			}
			b.rows.Roads = append(b.rows.Roads, s)
		}
	}
}

func cutAt(lines orb.MultiLineString, met map[vertex]int) orb.MultiLineString {
	var out orb.MultiLineString
	for _, l := range lines {
		start := 0
		for i := 1; i < len(l); i++ {
			here := vertexAt(l[i])
			if i == len(l)-1 || (met[here] > 1 && here != vertexAt(l[i-1])) {
				out = append(out, l[start:i+1:i+1])
				start = i
			}
		}
	}
	return out
}
