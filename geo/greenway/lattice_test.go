package greenway_test

import (
	"math/rand"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// On the streets of a chessboard the union of any walks is a set of block sides,
// which can be counted: 1 inside the unit, a half on its border.
func TestAgreesWithCounting(t *testing.T) {
	seed := time.Now().UnixNano()
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewSource(seed))
	const block = 50.0
	type corner struct{ x, y int }
	type side struct{ a, b corner }
	for round := range 60 {
		walked := map[side]bool{}
		var ways []geo.Greenway
		for range 1 + rng.Intn(15) {
			at := corner{rng.Intn(12), rng.Intn(12)}
			drawn := []orb.Point{{block * float64(at.x), block * float64(at.y)}}
			for range 1 + rng.Intn(40) {
				d := [4]corner{{1, 0}, {0, 1}, {-1, 0}, {0, -1}}[rng.Intn(4)]
				// A leg of several blocks is drawn without vertices between.
				for range 1 + rng.Intn(4) {
					to := corner{at.x + d.x, at.y + d.y}
					if to.x < at.x || to.y < at.y {
						walked[side{to, at}] = true
					} else {
						walked[side{at, to}] = true
					}
					at = to
				}
				drawn = append(drawn, orb.Point{block * float64(at.x), block * float64(at.y)})
			}
			ways = append(ways, way(line(drawn...)))
		}
		lo, hi := corner{rng.Intn(6), rng.Intn(6)}, corner{6 + rng.Intn(8), 6 + rng.Intn(8)}
		want, border := 0.0, 0.0
		for s := range walked {
			if s.a.x < lo.x || s.a.y < lo.y || s.b.x > hi.x || s.b.y > hi.y {
				continue
			}
			if (s.a.x == s.b.x && (s.a.x == lo.x || s.a.x == hi.x)) || (s.a.y == s.b.y && (s.a.y == lo.y || s.a.y == hi.y)) {
				want += block / 2
				border += block
			} else {
				want += block
			}
		}
		// A side of the unit is straight in degrees: a vertex at every corner of a
		// block keeps it on the board.
		var outline []orb.Point
		for x := lo.x; x < hi.x; x++ {
			outline = append(outline, orb.Point{block * float64(x), block * float64(lo.y)})
		}
		for y := lo.y; y < hi.y; y++ {
			outline = append(outline, orb.Point{block * float64(hi.x), block * float64(y)})
		}
		for x := hi.x; x > lo.x; x-- {
			outline = append(outline, orb.Point{block * float64(x), block * float64(hi.y)})
		}
		for y := hi.y; y >= lo.y; y-- {
			outline = append(outline, orb.Point{block * float64(lo.x), block * float64(y)})
		}
		unit := orb.MultiPolygon{{orb.Ring(line(outline...))}}
		res := measure(t, unit, ways...)
		require.InDelta(t, want, value(t, res.LengthM), 0.01+2e-6*want, "seed %d round %d", seed, round)
		require.InDelta(t, border, res.BorderM, 0.01+2e-6*want, "seed %d round %d", seed, round)
	}
}
