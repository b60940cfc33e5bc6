package isochrone

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// version is one of the kernels that there are in several. All that the processor can do
// are tested, not only the widest, which is the one that is chosen.
type version struct {
	name  string
	offer func(n *nodes, s *offered, groups uint32, barred uint64, most2 float32)
	sift  func(b *boxes, q *ask, least []float32, mask []uint64) float32
}

var versions = []version{{"chosen", (*nodes).offer, (*boxes).sift}}

// TestRandomKernelsAgree holds the vector kernels to the reference, bit for bit.
func TestRandomKernelsAgree(t *testing.T) {
	for _, v := range versions {
		t.Log(v.name)
	}
	const seed = 5
	r := rand.New(rand.NewPCG(seed, 1))
	at := func(wide float32) float32 { return (r.Float32() - 0.5) * wide }
	cost := func() float32 {
		if r.IntN(6) == 0 {
			return infinite
		}
		return r.Float32() * 2e6
	}
	helped := 0
	for range 3000 {
		var got nodes
		for i := range got.x {
			got.x[i], got.y[i], got.cost[i] = at(900), at(900), cost()
		}
		for g := range got.dearest {
			got.west[g], got.south[g], got.dearest[g] = at(900), at(900), cost()
			got.east[g], got.north[g] = got.west[g]+r.Float32()*40, got.south[g]+r.Float32()*20
			got.top[g] = cost()
		}
		street := make([]piece, 1+r.IntN(30))
		x, y := at(900), at(900)
		for i := range street {
			p := piece{x: x, y: y, vx: at(80), vy: at(80), back: cost(), on: cost(), along: r.Float32() * 1e5}
			if r.IntN(10) == 0 {
				p.vx, p.vy, p.along = 0, 0, 0
			} else {
				p.perM2 = 1 / (p.vx*p.vx + p.vy*p.vy)
			}
			x, y = x+p.vx, y+p.vy
			street[i] = p
		}
		if r.IntN(3) == 0 { // a node on a joint: two pieces are as near as each other
			got.x[7], got.y[7] = street[0].x, street[0].y
		}
		s := offered{west: at(900), south: at(900), low: r.Float32() * 1e6, perM: 1800 * r.Float32(), dx: at(2), dy: at(2), pieces: street}
		s.east, s.north = s.west+r.Float32()*100, s.south+r.Float32()*100
		most2, barred := r.Float32()*250000, uint64(0)
		if r.IntN(2) == 0 {
			barred = r.Uint64() & r.Uint64()
			for g := range blockGroups { // of some groups all nodes
				if r.IntN(4) == 0 {
					barred |= 0xff << (g * lanes)
				}
			}
		}
		var long parts
		if r.IntN(2) == 0 {
			long = newParts(street)
			s.parts = &long
			// Parts are passed over by the boxes of the groups, which hold their nodes.
			for g := range blockGroups {
				x, y := at(900), at(900)
				for i := g * lanes; i < (g+1)*lanes; i++ {
					got.x[i], got.y[i] = x+at(40), y+at(20)
				}
				got.west[g], got.east[g] = slices.Min(got.x[g*lanes:(g+1)*lanes]), slices.Max(got.x[g*lanes:(g+1)*lanes])
				got.south[g], got.north[g] = slices.Min(got.y[g*lanes:(g+1)*lanes]), slices.Max(got.y[g*lanes:(g+1)*lanes])
			}
		}
		if r.IntN(2) == 0 {
			for i := range got.steps {
				if got.steps[i] = infinite; i < 3 {
					got.steps[i] = (float32(i) + r.Float32()) * 6e5
				}
			}
			got.stepped = 3
			got.rank()
		}
		before, want := got, got
		groups := helpsGo(&want, &s, most2)
		require.Equal(t, groups, s.helps(&got, most2), "seed %d", seed)
		if r.IntN(2) == 0 { // of some it is known that it cannot
			groups &= r.Uint32()
		}
		offerGo(&want, &s, groups, barred, most2)
		for _, v := range versions {
			got := before
			v.offer(&got, &s, groups, barred, most2)
			require.Equal(t, want, got, "%s: seed %d", v.name, seed)
		}
		if want != before {
			helped++
		}
	}
	require.Greater(t, helped, 1000)
	for range 500 {
		n := word * (1 + r.IntN(4))
		var b boxes
		for range n {
			w, s := at(2000), at(2000)
			b.west, b.south, b.low = append(b.west, w), append(b.south, s), append(b.low, cost())
			b.east, b.north = append(b.east, w+r.Float32()*100), append(b.north, s+r.Float32()*100)
		}
		q := ask{west: at(500), south: at(500), perM: 1800, bound: r.Float32() * 2e6, most2: r.Float32() * 500000, near2: r.Float32() * 250000}
		q.east, q.north = q.west+70, q.south+70
		got, want := make([]float32, n), make([]float32, n)
		gotMask, wantMask := make([]uint64, n/word), make([]uint64, n/word)
		lowest := siftGo(&b, &q, want, wantMask)
		for _, v := range versions {
			clear(got)
			clear(gotMask)
			require.Equal(t, lowest, v.sift(&b, &q, got, gotMask), "%s: seed %d", v.name, seed)
			require.Equal(t, want, got, "%s: seed %d", v.name, seed)
			require.Equal(t, wantMask, gotMask, "%s: seed %d", v.name, seed)
		}
		bound := r.Float32() * 2e6
		pickGo(want, bound, wantMask)
		pick(got, bound, gotMask)
		require.Equal(t, wantMask, gotMask, "seed %d", seed)
	}
}

