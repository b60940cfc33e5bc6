package geopackage

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	sqlite3 "modernc.org/sqlite/lib"

	"github.com/seed-4611ae28/lifecircle/data"
)

// The tables of records. Like those of the history they are not registered in
// gpkg_contents, so that no program takes them for layers, and are made by the first
// record that is written. Triggers change the version of the records with whatever
// program changes them.
const (
	reportedTable       = "lifecircle_reported"
	keysTable           = "lifecircle_keys"
	resultsTable        = "lifecircle_results"
	scenariosTable      = "lifecircle_scenarios"
	recordsVersionTable = "lifecircle_records_version"
)

var recordTables = [...]string{
	`CREATE TABLE IF NOT EXISTS ` + reportedTable + ` (
  number INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  unit TEXT NOT NULL,
  indicator TEXT NOT NULL,
  value REAL NOT NULL,
  year INTEGER NOT NULL,
  source TEXT NOT NULL,
  evidence TEXT NOT NULL DEFAULT '',
  reported_at TEXT NOT NULL,
  reported_by TEXT NOT NULL
)`,
	`CREATE INDEX IF NOT EXISTS ` + reportedTable + `_of ON ` + reportedTable + ` (unit, indicator, year, number)`,
	`CREATE TABLE IF NOT EXISTS ` + keysTable + ` (
  number INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  hash BLOB NOT NULL,
  created TEXT NOT NULL,
  revoked TEXT
)`,
	`CREATE TABLE IF NOT EXISTS ` + resultsTable + ` (
  unit TEXT NOT NULL,
  indicator TEXT NOT NULL,
  quarter TEXT NOT NULL,
  taken_at TEXT NOT NULL,
  dataset_version TEXT NOT NULL,
  standards_version TEXT NOT NULL,
  value REAL,
  lamp TEXT NOT NULL,
  PRIMARY KEY (unit, indicator, quarter)
)`,
	`CREATE TABLE IF NOT EXISTS ` + scenariosTable + ` (
  number INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  author TEXT NOT NULL,
  saved_by TEXT NOT NULL,
  dataset_version TEXT NOT NULL,
  body TEXT NOT NULL,
  created TEXT NOT NULL,
  applied_at TEXT,
  applied_by TEXT,
  applied_before TEXT,
  applied_after TEXT
)`,
	`CREATE TABLE IF NOT EXISTS ` + recordsVersionTable + ` (
  only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
  version TEXT NOT NULL
)`,
	`INSERT OR IGNORE INTO ` + recordsVersionTable + ` VALUES (1, lower(hex(randomblob(16))))`,
}

// recordTriggers note every change of a table of which answers are made. A random
// version, unlike a count, is no other file's.
func recordTriggers() (out []string) {
	for _, table := range [...]string{reportedTable, resultsTable, scenariosTable} {
		for _, event := range [...]string{"INSERT", "UPDATE", "DELETE"} {
			out = append(out, fmt.Sprintf(`CREATE TRIGGER IF NOT EXISTS %s_%s AFTER %s ON %s BEGIN
  UPDATE %s SET version = lower(hex(randomblob(16)));
END`, table, strings.ToLower(event), event, table, recordsVersionTable))
		}
	}
	return out
}

// recording runs fn in a transaction that writes, with all tables there.
func (s *Store) recording(ctx context.Context, what string, fn func(tx *sql.Tx) error) error {
	err := s.writing(ctx, func(tx *sql.Tx, _ *versions) error {
		if err := execAll(ctx, tx, append(recordTables[:], recordTriggers()...)...); err != nil {
			return err
		}
		return fn(tx)
	})
	if errorCode(err) == sqlite3.SQLITE_READONLY {
		err = fmt.Errorf("%w: %w", data.ErrReadOnly, err)
	}
	if err != nil {
		return fmt.Errorf("%s in %s: %w", what, s.path, err)
	}
	return nil
}

// records runs fn in a snapshot, unless the file has no table of this name.
func (s *Store) records(ctx context.Context, what, table string, fn func(tx *sql.Tx) error) error {
	err := s.snapshot(ctx, func(tx *sql.Tx, _ int64) error {
		names, err := queryStrings(ctx, tx, "SELECT name FROM sqlite_master WHERE type = 'table' AND name = ?", table)
		if err != nil || len(names) == 0 {
			return err
		}
		return fn(tx)
	})
	if err != nil {
		return fmt.Errorf("%s in %s: %w", what, s.path, err)
	}
	return nil
}

// RecordsVersion is the version of the records; all files without any have the same.
func (s *Store) RecordsVersion(ctx context.Context) (version string, err error) {
	version = "none"
	err = s.records(ctx, "version of the records", recordsVersionTable, func(tx *sql.Tx) error {
		versions, err := queryStrings(ctx, tx, "SELECT version FROM "+recordsVersionTable)
		if len(versions) > 0 {
			version = versions[0]
		}
		return err
	})
	return version, err
}

// AddReported keeps figures. They are numbered in the order in which they are committed.
func (s *Store) AddReported(ctx context.Context, values []data.ReportedValue) ([]data.Reported, error) {
	for i := range values {
		if err := data.CheckReported(i, &values[i]); err != nil {
			return nil, err
		}
	}
	out := make([]data.Reported, 0, len(values))
	err := s.recording(ctx, "keep reported figures", func(tx *sql.Tx) error {
		insert, err := tx.PrepareContext(ctx, "INSERT INTO "+reportedTable+
			" (unit, indicator, value, year, source, evidence, reported_at, reported_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
		if err != nil {
			return err
		}
		defer func() { _ = insert.Close() }()
		for _, v := range values {
			done, err := insert.ExecContext(ctx, v.Unit, v.Indicator, v.Value, v.Year, v.Source, v.Evidence, v.At, v.By)
			if err != nil {
				return err
			}
			n, err := done.LastInsertId()
			if err != nil {
				return err
			}
			out = append(out, data.Reported{Number: n, ReportedValue: v})
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// Reported returns figures.
func (s *Store) Reported(ctx context.Context, q data.ReportedQuery) (out []data.Reported, err error) {
	where, args, err := wanted(q.Units, q.Indicators)
	if err != nil {
		return nil, err
	}
	err = s.records(ctx, "read reported figures", reportedTable, func(tx *sql.Tx) error {
		return eachRow(ctx, tx, "SELECT number, unit, indicator, value, year, source, evidence, reported_at, reported_by FROM "+
			reportedTable+where+" ORDER BY unit, indicator, year, number", args, func(rows *sql.Rows) error {
			var r data.Reported
			err := rows.Scan(&r.Number, &r.Unit, &r.Indicator, &r.Value, &r.Year, &r.Source, &r.Evidence, &r.At, &r.By)
			out = append(out, r)
			return err
		})
	})
	return data.StandReported(out, q.History), err
}

// wanted is the condition on units and indicators. Lists go in as JSON, of any length.
func wanted(units, indicators []string) (where string, args []any, err error) {
	word := " WHERE "
	for _, list := range [...]struct {
		column string
		values []string
	}{{"unit", units}, {"indicator", indicators}} {
		if len(list.values) == 0 {
			continue
		}
		raw, err := json.Marshal(list.values)
		if err != nil {
			return "", nil, err
		}
		where += word + list.column + " IN (SELECT value FROM json_each(?))"
		args = append(args, string(raw))
		word = " AND "
	}
	return where, args, nil
}

// instant is how a moment is kept in a table of records.
func instant(t time.Time) string { return t.UTC().Format(time.RFC3339) }
