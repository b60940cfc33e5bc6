package homes

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

// square100 is a cell of 100 m of the drawn county, by column and row.
type square100 struct{ x, y float64 }

func (s square100) has(x, y float64) bool {
	return x >= s.x && x < s.x+100 && y >= s.y && y < s.y+100
}

// rect is ground in metres, with its own test of what lies in it.
type rect struct{ x, y, w, h float64 }

func (r rect) has(x, y float64) bool { return x > r.x && x < r.x+r.w && y > r.y && y < r.y+r.h }

func anyHas(list []rect, x, y float64) bool {
	for _, r := range list {
		if r.has(x, y) {
			return true
		}
	}
	return false
}

// A grid of people over houses, residential land, farmland and water is spread as one
// would by hand: cell by cell, over the dwellings in it, else over its residential land,
// with every cell's people and age groups kept, and nobody on water. The judge knows
// rectangles and metres only.
func TestAGridIsSpreadByHand(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	for round := range 30 {
		spreadByHand(t, rand.New(rand.NewPCG(seed, uint64(round))))
	}
}

func spreadByHand(t *testing.T, r *rand.Rand) {
	t.Helper()
	ds := &geo.Dataset{}
	var waters, lands []rect
	for range 4 {
		w := rect{r.Float64() * 900, r.Float64() * 900, 20 + r.Float64()*300, 20 + r.Float64()*300}
		waters = append(waters, w)
		ds.Barriers = append(ds.Barriers, geo.Barrier{ID: fmt.Sprint("w", len(waters)), Kind: geo.BarrierWater, Geometry: box(w.x, w.y, w.w, w.h)})
	}
	for range 5 {
		l := rect{r.Float64() * 800, r.Float64() * 800, 60 + r.Float64()*200, 60 + r.Float64()*200}
		lands = append(lands, l)
		ds.Parcels = append(ds.Parcels, geo.Parcel{ID: fmt.Sprint("l", len(lands)), Use: geo.UseResidential, Geometry: multi(box(l.x, l.y, l.w, l.h))})
		ds.Parcels = append(ds.Parcels, geo.Parcel{ID: fmt.Sprint("f", len(lands)), Use: "farmland", Geometry: multi(box(l.x+r.Float64()*100, l.y, 50, 500))})
	}
	type house struct{ x, y, dwellings float64 }
	var houses []house
	for range 60 {
		// Well inside one cell, so that nobody can doubt in which, and on dry ground.
		h := house{100*float64(r.IntN(10)) + 15 + r.Float64()*70, 100*float64(r.IntN(10)) + 15 + r.Float64()*70, float64(1 + r.IntN(30))}
		if anyHas(waters, h.x, h.y) {
			continue
		}
		houses = append(houses, h)
		ds.Buildings = append(ds.Buildings, geo.Building{ID: fmt.Sprint("h", len(houses)), Use: "house", Dwellings: geo.Known(h.dwellings), Geometry: box(h.x-2, h.y-2, 4, 4)})
	}
	cells := map[string]square100{}
	for i := range 10 {
		for j := range 10 {
			c := square100{100 * float64(i), 100 * float64(j)}
			id := fmt.Sprintf("c%d-%d", i, j)
			cells[id] = c
			persons := math.Exp(3 * r.NormFloat64())
			ds.Population = append(ds.Population, geo.PopulationCell{ID: id, Geometry: box(c.x, c.y, 100, 100), Persons: geo.Known(persons), Groups: map[string]float64{"60+": persons * r.Float64()}})
		}
	}
	res, err := Make(context.Background(), ds, Options{})
	require.NoError(t, err)

	people, old := map[string]float64{}, map[string]float64{}
	type placed struct {
		at      orb.Point
		persons float64
	}
	var got []placed
	allWet := map[string]bool{}
	for _, id := range res.WetRows {
		allWet[id] = true
	}
	centre := map[string]bool{}
	for _, id := range res.CentreRows {
		centre[id] = true
	}
	for i := range res.Homes {
		h := &res.Homes[i]
		n := h.Persons.Or(0)
		if n == 0 {
			continue
		}
		people[h.Cell] += n
		old[h.Cell] += h.Groups["60+"]
		m := metresOf(h.Location)
		require.True(t, cells[h.Cell].has(m[0]+0.02, m[1]+0.02) || cells[h.Cell].has(m[0]-0.02, m[1]-0.02), "home %s is not in its cell", h.ID)
		got = append(got, placed{m, n})
		if !allWet[h.Cell] {
			require.False(t, anyHas(shrunk(waters), m[0], m[1]), "home %s stands in water", h.ID)
		}
	}
	for i := range ds.Population {
		p := &ds.Population[i]
		c, persons := cells[p.ID], p.Persons.Or(0)
		require.InEpsilon(t, persons, people[p.ID], 1e-9, "people of %s", p.ID)
		require.InDelta(t, p.Groups["60+"], old[p.ID], 1e-9*persons, "age group of %s", p.ID)
		total := 0.0
		for _, h := range houses {
			if c.has(h.x, h.y) {
				total += h.dwellings
			}
		}
		if total > 0 {
			for _, h := range houses {
				if c.has(h.x, h.y) {
					at := 0.0
					for _, p := range got {
						if math.Hypot(p.at[0]-h.x, p.at[1]-h.y) < 0.1 {
							at += p.persons
						}
					}
					require.GreaterOrEqual(t, at, persons*h.dwellings/total*(1-1e-9), "people of the house at %.1f %.1f", h.x, h.y)
				}
			}
			require.False(t, centre[p.ID])
			continue
		}
		// Without a house everybody is on residential land, where some lies well inside.
		for i := range res.Homes {
			h := &res.Homes[i]
			if h.Cell == p.ID && h.Persons.Or(0) > 0 && !centre[p.ID] {
				m := metresOf(h.Location)
				require.True(t, anyHas(grown(lands), m[0], m[1]), "home %s of a cell without houses is not on residential land", h.ID)
			}
		}
		if allWet[p.ID] {
			for x := c.x + 5; x < c.x+100; x += 10 {
				for y := c.y + 5; y < c.y+100; y += 10 {
					require.True(t, anyHas(waters, x, y), "%s is said to be all water", p.ID)
				}
			}
		}
	}
}

// shrunk and grown leave a margin of 2 cm for coordinates that are rounded.
func shrunk(list []rect) []rect { return margin(list, 0.02) }
func grown(list []rect) []rect  { return margin(list, -0.02) }

func margin(list []rect, by float64) (out []rect) {
	for _, r := range list {
		out = append(out, rect{r.x + by, r.y + by, r.w - 2*by, r.h - 2*by})
	}
	return out
}

// metresOf undoes at.
func metresOf(p orb.Point) orb.Point { return crs.NewLocalTM(drawingCentre).ToPlane(p) }
