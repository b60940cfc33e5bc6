package storetest

import (
	"math"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/slope"
)

// square is a right-handed square of about 100 m, dx and dy hundredths of a
// degree away from a corner of an invented town.
func square(dx, dy float64) orb.Ring {
	x, y := 120.5+dx/100, 30.25+dy/100
	return orb.Ring{{x, y}, {x + 0.001, y}, {x + 0.001, y + 0.001}, {x, y + 0.001}, {x, y}}
}

// holed is a square with a hole in it.
func holed(dx float64) orb.Polygon {
	x, y := 120.5+dx/100, 30.25
	hole := orb.Ring{{x + 0.0002, y + 0.0002}, {x + 0.0002, y + 0.0004}, {x + 0.0004, y + 0.0004}, {x + 0.0004, y + 0.0002}, {x + 0.0002, y + 0.0002}}
	return orb.Polygon{square(dx, 0), hole}
}

// Full returns a dataset that fills every field of every layer at least once,
// and leaves out at least once every field that may be unknown. Its rows are
// in the order in which a store returns them.
func Full() *geo.Dataset {
	seat := orb.Point{120.5001, 30.2501}
	return &geo.Dataset{
		Title: "测试镇 · Ünïcode", Notice: "示例数据：虚构 <b>&amp;</b>", Date: "2025-06-30",
		Extent: orb.Bound{Min: orb.Point{120.4, 30.2}, Max: orb.Point{120.7, 30.5}}, ExtentFrom: "header",
		Units: []geo.Unit{
			{Code: "330411101", Name: "王江泾镇", NameEn: "Wangjiangjing", Level: geo.LevelTown, Type: "镇",
				Population: geo.Known(91234), PopulationYear: 2020, PopulationFactor: geo.Known(0.875), Seat: &seat,
				Geometry: orb.MultiPolygon{holed(0), {square(2, 2)}}, Source: "s"},
			{Code: "330411101200", Name: "Dorf \"O'Brien\"; DROP TABLE units", Level: geo.LevelVillage, Population: geo.Known(0),
				Geometry: orb.MultiPolygon{{square(1, 1)}}, Source: "s", SupersededBy: "census"},
			{Code: "osm-r42", Level: geo.LevelCounty, Source: "s"},
		},
		BuiltUps: []geo.BuiltUp{
			{ID: "b1", Unit: "330411101", Geometry: orb.MultiPolygon{{square(0, 0)}, holed(3)}, Source: "s"},
			{ID: "b2", Geometry: orb.MultiPolygon{{square(4, 0)}}, Derived: true, Source: "s"},
		},
		Facilities: []geo.Facility{
			{ID: "osm-n1", Name: "实验学校", Categories: []string{"primary_school", "junior_high"},
				Location: orb.Point{120.50031, 30.25017}, Entrances: []orb.Point{{120.5001, 30.25}, {120.5002, 30.2501}},
				Footprint: orb.MultiPolygon{holed(5), {square(6, 0)}}, AreaM2: geo.Known(10437.25), Status: geo.StatusBuilding,
				Attributes: map[string]any{"ownership": "public", "beds": 120.0, "open": true, "star": 4.5, "note": "a,\"b\"\n<&>", "": "", "no": false},
				Source:     "s", SupersededBy: "edu-7"},
			{ID: "osm-n2", Location: orb.Point{0, 0}, Source: "s"},
			{ID: "osm-n3", Name: "🏥 clínica", Categories: []string{"clinic"}, Location: orb.Point{-179.9999999, -89.9999999},
				AreaM2: geo.Known(0), Status: geo.StatusPlanned, Source: "s"},
		},
		Roads: []geo.RoadSegment{
			{ID: "osm-w1-0", Name: "G320 国道", From: 1 << 40, To: 12345678901, Geometry: orb.LineString{{120.5, 30.25}, {120.5000001, 30.2500001}, {120.51, 30.26}},
				Highway: "residential", OneWay: geo.Backward, OneWayBicycle: geo.Forward, OneWayBicycleStated: true,
				Access: "private", Vehicle: "no", Foot: "yes", Bicycle: "designated", Motor: "destination", Sidewalk: true,
				MaxSpeedKmh: 48.28032, Surface: "asphalt", Bridge: true, Tunnel: true, Level: -2, DurationS: 600,
				FromBarrier: "gate", ToBarrier: "bollard;foot=yes;motor_vehicle=no", Source: "s"},
			{ID: "osm-w1-1", Geometry: orb.LineString{{120.51, 30.26}, {120.52, 30.26}}, Highway: "footway", Source: "s"},
			{ID: "osm-w2-0", Geometry: orb.LineString{{120.51, 30.26}, {120.51, 30.27}}, Highway: "cycleway", OneWay: geo.Forward,
				OneWayBicycleStated: true, Level: 5, From: -7, Source: "s"},
		},
		Greenways: []geo.Greenway{
			{ID: "g1", Name: "环湖绿道", Geometry: orb.MultiLineString{{{120.5, 30.25}, {120.51, 30.25}}, {{120.52, 30.25}, {120.53, 30.25}}},
				Status: geo.StatusExisting, Grade: "county", Connector: true, Source: "s"},
			{ID: "g2", Geometry: orb.MultiLineString{{{120.5, 30.3}, {120.51, 30.3}}}, Source: "s"},
		},
		Parks: []geo.Park{
			{ID: "p1", Name: "人民公园", Geometry: orb.MultiPolygon{holed(7)}, Kind: "park", Status: geo.StatusClosed,
				Entrances: []orb.Point{{120.57, 30.25}}, Source: "s"},
			{ID: "p2", Geometry: orb.MultiPolygon{{square(8, 0)}}, Source: "s"},
		},
		Parcels: []geo.Parcel{
			{ID: "l1", Use: geo.UseResidential, Code: "gbt21010:0702", Geometry: orb.MultiPolygon{{square(9, 0)}}, Dwellings: geo.Known(40), Population: geo.Known(123.5), Source: "s"},
			{ID: "l2", Geometry: orb.MultiPolygon{{square(10, 0)}}, Source: "s"},
		},
		Buildings: []geo.Building{
			{ID: "h1", Use: "apartments", Geometry: holed(11), Levels: geo.Known(6), Dwellings: geo.Known(24), Source: "s"},
			{ID: "h2", Geometry: orb.Polygon{square(12, 0)}, Source: "s"},
		},
		Barriers: []geo.Barrier{
			{ID: "w1", Kind: geo.BarrierRailway, Geometry: orb.LineString{{120.5, 30.25}, {120.6, 30.25}}, Source: "s"},
			{ID: "w2", Kind: geo.BarrierWater, Geometry: orb.MultiPolygon{holed(13), {square(14, 0)}}, Source: "s"},
			{ID: "w3", Kind: geo.BarrierWall, Geometry: orb.MultiLineString{{{120.5, 30.25}, {120.6, 30.25}}, {{120.5, 30.26}, {120.6, 30.26}}}, Source: "s"},
			{ID: "w4", Kind: geo.BarrierWater, Geometry: holed(15), Source: "s"},
		},
		Population: []geo.PopulationCell{
			{ID: "c1", Cell: "8928308280fffff", Geometry: orb.Polygon{square(16, 0)}, Persons: geo.Known(12.75),
				Groups: map[string]float64{"0-14": 1.5, "60+": 0}, Source: "s", SupersededBy: "census"},
			{ID: "c2", Geometry: orb.Point{120.55, 30.25}, Source: "s"},
			{ID: "c3", Geometry: orb.MultiPolygon{{square(17, 0)}, {square(18, 0)}}, Persons: geo.Known(0), Source: "s"},
			{ID: "c4", Persons: geo.Known(3), Source: "s"},
		},
		Elevation: []geo.ElevationBlock{
			elevationBlock("dem-r0c0", 120.5, 12.5),
			elevationBlock("dem-r0c2", 120.502, 0),
		},
		Homes: []geo.Home{
			{ID: "m1", Location: orb.Point{120.5, 30.25}, Persons: geo.Known(1.0 / 3), Groups: map[string]float64{"60+": 0.1},
				ResidentialM2: geo.Known(250.5), Dwellings: geo.Known(2), StreetM: geo.Known(31.25), Town: "330411101", Village: "330411101200",
				Cell: "8928308280fffff", Parcel: "l1", GrainM: 174.375, Source: "s"},
			{ID: "m2", Location: orb.Point{120.6, 30.26}, Source: "s"},
		},
	}
}

// info describes the source of [Full].
func info() *geo.SourceInfo {
	return &geo.SourceInfo{Name: "s", File: "测试.osm.pbf", License: "ODbL-1.0", Attribution: "© OpenStreetMap contributors",
		Date: "2025-06-30", ImportedAt: "2025-07-01T08:00:00Z"}
}

// elevationBlock is a block of two columns and three rows of samples, one of them
// missing.
func elevationBlock(id string, west, lowest float32) geo.ElevationBlock {
	b := geo.ElevationBlock{ID: id, CRS: "epsg:4326", X0: float64(west) + 0.0005, Y0: 30.2525, DX: 0.001, DY: -0.001, Width: 2, Height: 3, Source: "s",
		Geometry: orb.Polygon{{{120.5, 30.25}, {120.502, 30.25}, {120.502, 30.253}, {120.5, 30.253}, {120.5, 30.25}}}}
	var err error
	b.BaseM, b.Samples, _, err = slope.Pack([]float32{lowest, lowest + 1, lowest + 2.5, float32(math.NaN()), lowest + 0.1, lowest + 99.9})
	if err != nil {
		panic(err) // a fixture that is wrong
	}
	return b
}
