package siting

// reduced applies what needs no search until nothing changes (Toregas and ReVelle 1973;
// Beasley 1987, European Journal of Operational Research 31: 85–93), and returns what is
// left and the candidates that have to be chosen:
//
//   - a row with one column: the column is chosen;
//   - a row that holds all the columns of another: it is covered with the other;
//   - a column whose rows another holds: the other is as good (of two alike the one with
//     the smaller ID stays).
func (c *cover) reduced(w *work) (left *cover, chosen []int32) {
	for {
		row, column := all(len(c.rows)), all(len(c.columns))
		changed := false
		for r, columns := range c.rows {
			if len(columns) != 1 || !row[r] {
				continue
			}
			j := columns[0]
			chosen = append(chosen, c.id[j])
			column[j], changed = false, true
			for _, k := range c.columns[j] {
				row[k] = false
			}
		}
		if changed {
			c = c.keep(row, column)
			row, column = all(len(c.rows)), all(len(c.columns))
		}
		if c.dropRows(row, w) {
			c, changed = c.keep(row, column), true
			row, column = all(len(c.rows)), all(len(c.columns))
		}
		if c.dropColumns(column, w) {
			c, changed = c.keep(row, column), true
		}
		if !changed {
			return c, chosen
		}
	}
}

// dropRows unmarks rows that hold all the columns of another. Only rows of the other's
// shortest column can.
func (c *cover) dropRows(row []bool, w *work) (dropped bool) {
	mark := make([]int32, len(c.columns))
	for r, columns := range c.rows {
		if !row[r] {
			continue
		}
		for _, j := range columns {
			mark[j] = int32(r) + 1
		}
		for _, k := range c.columns[shortest(columns, c.columns)] {
			if int(k) == r || !row[k] || len(c.rows[k]) < len(columns) || len(c.rows[k]) == len(columns) && int(k) < r {
				continue
			}
			w.add(len(c.rows[k]))
			if marked(c.rows[k], mark, int32(r)+1) == len(columns) {
				row[k], dropped = false, true
			}
		}
	}
	return dropped
}

// dropColumns unmarks columns whose rows another column holds, and empty ones.
func (c *cover) dropColumns(column []bool, w *work) (dropped bool) {
	mark := make([]int32, len(c.rows))
	for j, rows := range c.columns {
		if len(rows) == 0 {
			column[j], dropped = false, true
			continue
		}
		for _, r := range rows {
			mark[r] = int32(j) + 1
		}
		for _, k := range c.rows[shortest(rows, c.rows)] {
			if int(k) == j || !column[k] || len(c.columns[k]) < len(rows) || len(c.columns[k]) == len(rows) && int(k) > j {
				continue
			}
			w.add(len(c.columns[k]))
			if marked(c.columns[k], mark, int32(j)+1) == len(rows) {
				column[j], dropped = false, true
				break
			}
		}
	}
	return dropped
}

// shortest is the one of some lists, given by number, with the fewest members.
func shortest(which []int32, lists [][]int32) int32 {
	best := which[0]
	for _, k := range which {
		if len(lists[k]) < len(lists[best]) {
			best = k
		}
	}
	return best
}

func marked(list, mark []int32, with int32) int {
	n := 0
	for _, k := range list {
		if mark[k] == with {
			n++
		}
	}
	return n
}
