package analysis

import (
	"context"
	"fmt"

	"github.com/seed-4611ae28/lifecircle/geo/lifecircle"
	"github.com/seed-4611ae28/lifecircle/geo/network"
)

// count counts the homes and villages of a demand that are within a limit. The wants of
// a group are counted together, in one pass over its rows.
func (a *Analysis) count(ctx context.Context, d *demand, r *reach, limit lifecircle.Limit) (lifecircle.Coverage, error) {
	if r.group == nil {
		columns, homes, villages := r.pick(d)
		return lifecircle.Cover(&columns, homes, villages, limit), nil
	}
	key := fmt.Sprintf("count %s %s %d %g", d.key, r.group.key, limit.Cost, limit.ReachM)
	c, err := cachedQuick(ctx, a.cache, key, func(ctx context.Context) (*counted, int64, error) {
		s, err := a.sheetOf(ctx, d)
		if err != nil {
			return nil, 0, err
		}
		const coverageBytes = 300
		all, err := s.Cover(r.group.homesOf(d), r.group.villagesOf(d), connectedOf(d, r.connected), limit)
		return &counted{group: r.group, all: all}, coverageBytes * network.Lanes, err
	})
	if err != nil {
		return lifecircle.Coverage{}, err
	}
	return c.all[r.lane], nil
}

// counted is the coverage of a demand by each want of a group.
type counted struct {
	group *group
	all   [network.Lanes]lifecircle.Coverage
}

// sheetOf writes a demand down, or finds it in the cache.
func (a *Analysis) sheetOf(ctx context.Context, d *demand) (*lifecircle.Sheet, error) {
	return cached(ctx, a.cache, "sheet "+d.key, func(context.Context) (*lifecircle.Sheet, int64, error) {
		s := lifecircle.NewSheet(&d.Demand)
		return s, int64(s.Bytes()), nil
	})
}

// homesOf are the rows of a demand's homes, in its order: those that stand there, where
// they follow one another.
func (g *group) homesOf(d *demand) [][network.Lanes]uint32 {
	if len(d.members) == 0 {
		return nil
	}
	row := g.places.row
	first, n := int(row[d.members[0]]), 1
	for n < len(d.members) && int(row[d.members[n]]) == first+n {
		n++
	}
	if n == len(d.members) {
		return g.homes.Cost[first : first+n]
	}
	rows := make([][network.Lanes]uint32, len(d.members))
	for i, h := range d.members {
		rows[i] = g.homes.Cost[row[h]]
	}
	return rows
}

// villagesOf are the rows of a demand's villages.
func (g *group) villagesOf(d *demand) [][network.Lanes]uint32 {
	rows := make([][network.Lanes]uint32, len(d.villages))
	for i, v := range d.villages {
		rows[i] = g.villages[v]
	}
	return rows
}

// connectedOf picks the members' marks.
func connectedOf(d *demand, connected []bool) []bool {
	out := make([]bool, len(d.members))
	for i, h := range d.members {
		out[i] = connected[h]
	}
	return out
}
