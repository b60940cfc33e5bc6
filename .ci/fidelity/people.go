package main

import (
	"fmt"
	"math"

	"github.com/seed-4611ae28/lifecircle/geo/network"
)

// comparePeople counts the people of the homes within every limit, and those of the
// homes inside every polygon, and checks what the answer states of both.
func (t *town) comparePeople(out *found, homes *samples, f *network.Field, limits [len(minutes)]uint32, a *answer) {
	for i := range t.homes {
		n, ok := t.homes[i].Persons.Get()
		if !ok {
			continue
		}
		cost := f.Cost(homes.of(i))
		for k, limit := range limits {
			if cost <= limit {
				out.People[k].Counted += n
			}
			if a.contours[k].contains(homes.at[i]) {
				out.People[k].Drawn += n
			}
		}
	}
	for k := range limits {
		c, p := &a.contours[k], out.People[k]
		out.check(a, k, "population", c.people, p.Counted, 0.51)
		out.check(a, k, "population_drawn", c.drawn, p.Drawn, 0.51)
		if p.Counted > 0 {
			out.check(a, k, "population_difference_share", c.share, p.share(), 1e-4)
		} else if c.share != nil {
			out.Misstated = append(out.Misstated, fmt.Sprintf("%v, %g min: a share of nobody", a.origin, minutes[k]))
		}
	}
}

// check notes what an answer misstates.
func (f *found) check(a *answer, k int, property string, stated *float64, want, slack float64) {
	switch {
	case stated == nil:
		f.Misstated = append(f.Misstated, fmt.Sprintf("%v, %g min: no %s", a.origin, minutes[k], property))
	case math.Abs(*stated-want) > slack:
		f.Misstated = append(f.Misstated, fmt.Sprintf("%v, %g min: %s is %g, not %g", a.origin, minutes[k], property, *stated, want))
	}
}
