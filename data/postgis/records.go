package postgis

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/seed-4611ae28/lifecircle/data"
)

// recordTurn makes writers of records wait for each other, but for no import, so that
// figures are numbered in the order in which they are committed. The number is that of
// no other lock of this package.
const recordTurn = "SELECT pg_advisory_xact_lock(hashtextextended('lifecircle.records', 0))"

// recording runs fn in a transaction that writes records.
func (s *Store) recording(ctx context.Context, what string, fn func(tx pgx.Tx) error) error {
	pool, err := s.write(ctx)
	if err == nil {
		err = pgx.BeginFunc(ctx, pool, func(tx pgx.Tx) error {
			if _, err := tx.Exec(ctx, recordTurn); err != nil {
				return fmt.Errorf("wait for another record: %w", err)
			}
			return fn(tx)
		})
	}
	if err != nil {
		return fmt.Errorf("%s in %s: %w", what, s.at, ended(ctx, needsWriter(err)))
	}
	return nil
}

// records runs fn in a snapshot.
func (s *Store) records(ctx context.Context, what string, fn func(tx pgx.Tx) error) error {
	if err := s.snapshot(ctx, fn); err != nil {
		return fmt.Errorf("%s in %s: %w", what, s.at, needsWriter(err))
	}
	return nil
}

// needsWriter says who has to give a right that is missing.
func needsWriter(err error) error {
	var e *pgconn.PgError
	if errors.As(err, &e) && (e.Code == "42501" || e.Code == "25006") { // insufficient_privilege, read_only_sql_transaction
		return fmt.Errorf("%w: a superuser has to GRANT lifecircle_writer to this login: %w", data.ErrReadOnly, err)
	}
	return err
}

// RecordsVersion is the version that the triggers keep.
func (s *Store) RecordsVersion(ctx context.Context) (version string, err error) {
	err = s.records(ctx, "version of the records", func(tx pgx.Tx) error {
		return tx.QueryRow(ctx, "SELECT version FROM lifecircle.records_version").Scan(&version)
	})
	return version, err
}

// AddReported keeps figures.
func (s *Store) AddReported(ctx context.Context, values []data.ReportedValue) ([]data.Reported, error) {
	for i := range values {
		if err := data.CheckReported(i, &values[i]); err != nil {
			return nil, err
		}
	}
	out := make([]data.Reported, len(values))
	err := s.recording(ctx, "keep reported figures", func(tx pgx.Tx) error {
		b := &pgx.Batch{}
		for i, v := range values {
			out[i].ReportedValue = v
			b.Queue(`INSERT INTO lifecircle.reported (unit, indicator, value, year, source, evidence, reported_at, reported_by)
  VALUES ($1, $2, $3, $4, $5, $6, $7::text::timestamptz, $8) RETURNING number`,
				v.Unit, v.Indicator, v.Value, v.Year, v.Source, v.Evidence, v.At, v.By).
				QueryRow(func(row pgx.Row) error { return row.Scan(&out[i].Number) })
		}
		return tx.SendBatch(ctx, b).Close()
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// Reported returns figures.
func (s *Store) Reported(ctx context.Context, q data.ReportedQuery) (out []data.Reported, err error) {
	err = s.records(ctx, "read reported figures", func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `SELECT number, unit, indicator, value, year, source, evidence, reported_at, reported_by
  FROM lifecircle.reported WHERE (cardinality($1::text[]) = 0 OR unit = ANY ($1)) AND (cardinality($2::text[]) = 0 OR indicator = ANY ($2))
  ORDER BY unit COLLATE "C", indicator COLLATE "C", year, number`, list(q.Units), list(q.Indicators))
		if err != nil {
			return err
		}
		out, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (r data.Reported, err error) {
			var at time.Time
			err = row.Scan(&r.Number, &r.Unit, &r.Indicator, &r.Value, &r.Year, &r.Source, &r.Evidence, &at, &r.By)
			r.At = at.UTC().Format(time.RFC3339)
			return r, err
		})
		return err
	})
	return data.StandReported(out, q.History), err
}

// list is a list as a parameter: one that is nil would be NULL.
func list(values []string) []string {
	if values == nil {
		return []string{}
	}
	return values
}
