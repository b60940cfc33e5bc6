package analysis

import (
	"context"
	"fmt"
	"math"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/lifecircle"
	"github.com/seed-4611ae28/lifecircle/geo/network"
	"github.com/seed-4611ae28/lifecircle/geo/siting"
)

// lscpWork bounds the steps of a covering of all, for an answer within seconds.
const lscpWork = 200_000_000

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
