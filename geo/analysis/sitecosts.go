package analysis

import (
	"context"
	"fmt"
	"math"
	"sync/atomic"

	"github.com/paulmach/orb"
	"golang.org/x/sync/errgroup"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/lifecircle"
	"github.com/seed-4611ae28/lifecircle/geo/network"
	"github.com/seed-4611ae28/lifecircle/geo/siting"
)

// lscpWork bounds the steps of a covering of all, for an answer within seconds: on the demo
// county four times as many gained nothing.
const lscpWork = 100_000_000

// solver weighs candidates for the homes of a demand.
type solver struct {
	a         *Analysis
	objective siting.Objective
	l         *asked
	d         *demand
	p         *siting.Problem
	limit     lifecircle.Limit
	// reach is how far costs matter: the limit, or the cap of the p-median.
	reach lifecircle.Limit
	// near are the homes that can gain anything.
	near *homeGrid
}

func newSolver(a *Analysis, objective siting.Objective, l *asked, d *demand, p *siting.Problem, limit lifecircle.Limit) *solver {
	s := &solver{a: a, objective: objective, l: l, d: d, p: p, limit: limit, reach: limit}
	if objective == siting.ObjectivePMedian {
		s.reach.Cost = uint32(min(uint64(limit.Cost)*capFactor, maxSearch))
		s.reach.ReachM *= capFactor
	}
	s.near = newHomeGrid(a, d, s.reach.ReachM, func(i int) bool { return p.Weight[i] > 0 && s.gains(i, 0) })
	return s
}

// gains tells whether a home gains anything by a facility at a cost: who does not needs no
// pair with it.
func (s *solver) gains(i int, cost uint32) bool {
	if s.objective == siting.ObjectivePMedian {
		return cost < s.p.Current[i] && cost < s.reach.Cost
	}
	return s.p.Current[i] > s.limit.Cost && cost <= s.limit.Cost
}

// solve weighs the candidates and chooses among them.
func (s *solver) solve(ctx context.Context, out *SitesAnswer, count int, c *candidates) error {
	var err error
	if s.p.Reach, err = s.weigh(ctx, c); err != nil {
		return err
	}
	switch s.objective {
	case siting.ObjectiveLSCP:
		out.Answer, err = siting.LSCP(ctx, s.p, s.limit.Cost, siting.Options{Work: lscpWork})
	case siting.ObjectivePMedian:
		out.Cap = geo.Known(float64(s.reach.Cost) / 1000)
		out.Answer, err = siting.PMedian(ctx, s.p, count, s.reach.Cost, siting.Options{})
	default:
		out.Answer, err = siting.MCLP(ctx, s.p, count, s.limit.Cost, siting.Options{})
	}
	return err
}

// weigh finds what homes would pay to reach every candidate.
func (s *solver) weigh(ctx context.Context, c *candidates) (siting.Matrix, error) {
	find, err := s.a.costsTo(ctx, s.l, s.d, s.reach)
	if err != nil {
		return siting.Matrix{}, err
	}
	rows := make([]siteRow, len(c.list))
	var next, pairs atomic.Int64
	group, ctx := errgroup.WithContext(ctx)
	for range min(s.a.workers, len(rows)) {
		group.Go(func() error {
			for {
				j := int(next.Add(1)) - 1
				if j >= len(rows) {
					return nil
				}
				row := &rows[j]
				err := find(ctx, c, j, s.near, func(i int32, cost uint32) {
					if s.gains(int(i), cost) {
						row.home, row.cost = append(row.home, i), append(row.cost, cost)
					}
				})
				if err != nil {
					return err
				}
				if pairs.Add(int64(len(row.home))) > maxPairs {
					return &FieldError{Field: "candidates", Value: fmt.Sprint(len(c.list)),
						Rule: fmt.Sprintf("with this limit they make more than %d pairs with homes; ask for a smaller area, a smaller limit or fewer places", maxPairs)}
				}
			}
		})
	}
	if err := group.Wait(); err != nil {
		return siting.Matrix{}, err
	}
	m := siting.Matrix{Start: make([]int, len(rows)+1), Home: make([]int32, 0, pairs.Load()), Cost: make([]uint32, 0, pairs.Load())}
	for j := range rows {
		m.Home, m.Cost = append(m.Home, rows[j].home...), append(m.Cost, rows[j].cost...)
		m.Start[j+1] = len(m.Home)
		rows[j] = siteRow{}
	}
	return m, nil
}

// siteRow is a row of the matrix in the making.
type siteRow struct {
	home []int32
	cost []uint32
}

// costFinder calls each for every home near candidate j, by its position in the demand, with
// what it would pay.
type costFinder func(ctx context.Context, c *candidates, j int, near *homeGrid, each func(i int32, cost uint32)) error

