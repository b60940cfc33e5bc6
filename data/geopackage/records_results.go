package geopackage

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/geo"
)

// AddResults keeps results; of each unit, indicator and quarter the last one.
func (s *Store) AddResults(ctx context.Context, results []data.Result) error {
	for i := range results {
		if err := results[i].Check(); err != nil {
			return err
		}
	}
	return s.recording(ctx, "keep results", func(tx *sql.Tx) error {
		insert, err := tx.PrepareContext(ctx, "INSERT INTO "+resultsTable+` AS old
  (unit, indicator, quarter, taken_at, dataset_version, standards_version, value, lamp) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (unit, indicator, quarter) DO UPDATE SET taken_at = excluded.taken_at, dataset_version = excluded.dataset_version,
  standards_version = excluded.standards_version, value = excluded.value, lamp = excluded.lamp WHERE excluded.taken_at >= old.taken_at`)
		if err != nil {
			return err
		}
		defer func() { _ = insert.Close() }()
		for i := range results {
			r := &results[i]
			var value any
			if v, known := r.Value.Get(); known {
				value = v
			}
			if _, err := insert.ExecContext(ctx, r.Unit, r.Indicator, r.Quarter, instant(r.TakenAt), r.DatasetVersion, r.StandardsVersion,
				value, string(r.Lamp)); err != nil {
				return err
			}
		}
		return nil
	})
}

// Results returns results.
func (s *Store) Results(ctx context.Context, q data.ResultQuery) (out []data.Result, err error) {
	where, args, err := wanted(q.Units, q.Indicators)
	if err != nil {
		return nil, err
	}
	err = s.records(ctx, "read results", resultsTable, func(tx *sql.Tx) error {
		return eachRow(ctx, tx, "SELECT unit, indicator, quarter, taken_at, dataset_version, standards_version, value, lamp FROM "+
			resultsTable+where+" ORDER BY unit, indicator, quarter", args, func(rows *sql.Rows) error {
			var r data.Result
			var at string
			var value sql.NullFloat64
			if err := rows.Scan(&r.Unit, &r.Indicator, &r.Quarter, &at, &r.DatasetVersion, &r.StandardsVersion, &value, &r.Lamp); err != nil {
				return err
			}
			var err error
			if r.TakenAt, err = time.Parse(time.RFC3339, at); err != nil {
				return fmt.Errorf("result of %s for unit %s: %w", r.Indicator, r.Unit, err)
			}
			r.Value = geo.Unknown()
			if value.Valid {
				r.Value = geo.Known(value.Float64)
			}
			out = append(out, r)
			return nil
		})
	})
	return out, err
}
