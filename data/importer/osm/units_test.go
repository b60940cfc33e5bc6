package osm

import (
	"strconv"
	"testing"

	"github.com/paulmach/orb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// ring is the ring of a square of the grid, from its south-west corner on.
func ring(x, y, size float64) orb.Ring {
	return orb.Ring{at(x, y), at(x+size, y), at(x+size, y+size), at(x, y+size), at(x, y)}
}

// hole is the ring of a square of the grid, clockwise.
func hole(x, y, size float64) orb.Ring {
	r := ring(x, y, size)
	r.Reverse()
	return r
}

// A town with a hole, an exclave and an enclave in the hole, drawn by four ways in
// two rings, a ring of two open ways, and with roles missing or wrong.
func TestUnitGeometry(t *testing.T) {
	w := (&world{}).
		n(1, 0, 0, "").n(2, 10, 0, "").n(3, 10, 10, "").n(4, 0, 10, "").
		w(10, "1 2 3", "").w(11, "1 4 3", ""). // two halves, the second from the same end
		square(20, 2, 2, 6, "").square(30, 4, 4, 2, "").square(40, 20, 0, 5, "").
		n(5, 1, 1, "").
		r(7, "way:20:inner way:10:outer way:11: way:30:inner way:40:outer node:5:admin_centre relation:99:subarea",
			"type=boundary boundary=administrative admin_level=8 name=新塍镇 name:en=Xincheng population=48,000 population:date=2020-11-01")
	d, r := w.read(t)
	require.Len(t, d.Units, 1)
	u := d.Units[0]
	seat := at(1, 1)
	assert.Equal(t, geo.Unit{
		Code: "osm-r7", Name: "新塍镇", NameEn: "Xincheng", Level: geo.LevelTown, Type: "镇",
		Population: geo.Known(48000), PopulationYear: 2020, Seat: &seat, Source: "world",
		Geometry: orb.MultiPolygon{{ring(0, 0, 10), hole(2, 2, 6)}, {ring(4, 4, 2)}, {ring(20, 0, 5)}},
	}, u)
	assert.Equal(t, []string{"1 × a relation with missing or wrong roles: holes were told by geometry"}, repairs(r))
	assert.Empty(t, r.Refused)
}

// admin_level counts from the town's level; what is no level is reported.
func TestUnitLevels(t *testing.T) {
	w := &world{}
	for level := 2; level <= 11; level++ {
		w.square(100*level, float64(20*level), 0, 10, "")
		w.r(level, "way:"+itoa(100*level)+":outer", "type=boundary boundary=administrative admin_level="+itoa(level)+" name=U"+itoa(level))
	}
	w.r(50, "way:200:outer", "type=boundary boundary=administrative admin_level=eight name=X")
	w.r(51, "way:200:outer", "type=boundary boundary=postal_code admin_level=8")
	path := w.save(t)
	for town, want := range map[int]map[string]geo.Level{
		0: {"U4": geo.LevelProvince, "U5": geo.LevelPrefecture, "U6": geo.LevelCounty, "U8": geo.LevelTown, "U9": geo.LevelVillage, "U10": geo.LevelVillage},
		7: {"U3": geo.LevelProvince, "U4": geo.LevelPrefecture, "U5": geo.LevelCounty, "U7": geo.LevelTown, "U8": geo.LevelVillage, "U9": geo.LevelVillage},
	} {
		d, r, err := Read(t.Context(), path, Options{TownLevel: town})
		require.NoError(t, err)
		got := map[string]geo.Level{}
		for _, u := range d.Units {
			got[u.Name] = u.Level
		}
		assert.Equal(t, want, got)
		assert.Len(t, r.Ignored, 10-len(want))
		assert.Equal(t, []string{`relation 50 (X): admin_level "eight": an administrative boundary has a whole number as admin_level`}, refusals(r))
	}
	_, _, err := Read(t.Context(), path, Options{TownLevel: 3})
	assert.ErrorContains(t, err, "town level 3: must be an admin_level from 5 to 12")
}

func itoa(n int) string { return strconv.Itoa(n) }

// What makes a unit impossible is reported with the relation, and no other unit
// suffers.
func TestUnitBroken(t *testing.T) {
	const tag = "type=boundary boundary=administrative admin_level=8 name="
	w := (&world{}).square(10, 0, 0, 5, "").n(1, 0, 0, "").n(2, 1, 0, "").n(3, 1, 1, "").
		w(20, "1 2 3", "").w(21, "1 2 77", "").
		r(1, "way:10:outer", tag+"whole").
		r(2, "way:10:outer way:88:outer way:89:inner", tag+"cut").
		r(3, "way:20:outer", tag+"open").
		r(4, "way:21:outer", tag+"holed").
		r(5, "node:1:label", tag+"empty").
		r(6, "way:10:outer way:10:", tag+"nothing").
		square(60, 20, 20, 3, "boundary=administrative admin_level=8 name=way")
	d, r := w.read(t)
	require.Len(t, d.Units, 1)
	assert.Equal(t, "whole", d.Units[0].Name)
	assert.Equal(t, []string{
		`relation 2 (cut): members "2 member ways are not in the file": a boundary needs all of its ways`,
		`relation 3 (open): members "the outline does not close: 2 open ends, the first at 120.0000000,30.0000000": the ways of an area close into rings`,
		`relation 4 (holed): members "1 member ways lack nodes": a boundary needs all of its ways`,
		`relation 5 (empty): members "it has no member ways": a boundary needs all of its ways`,
		`relation 6 (nothing): members "the outline encloses no area": the ways of an area close into rings`,
		`way 60 (way): boundary "administrative": a unit is a relation: a closed way is not read as one`,
	}, refusals(r))
}

// A boundary that crosses itself is cut into valid parts, and that is reported.
func TestUnitSelfCrossing(t *testing.T) {
	w := (&world{}).n(1, 0, 0, "").n(2, 10, 10, "").n(3, 10, 0, "").n(4, 0, 10, "").
		w(10, "1 2 3 4 1", "").r(1, "way:10:outer", "type=boundary boundary=administrative admin_level=8 name=X")
	d, r := w.read(t)
	require.Len(t, d.Units, 1)
	assert.Equal(t, orb.MultiPolygon{
		{{at(0, 0), at(5, 5), at(0, 10), at(0, 0)}},
		{{at(5, 5), at(10, 0), at(10, 10), at(5, 5)}},
	}, d.Units[0].Geometry)
	assert.Equal(t, []string{"1 × an outline that crosses or touches itself was cut there"}, repairs(r))
}

func TestUnitCodes(t *testing.T) {
	w := (&world{}).square(10, 0, 0, 5, "").square(20, 10, 0, 5, "").square(30, 20, 0, 5, "").square(40, 30, 0, 5, "").square(50, 40, 0, 5, "")
	tag := "type=boundary boundary=administrative name=X admin_level="
	w.r(1, "way:10:outer", tag+"8 ref=330411102").
		r(2, "way:20:outer", tag+"8 gb2260=330411102000").
		r(3, "way:30:outer", tag+"8 ref=330411102").        // taken
		r(4, "way:40:outer", tag+"8 ref=3304").             // a prefecture's length
		r(5, "way:50:outer", tag+"6 ref=G50 ref:gb=330411") // the road number is no code
	d, r := w.read(t)
	var codes []string
	for _, u := range d.Units {
		codes = append(codes, u.Code)
	}
	assert.Equal(t, []string{"330411", "330411102", "330411102000", "osm-r3", "osm-r4"}, codes)
	assert.Equal(t, []string{`relation 3 (X): ref "330411102": two units cannot have one code: this one gets the number of its relation`}, refusals(r))
}

func TestUnitPopulation(t *testing.T) {
	w := (&world{}).square(10, 0, 0, 5, "")
	tag := "type=boundary boundary=administrative admin_level=8 name=X population="
	w.r(1, "way:10:outer", tag+"~1200").r(2, "way:10:outer", tag+"1+234 population:date=31.12.2019").
		r(3, "way:10:outer", "type=boundary boundary=administrative admin_level=8 name=X")
	d, r := w.read(t)
	require.Len(t, d.Units, 3)
	assert.Equal(t, geo.Unknown(), d.Units[0].Population)
	assert.Equal(t, geo.Known(1234), d.Units[1].Population)
	assert.Equal(t, 2019, d.Units[1].PopulationYear)
	assert.Equal(t, geo.Unknown(), d.Units[2].Population)
	assert.Equal(t, []string{`relation 1 (X): population "~1200": ` + populationRule}, refusals(r))
}

// A town without a population has that of the place of its name, and says so; what is
// wider than a town has not.
func TestUnitPopulationOfPlace(t *testing.T) {
	tag := "type=boundary boundary=administrative name=X admin_level="
	w := (&world{}).square(10, 0, 0, 5, "").n(1, 1, 1, "place=village name=X population=430 population:date=2014").
		n(2, 2, 2, "place=hamlet name=X population=7").n(3, 1, 2, "place=town name=Y population=9").
		r(1, "way:10:outer", tag+"8").r(2, "way:10:outer", tag+"6").r(3, "way:10:outer", tag+"8 population=500")
	d, r := w.read(t)
	require.Len(t, d.Units, 3)
	assert.Equal(t, geo.Unknown(), d.Units[0].Population, "the county")
	assert.Equal(t, geo.Known(430), d.Units[1].Population)
	assert.Equal(t, 2014, d.Units[1].PopulationYear)
	assert.Equal(t, geo.Known(500), d.Units[2].Population)
	assert.Equal(t, []string{"1 × a unit without a population got that of the place of the same name in it"}, repairs(r))
}

// The seat is the centre, else the label, else the largest place of the same name
// inside; a place is no unit.
func TestUnitSeat(t *testing.T) {
	base := func() *world {
		return (&world{}).square(10, 0, 0, 5, "").n(1, 1, 1, "place=hamlet name=X").n(2, 2, 2, "place=town name=X").
			n(3, 3, 3, "place=town name=Y").n(4, 9, 9, "place=city name=X").n(5, 4, 4, "").n(6, 4, 1, "place=town name=X")
	}
	tag := "type=boundary boundary=administrative admin_level=8 name="
	for name, c := range map[string]struct {
		members, name string
		want          *orb.Point
	}{
		"centre before label":  {"way:10:outer node:2:label node:3:admin_centre", "X", ptr(at(3, 3))},
		"label":                {"way:10:outer node:1:label", "X", ptr(at(1, 1))},
		"centre not here":      {"way:10:outer node:77:admin_centre node:1:label", "X", ptr(at(1, 1))},
		"place of the name":    {"way:10:outer", "X", ptr(at(2, 2))},
		"centre on the border": {"way:10:outer node:10:admin_centre", "X", ptr(at(0, 0))},
		"none":                 {"way:10:outer", "Z", nil},
	} {
		d, _ := base().r(1, c.members, tag+c.name).read(t)
		require.Len(t, d.Units, 1, name)
		assert.Equal(t, c.want, d.Units[0].Seat, name)
	}
}

func ptr(p orb.Point) *orb.Point { return &p }

func TestUnitType(t *testing.T) {
	for text, want := range map[string]string{
		"name=王店镇": "镇", "name=某某乡": "乡", "name=新城街道": "街道", "name=Triesen": "", "name=镇": "",
		"name=Triesen border_type=Gemeinde": "Gemeinde", "name=Wangdian name:zh=王店镇": "镇", "name=和平村": "村", "name=秀洲区": "区",
	} {
		w := (&world{}).square(10, 0, 0, 5, "").r(1, "way:10:outer", "type=boundary boundary=administrative admin_level=8 "+text)
		d, _ := w.read(t)
		require.Len(t, d.Units, 1, text)
		assert.Equal(t, want, d.Units[0].Type, text)
	}
}

// A village that holds villages of the level below would count its people twice.
func TestUnitVillagesInVillages(t *testing.T) {
	tag := "type=boundary boundary=administrative name="
	w := (&world{}).square(10, 0, 0, 10, "").square(20, 1, 1, 3, "").square(30, 20, 0, 5, "").
		r(1, "way:10:outer", tag+"whole admin_level=9").
		r(2, "way:20:outer", tag+"part admin_level=10").
		r(3, "way:30:outer", tag+"apart admin_level=9")
	d, r := w.read(t)
	require.Len(t, d.Units, 2)
	assert.Equal(t, "part", d.Units[0].Name)
	assert.Equal(t, "apart", d.Units[1].Name)
	assert.Equal(t, []string{`osm-r1 (whole): admin_level "9": a boundary of admin_level 9 that holds one of 10 is no village`}, refusals(r))
}
