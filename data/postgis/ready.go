package postgis

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// ready makes sure that a database can be used, and says what it lacks and what to
// do about it.
func ready(ctx context.Context, pool *pgxpool.Pool) error {
	for _, look := range []func(context.Context, *pgxpool.Pool) error{readyExtension, readyMigrations, readyIndexes, readyTriggers} {
		if err := look(ctx, pool); err != nil {
			return ended(ctx, err)
		}
	}
	return nil
}

func readyExtension(ctx context.Context, pool *pgxpool.Pool) error {
	var some bool
	if err := pool.QueryRow(ctx, "SELECT EXISTS (SELECT FROM pg_extension WHERE extname = 'postgis')").Scan(&some); err != nil {
		return err
	}
	if !some {
		return errors.New("the extension postgis is missing: run CREATE EXTENSION postgis as a superuser, then lifecircle migrate up")
	}
	return nil
}

func readyMigrations(ctx context.Context, pool *pgxpool.Pool) error {
	steps, err := embedded()
	if err != nil {
		return err
	}
	var some bool
	if err := pool.QueryRow(ctx, "SELECT to_regclass($1) IS NOT NULL", versionTable).Scan(&some); err != nil {
		return err
	}
	if !some {
		return fmt.Errorf("no migration was made, the first being %s: run lifecircle migrate up", steps[0].Name)
	}
	rows, err := pool.Query(ctx, "SELECT version_id FROM "+versionTable+" WHERE is_applied")
	var made []int64
	if err == nil {
		made, err = pgx.CollectRows(rows, pgx.RowTo[int64])
	}
	if err != nil {
		return explainRights(err)
	}
	for _, s := range steps {
		if !slices.Contains(made, s.Version) {
			return fmt.Errorf("the migration %s is missing: run lifecircle migrate up", s.Name)
		}
	}
	if newest := slices.Max(made); newest > steps[len(steps)-1].Version {
		return fmt.Errorf("the database was migrated by a newer lifecircle, to %d; this one knows %d", newest, steps[len(steps)-1].Version)
	}
	return nil
}

// explainRights says who has to give a right that is missing.
func explainRights(err error) error {
	var e *pgconn.PgError
	if errors.As(err, &e) && e.Code == "42501" {
		return fmt.Errorf("this login may not read: a superuser has to GRANT lifecircle_reader (to import: lifecircle_writer) to it: %w", err)
	}
	return err
}

// readyIndexes names the first index that is missing or broken: without it answers
// would still be right, and take a hundred times as long.
func readyIndexes(ctx context.Context, pool *pgxpool.Pool) error {
	rows, err := pool.Query(ctx, `SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND i.indisvalid AND i.indisready`, schema)
	if err != nil {
		return err
	}
	there, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return err
	}
	for _, l := range layers() {
		t := l.spec()
		wanted := map[string]string{t.name() + "_geom_idx": "USING gist (geom)", t.name() + "_source_idx": "(source)"}
		for _, column := range t.indexes {
			wanted[t.name()+"_"+column+"_idx"] = "(" + column + ")"
		}
		if t.name() == "facilities" {
			wanted["facilities_categories_idx"] = "USING gin (categories)"
		}
		for name, how := range wanted {
			if !slices.Contains(there, name) {
				return fmt.Errorf("the index %s.%s is missing or not valid: run CREATE INDEX %s ON %s %s", schema, name, name, t.quoted(), how)
			}
		}
		if key := t.name() + "_key"; !slices.Contains(there, key) {
			return fmt.Errorf("the key %s.%s is missing: run ALTER TABLE %s ADD CONSTRAINT %s UNIQUE (%s)", schema, key, t.quoted(), key, keyColumns(t))
		}
	}
	return nil
}

func keyColumns(t *table) string {
	if t.id() == "code" {
		return "code, source"
	}
	return t.id()
}

// readyTriggers names the first table of which changes would go unnoticed.
func readyTriggers(ctx context.Context, pool *pgxpool.Pool) error {
	rows, err := pool.Query(ctx, `SELECT c.relname || ' ' || t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND NOT t.tgisinternal AND t.tgenabled IN ('O', 'A')`, schema)
	if err != nil {
		return err
	}
	there, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return err
	}
	for _, t := range [...]string{"reported", "results", "scenarios"} {
		if !slices.Contains(there, t+" note_record") {
			step := "00007_records.sql"
			if t == "scenarios" {
				step = "00008_scenarios.sql"
			}
			return fmt.Errorf("the trigger note_record of table %s.%s is missing or disabled, so that changes would go unnoticed: "+
				"run ALTER TABLE %s.%s ENABLE TRIGGER note_record, or take the migration %s down and up again", schema, t, schema, t, step)
		}
	}
	tables := []string{"meta", "sources"}
	for _, l := range layers() {
		tables = append(tables, l.spec().name())
	}
	for _, t := range tables {
		step := "00003_changes.sql"
		if t == string(geo.LayerElevation) {
			step = "00005_elevation.sql"
		}
		for _, event := range [...]string{"insert", "update", "delete", "truncate"} {
			if name := "note_" + event; !slices.Contains(there, t+" "+name) {
				return fmt.Errorf("the trigger %s of table %s.%s is missing or disabled, so that changes would go unnoticed: "+
					"run ALTER TABLE %s.%s ENABLE TRIGGER %s, or take the migration %s down and up again",
					name, schema, t, schema, t, name, step)
			}
		}
	}
	return nil
}
