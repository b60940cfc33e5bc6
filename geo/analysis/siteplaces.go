package analysis

import (
	"context"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/network"
	"github.com/seed-4611ae28/lifecircle/geo/siting"
)

// describeSites adds to the answer what it is worth, and to each site where it lies.
func (a *Analysis) describeSites(ctx context.Context, out *SitesAnswer, l *asked, c *candidates, p *siting.Problem, limit uint32) error {
	var total, covered float64
	for i, w := range p.Weight {
		total += w
		if p.Current[i] <= limit {
			covered += w
		}
	}
	after, best := covered, append([]uint32(nil), p.Current...)
	var linker *network.Linker
	if l.metric != geo.StraightLine {
		var err error
		if linker, err = a.network(ctx, l.mode, l.metric); err != nil {
			return err
		}
	}
	for _, s := range out.Answer.Sites {
		site := Site{Candidate: c.list[s.Candidate], Homes: len(s.Homes)}
		gained := 0.0
		for _, i := range s.Homes {
			gained += p.Weight[i]
		}
		site.Gained = geo.Known(gained)
		if out.Answer.Objective == siting.ObjectivePMedian {
			site.Saved = geo.Known(s.Gain / 1000)
		}
		for k := p.Reach.Start[s.Candidate]; k < p.Reach.Start[s.Candidate+1]; k++ {
			i := p.Reach.Home[k]
			if p.Reach.Cost[k] <= limit && best[i] > limit {
				after += p.Weight[i]
			}
			best[i] = min(best[i], p.Reach.Cost[k])
		}
		if linker != nil && len(c.links[s.Candidate]) > 0 {
			site.Road = a.roadName(linker.Graph(), c.links[s.Candidate])
		}
		site.Town, site.Village = a.unitAt(geo.LevelTown, site.Location), a.unitAt(geo.LevelVillage, site.Location)
		out.Sites = append(out.Sites, site)
	}
	beyond := 0.0
	for _, i := range out.Answer.Beyond {
		beyond += p.Weight[i]
	}
	out.Total, out.Covered, out.CoveredAfter, out.Beyond = geo.Known(total), geo.Known(covered), geo.Known(after), geo.Known(beyond)
	return nil
}

// roadName is the name of the first of a place's streets that has one.
func (a *Analysis) roadName(g *network.Graph, links []network.Link) string {
	for _, l := range links {
		if name := g.Topology().Road(l.Edge).Name; name != "" {
			return name
		}
	}
	return ""
}
