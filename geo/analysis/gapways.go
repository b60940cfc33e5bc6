package analysis

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"sync/atomic"

	"github.com/paulmach/orb"
	"golang.org/x/sync/errgroup"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
	"github.com/seed-4611ae28/lifecircle/geo/isochrone"
	"github.com/seed-4611ae28/lifecircle/geo/network"
)

// gapCellM is how far the outline of a gap may lie from the ground that it stands for.
const gapCellM = 20

// describeGaps adds outline, units, the nearest facilities and the way to one of them.
func (a *Analysis) describeGaps(ctx context.Context, out *GapsAnswer, l *asked, wants []gapWant, d *demand) error {
	var next atomic.Int64
	group, ctx := errgroup.WithContext(ctx)
	for range min(a.workers, len(out.Gaps)) {
		group.Go(func() error {
			for {
				i := int(next.Add(1)) - 1
				if i >= len(out.Gaps) {
					return nil
				}
				if err := a.describeGap(ctx, out, &out.Gaps[i], l, wants, d); err != nil {
					return fmt.Errorf("describing the gap %s of %s: %w", out.Gaps[i].ID, out.Area.Code, err)
				}
			}
		})
	}
	return group.Wait()
}

func (a *Analysis) describeGap(ctx context.Context, out *GapsAnswer, g *Gap, l *asked, wants []gapWant, d *demand) error {
	homes := make([]int32, len(g.Homes))
	for i, k := range g.Homes {
		homes[i] = d.members[k]
	}
	g.Towns, g.Villages = a.unitsOf(homes)
	centre := d.members[g.Centre]
	g.CentreHome = &a.homes.homes[centre]
	var err error
	if g.Outline, err = a.around(ctx, homes, out.OutlineM); err != nil {
		return err
	}
	g.AreaM2 = crs.Area(g.Outline)
	n, err := a.nearbyOf(ctx, l.measure, g.CentreHome.Location)
	var off *OffNetworkError
	if err != nil && !errors.As(err, &off) {
		return err
	}
	limit, err := a.costLimit(ctx, l)
	if err != nil {
		return err
	}
	farthest := uint32(0)
	for r := range wants {
		w := &wants[r]
		if !w.lackedBy(homes, limit.Cost) {
			continue
		}
		g.Lacks = append(g.Lacks, GapLack{Requirement: r, People: g.Missing[r]})
		if c := w.reach.home(centre); c != network.Unreachable {
			farthest = max(farthest, c)
		}
	}
	g.MedianBeyondLimit, g.P90BeyondLimit = inUnits(g.MedianBeyond), inUnits(g.P90Beyond)
	if n != nil {
		defer n.release()
		if err := n.search(ctx, farthest); err != nil {
			return err
		}
	}
	return a.waysOf(ctx, g, n, wants, centre, limit.Cost)
}

// inUnits converts a cost to metres or seconds: costs are thousandths of either.
func inUnits(cost geo.Amount) geo.Amount { return cost.Ratio(geo.Known(1000)) }

// waysOf names the nearest facility of every lack, and the way to that of the main one.
func (a *Analysis) waysOf(ctx context.Context, g *Gap, n *nearby, wants []gapWant, centre int32, limit uint32) error {
	nearest := make([]found, len(g.Lacks))
	for i := range g.Lacks {
		lack := &g.Lacks[i]
		w := &wants[lack.Requirement]
		switch c := w.reach.home(centre); {
		case n == nil:
			lack.Reason = ReasonPlaceNoLink
			continue
		case len(w.reach.chosen.index) < w.want.k:
			lack.Reason = ReasonTooFew
			if len(w.reach.chosen.index) == 0 {
				lack.Reason = ReasonNoTargets
			}
			continue
		case c == network.Unreachable:
			lack.Reason = ReasonNoWay
			continue
		}
		list := n.nearest(w.reach.chosen, w.want.k)
		if len(list) < w.want.k {
			lack.Reason = ReasonNoWay
			continue
		}
		nearest[i] = list[w.want.k-1]
		var err error
		if lack.Nearest, err = n.describe(ctx, nearest[i], false); err != nil {
			return err
		}
	}
	g.Main = mainLack(g.Lacks, func(i int) bool { return wants[g.Lacks[i].Requirement].reach.home(centre) > limit })
	if g.Main < 0 {
		return nil
	}
	var err error
	g.Lacks[g.Main].Nearest.Path, err = n.path(ctx, nearest[g.Main])
	return err
}

// lackedBy reports whether any of the homes is beyond the limit.
func (w *gapWant) lackedBy(homes []int32, limit uint32) bool {
	for _, h := range homes {
		if w.reach.home(h) > limit || w.reach.connected != nil && !w.reach.connected[h] {
			return true
		}
	}
	return false
}

// around is the ground within so many metres of any of the homes, in a straight line.
func (a *Analysis) around(ctx context.Context, homes []int32, metres float64) (orb.MultiPolygon, error) {
	cell := func(p orb.Point) [2]int32 {
		return [2]int32{int32(math.Floor(p[0] / metres)), int32(math.Floor(p[1] / metres))}
	}
	grid := make(map[[2]int32][]orb.Point)
	box := orb.Bound{Min: a.homes.plane[homes[0]], Max: a.homes.plane[homes[0]]}
	for _, h := range homes {
		p := a.homes.plane[h]
		grid[cell(p)] = append(grid[cell(p)], p)
		box = box.Extend(p)
	}
	box = box.Pad(metres + 2*gapCellM)
	var ground orb.Ring
	for _, p := range box.ToRing() {
		ground = append(ground, a.plane.ToGeo(p))
	}
	// Only the squares around a point can hold a home as near as that.
	near := func(p orb.Point) uint32 {
		q := a.plane.ToPlane(p)
		at, best := cell(q), 2*metres
		for x := at[0] - 1; x <= at[0]+1; x++ {
			for y := at[1] - 1; y <= at[1]+1; y++ {
				for _, h := range grid[[2]int32{x, y}] {
					best = min(best, math.Hypot(h[0]-q[0], h[1]-q[1]))
				}
			}
		}
		return uint32(best * 1000)
	}
	shapes, err := isochrone.Ground(ctx, gapCellM, near, []uint32{uint32(metres * 1000)}, isochrone.Clip{Inside: []orb.MultiPolygon{{{ground}}}})
	if err != nil {
		return nil, err
	}
	return shapes[0], nil
}

// mainLack is the position of the lack that a gap's path leads to, -1 for none.
func mainLack(lacks []GapLack, centre func(i int) (lacks bool)) int {
	best := -1
	for i := range lacks {
		if lacks[i].Nearest == nil || !centre(i) {
			continue
		}
		if best < 0 || cmp.Or(cmp.Compare(lacks[i].People.Or(0), lacks[best].People.Or(0)),
			cmp.Compare(lacks[i].Nearest.Cost, lacks[best].Nearest.Cost)) > 0 {
			best = i
		}
	}
	return best
}

// unitsOf are the codes of the towns and villages that homes of the analysis lie in.
func (a *Analysis) unitsOf(homes []int32) (towns, villages []string) {
	inTowns, inVillages := map[string]bool{}, map[string]bool{}
	for _, h := range homes {
		if t := a.homes.town[h]; t >= 0 {
			inTowns[a.towns[t].unit.Code] = true
		}
		if v := a.homes.village[h]; v >= 0 {
			inVillages[a.villages[v].unit.Code] = true
		}
	}
	return slices.Sorted(maps.Keys(inTowns)), slices.Sorted(maps.Keys(inVillages))
}
