package analysis

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
	"github.com/seed-4611ae28/lifecircle/geo/network"
	"github.com/seed-4611ae28/lifecircle/geo/shape"
)

// SameCrossingM is how near, in metres, two crossings of nameless roads lie to be one:
// the carriageways of one road. An assumption of lifecircle.
const SameCrossingM = 100

// Crossing is a road that leads out of a unit.
type Crossing struct {
	// Name is the road's, "" for one without.
	Name string
	At   orb.Point
	// Roads are the ids of the segments across the border.
	Roads []string
	// Reached reports that a car from the seat gets there.
	Reached bool
}

// CorridorAnswer is the roads of at least a class that cross the border of a unit.
type CorridorAnswer struct {
	Area *Area
	// Crossings are distinct roads: segments of one name are one road, and so are
	// nameless ones within [SameCrossingM].
	Crossings []Crossing
	// Reason says why nothing can be said, "" when it can.
	Reason string
}

// roadRanks are the classes of roads, the highest first, as corridors rank them.
func roadRanks() []string {
	return []string{"motorway", "trunk", "primary", "secondary", "tertiary"}
}

// Corridors answers which roads of at least a class cross the border of a unit, and
// whether its seat reaches them by car. O(roads × sides of the unit near them).
func (a *Analysis) Corridors(ctx context.Context, code, class string) (*CorridorAnswer, error) {
	unit, m, err := a.seatOf(code, "car")
	if err != nil {
		return nil, err
	}
	ranks := roadRanks()
	least := slices.Index(ranks, class)
	if least < 0 {
		return nil, &FieldError{Field: "class", Value: class, Rule: fmt.Sprintf("has to be one of %v", ranks)}
	}
	return cached(ctx, a.cache, "corridors "+unit.Code+" "+class, func(ctx context.Context) (*CorridorAnswer, int64, error) {
		out, err := a.corridors(ctx, unit, m, ranks[:least+1])
		if err != nil {
			return nil, 0, fmt.Errorf("corridors of %s: %w", code, err)
		}
		const crossingBytes = 100
		return out, int64(crossingBytes * len(out.Crossings)), nil
	})
}

func (a *Analysis) corridors(ctx context.Context, unit *geo.Unit, m measure, ranks []string) (*CorridorAnswer, error) {
	out := &CorridorAnswer{Area: areaFor([]*geo.Unit{unit})}
	at, l, reason, err := a.seatLinks(ctx, unit, m)
	if err != nil || reason != "" {
		out.Reason = reason
		return out, err
	}
	field, err := l.Graph().Field(ctx, []network.Source{{ID: 0, Links: at}}, network.From, network.Unreachable)
	if err != nil {
		return nil, err
	}
	in := shape.Cover(unit.Geometry)
	for e := range int32(a.top.Edges()) {
		if a.top.Removed(e) {
			continue
		}
		r := a.top.Road(e)
		if rank := slices.Index(ranks, strings.TrimSuffix(r.Highway, "_link")); rank < 0 {
			continue
		}
		p, share, crosses := crossing(r.Geometry, in)
		if !crosses {
			continue
		}
		reached := false
		if l.Graph().Usable(e) {
			place := network.Link{Edge: e, Offset: uint32(share * float64(field.Ends(e).Cost))}
			reached = field.Cost([]network.Link{place}) != network.Unreachable
		}
		out.add(Crossing{Name: r.Name, At: p, Roads: []string{r.ID}, Reached: reached})
	}
	slices.SortFunc(out.Crossings, func(x, y Crossing) int { return cmp.Compare(x.Roads[0], y.Roads[0]) })
	return out, nil
}

// add joins a crossing to that of the same road.
func (c *CorridorAnswer) add(n Crossing) {
	for i := range c.Crossings {
		o := &c.Crossings[i]
		if o.Name == n.Name && (n.Name != "" || crs.Distance(o.At, n.At) <= SameCrossingM) {
			o.Roads = append(o.Roads, n.Roads...)
			slices.Sort(o.Roads)
			o.Reached = o.Reached || n.Reached
			return
		}
	}
	c.Crossings = append(c.Crossings, n)
}

// crossing is the first place where a line goes from one side of a region's border to
// the other, and the share of its length up to there.
func crossing(line orb.LineString, in *shape.Covering) (at orb.Point, share float64, ok bool) {
	if !in.Bound().Intersects(line.Bound()) {
		return orb.Point{}, 0, false
	}
	for i := 1; i < len(line); i++ {
		u, v := line[i-1], line[i]
		inside := in.Contains(u)
		if in.Contains(v) == inside {
			continue
		}
		for range 40 {
			mid := orb.Point{(u[0] + v[0]) / 2, (u[1] + v[1]) / 2}
			if in.Contains(mid) == inside {
				u = mid
			} else {
				v = mid
			}
		}
		before := crs.Length(line[:i]) + crs.Distance(line[i-1], u)
		return u, before / crs.Length(line), true
	}
	return orb.Point{}, 0, false
}
