package homes

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/seed-4611ae28/lifecircle/geo"
)

func want(s string) string {
	return strings.Trim(strings.ReplaceAll(s, "\t", ""), "\n")
}

func TestPeopleGoToDwellingsElseLandElseStreetsElseRoadsElseTheCentre(t *testing.T) {
	d := drawn{
		people: `
			AABBCCDDEE
			AABBCCDDEE`,
		houses: `
			h.........
			.A........`,
		land: `
			..aa......
			LL........`,
		streets: `
			..........
			====p=--..`,
		persons: map[string]float64{"A": 210, "B": 50, "C": 30, "D": 8, "E": 5},
	}
	r := mustMake(t, d.dataset(), Options{})
	assert.Equal(t, want(`
		b-0,0: persons 10 dwellings 1
		b-1,1: persons 200 dwellings 20 land 2500
		l-L-0: persons 0 land 2500
		l-a-0: persons 25 land 2500
		l-a-1: persons 25 land 2500
		p-E: persons 5
		s-1,4-0: persons 15 street 50
		s-1,5-0: persons 15 street 50
		s-1,6-0: persons 4
		s-1,6-1: persons 4`), says(r.Homes))
	assert.Equal(t, []string{"E"}, r.CentreRows)
	assert.Equal(t, map[Basis]Placed{
		ByDwellings: {1, 210}, ByLand: {1, 50}, ByStreets: {1, 30}, ByRoads: {1, 8}, AtCentre: {1, 5},
	}, r.Placed)
	assert.Equal(t, geo.Known(303), r.Persons)
	for _, h := range r.Homes {
		if h.Persons.Or(0) > 0 {
			assert.InDelta(t, 100, h.GrainM, 0.01, "%s: rows of 100 m by 100 m", h.ID)
		}
	}
}

func TestARowNotWiderThanALimitIsOneHomeAtItsPlace(t *testing.T) {
	d := drawn{
		people:  "\n.A.\n",
		houses:  "\nhhh\n",
		persons: map[string]float64{"A": 7},
	}
	ds := d.dataset()
	ds.Population = append(ds.Population, geo.PopulationCell{
		ID: "point", Cell: "89abc", Geometry: at(1000, 1000), Persons: geo.Known(3),
		Groups: map[string]float64{"60+": 1}, Source: "people"})
	r := mustMake(t, ds, Options{})
	assert.Equal(t, want(`
		b-0,0: dwellings 1
		b-0,2: dwellings 1
		p-A: persons 7 dwellings 1
		p-point: persons 3`), says(r.Homes))
	p := r.Homes[3]
	assert.Equal(t, at(1000, 1000), p.Location, "a point keeps its coordinates to the bit")
	assert.Equal(t, "89abc", p.Cell)
	assert.Equal(t, map[string]float64{"60+": 1}, p.Groups)
	assert.Zero(t, p.GrainM)
	assert.InDelta(t, 50, r.Homes[2].GrainM, 0.01)
	// One centimetre more than the limit and it is spread over the house inside.
	r = mustMake(t, ds, Options{SpreadWidthM: 49.98})
	assert.Contains(t, says(r.Homes), "b-0,1: persons 7 dwellings 1")
}

func TestBuildingYesIsAHomeUnlessItsPlaceSpeaksAgainst(t *testing.T) {
	d := drawn{
		land: `
			.cca.
			.....`,
		houses: `
			yyhys
			ooyy.`,
		uses: map[string]string{"c": geo.UseCommercial, "a": geo.UseResidential},
	}
	ds := d.dataset()
	school := box(100, 0, 50, 50) // around 1,2
	ds.Facilities = []geo.Facility{
		{ID: "f", Footprint: multi(school)},
		{ID: "plan", Footprint: multi(box(150, 0, 50, 50)), Status: geo.StatusPlanned},
		{ID: "shop", Location: at(175, 25)},
	}
	r := mustMake(t, ds, Options{})
	// 0,1 is on commercial land, 0,4 a shed, 1,0 and 1,1 offices, 1,2 part of a school.
	assert.Equal(t, want(`
		b-0,0: dwellings 1
		b-0,2: dwellings 1
		b-0,3: dwellings 1 land 2500
		b-1,3: dwellings 1`), says(r.Homes))
	assert.InDelta(t, 4, r.DwellingsEstimated, 0)
	assert.False(t, r.Persons.IsKnown())

	ds.Facilities = []geo.Facility{{ID: "0,3", Footprint: multi(box(9000, 0, 9, 9))}}
	assert.NotContains(t, says(mustMake(t, ds, Options{}).Homes), "b-0,3", "the facility of the same id")
}

