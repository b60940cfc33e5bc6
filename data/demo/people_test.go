package demo

import (
	"context"
	"math"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/homes"
)

// TestPopulationsSum: homes add up to 250,000, and to the official number of every
// unit but the one whose homes are to be rescaled.
func TestPopulationsSum(t *testing.T) {
	several(t, func(t *testing.T, ds *geo.Dataset, towns int) {
		sums := map[string]float64{}
		for _, h := range ds.Homes {
			p, known := h.Persons.Get()
			require.True(t, known && p >= 1 && p == math.Trunc(p), "%s: %v", h.ID, p)
			for _, code := range []string{provinceCode, prefectureCode, countyCode, h.Town, h.Village} {
				sums[code] += p
			}
		}
		assert.Equal(t, float64(100000+30000*towns), sums[countyCode])
		for _, u := range ds.Units {
			official := u.Population.Or(-1)
			if u.Code == TownRescaled {
				assert.InDelta(t, 1.03, official/sums[u.Code], 0.0005, u.Code)
				continue
			}
			assert.Equal(t, sums[u.Code], official, u.Code)
		}
	})
}

func TestAgeGroups(t *testing.T) {
	ds := county5(t)
	total := map[string]float64{}
	for _, h := range ds.Homes {
		g := h.Groups
		require.Len(t, g, 4, h.ID)
		assert.Equal(t, h.Persons.Or(-1), g["0-14"]+g["15-59"]+g["60+"], h.ID)
		for k, v := range g {
			require.True(t, v >= 0 && v == math.Trunc(v), "%s: %s is %v", h.ID, k, v)
			total[k] += v
		}
		require.LessOrEqual(t, g["65+"], g["60+"], h.ID)
	}
	for k, share := range map[string][2]float64{"0-14": {0.12, 0.18}, "60+": {0.16, 0.28}, "65+": {0.10, 0.20}} {
		got := total[k] / 250000
		assert.True(t, share[0] < got && got < share[1], "%s: %.3f", k, got)
	}
}

// TestHomesAreTheRowsOfPopulation compares the homes of the dataset with those that
// an import makes of its rows.
func TestHomesAreTheRowsOfPopulation(t *testing.T) {
	ds, err := Make(context.Background(), Options{Seed: 5, Towns: 1})
	require.NoError(t, err)
	require.Len(t, ds.Homes, len(ds.Population))
	made, err := homes.Make(context.Background(), ds, homes.DefaultOptions())
	require.NoError(t, err)
	again := map[string]geo.Home{}
	var land, dwellings float64
	for _, h := range made.Homes {
		again[h.ID] = h
	}
	for k, h := range ds.Homes {
		row := ds.Population[k]
		assert.Equal(t, row.ID, h.Cell)
		assert.Equal(t, row.Geometry, orb.Geometry(h.Location), h.ID)
		assert.Equal(t, row.Persons, h.Persons, h.ID)
		assert.Equal(t, row.Groups, h.Groups, h.ID)
		land += h.ResidentialM2.Or(0)
		dwellings += h.Dwellings.Or(0)

		b, ok := again[h.ID]
		require.True(t, ok, "%s is made again", h.ID)
		assert.Equal(t, [3]string{h.Town, h.Village, h.Cell}, [3]string{b.Town, b.Village, b.Cell}, h.ID)
		assert.Equal(t, h.Persons, b.Persons, h.ID)
		assert.Equal(t, h.Groups, b.Groups, h.ID)
		assert.Equal(t, h.Location, b.Location, h.ID)
	}
	assert.Equal(t, made.Persons.Or(-1), float64(130000))
	// Each home's land is rounded to a square metre; the homes of the island
	// and the farmstead have dwellings and no parcel.
	assert.InDelta(t, made.ResidentialM2.Or(-1), land, 0.5*float64(len(ds.Homes)))
	assert.InDelta(t, made.Dwellings.Or(-1), dwellings, 20)
}

func TestHomesLieInTheirParcels(t *testing.T) {
	several(t, func(t *testing.T, ds *geo.Dataset, _ int) {
		parcels := map[string]geo.Parcel{}
		people, lived := map[string]float64{}, map[string]float64{}
		for _, p := range ds.Parcels {
			parcels[p.ID] = p
			if n, ok := p.Population.Get(); ok {
				people[p.ID] = n
				assert.Equal(t, geo.UseResidential, p.Use, p.ID)
				assert.True(t, p.Dwellings.IsKnown(), p.ID)
			}
		}
		apart := 0
		for _, h := range ds.Homes {
			if h.Parcel == "" {
				apart++
				continue
			}
			p, ok := parcels[h.Parcel]
			require.True(t, ok, h.ID)
			assert.True(t, inside(p.Geometry, h.Location), "%s in %s", h.ID, p.ID)
			lived[h.Parcel] += h.Persons.Or(0)
		}
		assert.Equal(t, 5, apart, "homes on the island and in the walled farmstead")
		assert.Equal(t, people, lived)
	})
}
