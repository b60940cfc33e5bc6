package doctor_test

import (
	"fmt"
	"math/rand"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/data/profiles"
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
	"github.com/seed-4611ae28/lifecircle/geo/doctor"
	"github.com/seed-4611ae28/lifecircle/geo/shape"
)

// The good county has two towns of 2 km by 2 km side by side, a village in each, and a
// street every 400 m. At every one of the 50 junctions stands a home of 200 people,
// and at 40 of them a facility, 2 m off both streets. Nothing is wrong with it.
//
//	+-----------+-----------+ 2000
//	| + + + + + | + + + + + |
//	| + + + + + | + + + + + |
//	| + + + + + | + + + + + |     + junctions
//	| + + + + + | + + + + + |
//	| + + + + + | + + + + + |
//	+-----------+-----------+ 0
//	0         2000        4000
const (
	columns, rows = 10, 5
	stepM         = 400.0
	west, east    = "330411101", "330411102"
)

var plane = crs.NewLocalTM(orb.Point{120.7, 30.9})

// at is a place in metres from the south-west corner.
func at(x, y float64) orb.Point { return shape.Round7Point(plane.ToGeo(orb.Point{x, y})) }

func rect(x, y, w, h float64) orb.MultiPolygon {
	return orb.MultiPolygon{{{at(x, y), at(x+w, y), at(x+w, y+h), at(x, y+h), at(x, y)}}}
}

func junction(i, j int) (x, y float64) { return 200 + stepM*float64(i), 200 + stepM*float64(j) }

// county is the good county, new each time.
func county() *geo.Dataset {
	ds := &geo.Dataset{
		Version: "v1", Title: "good", Date: "2025-01-01", ExtentFrom: "header",
		Extent: rect(-500, -500, 5000, 3000).Bound(),
	}
	unit := func(code, name string, level geo.Level, ground orb.MultiPolygon, seat orb.Point) {
		ds.Units = append(ds.Units, geo.Unit{Code: code, Name: name, Level: level, Geometry: ground, Seat: &seat, Population: geo.Known(5000), Source: "units"})
	}
	unit("330411", "秀洲区", geo.LevelCounty, rect(0, 0, 4000, 2000), at(600, 600))
	ds.Units[0].Population = geo.Known(10_000)
	unit(west, "王江泾镇", geo.LevelTown, rect(0, 0, 2000, 2000), at(600, 600))
	unit(east, "油车港镇", geo.LevelTown, rect(2000, 0, 2000, 2000), at(2600, 600))
	unit(west+"201", "虹阳村", geo.LevelVillage, rect(0, 0, 2000, 1000), at(600, 600))
	unit(east+"201", "胜丰村", geo.LevelVillage, rect(2000, 0, 2000, 1000), at(2600, 600))
	for i, town := range []string{west, east} {
		ds.BuiltUps = append(ds.BuiltUps, geo.BuiltUp{ID: "b" + town, Unit: town, Geometry: rect(100+2000*float64(i), 100, 1800, 1800), Source: "built"})
	}
	road := func(i, j, k, l int) {
		x, y := junction(i, j)
		u, v := junction(k, l)
		ds.Roads = append(ds.Roads, geo.RoadSegment{
			ID: fmt.Sprintf("r-%d-%d-%d-%d", i, j, k, l), Name: "路", Highway: "residential",
			Geometry: orb.LineString{at(x, y), at(u, v)}, Source: "roads",
		})
	}
	for i := range columns {
		for j := range rows {
			x, y := junction(i, j)
			if i+1 < columns {
				road(i, j, i+1, j)
			}
			if j+1 < rows {
				road(i, j, i, j+1)
			}
			n := len(ds.Homes)
			id := fmt.Sprintf("p-%02d", n)
			ds.Population = append(ds.Population, geo.PopulationCell{ID: id, Geometry: at(x+25, y+25), Persons: geo.Known(200), Source: "people"})
			ds.Homes = append(ds.Homes, geo.Home{ID: "h-" + id, Cell: id, Location: at(x+25, y+25), Persons: geo.Known(200), Source: "people"})
			if n < 40 {
				f := geo.Facility{ID: fmt.Sprintf("f-%02d", n), Name: fmt.Sprintf("药店%d", n), Categories: []string{"pharmacy"}, Location: at(x+2, y-2), Source: "ledger"}
				if n%2 == 0 {
					f.Name, f.Categories = fmt.Sprintf("幼儿园%d", n), []string{"kindergarten"}
					f.Attributes = map[string]any{"ownership": "public"}
				}
				ds.Facilities = append(ds.Facilities, f)
			}
		}
	}
	ds.Greenways = []geo.Greenway{{ID: "g-1", Name: "环城绿道", Geometry: orb.MultiLineString{{at(300, 300), at(1300, 300)}}, Source: "green"}}
	ds.Parks = []geo.Park{{ID: "k-1", Name: "公园", Kind: "park", Geometry: rect(650, 650, 100, 100), Source: "green"}}
	ds.Parcels = []geo.Parcel{{ID: "l-1", Use: geo.UseResidential, Geometry: rect(1050, 650, 100, 100), Source: "land"}}
	ds.Buildings = []geo.Building{{ID: "u-1", Use: "house", Geometry: rect(1060, 660, 10, 10)[0], Source: "land"}}
	ds.Barriers = []geo.Barrier{{ID: "w-1", Kind: geo.BarrierWater, Geometry: rect(1450, 650, 100, 100), Source: "water"}}
	return ds
}

