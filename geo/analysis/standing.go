package analysis

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/network"
	"github.com/seed-4611ae28/lifecircle/geo/network/hierarchy"
	"github.com/seed-4611ae28/lifecircle/geo/network/sweep"
)

// standing are the wants that are asked for again and again: each category, and the
// requirements of the sets that ask for one facility. They are computed in groups of
// [network.Lanes], because sixteen cost little more than one.
type standing struct {
	wants []*want
	// at is the position of a want by its key.
	at map[string]int
}

// findStanding lists the standing wants of the profiles.
func (a *Analysis) findStanding() error {
	s := &standing{at: make(map[string]int)}
	add := func(w *want) {
		if _, ok := s.at[w.key()]; !ok {
			s.at[w.key()] = len(s.wants)
			s.wants = append(s.wants, w)
		}
	}
	for i := range a.profiles.Categories {
		add(&want{categories: []string{a.profiles.Categories[i].ID}, k: 1})
	}
	for i := range a.profiles.RequirementSets {
		set := &a.profiles.RequirementSets[i]
		for k := range set.Requirements {
			r := &set.Requirements[k]
			if r.Count() != 1 {
				continue
			}
			w, err := a.wanted(r.AnyOf, 1, r.Where)
			if err != nil {
				return fmt.Errorf("requirement %q of set %q: %w", r.ID, set.ID, err)
			}
			add(w)
		}
	}
	a.standing = s
	return nil
}

// groupOf are the wants that are computed together with w, and where w is among them.
func (s *standing) groupOf(w *want) (first int, group []*want, lane int) {
	i, ok := s.at[w.key()]
	if !ok {
		return -1, []*want{w}, 0
	}
	first = i - i%network.Lanes
	return first, s.wants[first:min(len(s.wants), first+network.Lanes)], i - first
}

// group is what every home and village pays to meet each of up to [network.Lanes]
// wants. Which facility is nearest is asked of fields, where it is kept: of homes it would
// take as much again.
type group struct {
	key    string
	places *demandPlaces
	// homes has a row per home, in the order of places; villages a row per village.
	homes    sweep.Rows
	villages [][network.Lanes]uint32
	reaches  []*reach
}

func (g *group) bytes() int64 {
	n := int64(g.homes.Bytes() + 4*network.Lanes*len(g.villages))
	for _, r := range g.reaches {
		n += r.bytes()
	}
	return n
}

// groupReach computes, or finds in the cache, what homes pay to meet a want, together
// with the wants that go with it. It reports false where a want is not for it: several
// facilities, or a network whose hierarchy is not ready.
func (a *Analysis) groupReach(ctx context.Context, m measure, w *want) (*reach, bool, error) {
	if m.metric == geo.StraightLine || w.k != 1 {
		return nil, false, nil
	}
	l, err := a.network(ctx, m.mode, m.metric)
	if err != nil {
		return nil, false, err
	}
	c, err := a.contracted(ctx, l)
	if c == nil || err != nil {
		return nil, false, err
	}
	first, wants, lane := a.standing.groupOf(w)
	key := fmt.Sprintf("%s %d", m.key(), first)
	if first < 0 {
		key = m.key() + " " + w.key()
	}
	g, err := cached(ctx, a.cache, "group "+key, func(ctx context.Context) (*group, int64, error) {
		g, err := a.reachGroup(ctx, l, c, wants)
		if err != nil {
			return nil, 0, fmt.Errorf("nearest %v and others: %w", w.categories, err)
		}
		g.key = key
		return g, g.bytes(), nil
	})
	if err != nil {
		return nil, false, err
	}
	return g.reaches[lane], true, nil
}

// reachGroup computes what every home and seat pays to meet each of up to
// [network.Lanes] wants, in one pass over the network and one over the links.
func (a *Analysis) reachGroup(ctx context.Context, l *network.Linker, c *network.Contracted, wants []*want) (*group, error) {
	places, err := a.placesOf(ctx, l, c)
	if err != nil {
		return nil, err
	}
	g, sources := &group{places: places}, make([][]network.Source, len(wants))
	for i, w := range wants {
		r := &reach{connected: places.connected, group: g, lane: i}
		if r.chosen, err = a.chosenFor(ctx, w); err != nil {
			return nil, err
		}
		if sources[i], r.unplaced, err = a.sourcesOf(ctx, l, r.chosen); err != nil {
			return nil, err
		}
		g.reaches = append(g.reaches, r)
	}
	batch, err := c.Batch(ctx, sources, network.To, false)
	if err != nil {
		return nil, err
	}
	defer batch.Release()
	if err := batch.Costs(places.places, &g.homes); err != nil {
		return nil, err
	}
	seats := g.homes.Cost[len(a.homes.homes):]
	for lane, r := range g.reaches {
		r.towns = make(map[string]uint32, len(places.seats))
		for i, code := range places.seats {
			r.towns[code] = orUnreachable(seats[i][lane])
		}
		r.villages = a.villageCosts(r.towns)
	}
	g.villages = make([][network.Lanes]uint32, len(a.villages))
	for v := range g.villages {
		for lane := range g.villages[v] {
			g.villages[v][lane] = network.Unreachable
			if lane < len(g.reaches) {
				g.villages[v][lane] = g.reaches[lane].villages[v]
			}
		}
	}
	return g, nil
}

func orUnreachable(cost uint32) uint32 {
	if cost >= hierarchy.None {
		return network.Unreachable
	}
	return cost
}

// demandPlaces are the homes, town by town, and after them the seats of units by code,
// laid out for batches: the homes of a town, or of all, are rows that follow one another.
type demandPlaces struct {
	places *network.Places
	// row is where a home is.
	row       []int32
	connected []bool
	seats     []string
}

// placesOf lays out, or finds in the cache, the homes and seats as places that one
// leaves.
func (a *Analysis) placesOf(ctx context.Context, l *network.Linker, c *network.Contracted) (*demandPlaces, error) {
	return cached(ctx, a.cache, "places "+netKey(l), func(ctx context.Context) (*demandPlaces, int64, error) {
		homes, err := a.homeLinks(ctx, l, true)
		if err != nil {
			return nil, 0, err
		}
		seats, err := a.unitLinks(ctx, l)
		if err != nil {
			return nil, 0, err
		}
		n := len(a.homes.homes)
		d := &demandPlaces{connected: make([]bool, n), row: make([]int32, n)}
		all := linkList{start: make([]uint32, 1, n+1), links: make([]network.Link, 0, len(homes.links))}
		for k, i := range a.byTown() {
			at := homes.of(int(i))
			d.row[i], d.connected[i] = int32(k), len(at) > 0
			all.links = append(all.links, at...)
			all.start = append(all.start, uint32(len(all.links)))
		}
		for _, u := range a.units {
			if at, ok := seats[u.Code]; ok {
				d.seats = append(d.seats, u.Code)
				all.links = append(all.links, at...)
				all.start = append(all.start, uint32(len(all.links)))
			}
		}
		d.places = c.Places(all.start, all.links, network.To)
		return d, int64(d.places.Bytes() + 5*len(d.connected) + 16*len(d.seats)), nil
	})
}

// byTown lists the homes town by town, those in none at the end, each in the order of the
// dataset.
func (a *Analysis) byTown() []int32 {
	order := make([]int32, len(a.homes.homes))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortStableFunc(order, func(x, y int32) int {
		// In no town is -1, which as a number without a sign is the greatest.
		return cmp.Compare(uint32(a.homes.town[x]), uint32(a.homes.town[y]))
	})
	return order
}
