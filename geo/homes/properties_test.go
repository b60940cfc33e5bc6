package homes

import (
	"context"
	"fmt"
	"math"
	"math/rand"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

// randomDataset draws a place of 2 km a side with rows of every kind.
func randomDataset(t *rapid.T) *geo.Dataset {
	ds := &geo.Dataset{}
	metre := rapid.Float64Range(0, 2000)
	place := func(name string) (x, y float64) {
		return metre.Draw(t, name+".x"), metre.Draw(t, name+".y")
	}
	many := func(name string, most int) int { return rapid.IntRange(0, most).Draw(t, name) }
	size := func(name string, most float64) float64 { return rapid.Float64Range(2, most).Draw(t, name) }
	for i := range many("cells", 12) {
		x, y := place("cell")
		c := geo.PopulationCell{ID: fmt.Sprint("c", i), Source: "cells",
			Persons: geo.Known(rapid.Float64Range(0, 1e5).Draw(t, "persons")),
			Groups:  map[string]float64{"0-14": rapid.Float64Range(0, 1e3).Draw(t, "young")}}
		if rapid.Bool().Draw(t, "point") {
			c.Geometry = at(x, y)
		} else {
			c.Geometry = box(x, y, size("w", 800), size("h", 800))
		}
		if rapid.IntRange(0, 5).Draw(t, "superseded") == 0 {
			c.SupersededBy = "other"
		}
		ds.Population = append(ds.Population, c)
	}
	for i := range many("parcels", 8) {
		x, y := place("parcel")
		p := geo.Parcel{ID: fmt.Sprint("p", i), Source: "parcels", Geometry: multi(box(x, y, size("w", 500), size("h", 500))),
			Use: rapid.SampledFrom([]string{"residential", "residential", "commercial", "farmland"}).Draw(t, "use")}
		if rapid.Bool().Draw(t, "states dwellings") {
			p.Dwellings = geo.Known(float64(rapid.IntRange(0, 300).Draw(t, "dwellings")))
		}
		ds.Parcels = append(ds.Parcels, p)
	}
	for i := range many("buildings", 20) {
		x, y := place("building")
		ds.Buildings = append(ds.Buildings, geo.Building{ID: fmt.Sprint("b", i), Source: "buildings",
			Geometry: box(x, y, size("w", 60), size("h", 60)),
			Use:      rapid.SampledFrom([]string{"yes", "house", "apartments", "retail"}).Draw(t, "kind")})
	}
	for i := range many("roads", 10) {
		x, y := place("road")
		u, v := place("to")
		ds.Roads = append(ds.Roads, geo.RoadSegment{ID: fmt.Sprint("r", i), Source: "roads",
			Geometry: orb.LineString{at(x, y), at(u, v)},
			Highway:  rapid.SampledFrom([]string{"residential", "service", "motorway"}).Draw(t, "class")})
	}
	for i := range many("towns", 3) {
		ds.Units = append(ds.Units, geo.Unit{Code: fmt.Sprint("t", i), Level: geo.LevelTown,
			Geometry: multi(box(float64(i)*700, 0, 700, 2000))})
	}
	return ds
}

func near(t require.TestingT, want, got float64, of string) {
	require.LessOrEqual(t, math.Abs(want-got), 1e-9*math.Max(1, math.Abs(want)), "%s: %v of %v", of, got, want)
}

func TestTotalsAreKept(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ds := randomDataset(t)
		persons, young, rows := 0.0, 0.0, 0
		for _, c := range ds.Population {
			if c.SupersededBy == "" {
				persons += c.Persons.Or(0)
				rows++
				if c.Persons.Or(0) > 0 {
					young += c.Groups["0-14"]
				}
			}
		}
		r, err := Make(context.Background(), ds, Options{})
		require.NoError(t, err)
		var p, y, placed float64
		ids := map[string]bool{}
		for _, h := range r.Homes {
			p += h.Persons.Or(0)
			y += h.Groups["0-14"]
			require.False(t, ids[h.ID], "id %s twice", h.ID)
			ids[h.ID] = true
			require.GreaterOrEqual(t, h.Persons.Or(0), 0.0)
			require.Equal(t, rows > 0, r.Persons.IsKnown())
		}
		for _, b := range r.Placed {
			placed += b.Persons
		}
		near(t, persons, p, "persons")
		near(t, persons, placed, "placed")
		near(t, persons, r.Persons.Or(0), "reported")
		near(t, young, y, "0-14")
	})
}