// BenchmarkOffer offers a street to a block: to all of its groups and to some, of a few
// pieces and of so many that it has parts.
func BenchmarkOffer(b *testing.B) {
	for _, c := range []struct {
		name   string
		groups uint32
		pieces int
	}{{"groups=8", 0xff, 4}, {"groups=3", 0b10011, 4}, {"long", 0xff, 24}} {
		for _, v := range versions {
			b.Run(c.name+"/"+v.name, func(b *testing.B) { benchmarkOffer(b, v, c.groups, c.pieces) })
		}
	}
}

func benchmarkOffer(b *testing.B, v version, groups uint32, pieces int) {
	var n nodes
	n.place(&lie{up: [2]float32{0, 10}, right: [2]float32{10, 0}})
	street := make([]piece, pieces)
	for i := range street {
		street[i] = piece{x: float32(i) * 20, y: 30, vx: 20, vy: 5, perM2: 1. / 425, back: 1000, on: 2000, along: 200}
	}
	s := offered{north: 50, east: 20 * float32(pieces), perM: 1800, pieces: street}
	if pieces >= partsFrom {
		long := newParts(street)
		s.parts = &long
	}
	for b.Loop() {
		for g := range n.dearest {
			n.dearest[g], n.top[g] = infinite, infinite
		}
		v.offer(&n, &s, groups&s.helps(&n, 250000), 0, 250000)
	}
}

// TestRandomPlacesAgree holds the places of nodes to the reference, bit for bit, and their
// groups' boxes to hold them.
func TestRandomPlacesAgree(t *testing.T) {
	const seed = 7
	r := rand.New(rand.NewPCG(seed, 1))
	at := func(wide float32) float32 { return (r.Float32() - 0.5) * wide }
	for range 300 {
		l := lie{first: [2]float32{at(900), at(900)}, up: [2]float32{at(2), 10 + at(4)}, right: [2]float32{10 + at(4), at(2)}, turn: [2]float32{at(0.01), at(0.01)}}
		var got, want nodes
		got.place(&l)
		placeGo(&want, &l)
		require.Equal(t, want, got, "seed %d", seed)
		for i := range got.x {
			g := i / lanes
			require.True(t, got.x[i] >= got.west[g] && got.x[i] <= got.east[g] && got.y[i] >= got.south[g] && got.y[i] <= got.north[g], "seed %d: node %d", seed, i)
		}
	}
}

// TestRandomKernelsOfTilesAgree holds those that write to tiles to the reference.
func TestRandomKernelsOfTilesAgree(t *testing.T) {
	const seed = 6
	r := rand.New(rand.NewPCG(seed, 1))
	for range 300 {
		var n nodes
		useful := r.Float32() * 3e6
		for i := range n.cost {
			switch r.IntN(8) {
			case 0:
				n.cost[i] = infinite
			case 1:
				n.cost[i] = useful
			default:
				n.cost[i] = r.Float32() * 3e6
			}
		}
		for g := range n.top {
			n.top[g] = r.Float32() * 4e6
		}
		got, want := make([]uint32, tileNodes*tileNodes), make([]uint32, tileNodes*tileNodes)
		asked := r.Uint64() | r.Uint64()
		n.round(got, asked, useful)
		roundAllGo(&n, want, asked, useful)
		require.Equal(t, want, got, "seed %d", seed)

		other := n
		n.take(got, asked, 3e6)
		takeGo(&other, got, asked, 3e6)
		require.Equal(t, other, n, "seed %d", seed)

		var cost [tileNodes * tileNodes]uint32
		limit := r.Uint32()
		for i := range cost {
			switch r.IntN(8) {
			case 0:
				cost[i] = limit
			case 1:
				cost[i] = limit + 1
			default:
				cost[i] = r.Uint32()
			}
		}
		var in, in2 [tileNodes]uint64
		within(&cost, limit, &in)
		withinGo(&cost, limit, &in2)
		require.Equal(t, in2, in, "seed %d", seed)
	}
}
