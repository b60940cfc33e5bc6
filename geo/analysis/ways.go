package analysis

import (
	"context"
	"fmt"
	"sync/atomic"

	"github.com/paulmach/orb"
	"golang.org/x/sync/errgroup"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/network"
)

// linkList are the links of many places, one after another: those of place i are
// links[start[i]:start[i+1]].
type linkList struct {
	start []uint32
	links []network.Link
}

func (l *linkList) of(i int) []network.Link { return l.links[l.start[i]:l.start[i+1]] }

func (l *linkList) bytes() int64 { return int64(4*len(l.start) + 12*len(l.links)) }

// network returns the linker (and with it the graph) of a mode under a metric.
func (a *Analysis) network(ctx context.Context, mode *geo.Mode, metric geo.Metric) (*network.Linker, error) {
	if a.top == nil {
		return nil, &FieldError{Field: "mode", Value: mode.ID, Rule: "this dataset has no roads, so that nothing can be measured on a network"}
	}
	return cached(ctx, a.cache, "network "+mode.ID+" "+string(metric), func(ctx context.Context) (*network.Linker, int64, error) {
		if c, err := a.change(ctx, mode.ID+" "+string(metric)); c != nil || err != nil {
			if err != nil {
				return nil, 0, err
			}
			return network.NewLinker(c.After(), a.ground), 0, nil
		}
		top, err := a.topology(ctx, mode, metric)
		if err != nil {
			return nil, 0, err
		}
		g, err := top.Graph(ctx, mode, metric)
		if err != nil {
			return nil, 0, err
		}
		arcs, edges := g.Bytes()
		return network.NewLinker(g, a.ground), int64(arcs + edges), nil
	})
}

// linkAll finds the links of many points, on several goroutines.
func (a *Analysis) linkAll(ctx context.Context, l *network.Linker, n int, at func(i int) orb.Point, leaving bool) (*linkList, error) {
	const batch = 256
	parts := make([][]network.Link, (n+batch-1)/batch)
	out := &linkList{start: make([]uint32, n+1)}
	var next atomic.Int64
	group, ctx := errgroup.WithContext(ctx)
	for range a.workers {
		group.Go(func() error {
			for {
				b := int(next.Add(1)) - 1
				if b >= len(parts) {
					return nil
				}
				if err := ctx.Err(); err != nil {
					return err
				}
				var links []network.Link
				for i := b * batch; i < min(n, (b+1)*batch); i++ {
					before := len(links)
					links = l.Links(links, at(i), leaving)
					out.start[i+1] = uint32(len(links) - before)
				}
				parts[b] = links
			}
		})
	}
	if err := group.Wait(); err != nil {
		return nil, fmt.Errorf("linking %d places to the %s network: %w", n, l.Graph().Mode().ID, err)
	}
	for i := range n {
		out.start[i+1] += out.start[i]
	}
	for _, p := range parts {
		out.links = append(out.links, p...)
	}
	return out, nil
}

// homeLinks are the links of every home, as places that one leaves or arrives at.
func (a *Analysis) homeLinks(ctx context.Context, l *network.Linker, leaving bool) (*linkList, error) {
	leaving = leaving || l.Graph().Symmetric()
	key := fmt.Sprintf("homes %s %v", netKey(l), leaving)
	return cached(ctx, a.cache, key, func(ctx context.Context) (*linkList, int64, error) {
		if old := a.linksBefore(key); old != nil {
			links, err := a.relink(ctx, l, old, func(i int) int { return i }, len(a.homes.homes),
				func(i int) []orb.Point { return []orb.Point{a.homes.homes[i].Location} }, leaving)
			if err != nil {
				return nil, 0, err
			}
			return links, links.bytes(), nil
		}
		links, err := a.linkAll(ctx, l, len(a.homes.homes), func(i int) orb.Point { return a.homes.homes[i].Location }, leaving)
		if err != nil {
			return nil, 0, err
		}
		return links, links.bytes(), nil
	})
}

// facilityLinks are the links of every facility's access points, as places where
// one arrives; those of facility i are at i.
func (a *Analysis) facilityLinks(ctx context.Context, l *network.Linker) (*linkList, error) {
	return cached(ctx, a.cache, "facilities "+netKey(l), func(ctx context.Context) (*linkList, int64, error) {
		if old := a.linksBefore("facilities " + netKey(l)); old != nil {
			was := func(i int) int { return i }
			if c := a.before.facilities; c != nil {
				was = func(i int) int { return int(c.was[i]) }
			}
			links, err := a.relink(ctx, l, old, was, len(a.facilities), func(i int) []orb.Point { return a.facilities[i].AccessPoints() }, false)
			if err != nil {
				return nil, 0, err
			}
			return links, links.bytes(), nil
		}
		var points []orb.Point
		first := make([]int, len(a.facilities)+1)
		for i, f := range a.facilities {
			points = append(points, f.AccessPoints()...)
			first[i+1] = len(points)
		}
		each, err := a.linkAll(ctx, l, len(points), func(i int) orb.Point { return points[i] }, false)
		if err != nil {
			return nil, 0, err
		}
		// The links of a facility are those of all its access points.
		out := &linkList{start: make([]uint32, len(first)), links: each.links}
		for i, k := range first {
			out.start[i] = each.start[k]
		}
		return out, out.bytes(), nil
	})
}

// unitLinks are the links of the points that stand for units (seats), as places
// that one leaves.
func (a *Analysis) unitLinks(ctx context.Context, l *network.Linker) (map[string][]network.Link, error) {
	return cached(ctx, a.cache, "seats "+netKey(l), func(ctx context.Context) (map[string][]network.Link, int64, error) {
		var seated []*geo.Unit
		for _, u := range a.units {
			if u.Seat != nil {
				seated = append(seated, u)
			}
		}
		list, err := a.linkAll(ctx, l, len(seated), func(i int) orb.Point { return *seated[i].Seat }, true)
		if err != nil {
			return nil, 0, err
		}
		out := make(map[string][]network.Link, len(seated))
		for i, u := range seated {
			out[u.Code] = list.of(i)
		}
		return out, list.bytes() + int64(64*len(seated)), nil
	})
}

func netKey(l *network.Linker) string {
	return l.Graph().Mode().ID + " " + string(l.Graph().Metric())
}