func TestLandGoesToTheNearestHomeOfItsParcelOnly(t *testing.T) {
	d := drawn{
		//       the house serves its own square and the one beside it, in the same parcel
		land:   "\naaaabb\n",
		houses: "\n..h.h.\n",
	}
	r := mustMake(t, d.dataset(), Options{LandStepM: 50})
	total := 0.0
	for _, h := range r.Homes {
		total += h.ResidentialM2.Or(0)
		assert.False(t, h.Persons.IsKnown(), "nobody said how many live here")
	}
	assert.InDelta(t, 15000, total, 0.1)
	text := says(r.Homes)
	assert.Contains(t, text, "b-0,2: dwellings 1 land")
	assert.Contains(t, text, "b-0,4: dwellings 1 land")
	assert.Contains(t, text, "l-a-0: land 2500", "too far from the house")
	assert.NotContains(t, text, "l-a-2", "it stands at the house")
}

func TestLandDoesNotCrossIntoAnotherParcelNorLoseWhatItCarries(t *testing.T) {
	d := drawn{
		land:   "\nab\n",
		houses: "\n.h\n",
	}
	ds := d.dataset()
	assert.Equal(t, want(`
		b-0,1: dwellings 1 land 2500
		l-a-0: land 2500`), says(mustMake(t, ds, Options{LandStepM: 60}).Homes))

	// Land that has dwellings of its own is a home, however near another is.
	for i := range ds.Parcels {
		if ds.Parcels[i].ID == "a" {
			ds.Parcels[i].Dwellings = geo.Known(10)
		}
	}
	ds.Population = []geo.PopulationCell{{ID: "x", Geometry: at(20, 20), Persons: geo.Known(4)}}
	assert.Equal(t, want(`
		b-0,1: dwellings 1 land 2500
		l-a-0: dwellings 10 land 2500
		p-x: persons 4`), says(mustMake(t, ds, Options{}).Homes))

	// Land of no residential use whose people do not count is no home.
	ds = drawn{land: "\nc\n", uses: map[string]string{"c": geo.UseCommercial}}.dataset()
	ds.Parcels[0].Population = geo.Known(30)
	ds.Population = []geo.PopulationCell{{ID: "x", Geometry: at(900, 900), Persons: geo.Known(4)}}
	assert.Equal(t, "p-x: persons 4", says(mustMake(t, ds, Options{}).Homes))
}

func TestStreetsInATownThatPopulationSaysIsEmpty(t *testing.T) {
	d := drawn{
		units: `
			1111
			1111`,
		people: `
			AA..
			AA..`,
		streets: `
			=.=.
			.B..`,
		persons: map[string]float64{"A": 0},
	}
	assert.Equal(t, want(`
		s-0,0-0: persons 0 street 50 in 1
		s-0,2-0: street 50 in 1`), says(mustMake(t, d.dataset(), Options{}).Homes), "nobody lives on the bridge")
}

func TestOverlappingParcelsCountTheirGroundOnce(t *testing.T) {
	ds := &geo.Dataset{Parcels: []geo.Parcel{
		{ID: "b", Use: geo.UseResidential, Geometry: multi(box(0, 0, 1000, 1000))},
		{ID: "a", Use: geo.UseResidential, Geometry: multi(box(500, 0, 1000, 1000))},
	}}
	r := mustMake(t, ds, Options{})
	// The union is 1500 m by 1000 m; the lattice sees it to within one column of points.
	assert.InDelta(t, 1.5e6, r.ResidentialM2.Or(0), 50*1000)
	ds.Parcels = ds.Parcels[:1]
	assert.InDelta(t, 1e6, mustMake(t, ds, Options{}).ResidentialM2.Or(0), 10, "alone it is exact, but for the plane's scale")
}