// costsTo makes the finder of a measure.
func (a *Analysis) costsTo(ctx context.Context, l *asked, d *demand, reach lifecircle.Limit) (costFinder, error) {
	if l.metric == geo.StraightLine {
		return func(ctx context.Context, c *candidates, j int, near *homeGrid, each func(int32, uint32)) error {
			at := a.plane.ToPlane(c.list[j].Location)
			near.around(at, func(i int32) {
				p := a.homes.plane[d.members[i]]
				if cost := math.Round(math.Hypot(p[0]-at[0], p[1]-at[1]) * 1000); cost <= float64(reach.Cost) {
					each(i, uint32(cost))
				}
			})
			return ctx.Err()
		}, nil
	}
	n, err := a.network(ctx, l.mode, l.metric)
	if err != nil {
		return nil, err
	}
	links, err := a.homeLinks(ctx, n, true)
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context, c *candidates, j int, near *homeGrid, each func(int32, uint32)) error {
		f, err := n.Graph().Search(ctx, []network.Source{{ID: 0, Links: c.links[j]}}, network.To, reach.Cost)
		if err != nil {
			return err
		}
		defer f.Release()
		near.around(a.plane.ToPlane(c.list[j].Location), func(i int32) {
			if cost := f.Cost(links.of(int(d.members[i]))); cost <= reach.Cost {
				each(i, cost)
			}
		})
		return nil
	}, nil
}

// homeGrid are the homes of a demand that want something, by squares as wide as a limit can
// carry in a straight line.
type homeGrid struct {
	side float64
	at   map[[2]int32][]int32
	// plane is by position in the demand.
	plane func(i int32) orb.Point
}

// newHomeGrid sorts in the homes for which wants holds, by their position in the demand.
func newHomeGrid(a *Analysis, d *demand, reachM float64, wants func(i int) bool) *homeGrid {
	// A metre of slack: places are measured in two planes.
	g := &homeGrid{side: reachM*1.001 + 1, at: make(map[[2]int32][]int32), plane: func(i int32) orb.Point { return a.homes.plane[d.members[i]] }}
	for i, h := range d.members {
		if wants(i) {
			cell := g.cell(a.homes.plane[h])
			g.at[cell] = append(g.at[cell], int32(i))
		}
	}
	return g
}

func (g *homeGrid) cell(p orb.Point) [2]int32 {
	return [2]int32{int32(math.Floor(p[0] / g.side)), int32(math.Floor(p[1] / g.side))}
}

// around calls each for the homes that may be in reach of a place.
func (g *homeGrid) around(p orb.Point, each func(i int32)) {
	at := g.cell(p)
	for x := at[0] - 1; x <= at[0]+1; x++ {
		for y := at[1] - 1; y <= at[1]+1; y++ {
			for _, i := range g.at[[2]int32{x, y}] {
				each(i)
			}
		}
	}
}

// any reports whether a home may be in reach of a place.
func (g *homeGrid) any(p orb.Point) bool {
	at := g.cell(p)
	for x := at[0] - 1; x <= at[0]+1; x++ {
		for y := at[1] - 1; y <= at[1]+1; y++ {
			for _, i := range g.at[[2]int32{x, y}] {
				if q := g.plane(i); math.Hypot(p[0]-q[0], p[1]-q[1]) <= g.side {
					return true
				}
			}
		}
	}
	return false
}

// describeSites adds to the answer what it is worth, and to each site where it lies.
func (a *Analysis) describeSites(ctx context.Context, out *SitesAnswer, l *asked, c *candidates, p *siting.Problem, limit uint32) error {
	var total, covered float64
	for i, w := range p.Weight {
		total += w
		if p.Current[i] <= limit {
			covered += w
		}
	}
	after, best := covered, append([]uint32(nil), p.Current...)
	var linker *network.Linker
	if l.metric != geo.StraightLine {
		var err error
		if linker, err = a.network(ctx, l.mode, l.metric); err != nil {
			return err
		}
	}
	for _, s := range out.Answer.Sites {
		site := Site{Candidate: c.list[s.Candidate], Homes: len(s.Homes)}
		gained := 0.0
		for _, i := range s.Homes {
			gained += p.Weight[i]
		}
		site.Gained = geo.Known(gained)
		if out.Answer.Objective == siting.ObjectivePMedian {
			site.Saved = geo.Known(s.Gain / 1000)
		}
		for k := p.Reach.Start[s.Candidate]; k < p.Reach.Start[s.Candidate+1]; k++ {
			i := p.Reach.Home[k]
			if p.Reach.Cost[k] <= limit && best[i] > limit {
				after += p.Weight[i]
			}
			best[i] = min(best[i], p.Reach.Cost[k])
		}
		if linker != nil && len(c.links[s.Candidate]) > 0 {
			site.Road = a.roadName(linker.Graph(), c.links[s.Candidate])
		}
		site.Town, site.Village = a.unitAt(geo.LevelTown, site.Location), a.unitAt(geo.LevelVillage, site.Location)
		out.Sites = append(out.Sites, site)
	}
	beyond := 0.0
	for _, i := range out.Answer.Beyond {
		beyond += p.Weight[i]
	}
	out.Total, out.Covered, out.CoveredAfter, out.Beyond = geo.Known(total), geo.Known(covered), geo.Known(after), geo.Known(beyond)
	return nil
}

// roadName is the name of the first of a place's streets that has one.
func (a *Analysis) roadName(g *network.Graph, links []network.Link) string {
	for _, l := range links {
		if name := g.Topology().Road(l.Edge).Name; name != "" {
			return name
		}
	}
	return ""
}
