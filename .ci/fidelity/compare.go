package main

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/paulmach/orb"
	"golang.org/x/sync/errgroup"

	"github.com/seed-4611ae28/lifecircle/geo/crs"
	"github.com/seed-4611ae28/lifecircle/geo/network"
)

// toleranceM is how far from a place the verdict has to change where what is drawn and
// what is counted differ: the server's own default.
const toleranceM = 10

// tally is what a comparison found, of one limit or of several.
type tally struct {
	Places, Differ int
	// Drawn are places drawn in and counted out, of those that differ.
	Drawn int
	// Beyond lists places for which no verdict changes within the tolerance.
	Beyond []disagreement
	// Rim are, for each place that differs, the metres to where the verdict changes, and
	// FromLine is how many of them lie farther than the tolerance from the drawn line.
	Rim      []float32
	FromLine int
}

// disagreement is a place that is drawn otherwise than it and all around is counted.
type disagreement struct {
	Town          string
	Origin, Place orb.Point
	Minutes       float64
	Drawn         bool
}

func (t *tally) add(o *tally) {
	t.Places, t.Differ, t.Drawn, t.FromLine = t.Places+o.Places, t.Differ+o.Differ, t.Drawn+o.Drawn, t.FromLine+o.FromLine
	t.Beyond, t.Rim = append(t.Beyond, o.Beyond...), append(t.Rim, o.Rim...)
}

// people are summed over origins, by count and by polygon.
type people struct {
	Counted, Drawn float64
	// Worst is the largest share of difference of one origin.
	Worst float64
}

// share is the difference as a share of what is counted.
func (p people) share() float64 { return difference(p.Counted, p.Drawn) }

func difference(counted, drawn float64) float64 {
	if counted == 0 {
		return 0
	}
	return (drawn - counted) / counted
}

// found is what all origins of a town have found.
type found struct {
	Town             string
	Origins          int
	Roads, Grid      int // samples
	ByRoad, ByGrid   [len(minutes)]tally
	People           [len(minutes)]people
	Positions, Rings int
	Answers          []*answer
	Homes            int
	Assumed          bool // people
	Misstated        []string
	Verdict          *verdict
}

// compare draws origins and compares every answer with counting.
func (t *town) compare(ctx context.Context, p plan) (*found, error) {
	s := t.sample(p.RoadM, p.GridM, p.Seed)
	origins := t.origins(s, p.Origins, p.Seed)
	reached := make([]box, len(origins))
	for i, o := range origins {
		reached[i] = reachOf(o)
	}
	s.keep(reached)
	if err := s.link(ctx, t.linker); err != nil {
		return nil, err
	}
	homes := &samples{}
	for i := range t.homes {
		homes.add(t.homes[i].Location, -1)
	}
	if err := homes.link(ctx, t.linker); err != nil {
		return nil, err
	}
	out := &found{Town: t.Name, Origins: len(origins), Homes: len(t.homes), Assumed: t.People == ""}
	for _, r := range s.road {
		if r >= 0 {
			out.Roads++
		} else {
			out.Grid++
		}
	}
	parts := make([]found, len(origins))
	work, ctx := errgroup.WithContext(ctx)
	work.SetLimit(workers())
	for i, origin := range origins {
		work.Go(func() error { return t.compareOne(ctx, &parts[i], s, homes, origin) })
	}
	if err := work.Wait(); err != nil {
		return nil, err
	}
	for i := range parts {
		out.add(&parts[i])
	}
	return out, nil
}

func (f *found) add(o *found) {
	for k := range minutes {
		f.ByRoad[k].add(&o.ByRoad[k])
		f.ByGrid[k].add(&o.ByGrid[k])
		p, q := &f.People[k], o.People[k]
		p.Counted, p.Drawn, p.Worst = p.Counted+q.Counted, p.Drawn+q.Drawn, math.Max(p.Worst, math.Abs(q.share()))
	}
	f.Positions, f.Rings = f.Positions+o.Positions, f.Rings+o.Rings
	f.Answers, f.Misstated = append(f.Answers, o.Answers...), append(f.Misstated, o.Misstated...)
}

// reachM is more than anybody gets in 30 minutes: 2 km at 4 km/h, legs counted double.
const reachM = 2020

// origins are places beside roads, in the window's middle, that have a link.
func (t *town) origins(s *samples, n int, seed uint64) []orb.Point {
	r := rand.New(rand.NewPCG(seed, 2))
	roads := slices.IndexFunc(s.road, func(road int32) bool { return road < 0 })
	var out []orb.Point
	for len(out) < n {
		const besideDeg = 0.001
		p := s.at[r.IntN(roads)].degrees()
		p = stepOf(orb.Point{p[0] + besideDeg*(r.Float64()-0.5), p[1] + besideDeg*(r.Float64()-0.5)}).degrees()
		if t.window.holds(p, reachM) && len(t.linker.Links(nil, p, true)) > 0 {
			out = append(out, p)
		}
	}
	return out
}

