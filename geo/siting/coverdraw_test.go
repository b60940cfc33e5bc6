package siting

import (
	"math/rand/v2"
	"slices"
)

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

// ring is an odd cycle: each of n rows holds two columns, and each column two rows.
func ring(n int) *cover {
	c := &cover{columns: make([][]int32, n)}
	for i := range int32(n) {
		next := (i + 1) % int32(n)
		c.id = append(c.id, i)
		c.rows = append(c.rows, []int32{min(i, next), max(i, next)})
		c.columns[i] = append(c.columns[i], i)
		c.columns[next] = append(c.columns[next], i)
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

// everyCover calls f with each cover of a small problem, by column.
func (c *cover) everyCover(f func(chosen []bool, size int)) {
	for set := range 1 << len(c.columns) {
		chosen, size, ids := make([]bool, len(c.columns)), 0, []int32{}
		for j := range chosen {
			if chosen[j] = set>>j&1 != 0; chosen[j] {
				size++
				ids = append(ids, c.id[j])
			}
		}
		if c.isCover(ids) {
			f(chosen, size)
		}
	}
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
