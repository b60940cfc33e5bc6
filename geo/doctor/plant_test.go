package doctor_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/crs"
	"github.com/seed-4611ae28/lifecircle/geo/doctor"
)

// planted is one fault in the good county, and what is to be found of it.
type planted struct {
	id       string
	severity doctor.Severity
	count    int
	// place is the id of one of the places, detail a part of what is said of it.
	place, detail string
	people        geo.Amount
	// also are other findings that follow from the same fault.
	also  []string
	plant func(ds *geo.Dataset, p *geo.Profiles)
}

func segment(id string, points ...orb.Point) geo.RoadSegment {
	return geo.RoadSegment{ID: id, Highway: "residential", Geometry: points, Source: "roads"}
}

func facility(i int, ds *geo.Dataset) *geo.Facility { return &ds.Facilities[i] }

// plants lists a fault for every finding that there is.
func plants() map[string]planted {
	move := func(ds *geo.Dataset, by func(orb.Point) orb.Point) {
		for i := range ds.Facilities {
			ds.Facilities[i].Location = by(ds.Facilities[i].Location)
		}
	}
	return map[string]planted{
		"facilities in GCJ-02": {id: "shifted-source", severity: doctor.Serious, count: 40, place: "f-00",
			plant: func(ds *geo.Dataset, _ *geo.Profiles) { move(ds, crs.GCJ02FromWGS84) }},
		"facilities in BD-09": {id: "shifted-source", severity: doctor.Serious, count: 40, place: "f-00",
			plant: func(ds *geo.Dataset, _ *geo.Profiles) { move(ds, crs.BD09FromWGS84) }},
		"facilities corrected once too often": {id: "overcorrected-source", severity: doctor.Serious, count: 40, place: "f-00",
			plant: func(ds *geo.Dataset, _ *geo.Profiles) { move(ds, crs.GCJ02ToWGS84) }},
		"roads in GCJ-02": {id: "overcorrected-source", severity: doctor.Serious, count: 40, place: "f-00",
			plant: func(ds *geo.Dataset, _ *geo.Profiles) {
				for i := range ds.Roads {
					for k := range ds.Roads[i].Geometry {
						ds.Roads[i].Geometry[k] = crs.GCJ02FromWGS84(ds.Roads[i].Geometry[k])
					}
				}
			}, also: []string{"homes-unplaced"}},
		"a facility with swapped axes": {id: "swapped-places", severity: doctor.Serious, count: 1, place: "f-03", also: []string{"facilities-far-from-homes"},
			plant: func(ds *geo.Dataset, _ *geo.Profiles) {
				f := facility(3, ds)
				f.Location = orb.Point{f.Location[1], f.Location[0]}
			}},
		"people with a mistyped degree": {id: "off-by-degrees", severity: doctor.Serious, count: 1, place: "p-07", people: geo.Known(200),
			plant: func(ds *geo.Dataset, _ *geo.Profiles) {
				c := &ds.Population[7]
				p := c.Geometry.(orb.Point)
				c.Geometry = orb.Point{p[0] - 1, p[1]}
			}},
		"people in the next zone": {id: "wrong-zone", severity: doctor.Serious, count: 50, people: geo.Known(10_000),
			plant: func(ds *geo.Dataset, _ *geo.Profiles) {
				for i := range ds.Population {
					p := ds.Population[i].Geometry.(orb.Point)
					ds.Population[i].Geometry = orb.Point{p[0] + 3, p[1]}
				}
			}},
		"a facility in another province": {id: "far-outside", severity: doctor.Warning, count: 1, place: "f-04", also: []string{"facilities-far-from-homes"},
			plant: func(ds *geo.Dataset, _ *geo.Profiles) { facility(4, ds).Location = orb.Point{113.27, 23.13} }},
		"a park that crosses itself": {id: "geometry-invalid", severity: doctor.Serious, count: 1, place: "k-1", detail: "cross",
			plant: func(ds *geo.Dataset, _ *geo.Profiles) {
				ds.Parks[0].Geometry = orb.MultiPolygon{{{at(650, 650), at(750, 750), at(750, 650), at(650, 760), at(650, 650)}}}
			}},
		"towns that overlap": {id: "units-overlap", severity: doctor.Serious, count: 1, people: geo.Known(1000), detail: "48.0 ha",
			plant: func(ds *geo.Dataset, _ *geo.Profiles) {
				// 240 m by 2 km take in the five homes at x = 2225.
				ds.Units[1].Geometry = rect(0, 0, 2240, 2000)
			}},
		"a hole with people": {id: "units-hole", severity: doctor.Serious, count: 1, people: geo.Known(200), detail: "4.0 ha",
			plant: func(ds *geo.Dataset, _ *geo.Profiles) {
				hole := orb.Ring{at(900, 900), at(900, 1100), at(1100, 1100), at(1100, 900), at(900, 900)}
				ds.Units[1].Geometry[0] = append(ds.Units[1].Geometry[0], hole)
			}},
		"a strip of the county without a town": {id: "units-hole", severity: doctor.Warning, count: 1, people: geo.Known(0), detail: "20.0 ha",
			plant: func(ds *geo.Dataset, _ *geo.Profiles) {
				ds.Units[0].Geometry = rect(0, 0, 4100, 2000)
			}},
		"a code in 12 digits too": {id: "units-same-code", severity: doctor.Serious, count: 2, place: west, people: geo.Known(10_000),
			plant: func(ds *geo.Dataset, _ *geo.Profiles) { ds.Units[2].Code = west + "000" },
			also:  []string{"built-up-absurd", "village-outside-town"}},
		"two towns of one name": {id: "units-same-name", severity: doctor.Warning, count: 2, place: east, people: geo.Known(10_000),
			plant: func(ds *geo.Dataset, _ *geo.Profiles) { ds.Units[2].Name = ds.Units[1].Name }},
		"a village half outside": {id: "village-outside-town", severity: doctor.Warning, count: 1, place: west + "201", detail: "50.0 %", people: geo.Known(3000),
			plant: func(ds *geo.Dataset, _ *geo.Profiles) { ds.Units[3].Geometry = rect(1000, 1000, 2000, 1000) }},
		"a town without people": {id: "town-no-population", severity: doctor.Warning, count: 1, place: east,
			plant: func(ds *geo.Dataset, _ *geo.Profiles) {
				ds.Units[2].Population = geo.Unknown()
				for i := range ds.Homes {
					if plane.ToPlane(ds.Homes[i].Location)[0] > 2000 {
						ds.Homes[i].Persons = geo.Unknown()
					}
				}
			}, also: []string{"built-up-absurd"}},
		"three times the people": {id: "population-factor", severity: doctor.Warning, count: 1, place: west, detail: "×3", people: geo.Known(5000),
			plant: func(ds *geo.Dataset, _ *geo.Profiles) { ds.Units[1].Population = geo.Known(15_000) }},
		"a number in another unit": {id: "population-factor-absurd", severity: doctor.Serious, count: 1, place: west, detail: "250 official, 5000 by place, ×0.05", people: geo.Known(5000),
			plant: func(ds *geo.Dataset, _ *geo.Profiles) { ds.Units[1].Population = geo.Known(250) }},
		"a town without a seat": {id: "town-no-seat", severity: doctor.Warning, count: 1, place: west, people: geo.Known(5000),
			plant: func(ds *geo.Dataset, _ *geo.Profiles) { ds.Units[1].Seat = nil }},
		"no built-up area": {id: "built-up-empty", severity: doctor.Warning, count: 1, place: west, people: geo.Known(5000),
			plant: func(ds *geo.Dataset, _ *geo.Profiles) {
				ds.BuiltUps = ds.BuiltUps[1:]
				ds.Parcels[0].Use, ds.Buildings[0].Geometry = "farmland", rect(2060, 660, 10, 10)[0]
			}},
		"a built-up area in the next town": {id: "built-up-absurd", severity: doctor.Warning, count: 1, place: west, detail: "inside the town: 0.0 %", people: geo.Known(5000),
			plant: func(ds *geo.Dataset, _ *geo.Profiles) { ds.BuiltUps[0].Geometry = rect(2100, 100, 1800, 1800) }},
		"a built-up area of a yard": {id: "built-up-absurd", severity: doctor.Warning, count: 1, place: west, detail: "m² a head",
			plant: func(ds *geo.Dataset, _ *geo.Profiles) { ds.BuiltUps[0].Geometry = rect(210, 210, 30, 30) }},
		"a road of no class": {id: "roads-no-class", severity: doctor.Warning, count: 1, place: "r-0-0-1-0", detail: "",
			plant: func(ds *geo.Dataset, _ *geo.Profiles) { road(ds, "r-0-0-1-0").Highway = "road" }},
		"a road of a class nobody knows": {id: "roads-unknown-class", severity: doctor.Warning, count: 1, place: "r-0-0-1-0", detail: "乡道",
			plant: func(ds *geo.Dataset, _ *geo.Profiles) { road(ds, "r-0-0-1-0").Highway = "乡道" }},
		"a road of no length": {id: "roads-zero-length", severity: doctor.Note, count: 1, place: "zero",
			plant: func(ds *geo.Dataset, _ *geo.Profiles) {
				ds.Roads = append(ds.Roads, segment("zero", at(200, 200), at(200, 200)))
			}},
		"a road that stops short": {id: "roads-dangling", severity: doctor.Warning, count: 1, place: "short", detail: "0.50 m → r-0-0-1-0",
			plant: func(ds *geo.Dataset, _ *geo.Profiles) {
				ds.Roads = append(ds.Roads, segment("short", at(400, 200.5), at(400, 300)), segment("on", at(400, 300), at(600, 600)))
			}},
		"a one-way street one cannot leave": {id: "one-way-traps", severity: doctor.Note, count: 1, place: "trap", detail: "in, never out, 100 m", people: geo.Known(0),
			plant: func(ds *geo.Dataset, _ *geo.Profiles) {
				s := segment("trap", at(600, 600), at(671, 671))
				s.OneWay = geo.Forward
				ds.Roads = append(ds.Roads, s)
			}},
		"people on an island": {id: "network-islands", severity: doctor.Warning, count: 1, place: "h-far", detail: "1 homes, 100 people, 60 m", people: geo.Known(100),
			plant: func(ds *geo.Dataset, _ *geo.Profiles) {
				ds.Roads = append(ds.Roads, segment("island", at(400, 380), at(400, 440)))
				ds.Homes = append(ds.Homes, geo.Home{ID: "h-far", Location: at(401, 401), Persons: geo.Known(100), Source: "people"})
				ring := orb.LineString{at(380, 360), at(420, 360), at(420, 460), at(380, 460), at(380, 360)}
				ds.Barriers = append(ds.Barriers, geo.Barrier{ID: "wall", Kind: geo.BarrierWall, Geometry: ring, Source: "water"})
			}},
		"a home without a street": {id: "homes-unplaced", severity: doctor.Serious, count: 1, place: "h-alone", people: geo.Known(1000),
			plant: func(ds *geo.Dataset, _ *geo.Profiles) {
				ds.Homes = append(ds.Homes, geo.Home{ID: "h-alone", Location: at(3990, 2700), Persons: geo.Known(1000), Source: "people"})
			}},
		"people in the water": {id: "people-on-water", severity: doctor.Warning, count: 1, place: "h-wet", people: geo.Known(50),
			plant: func(ds *geo.Dataset, _ *geo.Profiles) {
				ds.Homes = append(ds.Homes, geo.Home{ID: "h-wet", Location: at(1500, 700), Persons: geo.Known(50), Source: "people"})
			}, also: []string{"homes-unplaced"}},
		"a facility of no category": {id: "facilities-no-category", severity: doctor.Warning, count: 1, place: "f-05",
			plant: func(ds *geo.Dataset, _ *geo.Profiles) { facility(5, ds).Categories = nil }},
		"a facility of an unknown category": {id: "facilities-no-category", severity: doctor.Warning, count: 1, place: "f-05", detail: "moonbase",
			plant: func(ds *geo.Dataset, _ *geo.Profiles) { facility(5, ds).Categories = []string{"moonbase"} }},
		"no pharmacy anywhere": {id: "category-absent", severity: doctor.Warning, count: 1, detail: "set", people: geo.Known(10_000),
			plant: func(ds *geo.Dataset, _ *geo.Profiles) {
				for i := 1; i < len(ds.Facilities); i += 2 {
					ds.Facilities[i].Status = geo.StatusPlanned
				}
			}},
		"an attribute that is asked": {id: "attributes-asked", severity: doctor.Warning, count: 1, place: "f-02", detail: "ownership",
			plant: func(ds *geo.Dataset, _ *geo.Profiles) { facility(2, ds).Attributes = nil }},
		"an attribute somebody left out": {id: "attributes-incomplete", severity: doctor.Note, count: 1, place: "kindergarten", detail: "ownership 2/20",
			plant: func(ds *geo.Dataset, p *geo.Profiles) {
				p.RequirementSets[0].Requirements[0].Where = nil
				facility(0, ds).Attributes, facility(2, ds).Attributes["ownership"] = nil, ""
			}},
		"two facilities without an attribute": {id: "attributes-incomplete", severity: doctor.Note, count: 1, place: "kindergarten", detail: "ownership 2/2",
			plant: func(ds *geo.Dataset, p *geo.Profiles) {
				p.RequirementSets[0].Requirements[0].Where = nil
				for i := range ds.Facilities {
					if ds.Facilities[i].Attributes = nil; i > 2 {
						ds.Facilities[i].Categories = []string{"pharmacy"}
					}
				}
			}},
		"attributes nobody filled in": {id: "attributes-missing", severity: doctor.Warning, count: 1, place: "kindergarten", detail: "ownership 20/20",
			plant: func(ds *geo.Dataset, p *geo.Profiles) {
				p.RequirementSets[0].Requirements[0].Where = nil
				for i := range ds.Facilities {
					ds.Facilities[i].Attributes = nil
				}
			}},
		"a line copied": {id: "facilities-repeated", severity: doctor.Warning, count: 1, place: "f-99", detail: "= f-06",
			plant: func(ds *geo.Dataset, _ *geo.Profiles) {
				f := *facility(6, ds)
				f.ID = "f-99"
				ds.Facilities = append(ds.Facilities, f)
			}},
		"one name twice nearby": {id: "facilities-same-name", severity: doctor.Warning, count: 1, place: "f-99", detail: "~ f-06",
			plant: func(ds *geo.Dataset, _ *geo.Profiles) {
				f := *facility(6, ds)
				f.ID, f.Location = "f-99", at(430, 200)
				ds.Facilities[6].Location = at(410, 190)
				ds.Facilities = append(ds.Facilities, f)
			}},
		"one name in two sources": {id: "facilities-same-name-apart", severity: doctor.Note, count: 1, place: "f-99", detail: "~ f-06",
			plant: func(ds *geo.Dataset, _ *geo.Profiles) {
				f := *facility(6, ds)
				f.ID, f.Source, f.Location = "f-99", "amap", crs.GCJ02FromWGS84(f.Location)
				ds.Facilities = append(ds.Facilities, f)
			}},
		"a facility in the hills": {id: "facilities-far-from-homes", severity: doctor.Note, count: 1, place: "f-08",
			plant: func(ds *geo.Dataset, _ *geo.Profiles) { facility(8, ds).Location = at(2000, 4500) }},
		"a greenway drawn twice": {id: "greenways-overlap", severity: doctor.Note, count: 2, place: "g-2", detail: "600 m",
			plant: func(ds *geo.Dataset, _ *geo.Profiles) {
				ds.Greenways = append(ds.Greenways, geo.Greenway{ID: "g-2", Geometry: orb.MultiLineString{{at(700, 300), at(1500, 300)}}, Source: "green"})
			}},
		"a planned greenway": {id: "greenways-planned", severity: doctor.Note, count: 1, place: "g-2",
			plant: func(ds *geo.Dataset, _ *geo.Profiles) {
				ds.Greenways = append(ds.Greenways, geo.Greenway{ID: "g-2", Status: geo.StatusPlanned, Geometry: orb.MultiLineString{{at(700, 1000), at(1500, 1000)}}, Source: "green"})
			}},
		"a park without ground": {id: "parks-no-area", severity: doctor.Warning, count: 1, place: "k-2",
			plant: func(ds *geo.Dataset, _ *geo.Profiles) {
				ds.Parks = append(ds.Parks, geo.Park{ID: "k-2", Kind: "park", Source: "green"})
			}},
		"a park of 399 square metres": {id: "parks-too-small", severity: doctor.Note, count: 1, place: "k-2", detail: "399 m²",
			plant: func(ds *geo.Dataset, _ *geo.Profiles) {
				ds.Parks = append(ds.Parks, geo.Park{ID: "k-2", Kind: "park", Geometry: rect(700, 900, 21, 19), Source: "green"})
			}},
		"a square": {id: "parks-unknown-kind", severity: doctor.Note, count: 1, place: "k-2", detail: "square",
			plant: func(ds *geo.Dataset, _ *geo.Profiles) {
				ds.Parks = append(ds.Parks, geo.Park{ID: "k-2", Kind: "square", Geometry: rect(700, 900, 50, 50), Source: "green"})
			}},
		"a land-use code": {id: "parcels-unknown-use", severity: doctor.Warning, count: 1, place: "l-2", detail: "0702",
			plant: func(ds *geo.Dataset, _ *geo.Profiles) {
				ds.Parcels = append(ds.Parcels, geo.Parcel{ID: "l-2", Use: "0702", Geometry: rect(900, 900, 50, 50), Source: "land"})
			}},
		"a box that cuts the towns": {id: "extent-cuts-town", severity: doctor.Warning, count: 2, place: east, detail: "outside: 20.0 %", people: geo.Known(10_000),
			plant: func(ds *geo.Dataset, _ *geo.Profiles) { ds.Extent = rect(-500, -500, 5000, 2100).Bound() }},
		"UTF-8 read as Latin-1": {id: "text-mojibake", severity: doctor.Warning, count: 1, place: "f-01", detail: "药店",
			plant: func(ds *geo.Dataset, _ *geo.Profiles) { facility(1, ds).Name = latin1("药店") }},
		"a name with blanks": {id: "names-untidy", severity: doctor.Note, count: 1, place: "f-01", detail: `"  药店\u3000\u30001 "`,
			plant: func(ds *geo.Dataset, _ *geo.Profiles) { facility(1, ds).Name = "  药店\u3000\u30001 " }},
		"no parks": {id: "layer-missing", severity: doctor.Warning, count: 1,
			plant: func(ds *geo.Dataset, _ *geo.Profiles) { ds.Parks = nil }},
	}
}

