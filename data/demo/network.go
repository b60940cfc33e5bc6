package demo

import (
	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// kind tells what part of the county a way belongs to; it decides whether the way
// may be left out, and of what class it is.
type kind uint8

const (
	kindLane     kind = iota // between fields: may go, may be joined to the next
	kindHamlet               // within a hamlet: may go
	kindInner                // inside a built-up cell: may go
	kindStreet               // along the cells of a built-up area
	kindMain                 // a main road
	kindEstate               // inside a gated estate
	kindPath                 // along a river bank, or up to it
	kindMotorway             // the motorway and its ramps
	kindIsland               // on the island that no road reaches
)

// optional reports whether ways of the kind may be left out where the network
// stays connected without them.
func (k kind) optional() bool { return k <= kindInner }

// way is a stretch of road on the plan while it is being made.
type way struct {
	a, b     int32
	via      []orb.Point
	kind     kind
	main     rank
	town     int16 // the town whose built-up area it lies in, -1 for none
	upright  bool  // of a lattice line that runs from south to north
	line     int16 // the number of that line
	highway  string
	name     string
	oneway   geo.OneWay
	bikeBoth bool
	access   string
	foot     string
	bicycle  string
	surface  string
	speed    float64
	sidewalk bool
	bridge   bool
	tunnel   bool
	level    int8
	gateA    string
	gateB    string
	gone     bool
}

// network is the roads of the plan.
type network struct {
	t     *terrain
	c     *cells
	r     *routes
	seed  seed
	nodes []orb.Point
	ways  []way
	// lattice holds the node at every point of the fine lattice: 0 not yet asked,
	// -1 none (the ground is taken), else the node's number plus one.
	lattice []int32
	nx      int
	banks   map[bankKey]int32
	// wall and gates of estates, on the plan.
	walls []wall
	// accesses are the junctions of the motorway's ramps with primary roads.
	accesses []int32
}

// bankKey names the landing of a lattice line on a side of a line of the terrain.
type bankKey struct {
	line *line
	at   int
	side int
}

func newNetwork(t *terrain, c *cells, r *routes, s seed) *network {
	nx, ny := 4*t.nx+1, 4*t.ny+1
	return &network{t: t, c: c, r: r, seed: s.of("network"), nx: nx, lattice: make([]int32, nx*ny), banks: make(map[bankKey]int32)}
}

// add makes a node.
func (n *network) add(p orb.Point) int32 {
	n.nodes = append(n.nodes, p)
	return int32(len(n.nodes) - 1)
}

// join makes a way between two nodes.
func (n *network) join(a, b int32, w way, via ...orb.Point) {
	w.a, w.b, w.via = a, b, via
	n.ways = append(n.ways, w)
}

// node is the node at a point of the fine lattice, -1 when a line or an access
// takes the ground there. It is moved a little: far in the fields, hardly in town.
func (n *network) node(i, j int) int32 {
	if i < 0 || j < 0 || i >= n.nx || j*n.nx >= len(n.lattice) {
		return -1
	}
	slot := &n.lattice[j*n.nx+i]
	if *slot == 0 {
		*slot = -1
		p := fine(i, j)
		m := n.play(i, j)
		p[0] += n.seed.span(-m, m, i, j, 0)
		p[1] += n.seed.span(-m, m, i, j, 1)
		if _, free := n.t.sideOf(p); free || n.passes(i, j, p) {
			*slot = n.add(p) + 1
		}
	}
	if *slot < 0 {
		return -1
	}
	return *slot - 1
}

// at is the node made at a point of the lattice, -1 if there is none.
func (n *network) at(i, j int) int32 {
	if i < 0 || j < 0 || i >= n.nx || j*n.nx+i >= len(n.lattice) || n.lattice[j*n.nx+i] <= 0 {
		return -1
	}
	return n.lattice[j*n.nx+i] - 1
}

// passes reports whether the point lies on the primary road through an access of
// the motorway, which alone may enter its box.
func (n *network) passes(i, j int, p orb.Point) bool {
	if i%4 != 0 || j%4 != 0 || n.r.alongAt(i/4, j/4) != rankPrimary {
		return false
	}
	for _, l := range n.t.lines {
		if l.side(p) == 0 {
			return false
		}
	}
	return true
}

// play is how far a lattice point may be moved each way: under 0.15 of the finest
// lattice beside it, so that lattice ways keep apart.
func (n *network) play(i, j int) float64 {
	ci, cj := i/4, j/4
	finest := 4
	for dj := 0; dj <= 1; dj++ {
		for di := 0; di <= 1; di++ {
			if (di == 1 && i%4 != 0) || (dj == 1 && j%4 != 0) {
				continue
			}
			if u := n.c.at(ci-di, cj-dj); u.step() < finest {
				finest = u.step()
			}
		}
	}
	switch finest {
	case 1:
		return 7
	case 2:
		return 3
	}
	if i%4 == 0 && j%4 == 0 && max(n.r.alongAt(ci, cj), n.r.upAt(ci, cj)) >= rankSecondary {
		return 8
	}
	return 28
}
