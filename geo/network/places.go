package network

import (
	"fmt"

	"github.com/seed-4611ae28/lifecircle/geo/network/hierarchy"
	"github.com/seed-4611ae28/lifecircle/geo/network/sweep"
)

// Places are the links of many places (homes, seats) laid out for batches in one
// direction: a link is the two nodes at the ends of its edge and what it costs from the
// place to each. They are immutable and safe for concurrent use.
type Places struct {
	c *Contracted
	// ends are the links as a sweep gathers them.
	ends sweep.Places
	// onEdge has the links of edge e at edge[e] to edge[e+1]: those that a source on the
	// edge serves along it.
	edge   []uint32
	onEdge []edgeLink
}

// edgeLink is a link among those of its edge; toA and toB tell whether the place's trip
// may go towards the first vertex, or the last.
type edgeLink struct {
	place, offset, leg uint32
	toA, toB           bool
}

// Places lays out places for batches in a direction; links are as the fields of that
// direction need them (see [Linker.Links]). The links of place i are
// links[start[i]:start[i+1]]. start is kept and must not be changed. 32 bytes a link, and
// 4 an edge.
func (c *Contracted) Places(start []uint32, links []Link, d Direction) *Places {
	_, out := c.g.search(d)
	p := &Places{
		c: c, onEdge: make([]edgeLink, len(links)), edge: make([]uint32, len(c.g.use)+1),
		ends: sweep.Places{Start: start, Links: make([]sweep.Link, len(links))},
	}
	for k, l := range links {
		p.ends.Links[k] = c.ends(l, d, out)
		p.edge[l.Edge+1]++
	}
	for e := 1; e < len(p.edge); e++ {
		p.edge[e] += p.edge[e-1]
	}
	next := make([]uint32, len(p.edge)-1)
	copy(next, p.edge)
	for i := range len(start) - 1 {
		for _, l := range links[start[i]:start[i+1]] {
			toA, toB := c.g.steps(l.Edge, l.Offset, d == To)
			p.onEdge[next[l.Edge]] = edgeLink{uint32(i), l.Offset, l.Leg, toA, toB}
			next[l.Edge]++
		}
	}
	return p
}

// ends are the ends of a link's edge, one that does not lead on being at None.
func (c *Contracted) ends(l Link, d Direction, out bool) sweep.Link {
	g := c.g
	toA, toB := g.steps(l.Edge, l.Offset, d == To)
	a, b := g.ends(l.Edge, !out)
	e := sweep.Link{A: hierarchy.None, B: hierarchy.None}
	if toA {
		e.A, e.CostA = c.h.Position[a], saturated(uint64(l.Leg)+uint64(l.Offset))
	}
	if toB {
		e.B, e.CostB = c.h.Position[b], saturated(uint64(l.Leg)+uint64(g.cost[l.Edge]-l.Offset))
	}
	return e
}

func saturated(cost uint64) uint32 { return uint32(min(cost, hierarchy.None)) }

// Len is the number of places.
func (p *Places) Len() int { return p.ends.Len() }

// Bytes is the memory of what was made for the places.
func (p *Places) Bytes() int {
	return 4*(len(p.ends.Start)+len(p.edge)) + 32*len(p.onEdge)
}

// Costs computes what every place costs in every field of the batch, one row a place:
// the minimum over its links, [hierarchy.None] where no source is reached; and with
// winners, which source that is. The places have to be laid out for the batch's graph and
// direction. The rows are the caller's, who may give them for the next batch.
// O(links + sources).
func (b *Batch) Costs(p *Places, rows *sweep.Rows) error {
	rows.Reset(p.Len(), b.winners)
	if err := p.ends.Gather(b.rows, 0, rows); err != nil {
		return fmt.Errorf("costs of %d places: %w", p.Len(), err)
	}
	for lane, sources := range b.sources {
		for _, s := range sources {
			for _, l := range s.Links {
				p.along(s.ID, l, lane, rows)
			}
		}
	}
	return nil
}

// along offers a source to the places that have a link on its edge.
func (p *Places) along(id int32, source Link, lane int, rows *sweep.Rows) {
	on := p.onEdge[p.edge[source.Edge]:p.edge[source.Edge+1]]
	for i := range on {
		l := &on[i]
		c, ok := along(l.offset, source.Offset, l.toA, l.toB)
		if !ok {
			continue
		}
		cost := saturated(uint64(c) + uint64(source.Leg) + uint64(l.leg))
		have := &rows.Cost[l.place][lane]
		if cost > *have || cost == hierarchy.None {
			continue
		}
		if len(rows.Winner) > 0 {
			winner := &rows.Winner[l.place][lane]
			if cost < *have {
				*winner = sweep.Code(id)
			}
			*winner = max(*winner, sweep.Code(id))
		}
		*have = cost
	}
}
