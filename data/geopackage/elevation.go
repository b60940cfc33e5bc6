package geopackage

import "github.com/seed-4611ae28/lifecircle/geo"

// elevation is the table of the blocks of elevation models. QGIS shows where they
// lie; their samples are for programs.
func elevation() layer {
	return &layerOf[geo.ElevationBlock]{
		table: table{
			layer: geo.LayerElevation, name: "elevation", label: "Elevation models: blocks of samples", geometry: "POLYGON",
			key: `"id"`,
			columns: columnsOf("id", declText, "crs", declText, "x0", declReal, "y0", declReal, "dx", declReal, "dy", declReal,
				"width", "INTEGER CHECK (%s BETWEEN 1 AND 1024)", "height", "INTEGER CHECK (%s BETWEEN 1 AND 1024)",
				"base_m", declReal, "samples", "BLOB", "source", declText),
		},
		rows: func(d *geo.Dataset) *[]geo.ElevationBlock { return &d.Elevation },
		key:  func(b *geo.ElevationBlock) key { return byID(b.ID) },
		write: func(w *record, b *geo.ElevationBlock) {
			w.shape(b.Geometry)
			w.text(b.ID)
			w.text(b.CRS)
			w.measure(b.X0)
			w.measure(b.Y0)
			w.measure(b.DX)
			w.measure(b.DY)
			w.number(int64(b.Width))
			w.number(int64(b.Height))
			w.measure(b.BaseM)
			w.bytes(b.Samples)
			w.text(b.Source)
		},
		read: func(r *row) geo.ElevationBlock {
			b := geo.ElevationBlock{Geometry: r.polygon()}
			b.ID = r.id()
			b.CRS = r.word()
			b.X0 = r.measure()
			b.Y0 = r.measure()
			b.DX = r.measure()
			b.DY = r.measure()
			b.Width = r.count()
			b.Height = r.count()
			b.BaseM = r.measure()
			b.Samples = r.bytes()
			b.Source = r.word()
			return b
		},
	}
}

// bytes writes a blob, NULL for none.
func (w *record) bytes(b []byte) {
	if len(b) == 0 {
		w.values = append(w.values, nil)
		return
	}
	w.values = append(w.values, b)
}

// bytes reads a blob into memory of its own.
func (r *row) bytes() []byte {
	v, column := r.next()
	switch v := v.(type) {
	case nil:
		return nil
	case []byte:
		return append([]byte(nil), v...)
	}
	r.fail(column, "has to hold a blob")
	return nil
}

// count reads a whole number that a loop may run to, 0 for an empty cell.
func (r *row) count() int {
	v, _ := r.small(1 << 20)
	return int(v)
}