// compareOne compares the answer for one origin.
func (t *town) compareOne(ctx context.Context, out *found, s, homes *samples, origin orb.Point) error {
	a, err := t.ask(ctx, origin)
	if err != nil {
		return err
	}
	g := t.linker.Graph()
	var limits [len(minutes)]uint32
	for k, m := range minutes {
		limits[k] = g.Units(60 * m)
	}
	sources := []network.Source{{Links: t.linker.Links(nil, origin, true)}}
	f, err := g.Field(ctx, sources, network.From, limits[len(limits)-1])
	if err != nil {
		return err
	}
	out.Answers = []*answer{a}
	for i := range a.contours {
		for _, r := range a.contours[i].rings {
			out.Rings, out.Positions = out.Rings+1, out.Positions+len(r)
		}
	}
	reach := reachOf(origin)
	v := verdicts{t: t, f: f, s: s, origin: origin}
	for i := range s.len() {
		p := s.at[i]
		if !reach.holds(p) {
			continue // too far to be walked to, and to be drawn
		}
		cost := f.Cost(s.of(i))
		for k := range minutes {
			c := &a.contours[k]
			tally := &out.ByRoad[k]
			if s.road[i] < 0 {
				tally = &out.ByGrid[k]
			}
			tally.Places++
			if drawn := c.contains(p); drawn != (cost <= limits[k]) {
				v.differ(tally, i, limits[k], minutes[k], drawn, &c.ground)
			}
		}
	}
	for k := range minutes {
		if c := &a.contours[k]; len(c.rings) > 0 && (!reach.holds(step{c.west, c.south}) || !reach.holds(step{c.east, c.north})) {
			out.Misstated = append(out.Misstated, "what is drawn goes farther than one can walk")
		}
	}
	t.comparePeople(out, homes, f, limits, a)
	return nil
}

// box is what may be reached, in steps.
type box struct{ min, max step }

func (b *box) holds(p step) bool {
	return p[0] >= b.min[0] && p[0] <= b.max[0] && p[1] >= b.min[1] && p[1] <= b.max[1]
}

func reachOf(origin orb.Point) box {
	const metresPerDegree = 110000 // at least, of latitude
	north := float64(reachM) / metresPerDegree
	east := north / math.Cos(origin[1]*math.Pi/180)
	return box{stepOf(orb.Point{origin[0] - east, origin[1] - north}), stepOf(orb.Point{origin[0] + east, origin[1] + north})}
}

// verdicts finds out how far off the verdict changes.
type verdicts struct {
	t      *town
	f      *network.Field
	s      *samples
	origin orb.Point
	links  []network.Link
}

// differ records a sample that is drawn otherwise than it is counted.
func (v *verdicts) differ(t *tally, i int, limit uint32, minutes float64, drawn bool, g *ground) {
	t.Differ++
	if drawn {
		t.Drawn++
	}
	if !(g.fromLineM(v.s.at[i]) <= toleranceM) {
		t.FromLine++
	}
	m := v.changesM(i, limit, drawn, len(t.Beyond) < hopeless)
	t.Rim = append(t.Rim, float32(m))
	if m > toleranceM {
		t.Beyond = append(t.Beyond, disagreement{v.t.Name, v.origin, v.s.at[i].degrees(), minutes, drawn})
	}
}

// hopeless is how many places may differ beyond the tolerance before no more are looked
// at closely: the run fails, and is to end.
const hopeless = 20

// changesM is how many metres from a sample, at most, there is a place that is counted
// as the sample is drawn; infinite where none is found within the tolerance. It looks
// along the road, then on rings, and for a fine answer on ever finer lattices.
func (v *verdicts) changesM(i int, limit uint32, drawn, fine bool) float64 {
	best := math.Inf(1)
	p := v.s.at[i].degrees()
	if road := v.s.road[i]; road >= 0 {
		for _, way := range [...]int{-1, 1} {
			for k := i + way; k >= 0 && k < v.s.len() && v.s.road[k] == road && math.Abs(float64(k-i)) < 2*toleranceM; k += way {
				if (v.f.Cost(v.s.of(k)) <= limit) == drawn {
					best = min(best, crs.ShortDistance(p, v.s.at[k].degrees()))
					break
				}
			}
		}
	}
	if best <= toleranceM {
		return best
	}
	const degree = 111195.0 // metres, of latitude; distances are measured, not taken from it
	east := degree * math.Cos(p[1]*math.Pi/180)
	try := func(x, y float64) float64 {
		q := orb.Point{p[0] + x/east, p[1] + y/degree}
		v.links = v.t.linker.Links(v.links[:0], q, false)
		if (v.f.Cost(v.links) <= limit) != drawn {
			return math.Inf(1)
		}
		return crs.ShortDistance(p, q)
	}
	for r := 1.0; r <= toleranceM; r++ {
		n := int(4 + 2*r)
		for k := range n {
			sin, cos := math.Sincos(2 * math.Pi * float64(k) / float64(n))
			best = min(best, try(0.995*r*cos, 0.995*r*sin))
		}
		if best <= toleranceM {
			return best
		}
	}
	for _, gap := range [...]float64{1, 0.25} {
		if !fine {
			break
		}
		for x := -float64(toleranceM); x <= toleranceM; x += gap {
			for y := -float64(toleranceM); y <= toleranceM; y += gap {
				best = min(best, try(x, y))
			}
		}
		if best <= toleranceM {
			return best
		}
	}
	return math.Inf(1)
}
