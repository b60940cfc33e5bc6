package siting

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// Parts of the solvers whose faults answers would hide: a search that goes wrong somewhere
// often comes out right.

// drawInstance is an instance without a problem: every pair at random, a few candidates
// alike.
func drawInstance(r *rand.Rand, candidates, homes int) *instance {
	p := &Problem{Weight: make([]float64, homes), Reach: Matrix{Start: []int{0}}}
	for i := range p.Weight {
		p.Weight[i] = float64(1 + r.IntN(9))
	}
	var last []uint32
	for range candidates {
		row := make([]uint32, homes)
		for i := range row {
			row[i] = uint32(r.IntN(8))
		}
		if last != nil && r.IntN(3) == 0 { // as the one before, or less
			row = slices.Clone(last)
			for i := range row {
				row[i] -= min(row[i], uint32(r.IntN(4)/3))
			}
		}
		for i, b := range row {
			if b > 3 {
				p.Reach.Home, p.Reach.Cost = append(p.Reach.Home, int32(i)), append(p.Reach.Cost, b)
			}
		}
		p.Reach.Start, last = append(p.Reach.Start, len(p.Reach.Home)), row
	}
	whole, _ := units(p.Weight, 8)
	return newInstance(p, whole, func(_ int32, cost uint32) uint32 { return cost })
}

func TestSwapsGainWhatTheySay(t *testing.T) {
	for seed := range uint64(100) {
		r := rand.New(rand.NewPCG(seed, 7))
		in := drawInstance(r, 4+r.IntN(8), 1+r.IntN(20))
		order := r.Perm(len(in.candidates))
		choice := []int32{int32(order[0]), int32(order[1]), int32(order[2])}
		s := in.serve(choice)
		for _, c := range order[3:] {
			best := int64(math.MinInt64)
			for k := range choice {
				other := slices.Clone(choice)
				other[k] = int32(c)
				best = max(best, in.value(other)-s.gain)
			}
			got := in.bestSwap(int32(c), s, in.loses(s, 3), choice, 3)
			if best < 0 {
				require.Negative(t, got.gain, "seed %d", seed)
				continue
			}
			require.Equal(t, best, got.gain, "seed %d", seed)
			other := slices.Clone(choice)
			other[got.out] = int32(c)
			require.Equal(t, best, in.value(other)-s.gain, "seed %d", seed)
			require.Equal(t, in.value(append(slices.Clone(choice), int32(c)))-s.gain, in.bestSwap(int32(c), s, nil, choice, 4).gain)
		}
	}
}

func TestDominatedCandidatesAreNotNeeded(t *testing.T) {
	some := 0
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 7))
		in := drawInstance(r, 2+r.IntN(8), 1+r.IntN(6))
		benefit := func(c, h int32) uint32 {
			homes, benefits := in.byCandidate.of(c)
			if k, ok := slices.BinarySearch(homes, h); ok {
				return benefits[k]
			}
			return 0
		}
		out, err := in.dominated(t.Context(), &work{})
		require.NoError(t, err)
		for c := range int32(len(out)) {
			want := in.byCandidate.start[c] == in.byCandidate.start[c+1]
			for d := range int32(len(out)) {
				atLeast, more := d != c, false
				for h := range int32(len(in.weight)) {
					atLeast = atLeast && benefit(d, h) >= benefit(c, h)
					more = more || benefit(d, h) > benefit(c, h)
				}
				want = want || atLeast && (more || d < c)
			}
			require.Equal(t, want, out[c], "seed %d candidate %d", seed, c)
			if want {
				some++
			}
		}
	}
	require.Positive(t, some)
}

// drawCover is a covering problem in which rows hold three columns each: hard for its size.
func drawCover(r *rand.Rand, columns, rows int) *cover {
	c := &cover{columns: make([][]int32, columns)}
	for j := range columns {
		c.id = append(c.id, int32(j))
	}
	for i := range rows {
		row := []int32{}
		for _, j := range r.Perm(columns)[:3] {
			row = append(row, int32(j))
		}
		slices.Sort(row)
		for _, j := range row {
			c.columns[j] = append(c.columns[j], int32(i))
		}
		c.rows = append(c.rows, row)
	}
	return c
}

// beside puts two covering problems beside each other.
func beside(a, b *cover) *cover {
	out := &cover{rows: slices.Clone(a.rows), columns: slices.Clone(a.columns), id: slices.Clone(a.id)}
	rows, columns := int32(len(a.rows)), int32(len(a.columns))
	shift := func(list []int32, by int32) (moved []int32) {
		for _, k := range list {
			moved = append(moved, k+by)
		}
		return moved
	}
	for _, r := range b.rows {
		out.rows = append(out.rows, shift(r, columns))
	}
	for _, j := range b.columns {
		out.columns = append(out.columns, shift(j, rows))
	}
	out.id = append(out.id, shift(b.id, columns)...)
	return out
}

func (c *cover) isCover(ids []int32) bool {
	return !slices.ContainsFunc(c.rows, func(row []int32) bool {
		return !slices.ContainsFunc(row, func(j int32) bool { return slices.Contains(ids, c.id[j]) })
	})
}

// fewest is the size of the smallest cover, by trying all.
func (c *cover) fewest() int {
	best := len(c.columns)
	for set := range 1 << len(c.columns) {
		var ids []int32
		for j := range c.columns {
			if set>>j&1 != 0 {
				ids = append(ids, int32(j))
			}
		}
		if len(ids) < best && c.isCover(ids) {
			best = len(ids)
		}
	}
	return best
}

// Asked for fewer than a number of columns, the search finds a cover just when there is one,
// in one part and in several.
func TestCoversBelowABound(t *testing.T) {
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 7))
		a, b := drawCover(r, 10, 14), drawCover(r, 9, 12)
		fewest := []int{a.fewest(), b.fewest()}
		for k, c := range []*cover{a, b, beside(a, b)} {
			want := append(fewest, fewest[0]+fewest[1])[k]
			for depth := range 2 {
				for _, upper := range []int{want - 1, want, want + 1, want + 3, never} {
					w := work{budget: 1 << 40, until: 1 << 60}
					what := fmt.Sprintf("seed %d problem %d upper %d", seed, k, upper)
					found, lower, err := c.solve(t.Context(), upper, depth, &w)
					require.NoError(t, err)
					if upper <= want {
						require.Nil(t, found, what)
						require.GreaterOrEqual(t, lower, upper, what)
						continue
					}
					require.True(t, c.isCover(found), what)
					require.Len(t, found, want, what)
					require.Equal(t, want, lower, what)
				}
			}
		}
	}
}

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
