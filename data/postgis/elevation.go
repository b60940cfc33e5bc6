package postgis

import "github.com/seed-4611ae28/lifecircle/geo"

// elevation is the table of the blocks of elevation models.
func elevation() layer {
	return &layerOf[geo.ElevationBlock]{
		table: table{layer: geo.LayerElevation, columns: []string{"geom", "id", "crs", "x0", "y0", "dx", "dy", "width", "height",
			"base_m", "samples", "source"}},
		rows:  func(d *geo.Dataset) *[]geo.ElevationBlock { return &d.Elevation },
		known: func(b *geo.ElevationBlock) (string, string) { return b.ID, b.Source },
		fields: func(dst []any, b *geo.ElevationBlock) []any {
			return append(dst, (*polygon)(&b.Geometry), (*key)(&b.ID), (*text)(&b.CRS), (*measure)(&b.X0), (*measure)(&b.Y0),
				(*measure)(&b.DX), (*measure)(&b.DY), (*year)(&b.Width), (*year)(&b.Height), (*measure)(&b.BaseM),
				&b.Samples, (*key)(&b.Source))
		},
	}
}
