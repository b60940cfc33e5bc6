package postgis

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/geo"
)

// The keys of the table meta.
const (
	metaTitle      = "title"
	metaNotice     = "notice"
	metaDate       = "date"
	metaExtent     = "extent"
	metaExtentFrom = "extent_from"
)

// readMeta reads title, notice, date, recorded extent and sources into d.
func readMeta(ctx context.Context, tx pgx.Tx, d *geo.Dataset) error {
	rows, err := tx.Query(ctx, "SELECT key, coalesce(value, '') FROM lifecircle.meta")
	if err != nil {
		return fmt.Errorf("read table meta: %w", err)
	}
	var key, value string
	_, err = pgx.ForEachRow(rows, []any{&key, &value}, func() (err error) {
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
	if err != nil {
		return fmt.Errorf("read table meta: %w", err)
	}
	rows, err = tx.Query(ctx, `SELECT name, coalesce(file, ''), coalesce(license, ''), coalesce(attribution, ''),
  coalesce(date, ''), coalesce(imported_at, '') FROM lifecircle.sources ORDER BY name`)
	if err != nil {
		return fmt.Errorf("read table sources: %w", err)
	}
	d.Sources, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (s geo.SourceInfo, err error) {
		err = row.Scan(&s.Name, &s.File, &s.License, &s.Attribution, &s.Date, &s.ImportedAt)
		return s, err
	})
	if err != nil {
		return fmt.Errorf("read table sources: %w", err)
	}
	if len(d.Sources) == 0 {
		d.Sources = nil
	}
	return nil
}

// writeMeta records what w says of the dataset and of its source. What w leaves
// empty stays as it is.
func writeMeta(ctx context.Context, tx pgx.Tx, w *data.Write) error {
	if d := w.Rows; d != nil {
		pairs := [][2]string{{metaTitle, d.Title}, {metaNotice, d.Notice}, {metaDate, d.Date}}
		if d.Extent != (orb.Bound{}) {
			pairs = append(pairs, [2]string{metaExtent, data.FormatExtent(d.Extent)}, [2]string{metaExtentFrom, d.ExtentFrom})
		}
		for _, p := range pairs {
			if p[1] == "" {
				continue
			}
			if _, err := tx.Exec(ctx, `INSERT INTO lifecircle.meta (key, value) VALUES ($1, $2)
  ON CONFLICT (key) DO UPDATE SET value = excluded.value`, p[0], p[1]); err != nil {
				return fmt.Errorf("record the %s: %w", p[0], err)
			}
		}
	}
	if s := w.Info; s != nil {
		if _, err := tx.Exec(ctx, `INSERT INTO lifecircle.sources (name, file, license, attribution, date, imported_at)
  VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (name) DO UPDATE SET file = excluded.file, license = excluded.license,
  attribution = excluded.attribution, date = excluded.date, imported_at = excluded.imported_at`,
			s.Name, s.File, s.License, s.Attribution, s.Date, s.ImportedAt); err != nil {
			return fmt.Errorf("record the source %q: %w", s.Name, err)
		}
	}
	return nil
}

// recordedExtent gives a dataset of which only a part was read the extent that
// [data.DeriveExtent] would derive of the whole.
func recordedExtent(ctx context.Context, tx pgx.Tx, d *geo.Dataset) error {
	if d.Extent != (orb.Bound{}) {
		return nil
	}
	var all []string
	for _, l := range layers() {
		if t := l.spec(); t.layer != geo.LayerRoads {
			all = append(all, "SELECT geom FROM "+t.quoted())
		}
	}
	for _, of := range []struct{ word, from string }{
		{"roads", "SELECT geom FROM lifecircle.roads"}, {"rows", strings.Join(all, " UNION ALL ")},
	} {
		var side [4]*float64
		err := tx.QueryRow(ctx, "SELECT ST_XMin(e), ST_YMin(e), ST_XMax(e), ST_YMax(e) FROM (SELECT ST_Extent(geom) AS e FROM ("+of.from+") g) x").
			Scan(&side[0], &side[1], &side[2], &side[3])
		if err != nil {
			return fmt.Errorf("the extent of the %s: %w", of.word, err)
		}
		if side[0] != nil {
			d.Extent = orb.Bound{Min: orb.Point{*side[0], *side[1]}, Max: orb.Point{*side[2], *side[3]}}
			d.ExtentFrom = of.word
			return nil
		}
	}
	return nil
}
