package network

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// Sets of edges hold what maps hold, however they are made from one another, and none
// changes once another was made of it.
func TestEdgeMarks(t *testing.T) {
	for seed := range uint64(20) {
		t.Run(fmt.Sprintf("seed=%d", seed), func(t *testing.T) {
			r := rand.New(rand.NewPCG(seed, 3))
			const edges = 5*markEdges + 17
			sets, want := []edgeMarks{newEdgeMarks(edges)}, []map[int32]bool{{}}
			for range 100 {
				e := int32(r.IntN(edges))
				sets[0].block(e).set(e)
				want[0][e] = true
			}
			for range 12 {
				from := r.IntN(len(sets))
				last := int32(r.IntN(edges + 2*markEdges)) // roads that were added
				next, is := sets[from].clone(last), maps.Clone(want[from])
				for range 30 {
					e := int32(r.IntN(max(int(last)+1, edges)))
					if r.IntN(3) > 0 {
						next.own(sets[from], e).set(e)
						is[e] = true
					} else {
						next.own(sets[from], e).drop(e)
						delete(is, e)
					}
				}
				if r.IntN(2) == 0 {
					next.share(sets[r.IntN(len(sets))])
				}
				sets, want = append(sets, next), append(want, is)
			}
			for i, s := range sets {
				for e := range int32(edges + 3*markEdges) {
					require.Equal(t, want[i][e], s.has(e), "set %d, edge %d", i, e)
				}
			}
			// What is taken back leaves nothing behind.
			e := int32(r.IntN(edges))
			for want[0][e] {
				e = int32(r.IntN(edges))
			}
			more := sets[0].clone(e)
			more.own(sets[0], e).set(e)
			back := more.clone(e)
			back.own(more, e).drop(e)
			require.Greater(t, back.bytes(sets[0]), 8*len(back))
			back.share(sets[0])
			require.Equal(t, 8*len(back), back.bytes(sets[0]))
		})
	}
}
