package demo

import (
	"fmt"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// dress gives every road the tags that follow from where it lies: class, name,
// speed, surface, pavement, one-way.
func (n *network) dress(towns []*town) {
	draw := n.seed.of("dress")
	for k := range n.ways {
		w := &n.ways[k]
		if w.gone {
			continue
		}
		d := func(topic int) float64 { return draw.unit(int(w.a), int(w.b), topic) }
		switch w.kind {
		case kindMain:
			n.dressMain(w, towns)
		case kindStreet:
			w.highway = "residential"
			if d(0) < 0.08 {
				w.highway = "unclassified"
			}
			w.name = streetName(n.seed, w.upright, int(w.line), int(w.town))
			w.sidewalk = d(1) < 0.8
			w.surface = "asphalt"
			if d(2) < 0.4 {
				w.speed = 30
			}
		case kindHamlet, kindLane:
			w.surface = "concrete"
			switch w.highway {
			case "track", "path":
				w.surface = "unpaved"
			case "footway", "steps":
				w.surface = "paving_stones"
			}
			if d(3) < 0.3 {
				w.surface = "" // nobody has noted it
			}
		case kindEstate, kindInner:
			w.surface = "concrete"
		case kindPath:
			if w.highway == "unclassified" {
				w.surface = "concrete"
			}
		}
	}
}

func (n *network) dressMain(w *way, towns []*town) {
	w.highway = w.main.highway()
	w.surface = "asphalt"
	w.speed = map[rank]float64{rankPrimary: 60, rankSecondary: 50, rankTertiary: 40}[w.main]
	w.name = streetName(n.seed, w.upright, int(w.line), -1)
	if w.town < 0 {
		return
	}
	w.sidewalk = true
	w.name = streetName(n.seed, w.upright, int(w.line), int(w.town))
	tn := towns[w.town]
	if tn.index != 0 || w.upright || w.main != rankTertiary {
		return
	}
	// The one-way pair; on one of the two, bicycles may ride against it.
	switch int(w.line) - tn.cj {
	case onewayRows[0]:
		w.oneway = geo.Forward
		w.bikeBoth = true
	case onewayRows[1]:
		w.oneway = geo.Backward
	}
}

// segments writes the roads that stand. Nodes are numbered in the order in which
// they were made.
func (c *county) segments() {
	n := c.net
	number := make([]int64, len(n.nodes))
	place := make([]orb.Point, len(n.nodes))
	for k := range n.ways {
		if w := &n.ways[k]; !w.gone {
			number[w.a], number[w.b] = 1, 1
		}
	}
	var next int64
	for v := range number {
		if number[v] > 0 {
			next++
			number[v] = next
			place[v] = c.t.ground(n.nodes[v])
		}
	}
	c.ds.Roads = make([]geo.RoadSegment, 0, len(n.ways))
	for k := range n.ways {
		w := &n.ways[k]
		if w.gone {
			continue
		}
		line := make(orb.LineString, 0, len(w.via)+2)
		line = append(line, place[w.a])
		for _, p := range w.via {
			line = append(line, c.t.ground(p))
		}
		line = append(line, place[w.b])
		c.ds.Roads = append(c.ds.Roads, geo.RoadSegment{
			ID:   fmt.Sprintf("demo-r%06d", len(c.ds.Roads)+1),
			Name: w.name,
			From: number[w.a], To: number[w.b],
			Geometry: line,
			Highway:  w.highway,
			OneWay:   w.oneway, OneWayBicycle: geo.BothWays, OneWayBicycleStated: w.bikeBoth,
			Access: w.access, Foot: w.foot, Bicycle: w.bicycle,
			Sidewalk:    w.sidewalk,
			MaxSpeedKmh: w.speed,
			Surface:     w.surface,
			Bridge:      w.bridge, Tunnel: w.tunnel, Level: w.level,
			FromBarrier: w.gateA, ToBarrier: w.gateB,
			Source: source,
		})
	}
}