func road(ds *geo.Dataset, id string) *geo.RoadSegment {
	for i := range ds.Roads {
		if ds.Roads[i].ID == id {
			return &ds.Roads[i]
		}
	}
	panic("no road " + id)
}

// latin1 is the bytes of a text read as Latin-1.
func latin1(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		b.WriteRune(rune(c))
	}
	return b.String()
}

// Every fault is found, once, where it is; and nothing else is found but what follows
// from it. (The good county itself has no finding: see clean_test.go.)
func TestEveryPlantedFaultIsFound(t *testing.T) {
	for name, c := range plants() {
		t.Run(name, func(t *testing.T) {
			ds, p := county(), rules(t)
			c.plant(ds, p)
			r := examine(t, ds, p)
			list := found(r, c.id)
			require.Len(t, list, 1, "%v", ids(r))
			f := list[0]
			require.Equal(t, c.severity, f.Severity)
			require.Equal(t, c.count, f.Count, "%+v", f.Places)
			if v, known := c.people.Get(); known {
				require.InDelta(t, v, f.People.Or(-1), 1e-6, f.En)
			}
			if c.place != "" || c.detail != "" {
				require.Contains(t, places(&f), c.place)
				require.Contains(t, places(&f), c.detail)
			}
			for _, text := range []string{f.Zh, f.En, f.EffectZh, f.EffectEn} {
				require.NotEmpty(t, text)
				require.NotContains(t, text, "%!")
			}
			require.LessOrEqual(t, len(f.Places), f.Count)
			for _, id := range ids(r) {
				require.Contains(t, append(c.also, c.id), id)
			}
		})
	}
}

func ids(r *doctor.Report) (out []string) {
	for _, f := range r.Findings {
		out = append(out, f.ID)
	}
	return out
}

func places(f *doctor.Finding) string {
	var b strings.Builder
	for _, p := range f.Places {
		fmt.Fprintf(&b, "%s|%s|%s\n", p.ID, p.Name, p.Detail)
	}
	return b.String()
}
