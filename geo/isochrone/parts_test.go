package isochrone

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestRandomPartsChangeNothing offers winding streets to a block with their parts and
// without: what no part can help must come out the same.
func TestRandomPartsChangeNothing(t *testing.T) {
	const seed = 8
	r := rand.New(rand.NewPCG(seed, 1))
	at := func(wide float32) float32 { return (r.Float32() - 0.5) * wide }
	helped := 0
	for range 2000 {
		var whole nodes
		whole.place(&lie{first: [2]float32{-40, -40}, up: [2]float32{0, 10}, right: [2]float32{10, 0}})
		for i := range whole.cost {
			whole.cost[i] = r.Float32() * 1e6
		}
		if r.IntN(2) == 0 {
			whole.stepped = lanes
			for i := range whole.steps {
				whole.steps[i] = float32(i+1) * 2e5
			}
		}
		for g := range whole.top {
			whole.top[g] = infinite
		}
		whole.rank()
		street := make([]piece, partsFrom+r.IntN(40))
		x, y, cost := at(300), at(300), r.Float32()*2e5
		box, low := nowhere, infinite
		for i := range street {
			p := piece{x: x, y: y, vx: at(60), vy: at(60), along: r.Float32() * 2e4, on: infinite}
			p.back = cost
			x, y, cost = x+p.vx, y+p.vy, cost+p.along
			street[i] = p.measured()
			box = [4]float32{min(box[0], p.x, x), min(box[1], p.y, y), max(box[2], p.x, x), max(box[3], p.y, y)}
			low = min(low, p.back)
		}
		s := offered{west: box[0] - tiny, south: box[1] - tiny, east: box[2] + tiny, north: box[3] + tiny, low: low - under, perM: 1800, pieces: street}
		const most2 = 200 * 200
		before, cut := whole, whole
		whole.offer(&s, s.helps(&whole, most2), 0, most2)
		p := newParts(street)
		s.parts = &p
		cut.offer(&s, s.helps(&cut, most2), 0, most2)
		require.Equal(t, whole.in(), cut.in(), "seed %d", seed)
		if whole.stepped == 0 {
			require.Equal(t, whole.cost, cut.cost, "seed %d", seed)
		}
		if whole.cost != before.cost {
			helped++
		}
	}
	require.Greater(t, helped, 500)
}

// in tells of every node within how many of the steps it is.
func (n *nodes) in() (k [blockSize]int) {
	for i, c := range n.cost {
		for _, s := range n.steps {
			if c <= s {
				k[i]++
			}
		}
	}
	return k
}
