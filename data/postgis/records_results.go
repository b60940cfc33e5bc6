package postgis

import (
	"context"

	"github.com/jackc/pgx/v5"

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
	return s.recording(ctx, "keep results", func(tx pgx.Tx) error {
		b := &pgx.Batch{}
		for i := range results {
			r := &results[i]
			var value *float64
			if v, known := r.Value.Get(); known {
				value = &v
			}
			b.Queue(`INSERT INTO lifecircle.results AS old
  (unit, indicator, quarter, taken_at, dataset_version, standards_version, value, lamp) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
  ON CONFLICT (unit, indicator, quarter) DO UPDATE SET taken_at = excluded.taken_at, dataset_version = excluded.dataset_version,
  standards_version = excluded.standards_version, value = excluded.value, lamp = excluded.lamp WHERE excluded.taken_at >= old.taken_at`,
				r.Unit, r.Indicator, r.Quarter, r.TakenAt, r.DatasetVersion, r.StandardsVersion, value, string(r.Lamp))
		}
		return tx.SendBatch(ctx, b).Close()
	})
}

// Results returns results.
func (s *Store) Results(ctx context.Context, q data.ResultQuery) (out []data.Result, err error) {
	err = s.records(ctx, "read results", func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `SELECT unit, indicator, quarter, taken_at, dataset_version, standards_version, value, lamp
  FROM lifecircle.results WHERE (cardinality($1::text[]) = 0 OR unit = ANY ($1)) AND (cardinality($2::text[]) = 0 OR indicator = ANY ($2))
  ORDER BY unit COLLATE "C", indicator COLLATE "C", quarter`, list(q.Units), list(q.Indicators))
		if err != nil {
			return err
		}
		out, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (r data.Result, err error) {
			var value *float64
			err = row.Scan(&r.Unit, &r.Indicator, &r.Quarter, &r.TakenAt, &r.DatasetVersion, &r.StandardsVersion, &value, &r.Lamp)
			r.TakenAt, r.Value = r.TakenAt.UTC(), geo.Unknown()
			if value != nil {
				r.Value = geo.Known(*value)
			}
			return r, err
		})
		return err
	})
	return out, err
}
