package demo

import (
	"fmt"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// Beads is the number of gardens on the river greenway; see [BeadOnGreenway].
const Beads = 2

// BeadOnGreenway is the id of a garden beside GreenwayNorth, k from 1 to [Beads]: what
// makes it a greenway that strings open spaces together.
func BeadOnGreenway(k int) string { return fmt.Sprintf("demo-park-bead-%d", k) }

// beads writes the gardens, 12 m from the path, between two landings of streets. They
// come after the facilities: nothing that stands for a park stands in them.
func (c *county) beads() {
	seat := c.towns[0]
	for k := range Beads {
		a := corner(seat.ci-4+3*k, 0)[0] + cellM/2
		p := c.t.river.bankPoint(a, 1)
		c.addPark(BeadOnGreenway(k+1), fmt.Sprintf("滨水游园%d号", k+1), "garden", geo.StatusExisting,
			c.sized(orb.Point{p[0], p[1] + 12}, 600, 605, 0))
	}
}
