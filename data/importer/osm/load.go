package osm

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// ReadRoads reads nothing but the roads of a file, as fast as it can: the segments
// that [Read] would give, and the box that the file covers. Faults in single
// objects are passed over; Read reports them.
func ReadRoads(ctx context.Context, path string, o Options) ([]geo.RoadSegment, orb.Bound, error) {
	var list []geo.RoadSegment
	var box orb.Bound
	err := reading(path, &o, func(s source, report *Report) error {
		x, roads, err := load(ctx, s, newFilter(true), report)
		if err != nil {
			return err
		}
		list, box = x.segments(roads, o.Source, report)
		box, _ = x.extent(box, len(list) > 0, report)
		return ctx.Err()
	})
	if err != nil {
		return nil, orb.Bound{}, err
	}
	return list, box, nil
}

// reading opens a file, runs fn on it and names the file in whatever goes wrong.
func reading(path string, o *Options, fn func(source, *Report) error) error {
	var err error
	if *o, err = o.complete(path); err != nil {
		return fmt.Errorf("read OpenStreetMap file %s: %w", path, err)
	}
	s, err := open(path, o)
	if err != nil {
		return fmt.Errorf("read OpenStreetMap file %s: %w", path, err)
	}
	report := &Report{File: filepath.Base(path), Source: o.Source}
	err = guard(func() error { return fn(s, report) })
	if err = errors.Join(err, s.Close()); err != nil {
		return fmt.Errorf("read OpenStreetMap file %s: %w", path, err)
	}
	return nil
}

// load reads a file into memory: its ways and relations, then the nodes they need.
// With a filter that wants roads only, the nodes are those of the roads.
func load(ctx context.Context, s source, f *filter, report *Report) (*extract, []road, error) {
	x := &extract{}
	if err := s.readWays(ctx, x, f); err != nil {
		return nil, nil, err
	}
	for range x.ways.sortByID() {
		report.repaired("a way that stands in the file twice: the last one was taken", wayObject, 0)
	}
	var dropped int
	if x.relations, dropped = sortRelations(x.relations); dropped > 0 {
		report.repaired("a relation that stands in the file twice: the last one was taken", relationObject, 0)
	}
	roads := x.roadWays()
	var wanted []bool
	if f.roadsOnly {
		wanted = make([]bool, len(x.ways.ids))
		for _, r := range roads {
			wanted[r.way] = true
		}
	}
	x.nodes = newNodeTable(&x.ways, wanted, x.seatNodes())
	sink := &nodeSink{x: x, report: report, find: finder{ids: x.nodes.ids}}
	if err := s.readNodes(ctx, x, f, sink); err != nil {
		return nil, nil, err
	}
	x.indexTagged()
	report.Nodes, report.Ways, report.Relations = len(x.nodes.ids), len(x.ways.ids), len(x.relations)
	return x, roads, nil
}

// indexTagged sorts the nodes with tags, drops those that repeat an id and maps the
// numbers of nodes on ways to them.
func (x *extract) indexTagged() {
	slices.SortStableFunc(x.tagged, func(a, b taggedNode) int { return compareInt64(a.id, b.id) })
	out := x.tagged[:0]
	for _, n := range x.tagged {
		if k := len(out); k > 0 && out[k-1].id == n.id {
			out[k-1] = n
			continue
		}
		out = append(out, n)
	}
	x.tagged = out
	x.nodes.tagged = make(map[int32]int32)
	at := 0
	for i := range x.tagged {
		for at < len(x.nodes.ids) && x.nodes.ids[at] < x.tagged[i].id {
			at++
		}
		if at < len(x.nodes.ids) && x.nodes.ids[at] == x.tagged[i].id {
			x.nodes.tagged[int32(at)] = int32(i)
		}
	}
}

// A stated box may be tooWide times as wide as the roads, or wideDegrees degrees.
// Some writers put a quarter of the world into the header of a city's extract.
const (
	tooWide     = 10
	wideDegrees = 2
)

// extent is the box that the file covers, and what says so: the header, if its box
// can be believed, else the roads.
func (x *extract) extent(roads orb.Bound, hasRoads bool, report *Report) (box orb.Bound, from string) {
	if b := x.box; b != nil {
		w, h := b.Max[0]-b.Min[0], b.Max[1]-b.Min[1]
		valid := w > 0 && h > 0 && b.Min[0] >= -180 && b.Max[0] <= 180 && b.Min[1] >= -90 && b.Max[1] <= 90
		wide := hasRoads && (w > max(wideDegrees, tooWide*(roads.Max[0]-roads.Min[0])) ||
			h > max(wideDegrees, tooWide*(roads.Max[1]-roads.Min[1])))
		if valid && !wide {
			return *b, "header"
		}
		report.Refused = append(report.Refused, Refusal{
			Object: "file header", Field: "bbox",
			Value: fmt.Sprintf("%g,%g,%g,%g", b.Min[0], b.Min[1], b.Max[0], b.Max[1]),
			Rule:  fmt.Sprintf("a box lies on earth and is at most %d degrees, or %d times that of the roads, wide and high: theirs is taken", wideDegrees, tooWide),
		})
	}
	return roads, "roads"
}
