package homes

import (
	"math"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// Rescale is the official residents of a town beside the people of its homes.
type Rescale struct{ Official, People float64 }

// Factor is by how much the people of each home are multiplied, age groups by the same,
// to nine digits: enough for any town, and free of the noise of long sums.
func (r Rescale) Factor() float64 { return math.Round(r.Official/r.People*1e9) / 1e9 }

// Rescaled returns, by code, the towns whose people are multiplied to be their official
// residents. A town is not rescaled, and has none, when it gives no number, when
// none of its homes has people, or when its number is OpenStreetMap's while people of
// a source of the user's live in it: these count then. It is linear in homes and units.
func Rescaled(ds *geo.Dataset) map[string]Rescale {
	osm := map[string]bool{}
	fromOSM := func(source string) bool {
		is, known := osm[source]
		if !known {
			is = ds.FromOSM(source)
			osm[source] = is
		}
		return is
	}
	sums, users := map[string]float64{}, map[string]bool{}
	for i := range ds.Homes {
		h := &ds.Homes[i]
		if n, known := h.Persons.Get(); known && n > 0 {
			sums[h.Town] += n
			users[h.Town] = users[h.Town] || !fromOSM(h.Source)
		}
	}
	towns := map[string]Rescale{}
	for i := range ds.Units {
		u := &ds.Units[i]
		official, known := u.Population.Get()
		if u.Level != geo.LevelTown || u.SupersededBy != "" || !known || sums[u.Code] <= 0 || users[u.Code] && fromOSM(u.Source) {
			continue
		}
		towns[u.Code] = Rescale{Official: official, People: sums[u.Code]}
	}
	return towns
}
