package geopackage

import "github.com/seed-4611ae28/lifecircle/geo"

// roads is the table of road segments. A road drawn in QGIS leaves from_node and
// to_node empty, and joins by its coordinates; an empty oneway_bicycle says that
// bicycles follow oneway.
func roads() layer {
	return &layerOf[geo.RoadSegment]{
		table: table{
			layer: geo.LayerRoads, name: "roads", label: "Roads and paths", geometry: "LINESTRING",
			key: `"id"`,
			columns: columnsOf(
				"id", declText,
				"name", declText,
				"highway", declRequired,
				"oneway", "INTEGER CHECK (%s IN (-1, 0, 1))",
				"oneway_bicycle", "INTEGER CHECK (%s IN (-1, 0, 1))",
				"access", declText,
				"vehicle", declText,
				"foot", declText,
				"bicycle", declText,
				"motor", declText,
				"sidewalk", declBoolean,
				"max_speed_kmh", declAmount,
				"surface", declText,
				"bridge", declBoolean,
				"tunnel", declBoolean,
				"level", "INTEGER CHECK (%s BETWEEN -127 AND 127)",
				"duration_s", declAmount,
				"from_barrier", declText,
				"to_barrier", declText,
				"from_node", "INTEGER",
				"to_node", "INTEGER",
				"source", declText,
			),
		},
		rows:  func(d *geo.Dataset) *[]geo.RoadSegment { return &d.Roads },
		key:   func(s *geo.RoadSegment) key { return byID(s.ID) },
		write: writeRoad,
		read:  readRoad,
	}
}

func writeRoad(w *record, s *geo.RoadSegment) {
	w.shape(s.Geometry)
	w.text(s.ID)
	w.text(s.Name)
	w.text(s.Highway)
	w.integer(int64(s.OneWay))
	if s.OneWayBicycleStated {
		w.integer(int64(s.OneWayBicycle))
	} else {
		w.number(0)
	}
	w.text(s.Access)
	w.text(s.Vehicle)
	w.text(s.Foot)
	w.text(s.Bicycle)
	w.text(s.Motor)
	w.boolean(s.Sidewalk)
	w.measure(s.MaxSpeedKmh)
	w.text(s.Surface)
	w.boolean(s.Bridge)
	w.boolean(s.Tunnel)
	w.integer(int64(s.Level))
	w.measure(s.DurationS)
	w.text(s.FromBarrier)
	w.text(s.ToBarrier)
	w.number(s.From)
	w.number(s.To)
	w.text(s.Source)
}

func readRoad(r *row) geo.RoadSegment {
	s := geo.RoadSegment{Geometry: r.line()}
	s.ID = r.id()
	s.Name = r.word()
	s.Highway = r.word()
	oneWay, _ := r.small(1)
	s.OneWay = geo.OneWay(oneWay)
	bicycle, stated := r.small(1)
	s.OneWayBicycle, s.OneWayBicycleStated = geo.OneWay(bicycle), stated
	s.Access = r.word()
	s.Vehicle = r.word()
	s.Foot = r.word()
	s.Bicycle = r.word()
	s.Motor = r.word()
	s.Sidewalk = r.boolean()
	s.MaxSpeedKmh = r.measure()
	s.Surface = r.word()
	s.Bridge = r.boolean()
	s.Tunnel = r.boolean()
	level, _ := r.small(127)
	s.Level = int8(level)
	s.DurationS = r.measure()
	s.FromBarrier = r.word()
	s.ToBarrier = r.word()
	s.From, _ = r.integer()
	s.To, _ = r.integer()
	s.Source = r.word()
	return s
}