// Every building that is a home, and every residential parcel, is somewhere among
// the homes, whether or not people were placed.
func TestDwellingsAndLandAreKept(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ds := randomDataset(t)
		for i := range ds.Parcels {
			// Apart, so that no ground counts twice and areas simply add up.
			ds.Parcels[i].Geometry = multi(box(float64(i)*600, 0, 333, 77))
			ds.Parcels[i].Dwellings = geo.Unknown()
		}
		land, dwellings := 0.0, 0.0
		for _, p := range ds.Parcels {
			if p.Use == geo.UseResidential {
				land += crs.Area(p.Geometry)
			}
		}
		for i := range ds.Buildings {
			b := &ds.Buildings[i]
			b.Use = "house"
			dwellings++
		}
		r, err := Make(context.Background(), ds, Options{})
		require.NoError(t, err)
		near(t, land, r.ResidentialM2.Or(0), "land")
		near(t, dwellings, r.Dwellings.Or(0), "dwellings")
		for _, h := range r.Homes {
			some := h.Persons.Or(0) + h.Dwellings.Or(0) + h.ResidentialM2.Or(0) + h.StreetM.Or(0)
			require.Positive(t, some, "home %s stands for nothing", h.ID)
		}
	})
}

func TestTheOrderOfRowsDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ds := randomDataset(t)
		// Rows of the same id, which an importer would refuse, must not break it either.
		if len(ds.Population) > 1 {
			ds.Population[1].ID = ds.Population[0].ID
		}
		if len(ds.Buildings) > 1 {
			ds.Buildings[1].ID = ds.Buildings[0].ID
		}
		a, err := Make(context.Background(), ds, Options{})
		require.NoError(t, err)
		r := rand.New(rand.NewSource(rapid.Int64().Draw(t, "shuffle")))
		r.Shuffle(len(ds.Population), func(i, j int) { ds.Population[i], ds.Population[j] = ds.Population[j], ds.Population[i] })
		r.Shuffle(len(ds.Parcels), func(i, j int) { ds.Parcels[i], ds.Parcels[j] = ds.Parcels[j], ds.Parcels[i] })
		r.Shuffle(len(ds.Buildings), func(i, j int) { ds.Buildings[i], ds.Buildings[j] = ds.Buildings[j], ds.Buildings[i] })
		r.Shuffle(len(ds.Roads), func(i, j int) { ds.Roads[i], ds.Roads[j] = ds.Roads[j], ds.Roads[i] })
		r.Shuffle(len(ds.Units), func(i, j int) { ds.Units[i], ds.Units[j] = ds.Units[j], ds.Units[i] })
		b, err := Make(context.Background(), ds, Options{})
		require.NoError(t, err)
		if d := cmp.Diff(a.Homes, b.Homes, cmp.Comparer(func(x, y geo.Amount) bool { return x == y })); d != "" {
			t.Fatal(d)
		}
	})
}

// Homes of a row lie in its ground, wherever something lies in it to place them by.
func TestPeopleStayOnTheirGround(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ds := randomDataset(t)
		if len(ds.Population) == 0 {
			return
		}
		ds.Population = ds.Population[:1]
		ds.Population[0].SupersededBy = ""
		g := ds.Population[0].Geometry
		r, err := Make(context.Background(), ds, Options{})
		require.NoError(t, err)
		for _, h := range r.Homes {
			if !(h.Persons.Or(0) > 0) {
				continue
			}
			if p, ok := g.(orb.Polygon); ok {
				// A home's coordinates are rounded to 1e-7 degrees.
				b := p.Bound().Pad(1e-6)
				assert.True(t, b.Contains(h.Location), "home %s", h.ID)
			} else {
				assert.Equal(t, g, h.Location)
			}
		}
	})
}
