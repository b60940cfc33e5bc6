package geopackage

import (
	"context"
	"database/sql"
	"fmt"

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
			d.Extent, err = data.ParseExtent(value)
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
			pairs = append(pairs, [2]string{metaExtent, data.FormatExtent(d.Extent)}, [2]string{metaExtentFrom, d.ExtentFrom})
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

// extent is the union of boxes.
type extent struct {
	bound orb.Bound
	some  bool
}

func (e *extent) addBound(b orb.Bound) {
	if !e.some {
		e.bound, e.some = b, true
		return
	}
	e.bound = e.bound.Union(b)
}
