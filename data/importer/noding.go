package importer

import (
	"context"
	"fmt"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"github.com/seed-4611ae28/lifecircle/geo/noding"
)

// nodeRoads puts common vertices where road lines meet that were drawn without (see
// package noding), within metres of what they were meant to meet; nil leaves them as
// they are drawn, and counts what does not meet for want of a vertex. Rows that name
// their nodes are a network already and are left alone.
func (b *builder) nodeRoads(ctx context.Context, within *float64) error {
	var lines []noding.Line
	var rows []*orb.LineString
	for i := range b.lines {
		r := &b.lines[i]
		if r.segment.From != 0 || r.segment.To != 0 {
			continue
		}
		for k := range r.lines {
			rows = append(rows, &r.lines[k])
			lines = append(lines, noding.Line{Points: r.lines[k], Bridge: r.segment.Bridge, Tunnel: r.segment.Tunnel,
				Level: int(r.segment.Level), Separate: strings.HasPrefix(r.segment.Highway, "motorway")})
		}
	}
	if len(lines) == 0 {
		return nil
	}
	tolerance := -1.0 // only what crosses
	if within != nil && *within > 0 {
		tolerance = *within
	}
	drawn, report, err := noding.Node(ctx, lines, noding.Options{ToleranceM: tolerance})
	if err != nil {
		return fmt.Errorf("join the roads: %w", err)
	}
	if within == nil {
		if report.Crossings > 0 {
			b.report.Remarks = append(b.report.Remarks, Finding{
				What:  "roads cross without a common vertex, and do not join there; --node 1 joins them, but for bridges, tunnels and motorways",
				Count: report.Crossings})
		}
		return nil
	}
	for i := range drawn {
		*rows[i] = drawn[i]
	}
	b.report.Noding = report
	found := func(list *[]Finding, what string, places []orb.Point) {
		for _, p := range places {
			note(list, what, fmt.Sprintf("%.7f %.7f", p[0], p[1]))
		}
	}
	if report.Crossings > 0 {
		b.report.Repaired = append(b.report.Repaired, Finding{What: "a common vertex was put where roads cross", Count: report.Crossings})
	}
	found(&b.report.Repaired, "the end of a road was moved onto what it nearly met", placesOf(report.Joined, func(j noding.Joint) orb.Point { return j.From }))
	nearPlace := func(n noding.Near) orb.Point { return n.At }
	found(&b.report.Remarks, "the end of a road hangs in the air near another", placesOf(report.Dangling, nearPlace))
	found(&b.report.Remarks, "a road ends shortly beyond one that it crosses: drawn too far?", placesOf(report.Overshot, nearPlace))
	found(&b.report.Remarks, "a part of the roads hangs together with nothing else", placesOf(report.Islands, func(i noding.Island) orb.Point { return i.At }))
	return nil
}

func placesOf[T any](list []T, of func(T) orb.Point) []orb.Point {
	out := make([]orb.Point, len(list))
	for i, x := range list {
		out[i] = of(x)
	}
	return out
}

// NodingLayer is what joining roads did and left, as a layer that one can look at:
// a point for each place, with its kind and what there is to say of it.
func NodingLayer(r *noding.Report) *geojson.FeatureCollection {
	fc := geojson.NewFeatureCollection()
	add := func(kind, zh string, at orb.Point, properties geojson.Properties) {
		f := geojson.NewFeature(at)
		f.Properties = geojson.Properties{"kind": kind, "zh": zh}
		for name, v := range properties {
			f.Properties[name] = v
		}
		fc.Append(f)
	}
	for _, n := range r.Dangling {
		add("dangling", "悬挂端点", n.At, geojson.Properties{"away_m": n.AwayM})
	}
	for _, n := range r.Overshot {
		add("overshot", "越界短线", n.At, geojson.Properties{"beyond_m": n.AwayM})
	}
	for _, p := range r.LeftAlone {
		add("left_alone", "未打断的交叉", p, nil)
	}
	for _, i := range r.Islands {
		add("island", "孤立路网", i.At, geojson.Properties{"lines": i.Lines, "length_m": i.LengthM})
	}
	for _, j := range r.Joined {
		add("joined", "已吸附端点", j.To, geojson.Properties{"by_m": j.ByM, "from": []float64{j.From[0], j.From[1]}, "what": j.What})
	}
	return fc
}
