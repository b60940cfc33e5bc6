package main

import (
	"context"
	"math"
	"math/rand/v2"

	"github.com/paulmach/orb"
	"golang.org/x/sync/errgroup"

	"github.com/seed-4611ae28/lifecircle/geo/crs"
	"github.com/seed-4611ae28/lifecircle/geo/network"
)

// window is the ground that is sampled, and the part of it from which whatever is
// drawn stays inside.
type window struct {
	proj       *crs.LocalTM
	west, east float64 // metres of the plane
	south      float64
	north      float64
	box        orb.Bound // degrees; holds the window
}

func (w *window) holds(p orb.Point, marginM float64) bool {
	q := w.proj.ToPlane(p)
	return q[0] >= w.west+marginM && q[0] <= w.east-marginM && q[1] >= w.south+marginM && q[1] <= w.north-marginM
}

// densest is the square of a side in which there are most metres of road.
func densest(g *network.Graph, sideM float64) window {
	const cellM = 1000
	top := g.Topology()
	proj := top.Projection()
	metres := map[[2]int]float64{}
	for e := range int32(top.Edges()) {
		if g.Usable(e) {
			q := proj.ToPlane(top.Road(e).Geometry[0])
			metres[[2]int{int(math.Floor(q[0] / cellM)), int(math.Floor(q[1] / cellM))}] += top.LengthM(e)
		}
	}
	n := int(math.Ceil(sideM / cellM))
	var best [2]int
	most := -1.0
	for at := range metres {
		sum := 0.0
		for x := range n {
			for y := range n {
				sum += metres[[2]int{at[0] + x, at[1] + y}]
			}
		}
		if sum > most || sum == most && (at[0] < best[0] || at[0] == best[0] && at[1] < best[1]) {
			most, best = sum, at
		}
	}
	w := window{proj: proj, west: float64(best[0]) * cellM, south: float64(best[1]) * cellM}
	w.east, w.north = w.west+float64(n)*cellM, w.south+float64(n)*cellM
	w.box = orb.MultiPoint{
		proj.ToGeo(orb.Point{w.west, w.south}), proj.ToGeo(orb.Point{w.west, w.north}),
		proj.ToGeo(orb.Point{w.east, w.south}), proj.ToGeo(orb.Point{w.east, w.north}),
	}.Bound()
	return w
}

// samples are places with their links, which do not hang on where a trip starts.
type samples struct {
	at    []step
	start []int // of their links
	links []network.Link
	// road is, for a sample along a road, a number that all on the same road share; they
	// follow one another. Those of the grid have -1.
	road []int32
}

func (s *samples) len() int                { return len(s.at) }
func (s *samples) of(i int) []network.Link { return s.links[s.start[i]:s.start[i+1]] }
func (s *samples) add(p orb.Point, road int32) {
	s.at, s.road = append(s.at, stepOf(p)), append(s.road, road)
}

// sample draws places: one every roadM along all roads of the mode, and a grid every
// gridM whose corner a seed draws.
func (t *town) sample(roadM, gridM float64, seed uint64) *samples {
	s, w := &samples{}, &t.window
	g := t.linker.Graph()
	top := g.Topology()
	for e := range int32(top.Edges()) {
		if !g.Usable(e) {
			continue
		}
		line := top.Road(e).Geometry
		next := roadM / 2
		for k := 1; k < len(line); k++ {
			a, b := line[k-1], line[k]
			d := crs.ShortDistance(a, b)
			for ; next <= d; next += roadM {
				f := next / d
				if p := (orb.Point{a[0] + f*(b[0]-a[0]), a[1] + f*(b[1]-a[1])}); w.holds(p, 0) {
					s.add(p, e)
				}
			}
			next -= d
		}
	}
	r := rand.New(rand.NewPCG(seed, 1))
	for x := w.west + gridM*r.Float64(); x < w.east; x += gridM {
		for y := w.south + gridM*r.Float64(); y < w.north; y += gridM {
			s.add(w.proj.ToGeo(orb.Point{x, y}), -1)
		}
	}
	return s
}

// keep leaves out the samples that are in none of the boxes.
func (s *samples) keep(boxes []box) {
	n := 0
	for i, p := range s.at {
		for b := range boxes {
			if boxes[b].holds(p) {
				s.at[n], s.road[n] = p, s.road[i]
				n++
				break
			}
		}
	}
	s.at, s.road = s.at[:n], s.road[:n]
}

// link finds the links of all samples.
func (s *samples) link(ctx context.Context, l *network.Linker) error {
	const batch = 1 << 14
	parts := make([][]network.Link, (s.len()+batch-1)/batch)
	s.start = make([]int, s.len()+1)
	work, ctx := errgroup.WithContext(ctx)
	work.SetLimit(workers())
	for b := range parts {
		work.Go(func() error {
			for i := b * batch; i < min(s.len(), (b+1)*batch); i++ {
				n := len(parts[b])
				parts[b] = l.Links(parts[b], s.at[i].degrees(), false)
				s.start[i+1] = len(parts[b]) - n
			}
			return ctx.Err()
		})
	}
	if err := work.Wait(); err != nil {
		return err
	}
	for i := range s.len() {
		s.start[i+1] += s.start[i]
	}
	s.links = make([]network.Link, 0, s.start[s.len()])
	for b := range parts {
		s.links = append(s.links, parts[b]...)
		parts[b] = nil
	}
	return nil
}
