package postgis

import "github.com/seed-4611ae28/lifecircle/geo"

// roads is the table of road segments. A road drawn by hand leaves from_node and
// to_node empty, and joins by its coordinates; an empty oneway_bicycle says that
// bicycles follow oneway.
func roads() layer {
	return &layerOf[geo.RoadSegment]{
		table: table{
			layer: geo.LayerRoads,
			columns: []string{"geom", "id", "name", "highway", "oneway", "oneway_bicycle", "access", "vehicle", "foot",
				"bicycle", "motor", "sidewalk", "max_speed_kmh", "surface", "bridge", "tunnel", "level", "duration_s",
				"from_barrier", "to_barrier", "from_node", "to_node", "source"},
			indexes: []string{"highway"},
		},
		rows:  func(d *geo.Dataset) *[]geo.RoadSegment { return &d.Roads },
		known: func(r *geo.RoadSegment) (string, string) { return r.ID, r.Source },
		fields: func(dst []any, r *geo.RoadSegment) []any {
			return append(dst, (*lineString)(&r.Geometry), (*key)(&r.ID), (*text)(&r.Name), (*text)(&r.Highway),
				(*oneWay)(&r.OneWay), (*bicycleWay)(r), (*text)(&r.Access), (*text)(&r.Vehicle), (*text)(&r.Foot),
				(*text)(&r.Bicycle), (*text)(&r.Motor), (*flag)(&r.Sidewalk), (*measure)(&r.MaxSpeedKmh),
				(*text)(&r.Surface), (*flag)(&r.Bridge), (*flag)(&r.Tunnel), (*storey)(&r.Level), (*measure)(&r.DurationS),
				(*text)(&r.FromBarrier), (*text)(&r.ToBarrier), (*number)(&r.From), (*number)(&r.To), (*key)(&r.Source))
		},
	}
}
