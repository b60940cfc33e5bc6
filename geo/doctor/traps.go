package doctor

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/network"
)

// trapEdgeM is how near to the edge of the data a one-way trap is none: the way out
// was cut off.
const trapEdgeM = 200.0

// traps looks for roads that a car can enter and not leave again, or leave and not
// enter: one-way streets drawn the wrong way round.
func traps(ctx context.Context, p *patient) ([]Finding, error) {
	l, err := p.linker(ctx, "car")
	if err != nil || l == nil {
		return nil, err
	}
	g := l.Graph()
	one := newOneWays(g)
	component, err := one.components(ctx)
	if err != nil {
		return nil, err
	}
	lengths := map[int32]float64{}
	for e := range p.top.Edges() {
		a, b := p.top.Ends(int32(e))
		if g.Usable(int32(e)) && component[a] == component[b] {
			lengths[component[a]] += p.top.LengthM(int32(e))
		}
	}
	main := int32(-1)
	for _, c := range slices.Sorted(maps.Keys(lengths)) {
		if main < 0 || lengths[c] > lengths[main] {
			main = c
		}
	}
	if main < 0 {
		return nil, nil
	}
	in, out := one.reach(component, main, false), one.reach(component, main, true)
	// Nodes that hang together outside the main network are one trap.
	groups := newParts(p.top.Nodes())
	trapped := func(v int32) bool { return component[v] != main && in[v] != out[v] }
	atEdge := map[int32]bool{}
	// The box of the roads is often smaller than that of the data.
	inner := grown(p.top.Bound(), -trapEdgeM)
	if b := p.ds.Extent; !b.IsZero() && !b.IsEmpty() {
		b = grown(b, -trapEdgeM)
		inner.Min[0], inner.Min[1] = max(inner.Min[0], b.Min[0]), max(inner.Min[1], b.Min[1])
		inner.Max[0], inner.Max[1] = min(inner.Max[0], b.Max[0]), min(inner.Max[1], b.Max[1])
	}
	for e := range p.top.Edges() {
		a, b := p.top.Ends(int32(e))
		if g.Usable(int32(e)) && trapped(a) && trapped(b) {
			groups.join(a, b)
		}
	}
	metres := map[int32]float64{}
	first := map[int32]int32{}
	for e := range p.top.Edges() {
		if !g.Usable(int32(e)) {
			continue
		}
		a, b := p.top.Ends(int32(e))
		line := p.top.Road(int32(e)).Geometry
		for k, v := range [2]int32{a, b} {
			if !trapped(v) {
				continue
			}
			root := groups.find(v)
			if at := line[k*(len(line)-1)]; !inner.Contains(at) {
				atEdge[root] = true
			}
			if k == 0 || !trapped(a) {
				metres[root] += p.top.LengthM(int32(e))
			}
			if _, seen := first[root]; !seen {
				first[root] = int32(e)
			}
		}
	}
	f := Finding{ID: "one-way-traps", Severity: Warning, Layer: geo.LayerRoads}
	total := 0.0
	for _, root := range slices.Sorted(maps.Keys(first)) {
		if atEdge[root] {
			continue
		}
		r := p.top.Road(first[root])
		way := "in, never out"
		if out[root] {
			way = "out, never in"
		}
		total += metres[root]
		f.add(Place{ID: r.ID, Name: r.Name, At: pointOf(r.Geometry[0]), Detail: fmt.Sprintf("%s, %s", way, metresWord(metres[root]))})
	}
	if f.Count == 0 {
		return nil, nil
	}
	f.Metres = geo.Known(total)
	stuck := func(e int32) bool {
		a, b := p.top.Ends(e)
		return trapped(a) && !atEdge[groups.find(a)] || trapped(b) && !atEdge[groups.find(b)]
	}
	f.People = p.linkedOnly(l, stuck)
	f.Severity = p.weigh(f.People)
	f.Zh = fmt.Sprintf("有 %d 处单行道路汽车只能进不能出,或只能出不能进,共 %s。", f.Count, metresWord(total))
	f.En = fmt.Sprintf("Places where one-way roads let a car in and not out again, or out and not in: %d, %s of road.", f.Count, metresWord(total))
	f.EffectZh = fmt.Sprintf("只连着这些路的 %s 开车到不了设施,或回不来。", peopleZh(f.People))
	f.EffectEn = fmt.Sprintf("%s whose only street it is do not get to a facility by car, or not back.", peopleEn(f.People))
	return []Finding{f}, nil
}

// linkedOnly are the people all of whose links are on edges that are meant. Only homes
// near such an edge are linked.
func (p *patient) linkedOnly(l *network.Linker, meant func(edge int32) bool) geo.Amount {
	near := make([]bool, len(p.ds.Homes))
	mode := l.Graph().Mode()
	reach := max(mode.LinkLimitM, mode.LinkLimitBuiltUpM)
	for e := range p.top.Edges() {
		if !l.Graph().Usable(int32(e)) || !meant(int32(e)) {
			continue
		}
		b := grown(p.top.Road(int32(e)).Geometry.Bound(), reach)
		p.homeTree.Search(b.Min, b.Max, func(_, _ [2]float64, i int32) bool {
			near[i] = true
			return true
		})
	}
	var links []network.Link
	return p.people(func(i int) bool {
		if !near[i] {
			return false
		}
		links = l.Links(links[:0], p.ds.Homes[i].Location, true)
		for _, k := range links {
			if !meant(k.Edge) {
				return false
			}
		}
		return len(links) > 0
	})
}
