package analysis

import (
	"context"
	"fmt"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/isochrone"
	"github.com/seed-4611ae28/lifecircle/geo/lifecircle"
	"github.com/seed-4611ae28/lifecircle/geo/network"
)

// measure is a mode under a metric: what a limit is measured in. For straight
// lines there is no mode.
type measure struct {
	mode   *geo.Mode
	metric geo.Metric
}

func (m measure) key() string {
	if m.metric == geo.StraightLine {
		return string(m.metric)
	}
	return m.mode.ID + " " + string(m.metric)
}

// modeID is the mode's id, "" for straight lines without one.
func (m measure) modeID() string {
	if m.mode == nil {
		return ""
	}
	return m.mode.ID
}

// reach is what every home and every seat pays to meet a want.
type reach struct {
	// homes is by home, nil where the costs are those of a lane of a group; villages by
	// village; seats by unit code for units with one.
	homes    []uint32
	group    *group
	lane     int
	villages []uint32
	towns    map[string]uint32
	// connected is whether a home has a link; nil means all are.
	connected []bool
	// facilities count, inside the whole dataset; unplaced of them have no link.
	chosen   chosen
	unplaced int
}

// reachOf computes, or finds in the cache, what homes pay to meet a want.
func (a *Analysis) reachOf(ctx context.Context, m measure, w *want) (*reach, error) {
	if r, ok, err := a.groupReach(ctx, m, w); ok || err != nil {
		return r, err
	}
	return cached(ctx, a.cache, "reach "+m.key()+" "+w.key(), func(ctx context.Context) (*reach, int64, error) {
		var r *reach
		var err error
		if m.metric == geo.StraightLine {
			r, err = a.straightReach(ctx, w)
		} else {
			r, err = a.networkReach(ctx, m, w)
		}
		if err != nil {
			return nil, 0, err
		}
		return r, r.bytes(), nil
	})
}

// home is what a home pays.
func (r *reach) home(i int32) uint32 {
	if r.group != nil {
		return orUnreachable(r.group.homes.Cost[r.group.places.row[i]][r.lane])
	}
	return r.homes[i]
}

func (r *reach) bytes() int64 {
	return int64(4*len(r.homes) + 4*len(r.villages) + 64*len(r.towns) + 4*len(r.chosen.index))
}

// sourcesOf are the facilities of a want as sources of a search.
func (a *Analysis) sourcesOf(ctx context.Context, l *network.Linker, c chosen) (sources []network.Source, unplaced int, err error) {
	links, err := a.facilityLinks(ctx, l)
	if err != nil {
		return nil, 0, err
	}
	for _, i := range c.index {
		if at := links.of(int(i)); len(at) > 0 {
			sources = append(sources, network.Source{ID: a.handles[i], Links: at})
		} else {
			unplaced++
		}
	}
	return sources, unplaced, nil
}

// costsOf computes, or finds in the cache, the field of a want, however far: for
// the nearest, or the k-th nearest distinct, of its facilities.
func (a *Analysis) costsOf(ctx context.Context, m measure, w *want) (isochrone.Costs, error) {
	f, err := cached(ctx, a.cache, "field "+m.key()+" "+w.key(), func(ctx context.Context) (*wantedField, int64, error) {
		l, err := a.network(ctx, m.mode, m.metric)
		if err != nil {
			return nil, 0, err
		}
		sources, _, err := a.sourcesOf(ctx, l, a.choose(w))
		if err != nil {
			return nil, 0, err
		}
		g := l.Graph()
		bytes := int64(8*w.k*g.Nodes() + g.Topology().Edges()/8)
		f := &wantedField{want: w}
		if w.k == 1 {
			f.costs, err = g.Field(ctx, sources, network.To, network.Unreachable)
		} else {
			f.costs, err = g.KField(ctx, sources, network.To, network.Unreachable, w.k)
		}
		return f, bytes, err
	})
	if err != nil {
		return nil, err
	}
	return f.costs, nil
}

// wantedField is the field of a want.
type wantedField struct {
	want  *want
	costs isochrone.Costs
}

func (a *Analysis) networkReach(ctx context.Context, m measure, w *want) (*reach, error) {
	l, err := a.network(ctx, m.mode, m.metric)
	if err != nil {
		return nil, err
	}
	r := &reach{chosen: a.choose(w)}
	if _, r.unplaced, err = a.sourcesOf(ctx, l, r.chosen); err != nil {
		return nil, err
	}
	links, err := a.homeLinks(ctx, l, true)
	if err != nil {
		return nil, err
	}
	seats, err := a.unitLinks(ctx, l)
	if err != nil {
		return nil, err
	}
	costs, err := a.costsOf(ctx, m, w)
	if err != nil {
		return nil, fmt.Errorf("nearest %v: %w", w.categories, err)
	}
	r.homes, r.connected = make([]uint32, len(a.homes.homes)), make([]bool, len(a.homes.homes))
	for i := range r.homes {
		at := links.of(i)
		r.connected[i] = len(at) > 0
		r.homes[i] = costs.Cost(at)
	}
	r.towns = make(map[string]uint32, len(seats))
	for code, at := range seats {
		r.towns[code] = costs.Cost(at)
	}
	r.villages = a.villageCosts(r.towns)
	return r, nil
}

// villageCosts are the costs of the villages' seats, in the analysis's order.
func (a *Analysis) villageCosts(seats map[string]uint32) []uint32 {
	out := make([]uint32, len(a.villages))
	for i, v := range a.villages {
		out[i] = lifecircle.Unlinked
		if c, ok := seats[v.unit.Code]; ok {
			out[i] = c
		}
	}
	return out
}

// pick gives a demand the costs of its homes and villages, in its order, and returns
// its columns with the homes marked that are connected.
func (r *reach) pick(d *demand) (columns lifecircle.Demand, homes, villages []uint32) {
	columns = d.Demand
	homes, villages = make([]uint32, len(d.members)), make([]uint32, len(d.villages))
	columns.Connected = make([]bool, len(d.members))
	for i, h := range d.members {
		homes[i] = r.home(h)
		columns.Connected[i] = r.connected == nil || r.connected[h]
	}
	for i, v := range d.villages {
		villages[i] = r.villages[v]
	}
	return columns, homes, villages
}
