package homes

import "slices"

// siteSet is sites of one kind with an index of their places.
type siteSet struct {
	sites []site
	grid  *pointGrid
}

func newSiteSet(sites []site) *siteSet {
	return &siteSet{sites: sites, grid: newPointGrid(locations(sites))}
}

// inside returns the numbers of the sites in the ground, in order.
func (s *siteSet) inside(g *shape) []int {
	var at []int
	s.grid.in(g.bound, func(i int) {
		if g.contains(s.sites[i].Location) {
			at = append(at, i)
		}
	})
	slices.Sort(at)
	return at
}

// all returns the sites, none of a nil set.
func (s *siteSet) all() []site {
	if s == nil {
		return nil
	}
	return s.sites
}

// pick returns the sites of the numbers.
func (s *siteSet) pick(at []int) []*site {
	picked := make([]*site, len(at))
	for i, k := range at {
		picked[i] = &s.sites[k]
	}
	return picked
}
