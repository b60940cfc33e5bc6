package postgis

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"github.com/seed-4611ae28/lifecircle/migrations"
)

// versionTable is where the steps that were made are noted. It stands outside the
// schema lifecircle, which the first step makes.
const versionTable = "public.lifecircle_migrations"

// Step is one migration.
type Step struct {
	Version int64
	// Name is the file's, such as 00002_layers.sql.
	Name string
	// At is when the step was made; zero when it was not.
	At time.Time
}

// Made reports whether the step was made.
func (s Step) Made() bool { return !s.At.IsZero() }

// MigrateUp makes every step that was not made yet and returns those it made. Each
// is one transaction; two programs that migrate at once wait for each other.
func MigrateUp(ctx context.Context, url string) ([]Step, error) {
	var made []Step
	err := migrate(ctx, url, nil, func(db *sql.DB, p *goose.Provider) error {
		results, err := p.Up(ctx)
		made = stepsOf(results)
		if err != nil {
			return partial(err, &made)
		}
		// The server, which is a reader, looks whether the steps it needs were made.
		_, err = db.ExecContext(ctx, "GRANT SELECT ON "+versionTable+" TO lifecircle_reader")
		return err
	})
	return made, err
}

// MigrateDown takes the last step back and returns it. The step that would drop
// rows refuses while there are any, unless dropData says that they may go.
func MigrateDown(ctx context.Context, url string, dropData bool) (Step, error) {
	settings := map[string]string{}
	if dropData {
		settings["lifecircle.drop_data"] = "yes"
	}
	var undone Step
	err := migrate(ctx, url, settings, func(_ *sql.DB, p *goose.Provider) error {
		result, err := p.Down(ctx)
		if errors.Is(err, goose.ErrNoNextVersion) {
			return errors.New("no migration was made that could be taken back")
		}
		if err != nil {
			return err
		}
		undone = stepsOf([]*goose.MigrationResult{result})[0]
		return nil
	})
	return undone, err
}

// MigrateStatus returns every step, in order, with when it was made.
func MigrateStatus(ctx context.Context, url string) ([]Step, error) {
	var steps []Step
	err := migrate(ctx, url, nil, func(_ *sql.DB, p *goose.Provider) error {
		status, err := p.Status(ctx)
		for _, s := range status {
			steps = append(steps, Step{Version: s.Source.Version, Name: s.Source.Path, At: s.AppliedAt})
		}
		return err
	})
	return steps, err
}

// migrate runs fn with goose on a connection of its own, without time limits.
func migrate(ctx context.Context, url string, settings map[string]string, fn func(*sql.DB, *goose.Provider) error) error {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return fmt.Errorf("the address of the database: %w", err)
	}
	for name, value := range settings {
		config.RuntimeParams[name] = value
	}
	db := stdlib.OpenDB(*config)
	defer func() { _ = db.Close() }()
	locker, err := lock.NewPostgresSessionLocker()
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(goose.DialectPostgres, db, migrations.Files,
		goose.WithTableName(versionTable), goose.WithSessionLocker(locker), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return fmt.Errorf("read the migrations: %w", err)
	}
	if err := fn(db, p); err != nil {
		return fmt.Errorf("migrate database %s: %w", config.Database, ended(ctx, err))
	}
	return nil
}

// partial keeps the steps that were made before one failed.
func partial(err error, made *[]Step) error {
	var p *goose.PartialError
	if errors.As(err, &p) {
		*made = stepsOf(p.Applied)
		return fmt.Errorf("%s: %w", p.Failed.Source.Path, p.Err)
	}
	return err
}

func stepsOf(results []*goose.MigrationResult) []Step {
	out := make([]Step, 0, len(results))
	for _, r := range results {
		out = append(out, Step{Version: r.Source.Version, Name: r.Source.Path})
	}
	return out
}

// embedded are the steps of this program, without asking a database.
func embedded() ([]Step, error) {
	entries, err := migrations.Files.ReadDir(".")
	if err != nil {
		return nil, err
	}
	var out []Step
	for _, e := range entries {
		v, err := goose.NumericComponent(e.Name())
		if err != nil {
			return nil, fmt.Errorf("migration %s: %w", e.Name(), err)
		}
		out = append(out, Step{Version: v, Name: e.Name()})
	}
	return out, nil
}
