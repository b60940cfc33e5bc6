package postgis

import "github.com/seed-4611ae28/lifecircle/geo"

// builtUps is the table of built-up areas that somebody drew, or that an import derived.
func builtUps() layer {
	return &layerOf[geo.BuiltUp]{
		table: table{layer: geo.LayerBuiltUp, columns: []string{"geom", "id", "unit", "derived", "source"}, indexes: []string{"unit"}},
		rows:  func(d *geo.Dataset) *[]geo.BuiltUp { return &d.BuiltUps },
		known: func(b *geo.BuiltUp) (string, string) { return b.ID, b.Source },
		fields: func(dst []any, b *geo.BuiltUp) []any {
			return append(dst, (*multiPolygon)(&b.Geometry), (*key)(&b.ID), (*text)(&b.Unit), (*ticked)(&b.Derived), (*key)(&b.Source))
		},
	}
}

// parcels is the table of land use.
func parcels() layer {
	return &layerOf[geo.Parcel]{
		table: table{layer: geo.LayerParcels, columns: []string{"geom", "id", "use", "code", "dwellings", "population", "source"},
			indexes: []string{"use"}},
		rows:  func(d *geo.Dataset) *[]geo.Parcel { return &d.Parcels },
		known: func(p *geo.Parcel) (string, string) { return p.ID, p.Source },
		fields: func(dst []any, p *geo.Parcel) []any {
			return append(dst, (*multiPolygon)(&p.Geometry), (*key)(&p.ID), (*text)(&p.Use), (*text)(&p.Code), (*amount)(&p.Dwellings),
				(*amount)(&p.Population), (*key)(&p.Source))
		},
	}
}

// buildings is the table of buildings.
func buildings() layer {
	return &layerOf[geo.Building]{
		table: table{layer: geo.LayerBuildings, columns: []string{"geom", "id", "use", "levels", "dwellings", "source"}},
		rows:  func(d *geo.Dataset) *[]geo.Building { return &d.Buildings },
		known: func(b *geo.Building) (string, string) { return b.ID, b.Source },
		fields: func(dst []any, b *geo.Building) []any {
			return append(dst, (*polygon)(&b.Geometry), (*key)(&b.ID), (*text)(&b.Use), (*amount)(&b.Levels),
				(*amount)(&b.Dwellings), (*key)(&b.Source))
		},
	}
}

// barriers is the table of what nobody steps across.
func barriers() layer {
	return &layerOf[geo.Barrier]{
		table: table{layer: geo.LayerBarriers, columns: []string{"geom", "id", "kind", "source"}},
		rows:  func(d *geo.Dataset) *[]geo.Barrier { return &d.Barriers },
		known: func(b *geo.Barrier) (string, string) { return b.ID, b.Source },
		fields: func(dst []any, b *geo.Barrier) []any {
			return append(dst, anyGeometry{&b.Geometry}, (*key)(&b.ID), (*text)(&b.Kind), (*key)(&b.Source))
		},
	}
}