// rules are the modes and park rules that ship, and one small requirement set.
func rules(t *testing.T) *geo.Profiles {
	t.Helper()
	p, err := profiles.Load()
	require.NoError(t, err)
	return &geo.Profiles{
		Modes: p.Modes, ParkRules: p.ParkRules,
		Categories: []geo.Category{
			{ID: "kindergarten", Zh: "幼儿园", En: "Kindergarten", Attributes: []string{"ownership"}},
			{ID: "pharmacy", Zh: "药店", En: "Pharmacy"}, {ID: "bus_stop", Zh: "公交站", En: "Bus stop"},
		},
		RequirementSets: []geo.RequirementSet{{ID: "set", Zh: "小圈", En: "small circle", Requirements: []geo.Requirement{
			{ID: "kindergarten", AnyOf: []string{"kindergarten"}, Where: map[string]string{"ownership": "public"}},
			{ID: "pharmacy", AnyOf: []string{"pharmacy"}},
		}}},
	}
}

func examine(t *testing.T, ds *geo.Dataset, p *geo.Profiles) *doctor.Report {
	t.Helper()
	r, err := doctor.Examine(t.Context(), ds, p)
	require.NoError(t, err)
	return r
}

// found are the findings of an id.
func found(r *doctor.Report, id string) (out []doctor.Finding) {
	for _, f := range r.Findings {
		if f.ID == id {
			out = append(out, f)
		}
	}
	return out
}

// shuffled has the same rows in another order.
func shuffled(ds *geo.Dataset, seed int64) *geo.Dataset {
	r := rand.New(rand.NewSource(seed))
	out := *ds
	out.Units = mixed(r, ds.Units)
	out.BuiltUps = mixed(r, ds.BuiltUps)
	out.Facilities = mixed(r, ds.Facilities)
	out.Roads = mixed(r, ds.Roads)
	out.Greenways = mixed(r, ds.Greenways)
	out.Parks = mixed(r, ds.Parks)
	out.Parcels = mixed(r, ds.Parcels)
	out.Buildings = mixed(r, ds.Buildings)
	out.Barriers = mixed(r, ds.Barriers)
	out.Population = mixed(r, ds.Population)
	out.Homes = mixed(r, ds.Homes)
	return &out
}

func mixed[T any](r *rand.Rand, list []T) []T {
	out := append([]T(nil), list...)
	r.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}
