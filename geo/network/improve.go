package network

import "context"

// improve is [Graph.run] on the labels of a field that is being edited: from the starts
// outwards, as far as labels get better. The labels that are there have to be the costs
// of ways that there are.
func (r *revision) improve(ctx context.Context, a *adjacency, starts []start, q *buckets) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	c, g := r.c, r.f.g
	bound := (uint64(r.f.limit) + 1) << 32
	low, high := uint32(maxLimit), uint32(0)
	better := starts[:0]
	for _, s := range starts {
		if s.label < bound && s.label < c.label(s.node) {
			better = append(better, s)
			low, high = min(low, uint32(s.label>>32)), max(high, uint32(s.label>>32))
		}
	}
	if len(better) == 0 {
		return nil
	}
	q.size(g.meanCost, max(g.maxCost, high-low))
	shift, rows := q.shift, q.rows
	n := 1
	for n*2 <= len(rows) {
		n *= 2
	}
	mask := uint32(n - 1)
	pending := 0
	for _, s := range better {
		if s.label < c.label(s.node) {
			r.put(s.node, s.label)
			k := uint32(s.label>>32) >> shift & mask
			rows[k] = append(rows[k], s.node)
			pending++
		}
	}
	for at, turn := low>>shift, 0; pending > 0; at, turn = at+1, turn+1 {
		if turn&0x3ff == 0x3ff && ctx.Err() != nil {
			for i := range rows {
				rows[i] = rows[i][:0]
			}
			return ctx.Err()
		}
		k := at & mask
		for i := 0; i < len(rows[k]); i++ {
			v := rows[k][i]
			pending--
			l := c.label(v)
			if uint32(l>>32)>>shift != at {
				continue // scanned already, in an earlier bucket
			}
			for _, arc := range a.arcs[a.start[v]:a.start[v+1]] {
				next := l + uint64(arc.cost)<<32
				if next >= bound || next >= c.label(arc.to) {
					continue
				}
				r.put(arc.to, next)
				j := uint32(next>>32) >> shift & mask
				rows[j] = append(rows[j], arc.to)
				pending++
			}
		}
		rows[k] = rows[k][:0]
	}
	return nil
}