func TestWithoutPopulationTownsFallBackOneByOne(t *testing.T) {
	d := drawn{
		units: `
			1122334
			1122334`,
		houses: `
			h......
			.......`,
		land: `
			..aa...
			.......`,
		streets: `
			=====p.
			==xx...`,
	}
	r := mustMake(t, d.dataset(), Options{})
	assert.Equal(t, want(`
		b-0,0: dwellings 1 in 1
		l-a-0: land 2500 in 2
		l-a-1: land 2500 in 2
		s-0,0-4: street 50 in 3
		s-0,5-0: street 50 in 3`), says(r.Homes))

	// Town 4 has nothing at all, and no home is invented for it. Without towns the
	// streets are not needed.
	ds := d.dataset()
	ds.Units = nil
	assert.NotContains(t, says(mustMake(t, ds, Options{}).Homes), "street")
	ds.Buildings, ds.Parcels = nil, nil
	assert.Equal(t, geo.Known(400.0).Or(0), round(mustMake(t, ds, Options{}).StreetM.Or(0)), "six squares above, two below")
}

func round(v float64) float64 { return float64(int(v + 0.5)) }

func TestRowsThatDoNotCount(t *testing.T) {
	d := drawn{
		people: `
			AABBCCDD
			AABBCCDD`,
		houses: `
			h.h.....
			........`,
		persons: map[string]float64{"A": 10, "B": 20, "C": 0, "D": 0},
	}
	ds := d.dataset()
	for i := range ds.Population {
		switch ds.Population[i].ID {
		case "A":
			ds.Population[i].SupersededBy = "survey"
		case "D":
			ds.Population[i].Persons = geo.Unknown()
		}
	}
	r := mustMake(t, ds, Options{})
	assert.Equal(t, want(`
		b-0,0: dwellings 1
		b-0,2: persons 20 dwellings 1`), says(r.Homes))
	assert.Equal(t, [3]int{1, 1, 1}, [3]int{r.RowsSuperseded, r.RowsUnknown, r.RowsEmpty})
	assert.Equal(t, geo.Known(20), r.Persons)
}

func TestParcelsThatStatePeopleAndDwellings(t *testing.T) {
	d := drawn{
		land: `
			aaab..
			aaab..`,
		houses: `
			hA....
			......`,
	}
	ds := d.dataset()
	for i := range ds.Parcels {
		p := &ds.Parcels[i]
		if p.ID == "a" {
			p.Population, p.Dwellings = geo.Known(90), geo.Known(42)
		} else {
			p.Population, p.Dwellings = geo.Known(8), geo.Known(4)
		}
	}
	r := mustMake(t, ds, Options{})
	text := says(r.Homes)
	// 42 dwellings for 1 + 20 estimated ones: each counts twice.
	assert.Contains(t, text, "b-0,0: persons 4 dwellings 2")
	assert.Contains(t, text, "b-0,1: persons 86 dwellings 40")
	assert.Contains(t, text, "l-b-0: persons 4 dwellings 2 land 2500")
	assert.Equal(t, geo.LayerParcels, r.PersonsFrom)
	assert.Zero(t, r.DwellingsEstimated)
	assert.Equal(t, 46.0, round(r.Dwellings.Or(0)))

	// Rows of population win, and the parcels' people are named as unused.
	ds.Population = []geo.PopulationCell{{ID: "x", Geometry: at(75, 75), Persons: geo.Known(5)}}
	r = mustMake(t, ds, Options{})
	assert.Equal(t, geo.Known(5), r.Persons)
	assert.Equal(t, 98.0, r.ParcelPersonsUnused)
}
