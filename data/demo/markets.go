package demo

import "github.com/seed-4611ae28/lifecircle/geo"

// star sees that the first market standing in a town knows its star, where chance has
// left it out: what a standard asks every town about its market has an answer then.
func (c *county) star(f *geo.Facility, v *village) {
	if f.Categories[0] != "wet_market" || v == nil || !f.Counts() || c.starred[v.town] {
		return
	}
	c.starred[v.town] = true
	if _, noted := f.Attributes["star"]; !noted {
		f.Attributes["star"] = float64(1 + c.seed.of("star").below(3, v.town.index))
	}
}
