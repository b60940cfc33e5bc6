package isochrone

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// randomStreet is a block of nodes and a plain street near it.
func randomStreet(r *rand.Rand) (n nodes, s offered) {
	at := func(wide float32) float32 { return (r.Float32() - 0.5) * wide }
	n.place(&lie{first: [2]float32{at(100), at(100)}, up: [2]float32{at(2), 10 + at(4)}, right: [2]float32{10 + at(4), at(2)}})
	street := make([]piece, 1+r.IntN(30))
	x, y, along := at(300), at(300), float32(0)
	for i := range street {
		p := piece{x: x, y: y, vx: at(80), vy: at(80), back: along, along: r.Float32() * 1e5}
		if r.IntN(10) == 0 {
			p.vx, p.vy, p.along = 0, 0, 0
		}
		x, y, along = x+p.vx, y+p.vy, along+p.along
		street[i] = p.measured()
	}
	if r.IntN(3) == 0 { // a node on a joint: two pieces are as near as each other
		n.x[7], n.y[7] = street[0].x, street[0].y
	}
	return n, offered{perM: 900 + 1800*r.Float32(), dx: at(2), dy: at(2), pieces: street}
}

// TestRandomWaysAgree holds the vector kernels to the reference, bit for bit.
func TestRandomWaysAgree(t *testing.T) {
	const seed = 9
	r := rand.New(rand.NewPCG(seed, 1))
	cost := func() float32 {
		if r.IntN(6) == 0 {
			return infinite
		}
		return r.Float32() * 2e6
	}
	helped, passed := 0, 0
	for range 3000 {
		n, s := randomStreet(r)
		most2 := r.Float32() * 90000
		may := r.Uint64() | r.Uint64()
		var w, want ways
		w.measurePieces(&n, &s, s.pieces, may, most2)
		measureGo(&want, &n, &s, s.pieces, may, most2)
		require.Equal(t, want, w, "seed %d", seed)

		last := float32(0)
		n.stepped = uint32(r.IntN(lanes + 1))
		for i := range n.steps {
			last += r.Float32() * 6e5
			if n.steps[i] = infinite; i < int(n.stepped) {
				n.steps[i] = last
			}
		}
		for i := range n.cost {
			n.cost[i] = cost()
		}
		for g := range n.top {
			n.top[g] = cost()
		}
		n.rank()
		end := &s.pieces[len(s.pieces)-1]
		s.back, s.on = cost(), cost()+end.back+end.along
		before, other := n, n
		groups := boundGo(&n, &w, s.back, s.on)
		require.Equal(t, groups, other.bound(&w, s.back, s.on), "seed %d", seed)
		require.Equal(t, n, other, "seed %d", seed)
		if groups != 0 {
			walkGo(&n, &s, s.pieces, groups, may, most2)
			other.walk(&s, s.pieces[w.first:w.last+1], groups, may, most2)
			require.Equal(t, n, other, "seed %d", seed)
			passed += len(s.pieces) - int(w.last-w.first+1)
		}
		if n != before {
			helped++
		}
	}
	require.Greater(t, helped, 500)
	require.Greater(t, passed, 500, "few streets have a nearest point on every piece")
}

// TestRandomWaysAreBounds holds what is told of a street by its ways to the costs of all its
// nodes, worked out piece by piece.
func TestRandomWaysAreBounds(t *testing.T) {
	const seed, units = 10, 2
	r := rand.New(rand.NewPCG(seed, 1))
	passed, lowered := 0, 0
	for range 3000 {
		n, s := randomStreet(r)
		n.x[7], n.y[7] = n.x[6], n.y[6] // not on a joint, where the cheaper of two pieces counts
		may, most2 := r.Uint64()|r.Uint64(), r.Float32()*90000
		var w ways
		w.measure(&n, &s, may, most2)
		end := &s.pieces[len(s.pieces)-1]
		all := end.back + end.along
		s.back = r.Float32() * 5e5
		s.on = s.back + all*(2*r.Float32()) // the other end costs at most the street more or less
		plain := s
		plain.pieces = nil
		for _, p := range s.pieces {
			p.back, p.on = s.back+p.back, s.on-p.back
			plain.pieces = append(plain.pieces, p)
		}
		var cost [blockSize]float32
		for i := range cost {
			if cost[i] = infinite; may>>i&1 != 0 {
				cost[i] = costGo(n.x[i]+s.dx, n.y[i]+s.dy, &plain, most2)
			}
		}
		n.stepped = 2
		n.steps = [lanes]float32{3e5, 6e5, infinite, infinite, infinite, infinite, infinite, infinite}
		for i := range n.cost {
			n.cost[i] = 7e5
		}
		for g := range n.top {
			n.top[g] = 7e5
		}
		n.rank()
		groups := n.bound(&w, s.back, s.on)
		for i, c := range cost {
			g := i / lanes
			require.LessOrEqual(t, min(c, 7e5), n.top[g], "seed %d: node %d", seed, i)
			if n.top[g] < 7e5 {
				lowered++
			}
			if groups>>g&1 == 0 {
				require.Greater(t, c, n.dearest[g], "seed %d: node %d", seed, i)
				passed++
			}
		}
		if groups == 0 {
			continue
		}
		n.walk(&s, s.pieces[w.first:w.last+1], groups, may, most2)
		for i, c := range cost {
			if groups>>(i/lanes)&1 != 0 {
				require.InDelta(t, min(c, 7e5), n.cost[i], units, "seed %d: node %d", seed, i)
			}
		}
	}
	require.Greater(t, passed, 1000)
	require.Greater(t, lowered, 1000)
}
