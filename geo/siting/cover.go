package siting

import "slices"

// cover is a covering problem: choose the fewest columns so that every row holds one of
// them. Rows are homes, columns candidates. It must not be changed once made.
type cover struct {
	// rows lists the columns of each row, columns the rows of each column, both ascending.
	rows, columns [][]int32
	// id is the candidate of each column, ascending.
	id []int32
	// price is where the prices of the rows begin in a relaxation.
	price []float64
}

// newCover makes a covering problem of an instance.
func newCover(in *instance) *cover {
	c := &cover{rows: make([][]int32, len(in.weight)), columns: make([][]int32, len(in.candidates)), id: make([]int32, len(in.candidates))}
	for h := range c.rows {
		c.rows[h], _ = in.byHome.of(int32(h))
	}
	for j := range c.columns {
		c.columns[j], _ = in.byCandidate.of(int32(j))
		c.id[j] = int32(j)
	}
	return c
}

// pairs is the size of the problem.
func (c *cover) pairs() int {
	n := 0
	for _, r := range c.rows {
		n += len(r)
	}
	return n
}

// keep is the problem of some rows and columns.
func (c *cover) keep(row, column []bool) *cover {
	out := &cover{}
	number := make([]int32, len(c.columns))
	for j, ok := range column {
		if ok {
			number[j] = int32(len(out.id))
			out.id = append(out.id, c.id[j])
		}
	}
	out.columns = make([][]int32, len(out.id))
	pairs := 0
	for r, ok := range row {
		if ok {
			pairs += len(c.rows[r])
		}
	}
	store := make([]int32, 0, pairs)
	for r, ok := range row {
		if !ok {
			continue
		}
		from := len(store)
		for _, j := range c.rows[r] {
			if column[j] {
				store = append(store, number[j])
				out.columns[number[j]] = append(out.columns[number[j]], int32(len(out.rows)))
			}
		}
		out.rows = append(out.rows, store[from:len(store):len(store)])
		if c.price != nil {
			out.price = append(out.price, c.price[r])
		}
	}
	return out
}

// with is the problem that is left when some columns are chosen and some are not.
func (c *cover) with(in, out []int32) *cover {
	row, column := all(len(c.rows)), all(len(c.columns))
	for _, j := range in {
		column[j] = false
		for _, r := range c.columns[j] {
			row[r] = false
		}
	}
	for _, j := range out {
		column[j] = false
	}
	return c.keep(row, column)
}

// ids are the candidates of some columns.
func (c *cover) ids(columns []int32) []int32 {
	out := make([]int32, len(columns))
	for k, j := range columns {
		out[k] = c.id[j]
	}
	return out
}

// parts splits the problem into those that share no row and no column.
func (c *cover) parts() []*cover {
	of := make([]int, len(c.columns))
	row, column := make([]bool, len(c.rows)), make([]bool, len(c.columns))
	var out []*cover
	var queue []int32
	for j := range c.columns {
		if of[j] != 0 || len(c.columns[j]) == 0 {
			continue
		}
		clear(row)
		clear(column)
		of[j], column[j] = 1, true
		queue = append(queue[:0], int32(j))
		for len(queue) > 0 {
			k := queue[len(queue)-1]
			queue = queue[:len(queue)-1]
			for _, r := range c.columns[k] {
				if row[r] {
					continue
				}
				row[r] = true
				for _, i := range c.rows[r] {
					if of[i] == 0 {
						of[i], column[i] = 1, true
						queue = append(queue, i)
					}
				}
			}
		}
		if len(out) == 0 && !slices.Contains(row, false) {
			return []*cover{c}
		}
		out = append(out, c.keep(row, column))
	}
	return out
}

// all is n times true.
func all(n int) []bool {
	out := make([]bool, n)
	for i := range out {
		out[i] = true
	}
	return out
}
