package importer

import (
	"fmt"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/homes"
)

// The factors within which people by place and the official residents of a town are
// taken to mean the same (outside, something is wrong with one of the two:
// another year, another town, floating population, a column in ten thousands).
const (
	leastFactor = 0.5
	mostFactor  = 2.0
)

// settleFactors stores with every town by how much its people are rescaled (see
// [homes.Rescaled]), and tells of those whose factor is below half or above two. The
// factor of a unit that is not written by this import may change with the homes: the
// units are then written whole.
func (m *merged) settleFactors(w *data.Write, s *Settlement) {
	towns := homes.Rescaled(m.ds)
	for i := range m.ds.Units {
		u := &m.ds.Units[i]
		factor := geo.Unknown()
		if r, rescaled := towns[u.Code]; rescaled && u.Level == geo.LevelTown && u.SupersededBy == "" {
			f := r.Factor()
			factor = geo.Known(f)
			if f < leastFactor || f > mostFactor {
				note(&s.Remarks, fmt.Sprintf("the people of a town are not its official residents: outside %v to %v times as many", leastFactor, mostFactor),
					fmt.Sprintf("%s %s: %.0f people by place, %.0f official, %.2f times", u.Code, u.Name, r.People, r.Official, f))
			}
		}
		if u.PopulationFactor == factor {
			continue
		}
		u.PopulationFactor = factor
		if i < m.keptUnits {
			w.Layers[geo.LayerUnits] = data.ReplaceLayer
			delete(w.Marks, geo.LayerUnits)
		}
	}
}
