package doctor

import (
	"context"
	"maps"
	"slices"

	"github.com/seed-4611ae28/lifecircle/geo/network"
)

// standing is how the homes stand to the network on foot.
type standing struct {
	// unplaced are the homes without a link.
	unplaced []bool
	// island is, for a home all of whose links are off the longest part of the network,
	// the part of its first link; -1 otherwise.
	island []int32
	// lengthM is the street length of each part, by the number of its first node.
	lengthM map[int32]float64
}

// stand links every home on foot; nil where there are no roads.
func (p *patient) stand(ctx context.Context) (*standing, error) {
	if p.stands != nil {
		return p.stands, nil
	}
	l, err := p.linker(ctx, "walk")
	if err != nil || l == nil {
		return nil, err
	}
	g := l.Graph()
	net := newParts(p.top.Nodes())
	for e := range p.top.Edges() {
		if g.Usable(int32(e)) {
			net.join(p.top.Ends(int32(e)))
		}
	}
	s := &standing{
		unplaced: make([]bool, len(p.ds.Homes)), island: make([]int32, len(p.ds.Homes)), lengthM: map[int32]float64{},
	}
	for e := range p.top.Edges() {
		if g.Usable(int32(e)) {
			a, _ := p.top.Ends(int32(e))
			s.lengthM[net.find(a)] += p.top.LengthM(int32(e))
		}
	}
	mainland := int32(-1)
	for _, part := range slices.Sorted(maps.Keys(s.lengthM)) {
		if mainland < 0 || s.lengthM[part] > s.lengthM[mainland] {
			mainland = part
		}
	}
	var links []network.Link
	for i := range p.ds.Homes {
		if i%1024 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		s.island[i] = -1
		links = l.Links(links[:0], p.ds.Homes[i].Location, true)
		s.unplaced[i] = len(links) == 0
		for k, link := range links {
			a, _ := p.top.Ends(link.Edge)
			part := net.find(a)
			if part == mainland {
				s.island[i] = -1
				break
			}
			if k == 0 {
				s.island[i] = part
			}
		}
	}
	p.stands = s
	return s, nil
}
