package geopackage

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/geo"
)

// The keys of the table lifecircle_meta.
const (
	metaSchema     = "schema_version"
	metaTitle      = "title"
	metaNotice     = "notice"
	metaDate       = "date"
	metaExtent     = "extent"
	metaExtentFrom = "extent_from"
)

// readMeta reads title, notice, date, recorded extent and sources into d.
func readMeta(ctx context.Context, tx *sql.Tx, at *layout, d *geo.Dataset) error {
	if at.meta {
		if err := readPairs(ctx, tx, d); err != nil {
			return fmt.Errorf("read table %s: %w", metaTable, err)
		}
	}
	if at.source {
		if err := readSources(ctx, tx, d); err != nil {
			return fmt.Errorf("read table %s: %w", sourcesTable, err)
		}
	}
	return nil
}

func readPairs(ctx context.Context, tx *sql.Tx, d *geo.Dataset) error {
	return eachRow(ctx, tx, "SELECT key, coalesce(value, '') FROM "+metaTable, nil, func(rows *sql.Rows) error {
		var key, value string
		err := rows.Scan(&key, &value)
		if err != nil {
			return err
		}
		switch key {
		case metaTitle:
			d.Title = value
		case metaNotice:
			d.Notice = value
		case metaDate:
			d.Date = value
		case metaExtentFrom:
			d.ExtentFrom = value
		case metaExtent:
			d.Extent, err = parseExtent(value)
		}
		return err
	})
}

func readSources(ctx context.Context, tx *sql.Tx, d *geo.Dataset) error {
	return eachRow(ctx, tx, `SELECT name, coalesce(file, ''), coalesce(license, ''), coalesce(attribution, ''),
  coalesce(date, ''), coalesce(imported_at, '') FROM `+sourcesTable+` ORDER BY name`, nil, func(rows *sql.Rows) error {
		var s geo.SourceInfo
		err := rows.Scan(&s.Name, &s.File, &s.License, &s.Attribution, &s.Date, &s.ImportedAt)
		d.Sources = append(d.Sources, s)
		return err
	})
}

// writeMeta records what w says of the dataset and of its source. What w leaves
// empty stays as it is.
func writeMeta(ctx context.Context, tx *sql.Tx, w *data.Write) error {
	if d := w.Rows; d != nil {
		pairs := [][2]string{{metaTitle, d.Title}, {metaNotice, d.Notice}, {metaDate, d.Date}}
		if d.Extent != (orb.Bound{}) {
			pairs = append(pairs, [2]string{metaExtent, formatExtent(d.Extent)}, [2]string{metaExtentFrom, d.ExtentFrom})
		}
		for _, p := range pairs {
			if p[1] == "" {
				continue
			}
			if _, err := tx.ExecContext(ctx, "INSERT INTO "+metaTable+
				" (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", p[0], p[1]); err != nil {
				return fmt.Errorf("record the %s: %w", p[0], err)
			}
		}
	}
	if s := w.Info; s != nil {
		if _, err := tx.ExecContext(ctx, "INSERT INTO "+sourcesTable+` (name, file, license, attribution, date, imported_at)
  VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET file = excluded.file, license = excluded.license,
  attribution = excluded.attribution, date = excluded.date, imported_at = excluded.imported_at`,
			s.Name, s.File, s.License, s.Attribution, s.Date, s.ImportedAt); err != nil {
			return fmt.Errorf("record the source %q: %w", s.Name, err)
		}
	}
	return nil
}

// An extent is written as "minlon,minlat,maxlon,maxlat", like a GeoJSON bbox.
func formatExtent(b orb.Bound) string {
	sides := [...]float64{b.Min[0], b.Min[1], b.Max[0], b.Max[1]}
	out := make([]string, len(sides))
	for i, v := range sides {
		out[i] = strconv.FormatFloat(v, 'g', -1, 64)
	}
	return strings.Join(out, ",")
}

func parseExtent(s string) (orb.Bound, error) {
	if strings.TrimSpace(s) == "" {
		return orb.Bound{}, nil
	}
	var v [4]float64
	parts := strings.Split(s, ",")
	for i := range parts {
		if len(parts) != len(v) {
			return orb.Bound{}, fmt.Errorf("extent %q: has to be minlon,minlat,maxlon,maxlat", s)
		}
		var err error
		if v[i], err = strconv.ParseFloat(strings.TrimSpace(parts[i]), 64); err != nil {
			return orb.Bound{}, fmt.Errorf("extent %q: has to be minlon,minlat,maxlon,maxlat: %w", s, err)
		}
	}
	return orb.Bound{Min: orb.Point{v[0], v[1]}, Max: orb.Point{v[2], v[3]}}, nil
}

// deriveExtent gives a dataset without a recorded extent the box of its roads,
// else that of all its rows.
func deriveExtent(d *geo.Dataset) {
	if d.Extent != (orb.Bound{}) {
		return
	}
	var e extent
	for i := range d.Roads {
		e.add(d.Roads[i].Geometry)
	}
	if d.Extent, d.ExtentFrom = e.bound, "roads"; e.some {
		return
	}
	for i := range d.Units {
		e.add(d.Units[i].Geometry)
	}
	for i := range d.BuiltUps {
		e.add(d.BuiltUps[i].Geometry)
	}
	for i := range d.Facilities {
		e.add(d.Facilities[i].Location)
	}
	for i := range d.Greenways {
		e.add(d.Greenways[i].Geometry)
	}
	for i := range d.Parks {
		e.add(d.Parks[i].Geometry)
	}
	for i := range d.Parcels {
		e.add(d.Parcels[i].Geometry)
	}
	for i := range d.Buildings {
		e.add(d.Buildings[i].Geometry)
	}
	for i := range d.Barriers {
		e.add(d.Barriers[i].Geometry)
	}
	for i := range d.Population {
		e.add(d.Population[i].Geometry)
	}
	for i := range d.Homes {
		e.add(d.Homes[i].Location)
	}
	if d.Extent, d.ExtentFrom = e.bound, "rows"; !e.some {
		d.ExtentFrom = ""
	}
}

// extent is the union of boxes.
type extent struct {
	bound orb.Bound
	some  bool
}

func (e *extent) add(g orb.Geometry) {
	if !emptyGeometry(g) {
		e.addBound(g.Bound())
	}
}

func (e *extent) addBound(b orb.Bound) {
	if !e.some {
		e.bound, e.some = b, true
		return
	}
	e.bound = e.bound.Union(b)
}
