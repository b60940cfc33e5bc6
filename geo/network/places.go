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
	c         *Contracted
	direction Direction
	// ends are the links as a sweep gathers them, links as the graph made them.
	ends  sweep.Places
	links []Link
	// place is the place of each link; byEdge lists the links of edge e,
	// byEdge[edge[e]:edge[e+1]]: those that a source on the edge serves along it.
	place  []uint32
	edge   []uint32
	byEdge []uint32
}

// Places lays out places for batches in a direction; links are as the fields of that
// direction need them (see [Linker.Links]). The links of place i are
// links[start[i]:start[i+1]]. Both are kept and must not be changed. 36 bytes a link,
// and 4 an edge.
func (c *Contracted) Places(start []uint32, links []Link, d Direction) *Places {
	_, out := c.g.search(d)
	p := &Places{
		c: c, direction: d, links: links, place: make([]uint32, len(links)),
		ends: sweep.Places{Start: start, Links: make([]sweep.Link, len(links))},
	}
	for i := range len(start) - 1 {
		for k := start[i]; k < start[i+1]; k++ {
			p.place[k] = uint32(i)
		}
	}
	for k, l := range links {
		p.ends.Links[k] = c.ends(l, d, out)
	}
	p.indexEdges()
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

// indexEdges lists the links by edge.
func (p *Places) indexEdges() {
	p.edge = make([]uint32, len(p.c.g.use)+1)
	for _, l := range p.links {
		p.edge[l.Edge+1]++
	}
	for e := 1; e < len(p.edge); e++ {
		p.edge[e] += p.edge[e-1]
	}
	p.byEdge = make([]uint32, len(p.links))
	next := make([]uint32, len(p.edge)-1)
	copy(next, p.edge)
	for k, l := range p.links {
		p.byEdge[next[l.Edge]] = uint32(k)
		next[l.Edge]++
	}
}

// Len is the number of places.
func (p *Places) Len() int { return p.ends.Len() }

// Bytes is the memory of what was made for the places, their links included.
func (p *Places) Bytes() int {
	return 4*(len(p.ends.Start)+len(p.place)+len(p.edge)+len(p.byEdge)) + (16+12)*len(p.links)
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
	g := p.c.g
	for _, k := range p.byEdge[p.edge[source.Edge]:p.edge[source.Edge+1]] {
		l := p.links[k]
		toA, toB := g.steps(l.Edge, l.Offset, p.direction == To)
		c, ok := along(l.Offset, source.Offset, toA, toB)
		if !ok {
			continue
		}
		cost, place := saturated(uint64(c)+uint64(source.Leg)+uint64(l.Leg)), p.place[k]
		have := &rows.Cost[place][lane]
		if cost > *have || cost == hierarchy.None {
			continue
		}
		if len(rows.Winner) > 0 {
			winner := &rows.Winner[place][lane]
			if cost < *have {
				*winner = sweep.Code(id)
			}
			*winner = max(*winner, sweep.Code(id))
		}
		*have = cost
	}
}
