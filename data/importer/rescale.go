package importer

import (
	"fmt"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// The factors within which people by place and the official residents of a town are
// taken to mean the same (outside, something is wrong with one of the two:
// another year, another town, floating population, a column in ten thousands).
const (
	leastFactor = 0.5
	mostFactor  = 2.0
)

// remarkFactors tells of towns whose people, as the homes have them, have to be
// multiplied by less than half or more than two to be the official residents that
// every figure is rescaled to.
func remarkFactors(ds *geo.Dataset, s *Settlement) {
	sums := map[string]float64{}
	for i := range ds.Homes {
		if persons, known := ds.Homes[i].Persons.Get(); known {
			sums[ds.Homes[i].Town] += persons
		}
	}
	for i := range ds.Units {
		u := &ds.Units[i]
		official, known := u.Population.Get()
		if u.Level != geo.LevelTown || u.SupersededBy != "" || !known || official <= 0 || sums[u.Code] <= 0 {
			continue
		}
		if f := official / sums[u.Code]; f < leastFactor || f > mostFactor {
			note(&s.Remarks, fmt.Sprintf("the people of a town are not its official residents: outside %v to %v times as many", leastFactor, mostFactor),
				fmt.Sprintf("%s %s: %.0f people by place, %.0f official, %.2f times", u.Code, u.Name, sums[u.Code], official, f))
		}
	}
}
