package analysis

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/paulmach/orb"
	"golang.org/x/sync/errgroup"

	"github.com/seed-4611ae28/lifecircle/geo/network"
)

// fieldNodes is the largest network on which a place is explained by the fields of all that
// circles require: there they are made in a second, kept in 8 bytes a node each, and answer
// in microseconds. On a larger one a place is searched around, which costs the same for
// every place and keeps nothing. The answers are the same.
const fieldNodes = 1 << 16

// explorer looks around a place in one measure for what some circles require.
type explorer struct {
	// n is nil where the place is off the network, as off says.
	n   *nearby
	off *OffNetworkError
	// limit is the widest of the circles.
	limit uint32
	wants []chosen
	// fields are those of the wants, nil for those that are searched for.
	fields []*network.Field
	// of lists by circle the positions of its requirements in wants, at those in it.
	of map[string][]int
	at map[string]int
}

func (e *explorer) release() {
	if e.n != nil {
		e.n.release()
	}
}

// ready adds a circle to the explorer of its measure.
func (a *Analysis) ready(ctx context.Context, x *ExplainedCircle, l *asked, p orb.Point, near map[string]*explorer) error {
	limit, err := a.costLimit(ctx, l)
	if err != nil {
		return err
	}
	e := near[l.key()]
	if e == nil {
		e = &explorer{of: make(map[string][]int), at: make(map[string]int)}
		near[l.key()] = e
		e.n, err = a.nearbyOf(ctx, l.measure, p)
		if !errors.As(err, &e.off) && err != nil {
			return err
		}
	}
	e.limit = max(e.limit, limit.Cost)
	of := make([]int, len(x.Set.Requirements))
	for i := range x.Set.Requirements {
		r := &x.Set.Requirements[i]
		w, err := a.wanted(r.AnyOf, r.Count(), r.Where)
		if err != nil {
			return fmt.Errorf("requirement %q of set %q: %w", r.ID, x.Set.ID, err)
		}
		k, ok := e.at[w.key()]
		if !ok {
			k = len(e.wants)
			c, err := a.chosenFor(ctx, w)
			if err != nil {
				return err
			}
			e.wants, e.at[w.key()] = append(e.wants, c), k
		}
		of[i] = k
	}
	e.of[x.Circle.ID] = of
	return nil
}

// look finds what the wants cost: by their fields, else by looking as far as the limit, and
// then farther until every want is met or nothing is left.
func (e *explorer) look(ctx context.Context) error {
	if e.n == nil {
		return nil
	}
	e.fields = make([]*network.Field, len(e.wants))
	if e.n.l != nil && e.n.l.Graph().Nodes() <= fieldNodes {
		if err := e.load(ctx); err != nil {
			return err
		}
	}
	if !slices.Contains(e.fields, nil) {
		return nil
	}
	e.n.only = e.sought()
	for limit := e.limit; ; limit = farther(limit) {
		if e.n.l == nil {
			limit = maxSearch // straight distances are all found at once
		}
		if err := e.n.search(ctx, limit); err != nil {
			return err
		}
		short := slices.ContainsFunc(e.wants, func(c chosen) bool {
			k := min(c.want.k, len(c.index))
			return len(e.n.nearest(c, k)) < k
		})
		if !short || limit == maxSearch {
			return nil
		}
	}
}

// sought marks the facilities that are searched for: those that meet a want without a field,
// or may meet it.
func (e *explorer) sought() []bool {
	out := make([]bool, len(e.n.a.facilities))
	for k, c := range e.wants {
		if e.fields[k] != nil {
			continue
		}
		for _, i := range c.index {
			out[i] = true
		}
		if c.unknown > 0 {
			for _, i := range e.n.a.unknownOf(c.want).index {
				out[i] = true
			}
		}
	}
	return out
}

// load makes the fields of the wants that one facility meets, or finds them in the cache.
func (e *explorer) load(ctx context.Context) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(e.n.a.workers)
	for i, c := range e.wants {
		if c.want.k != 1 || c.unknown > 0 {
			continue
		}
		group.Go(func() error {
			costs, err := e.n.a.costsOf(ctx, e.n.m, c.want)
			if err != nil {
				return fmt.Errorf("nearest %v: %w", c.want.categories, err)
			}
			e.fields[i], _ = costs.(*network.Field)
			return nil
		})
	}
	return group.Wait()
}

// nearest are the nearest facilities that meet a want, as many as it asks for.
func (e *explorer) nearest(k int) []found {
	if e.fields[k] == nil {
		return e.n.nearest(e.wants[k], e.wants[k].want.k)
	}
	cost, handle := e.fields[k].At(e.n.links)
	if handle < 0 {
		return nil
	}
	i, ok := slices.BinarySearch(e.n.a.handles, handle)
	if !ok {
		return nil
	}
	return []found{{int32(i), cost}}
}

// path is the way to a facility that meets a want.
func (e *explorer) path(ctx context.Context, k int, f found) (orb.LineString, error) {
	if e.fields[k] == nil {
		return e.n.path(ctx, f)
	}
	paths, err := e.n.paths(ctx, e.fields[k].Graph())
	if err != nil {
		return nil, err
	}
	links := e.n.facilities.of(int(f.index))
	way, ok, err := paths.Find(e.fields[k], e.n.links, network.Source{ID: e.n.a.handles[f.index], Links: links})
	if err != nil || !ok {
		return nil, err
	}
	return paths.Line(&way, network.To, e.n.point, e.n.entrance(f.index, way.At)), nil
}
