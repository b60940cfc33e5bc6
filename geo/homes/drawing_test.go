package homes

import (
	"fmt"
	"sort"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
)

// drawn is a town drawn in characters. Every map has the same size; a character is
// a square of 50 m, the first line is the northernmost.
//
//	land    letters: a parcel each, of the use that uses names (else residential)
//	houses  h house, y building=yes of 10 m, s building=yes of 4 m (a shed),
//	        A apartments of 20 m and 5 storeys (20 dwellings), o an office
//	people  letters: a row of population each, with the persons that persons names
//	streets = residential, - service, p residential and private, x foot=no,
//	        B a bridge; every run is a road
//	units   letters: a town each
type drawn struct {
	land, houses, people, streets, units string
	uses                                 map[string]string
	persons                              map[string]float64
}

const squareM = 50

var drawingCentre = orb.Point{120.7, 30.75}

// at returns the place x, y metres east and north of the south-west corner.
func at(x, y float64) orb.Point {
	return crs.NewLocalTM(drawingCentre).ToGeo(orb.Point{x, y})
}

func box(x, y, w, h float64) orb.Polygon {
	return orb.Polygon{{at(x, y), at(x+w, y), at(x+w, y+h), at(x, y+h), at(x, y)}}
}

// squares calls f with the south-west corner of each square of the map, and its name "row,col".
func squares(drawing string, f func(c rune, x, y float64, name string)) {
	lines := strings.Split(strings.Trim(strings.ReplaceAll(drawing, "\t", ""), "\n"), "\n")
	for r, line := range lines {
		for c, ch := range line {
			f(ch, float64(c)*squareM, float64(len(lines)-1-r)*squareM, fmt.Sprintf("%d,%d", r, c))
		}
	}
}

func (d drawn) dataset() *geo.Dataset {
	ds := &geo.Dataset{}
	letters := func(drawing string) map[string]orb.MultiPolygon {
		m := map[string]orb.MultiPolygon{}
		squares(drawing, func(c rune, x, y float64, _ string) {
			if c != '.' {
				m[string(c)] = append(m[string(c)], box(x, y, squareM, squareM))
			}
		})
		return m
	}
	for id, g := range letters(d.land) {
		use := d.uses[id]
		if use == "" {
			use = geo.UseResidential
		}
		ds.Parcels = append(ds.Parcels, geo.Parcel{ID: id, Use: use, Geometry: g, Source: "land"})
	}
	for id, g := range letters(d.people) {
		ds.Population = append(ds.Population, geo.PopulationCell{ID: id, Geometry: g, Persons: geo.Known(d.persons[id]), Source: "people"})
	}
	for id, g := range letters(d.units) {
		ds.Units = append(ds.Units, geo.Unit{Code: id, Level: geo.LevelTown, Geometry: g})
	}
	squares(d.houses, func(c rune, x, y float64, name string) {
		b := geo.Building{ID: name, Source: "houses"}
		side := 10.0
		switch c {
		case 'h':
			b.Use = "house"
		case 'y':
			b.Use = "yes"
		case 's':
			b.Use, side = "yes", 4
		case 'A':
			b.Use, side, b.Levels = "apartments", 20, geo.Known(5)
		case 'o':
			b.Use = "office"
		default:
			return
		}
		b.Geometry = box(x+(squareM-side)/2, y+(squareM-side)/2, side, side)
		ds.Buildings = append(ds.Buildings, b)
	})
	ds.Roads = drawnRoads(d.streets)
	// Maps of Go come in random order, and Make must not mind.
	return ds
}

func drawnRoads(drawing string) []geo.RoadSegment {
	var roads []geo.RoadSegment
	last, endX, endY := '.', -1.0, -1.0
	squares(drawing, func(c rune, x, y float64, name string) {
		if c != '.' && c == last && x == endX && y == endY {
			r := &roads[len(roads)-1]
			r.Geometry[1] = at(x+squareM, y+squareM/2)
			endX += squareM
			return
		}
		last, endX, endY = c, x+squareM, y
		r := geo.RoadSegment{ID: name, Highway: "residential", Source: "roads",
			Geometry: orb.LineString{at(x, y+squareM/2), at(x+squareM, y+squareM/2)}}
		switch c {
		case '=':
		case '-':
			r.Highway = "service"
		case 'p':
			r.Access = "private"
		case 'x':
			r.Foot = "no"
		case 'B':
			r.Bridge = true
		default:
			last = '.'
			return
		}
		roads = append(roads, r)
	})
	return roads
}

// says writes what the homes carry, a line each.
func says(homes []geo.Home) string {
	figure := func(name string, a geo.Amount) string {
		if v, ok := a.Get(); ok {
			return fmt.Sprintf(" %s %.0f", name, v)
		}
		return ""
	}
	var lines []string
	for _, h := range homes {
		line := h.ID + ":" + figure("persons", h.Persons) + figure("dwellings", h.Dwellings) +
			figure("land", h.ResidentialM2) + figure("street", h.StreetM)
		if h.Town != "" {
			line += " in " + h.Town
		}
		lines = append(lines, line)
	}
	sort.Strings(lines)
	return strings.Join(lines, "\n")
}

func mustMake(t testing.TB, ds *geo.Dataset, o Options) *Result {
	t.Helper()
	r, err := Make(t.Context(), ds, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func multi(p orb.Polygon) orb.MultiPolygon { return orb.MultiPolygon{p} }
