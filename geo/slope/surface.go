package slope

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

// Surface is the elevation of the ground, as one or several models give it. It is
// safe for concurrent use. The samples it has looked at stay unpacked, 4 bytes each.
type Surface struct {
	// grids are tried one after the other: the finest first, then by source.
	grids []*grid
}

// NewSurface lays the blocks together; it does not change them, and they must not be
// changed. Their order does not matter. A block in a reference system that cannot be
// converted is an error that names it. O(n log n).
func NewSurface(blocks []geo.ElevationBlock) (*Surface, error) {
	order := make([]*geo.ElevationBlock, len(blocks))
	for i := range blocks {
		order[i] = &blocks[i]
	}
	slices.SortFunc(order, func(a, b *geo.ElevationBlock) int { return cmp.Compare(a.ID, b.ID) })
	s := &Surface{}
	systems := make(map[string]*crs.System)
next:
	for _, b := range order {
		system, ok := systems[b.CRS]
		if !ok {
			var err error
			if system, err = crs.Parse(b.CRS); err != nil {
				return nil, fmt.Errorf("elevation block %q: %w", b.ID, err)
			}
			systems[b.CRS] = system
		}
		for _, g := range s.grids {
			if column, row, ok := g.place(b); ok {
				g.add(b, column, row)
				continue next
			}
		}
		g := newGrid(b, system)
		g.add(b, 0, 0)
		s.grids = append(s.grids, g)
	}
	slices.SortStableFunc(s.grids, func(a, b *grid) int {
		return cmp.Or(cmp.Compare(a.cellM, b.cellM), cmp.Compare(a.source, b.source))
	})
	return s, nil
}

// Elevation is the elevation at a place in degrees, in metres above the zero of the
// model; NaN where no model knows it.
func (s *Surface) Elevation(p orb.Point) float64 {
	z, _ := s.look(p)
	return z
}

// look is the elevation at a place, and the cell of the model that knows it.
func (s *Surface) look(p orb.Point) (z, cellM float64) {
	for _, g := range s.grids {
		if z := g.at(p); z == z {
			return z, g.cellM
		}
	}
	return math.NaN(), 0
}

// CellsM are the cells of the models in metres, by source, each the longer side of
// the coarsest grid of that source.
func (s *Surface) CellsM() map[string]float64 {
	out := make(map[string]float64)
	for _, g := range s.grids {
		out[g.source] = max(out[g.source], g.cellM)
	}
	return out
}
