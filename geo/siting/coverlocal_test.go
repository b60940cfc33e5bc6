package siting

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// What the local search keeps up to date is what a count from the start gives.
func TestLocalSearchKeepsItsSums(t *testing.T) {
	for seed := range uint64(50) {
		r := rand.New(rand.NewPCG(seed, 7))
		c := drawCover(r, 12, 20)
		l, w := newCoverLocal(c), work{}
		for turn := range 40 {
			if j := int32(r.IntN(len(c.columns))); l.chosen[j] {
				l.remove(j, turn, &w)
			} else {
				l.add(j, turn, &w)
			}
			l.reweigh(&w)
			for j, rows := range c.columns {
				want := int64(0)
				for _, row := range rows {
					others := slices.DeleteFunc(slices.Clone(c.rows[row]), func(k int32) bool { return int(k) == j || !l.chosen[k] })
					if len(others) == 0 {
						want += l.weight[row]
					}
				}
				if l.chosen[j] {
					want = -want
				}
				require.Equal(t, want, l.score[j], "seed %d turn %d column %d", seed, turn, j)
			}
			for row := range c.rows {
				bare := !slices.ContainsFunc(c.rows[row], func(j int32) bool { return l.chosen[j] })
				require.Equal(t, bare, slices.Contains(l.bare, int32(row)))
			}
		}
	}
}
