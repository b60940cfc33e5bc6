package postgis

import (
	"github.com/jackc/pgx/v5/pgtype"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// facilities is the table of facilities. Its geometry is the point, which a
// planner drags; the ground and the entrances stand beside it.
func facilities() layer {
	return &layerOf[geo.Facility]{
		table: table{
			layer: geo.LayerFacilities,
			columns: []string{"geom", "id", "name", "categories", "status", "area_m2", "attributes", "entrances",
				"footprint", "source", "superseded_by"},
			indexes: []string{"categories"},
		},
		rows:  func(d *geo.Dataset) *[]geo.Facility { return &d.Facilities },
		known: func(f *geo.Facility) (string, string) { return f.ID, f.Source },
		fields: func(dst []any, f *geo.Facility) []any {
			return append(dst, (*point)(&f.Location), (*key)(&f.ID), (*text)(&f.Name),
				(*pgtype.FlatArray[string])(&f.Categories), (*text)(&f.Status), (*amount)(&f.AreaM2),
				(*attributes)(&f.Attributes), (*points)(&f.Entrances), (*multiPolygon)(&f.Footprint), (*key)(&f.Source),
				(*text)(&f.SupersededBy))
		},
	}
}
