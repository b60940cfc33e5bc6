package doctor

import (
	"context"
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/noding"
)

// roadEnds looks for roads that end within a hand's breadth of another road without
// meeting it: what noding ([noding.Node], import --node) joins.
func roadEnds(ctx context.Context, p *patient) ([]Finding, error) {
	if p.top == nil {
		return nil, nil
	}
	degree := make([]int32, p.top.Nodes())
	for e := range p.top.Edges() {
		a, b := p.top.Ends(int32(e))
		degree[a]++
		degree[b]++
	}
	bySource := map[string]*Finding{}
	metres := map[string]float64{}
	for e := range p.top.Edges() {
		if e%4096 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		a, b := p.top.Ends(int32(e))
		r := p.top.Road(int32(e))
		for _, end := range []struct {
			node int32
			at   orb.Point
		}{{a, r.Geometry[0]}, {b, r.Geometry[len(r.Geometry)-1]}} {
			if degree[end.node] != 1 {
				continue
			}
			other, away := p.missed(int32(e), end.node, end.at)
			if other < 0 {
				continue
			}
			f := bySource[r.Source]
			if f == nil {
				f = &Finding{ID: "roads-dangling", Severity: Warning, Layer: geo.LayerRoads, Source: r.Source}
				bySource[r.Source] = f
			}
			f.add(Place{ID: r.ID, Name: r.Name, At: pointOf(end.at), Detail: fmt.Sprintf("%.2f m → %s", away, p.top.Road(other).ID)})
			metres[r.Source] += p.top.LengthM(int32(e))
		}
	}
	var out []Finding
	for _, source := range slices.Sorted(maps.Keys(bySource)) {
		f := bySource[source]
		f.Metres = geo.Known(metres[source])
		f.Zh = fmt.Sprintf("来源%s有 %d 个道路端点离另一条路不到 %.0f m 却没有相接。", sourceZh(source), f.Count, noding.DefaultToleranceM)
		f.En = fmt.Sprintf("Road ends of %s that stop within %.0f m of another road without meeting it: %d.", sourceEn(source), noding.DefaultToleranceM, f.Count)
		f.EffectZh = fmt.Sprintf("这 %s 的道路在路网上是断头路,居民要绕行;用 import roads --node 重新导入可以接上。", metresWord(metres[source]))
		f.EffectEn = fmt.Sprintf("%s of road are dead ends to the network and people go round; import roads --node joins them.", metresWord(metres[source]))
		out = append(out, *f)
	}
	return out, nil
}

// missed is the nearest edge within the tolerance of a free end that does not end in
// its node, -1 for none. What runs at another level or ends on a bridge or in a tunnel
// is not missed, as noding has it; a road no longer than two tolerances misses nothing.
func (p *patient) missed(e, node int32, at orb.Point) (other int32, away float64) {
	r := p.top.Road(e)
	other, away = -1, math.Inf(1)
	raised := r.Bridge || r.Tunnel
	p.segments.near(p.top.Projection().ToPlane(at), noding.DefaultToleranceM, func(o int32, d float64) {
		s := p.top.Road(o)
		a, b := p.top.Ends(o)
		switch {
		case o == e || a == node || b == node:
		case s.Bridge || s.Tunnel || s.Highway == "motorway" || s.Highway == "ferry":
		case !raised && s.Level != r.Level:
		case p.top.LengthM(e) <= 2*noding.DefaultToleranceM:
		case d < away || d == away && s.ID < p.top.Road(other).ID:
			other, away = o, d
		}
	})
	return other, away
}
