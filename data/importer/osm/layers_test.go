package osm

import (
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// A school as a point, as a closed way with a gate, and as a multipolygon of two
// parts with a yard cut out.
func TestFacilities(t *testing.T) {
	w := (&world{}).
		n(1, 50, 50, "amenity=school name=point operator:type=government capacity=300 beds=many name:en=Point").
		n(10, 0, 0, "").n(11, 2, 0, "entrance=main").n(12, 2, 2, "barrier=gate").n(13, 0, 2, "barrier=gate access=private").
		n(14, 1, 0, "entrance=emergency").n(15, 0, 1, "highway=crossing").
		w(10, "10 14 11 12 13 15 10", "amenity=school;kindergarten name=way stars=3.5 opening_hours=24/7 level=0").
		square(20, 10, 0, 10, "").square(30, 11, 1, 8, "").square(40, 30, 0, 1, "").
		r(5, "way:20:outer way:30:inner way:40:outer", "type=multipolygon amenity=hospital name:zh=医院").
		n(50, 60, 0, "").n(51, 61, 0, "").n(52, 63, 0, "").
		w(50, "50 51 52", "amenity=street")
	d, r := w.read(t)
	require.Len(t, d.Facilities, 4)
	rel, way, line, point := d.Facilities[0], d.Facilities[1], d.Facilities[2], d.Facilities[3]

	assert.Equal(t, geo.Facility{
		ID: "osm-n1", Name: "point", Categories: []string{"school"}, Location: at(50, 50), Status: geo.StatusExisting, Source: "world",
		Attributes: map[string]any{"ownership": "public", "capacity": 300.0, "name_en": "Point"},
	}, point)
	assert.Equal(t, []string{`node 1 (point): beds "many": a number that is not negative: the attribute is left out`}, refusals(r))

	assert.Equal(t, "osm-w10", way.ID)
	assert.Equal(t, []string{"school", "kindergarten"}, way.Categories)
	assert.Equal(t, map[string]any{"star": 3.5, "opening_hours": "24/7", "level": "0"}, way.Attributes)
	assert.Equal(t, orb.MultiPolygon{{{at(0, 0), at(1, 0), at(2, 0), at(2, 2), at(0, 2), at(0, 1), at(0, 0)}}}, way.Footprint)
	assert.Equal(t, []orb.Point{at(2, 0), at(2, 2)}, way.Entrances)
	// At 30 N a thousandth of a degree is 110.85 m by 96.49 m (Snyder 1987, table of
	// lengths of a degree: 110.852 km and 96.486 km at 30 degrees).
	assert.InDelta(t, 4*110.852*96.486, way.AreaM2.Or(0), 5)
	assert.InDelta(t, 120.001, way.Location[0], 1e-6)

	assert.Equal(t, "osm-r5", rel.ID)
	assert.Equal(t, "医院", rel.Name)
	assert.Equal(t, orb.MultiPolygon{{ring(10, 0, 10), hole(11, 1, 8)}, {ring(30, 0, 1)}}, rel.Footprint)
	assert.Empty(t, rel.Entrances)
	inWall := rel.Location[0] < 120.011 || rel.Location[0] > 120.019 || rel.Location[1] < 30.001 || rel.Location[1] > 30.009
	assert.True(t, inWall && rel.Footprint.Bound().Contains(rel.Location), "inside the walls, not the yard: %v", rel.Location)

	assert.Equal(t, "osm-w50", line.ID)
	assert.Nil(t, line.Footprint)
	assert.False(t, line.AreaM2.IsKnown())
	assert.InDelta(t, 120.0615, line.Location[0], 1e-6, "half-way along")
}

func TestEntrances(t *testing.T) {
	for text, want := range map[string]bool{
		"entrance=yes": true, "entrance=main": true, "entrance=no": false, "entrance=exit": false, "entrance=emergency": false,
		"barrier=gate": true, "barrier=lift_gate": true, "barrier=fence": false, "barrier=gate access=private": false,
		"barrier=gate access=no foot=yes": true, "entrance=yes foot=no": false, "entrance=yes foot=private": false,
		"entrance=yes access=private": false, "highway=crossing": false,
	} {
		w := (&world{}).n(1, 0, 0, text).n(2, 1, 0, "").n(3, 1, 1, "").w(10, "1 2 3 1", "amenity=school")
		d, _ := w.read(t)
		require.Len(t, d.Facilities, 1)
		assert.Equal(t, want, len(d.Facilities[0].Entrances) == 1, text)
	}
}

func TestFacilityStatus(t *testing.T) {
	for text, want := range map[string]geo.Status{
		"amenity=school": geo.StatusExisting, "amenity=school proposed=yes": geo.StatusPlanned,
		"amenity=school construction=yes": geo.StatusBuilding, "amenity=school disused=yes": geo.StatusClosed,
	} {
		d, _ := (&world{}).n(1, 0, 0, text).read(t)
		require.Len(t, d.Facilities, 1)
		assert.Equal(t, want, d.Facilities[0].Status, text)
	}
}

// The classifier is asked with the area: of 96 x 111 m it is no large park, of twice
// that each way it is.
func TestFacilityArea(t *testing.T) {
	d, _ := (&world{}).square(10, 0, 0, 0.5, "leisure=park").square(20, 5, 0, 1, "leisure=park").n(1, 9, 9, "leisure=park").read(t)
	require.Len(t, d.Facilities, 1)
	assert.Equal(t, "osm-w20", d.Facilities[0].ID)
	assert.Len(t, d.Parks, 2, "a point is no park")
}

func TestWithoutClassifier(t *testing.T) {
	path := (&world{}).square(10, 0, 0, 1, "leisure=park amenity=school").n(1, 9, 9, "amenity=school").save(t)
	d, _, err := Read(t.Context(), path, Options{Source: "mine"})
	require.NoError(t, err)
	assert.Empty(t, d.Facilities)
	require.Len(t, d.Parks, 1)
	assert.Equal(t, "mine", d.Parks[0].Source)
}

func TestParks(t *testing.T) {
	for text, want := range map[string]string{
		"leisure=park": "park", "leisure=garden": "garden", "leisure=common": "common", "place=square": "square",
		"landuse=village_green": "village_green", "landuse=recreation_ground": "recreation_ground",
		"leisure=garden access=private": "", "leisure=garden garden:type=residential": "", "leisure=pitch": "",
		"place=square highway=pedestrian": "square", "leisure=park barrier=fence": "park", "leisure=park area=no": "",
	} {
		d, _ := (&world{}).square(10, 0, 0, 1, text).read(t)
		if want == "" {
			assert.Empty(t, d.Parks, text)
			continue
		}
		require.Len(t, d.Parks, 1, text)
		assert.Equal(t, want, d.Parks[0].Kind, text)
	}
	w := (&world{}).n(1, 0, 0, "").n(2, 1, 0, "barrier=gate").n(3, 1, 1, "").
		w(10, "1 2 3 1", "leisure=park name=公园 proposed=yes")
	d, _ := w.read(t)
	assert.Equal(t, []geo.Park{{
		ID: "osm-w10", Name: "公园", Kind: "park", Status: geo.StatusPlanned, Source: "world", Entrances: []orb.Point{at(1, 0)},
		Geometry: orb.MultiPolygon{{{at(0, 0), at(1, 0), at(1, 1), at(0, 0)}}},
	}}, d.Parks)
}

// Tags on the outer way, as was usual until 2017; tags on both; an inner way that is
// something of its own.
func TestMultipolygonTags(t *testing.T) {
	w := (&world{}).
		square(10, 0, 0, 10, "landuse=residential").square(20, 2, 2, 3, "leisure=park").
		r(1, "way:10:outer way:20:inner", "type=multipolygon").
		square(30, 20, 0, 10, "landuse=residential").square(40, 22, 2, 3, "").
		r(2, "way:30:outer way:40:inner", "type=multipolygon landuse=residential").
		square(50, 40, 0, 10, "landuse=residential name=own").square(60, 42, 2, 3, "").
		r(3, "way:50:outer way:60:inner", "type=multipolygon natural=water")
	w.square(70, 60, 0, 9, "building=roof").square(80, 61, 1, 1, "").r(4, "way:70:outer way:80:inner", "type=multipolygon building=yes").
		square(90, 80, 0, 9, "landuse=retail").square(100, 81, 1, 1, "").r(5, "way:90:outer way:100:inner", "type=multipolygon building=yes")
	d, r := w.read(t)
	require.Len(t, d.Buildings, 2)
	assert.Equal(t, []string{"osm-r4", "osm-r5"}, []string{d.Buildings[0].ID, d.Buildings[1].ID})
	d.Parcels = slices.DeleteFunc(d.Parcels, func(p geo.Parcel) bool { return p.ID == "osm-w90" })
	require.Len(t, d.Parcels, 3)
	assert.Equal(t, []string{"osm-r1", "osm-r2", "osm-w50"}, []string{d.Parcels[0].ID, d.Parcels[1].ID, d.Parcels[2].ID})
	assert.Equal(t, orb.MultiPolygon{{ring(0, 0, 10), hole(2, 2, 3)}}, d.Parcels[0].Geometry)
	assert.Len(t, d.Parks, 1)
	require.Len(t, d.Barriers, 1)
	assert.Equal(t, "osm-r3", d.Barriers[0].ID)
	assert.Equal(t, []string{
		"1 × a multipolygon without tags got those of its outer ways",
		"2 × a way that says the same as the multipolygon it is part of was not taken again",
	}, repairs(r))
}

func TestGround(t *testing.T) {
	w := (&world{}).
		square(10, 0, 0, 1, "landuse=residential building:flats=40 population=1,200").
		square(20, 3, 0, 1, "landuse=commercial population=few").square(30, 6, 0, 1, "landuse=retail").
		square(40, 9, 0, 1, "landuse=industrial").square(50, 12, 0, 1, "landuse=farmland").
		n(1, 20, 0, "landuse=residential")
	d, r := w.read(t)
	require.Len(t, d.Parcels, 4)
	assert.Equal(t, geo.Parcel{
		ID: "osm-w10", Use: "residential", Geometry: orb.MultiPolygon{{ring(0, 0, 1)}},
		Dwellings: geo.Known(40), Population: geo.Known(1200), Source: "world",
	}, d.Parcels[0])
	assert.Equal(t, []string{"commercial", "retail", "industrial"}, []string{d.Parcels[1].Use, d.Parcels[2].Use, d.Parcels[3].Use})
	assert.False(t, d.Parcels[1].Population.IsKnown())
	assert.Equal(t, []string{`way 20: population "few": ` + populationRule}, refusals(r))
}

func TestBuildings(t *testing.T) {
	w := (&world{}).
		square(10, 0, 0, 1, "building=apartments building:levels=6 building:flats=24").
		square(20, 3, 0, 1, "building=yes building:levels=two").
		square(30, 6, 0, 1, "building=no").square(40, 6, 0, 1, "building=yes location=underground").
		square(50, 10, 0, 10, "").square(60, 11, 1, 8, "").square(70, 30, 0, 6, "").
		r(1, "way:50:outer way:60:inner way:70:outer", "type=multipolygon building=yes building:flats=72")
	d, r := w.read(t)
	require.Len(t, d.Buildings, 4)
	assert.Equal(t, "osm-r1-0", d.Buildings[0].ID)
	assert.Equal(t, orb.Polygon{ring(10, 0, 10), hole(11, 1, 8)}, d.Buildings[0].Geometry)
	assert.Equal(t, "osm-r1-1", d.Buildings[1].ID)
	// 36 squares each, the first a little further south: half the flats to a hundredth.
	assert.InDelta(t, 36, d.Buildings[0].Dwellings.Or(0), 0.01)
	assert.InDelta(t, 72, d.Buildings[0].Dwellings.Or(0)+d.Buildings[1].Dwellings.Or(0), 1e-9)
	assert.Equal(t, geo.Building{
		ID: "osm-w10", Use: "apartments", Geometry: orb.Polygon{ring(0, 0, 1)}, Levels: geo.Known(6), Dwellings: geo.Known(24), Source: "world",
	}, d.Buildings[2])
	assert.Equal(t, geo.Unknown(), d.Buildings[3].Levels)
	assert.Len(t, r.Refused, 1)
}

func TestBarriers(t *testing.T) {
	for text, want := range map[string]geo.BarrierKind{
		"waterway=river": geo.BarrierWater, "waterway=canal": geo.BarrierWater, "natural=coastline": geo.BarrierWater,
		"waterway=stream": "", "waterway=ditch": "", "waterway=river tunnel=culvert": "", "waterway=canal covered=yes": "",
		"railway=rail": geo.BarrierRailway, "railway=light_rail": geo.BarrierRailway, "railway=tram": "", "railway=rail tunnel=yes": "",
		"railway=rail bridge=viaduct": "", "railway=subway tunnel=yes": "", "railway=disused": "", "railway=construction": "",
	} {
		d, _ := (&world{}).n(1, 0, 0, "").n(2, 1, 0, "").w(10, "1 2", text).read(t)
		if want == "" {
			assert.Empty(t, d.Barriers, text)
			continue
		}
		assert.Equal(t, []geo.Barrier{{ID: "osm-w10", Kind: want, Geometry: orb.LineString{at(0, 0), at(1, 0)}, Source: "world"}}, d.Barriers, text)
	}
	for text, want := range map[string]bool{
		"natural=water": true, "waterway=riverbank": true, "landuse=reservoir": true, "natural=water tunnel=culvert": false,
		"natural=wood": false, "natural=water location=underground": false,
	} {
		d, _ := (&world{}).square(10, 0, 0, 2, text).read(t)
		if !want {
			assert.Empty(t, d.Barriers, text)
			continue
		}
		require.Len(t, d.Barriers, 1, text)
		assert.Equal(t, orb.MultiPolygon{{ring(0, 0, 2)}}, d.Barriers[0].Geometry, text)
	}
}

// A river whose other bank lies beyond the file still stops people: at the bank that
// the file holds.
func TestWaterCutByTheFile(t *testing.T) {
	w := (&world{}).n(1, 0, 0, "").n(2, 1, 0, "").n(3, 2, 0, "").w(10, "1 2 3", "").
		r(1, "way:10:outer way:11:outer", "type=multipolygon natural=water name=大运河")
	d, r := w.read(t)
	assert.Equal(t, []geo.Barrier{{
		ID: "osm-r1", Kind: geo.BarrierWater, Source: "world", Geometry: orb.MultiLineString{{at(0, 0), at(1, 0), at(2, 0)}},
	}}, d.Barriers)
	assert.Equal(t, []string{"1 × water that is only partly in the file: its shores were kept as lines"}, repairs(r))
	assert.Equal(t, []string{`relation 1 (大运河): members "1 member ways are not in the file": an area needs all of its ways`}, refusals(r))
}

func TestGreenways(t *testing.T) {
	w := (&world{}).
		n(1, 0, 0, "").n(2, 1, 0, "").n(3, 2, 0, "").n(4, 3, 0, "").n(5, 4, 0, "").
		w(10, "1 2", "highway=cycleway name=环湖绿道").
		w(11, "2 3", "highway=residential name=绿道路").
		w(12, "3 4", "highway=path").
		w(13, "4 5", "highway=footway name=Elm+Greenway").
		w(14, "1 5", "highway=proposed proposed=cycleway name=县级绿道").
		w(15, "2 5", "highway=construction construction=footway name=绿道连接线").
		w(16, "1 4", "highway=cycleway name=Radweg").
		r(1, "way:10: way:12:forward way:11:connection way:99:", "type=route route=bicycle name=市级1号绿道").
		r(2, "way:16:", "type=route route=bicycle name=EuroVelo").
		r(3, "way:16:", "type=route route=bus name=绿道专线").
		r(4, "way:98:", "type=route route=hiking name=绿道")
	d, r := w.read(t)
	type row struct {
		id, name  string
		status    geo.Status
		grade     string
		connector bool
		lines     int
	}
	var got []row
	for _, g := range d.Greenways {
		got = append(got, row{g.ID, g.Name, g.Status, g.Grade, g.Connector, len(g.Geometry)})
	}
	assert.Equal(t, []row{
		{"osm-r1", "市级1号绿道", geo.StatusExisting, "municipal", false, 2},
		{"osm-r1-connector", "市级1号绿道", geo.StatusExisting, "municipal", true, 1},
		{"osm-w13", "Elm Greenway", geo.StatusExisting, "", false, 1},
		{"osm-w14", "县级绿道", geo.StatusPlanned, "county", false, 1},
		{"osm-w15", "绿道连接线", geo.StatusBuilding, "", true, 1},
	}, got, "way 10 is part of relation 1")
	assert.Equal(t, []string{"2 × a greenway route that is only partly in the file: the part was kept"}, repairs(r))
	assert.Equal(t, []string{`relation 4 (绿道): members "none in the file": a greenway needs a way`}, refusals(r))
}

// Areas that cannot be made are reported where a row is lost by it, and only there.
func TestBrokenAreas(t *testing.T) {
	w := (&world{}).n(1, 0, 0, "").n(2, 1, 0, "").n(3, 1, 1, "").n(4, 2, 2, "").
		w(10, "1 2 99 1", "building=yes").
		w(11, "1 2 99 1", "power=substation").
		w(12, "1 2 99 1", "amenity=school name=S").
		w(13, "1 2 1 2 1", "leisure=park").
		r(1, "way:77:outer", "type=multipolygon power=plant").
		r(2, "way:77:outer", "type=site amenity=school").
		r(3, "way:77:outer", "type=site site=wind")
	_, r := w.read(t)
	assert.Equal(t, []string{
		`relation 2: type "site": a relation is a facility when it is a multipolygon`,
		`way 10: nodes "1 of its nodes are not in the file": ` + closedRule,
		`way 12 (S): nodes "1 of its nodes are not in the file": ` + closedRule,
		`way 13: nodes "the outline encloses no area": ` + closedRule,
	}, refusals(r))
}
