package postgis

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/data/internal/pack"
	"github.com/seed-4611ae28/lifecircle/geo"
)

// Restore makes the database hold again what it held in a version, in one
// transaction. Only the layers that differ are written: with the fids and the columns
// of their own that they had. The triggers count and tell it like any change.
func (s *Store) Restore(ctx context.Context, version string) error {
	if s.isClosed() {
		return fmt.Errorf("restore version %s of %s: %w", version, s.at, ErrClosed)
	}
	err := s.writing(ctx, func(tx pgx.Tx) error { return restore(ctx, tx, version) })
	var unknown *data.VersionError
	if err != nil && !errors.As(err, &unknown) {
		return fmt.Errorf("restore version %s of %s: %w", version, s.at, ended(ctx, err))
	}
	return err
}

func restore(ctx context.Context, tx pgx.Tx, version string) error {
	before, err := readContent(ctx, tx)
	if err != nil {
		return err
	}
	noted, kept, err := readHistory(ctx, tx)
	if err != nil {
		return err
	}
	e, err := data.FindVersion(data.FinishHistory(noted, kept, before), version)
	if err != nil || e.Version == before.Version {
		return err
	}
	differ := map[geo.Layer]bool{}
	for _, l := range e.Layers {
		differ[l.Layer] = l.Version != before.Layers[l.Layer]
	}
	h, err := beginHistory(ctx, tx, before, differ)
	if err != nil {
		return err
	}
	for _, l := range layers() {
		t := l.spec()
		if !differ[t.layer] {
			continue
		}
		if err := clearRows(ctx, tx, t, data.ReplaceLayer, ""); err != nil {
			return fmt.Errorf("clear table %s: %w", t.name(), err)
		}
		if want := e.Layer(t.layer); want.Rows > 0 {
			if err := unpackLayer(ctx, tx, t, want.Version); err != nil {
				return fmt.Errorf("restore table %s: %w", t.name(), err)
			}
		}
	}
	if err := restoreAbout(ctx, tx, e.Number); err != nil {
		return err
	}
	after, err := h.note(ctx, data.Restoring(e))
	if err == nil && after.Version != e.Version {
		err = fmt.Errorf("what was kept makes version %s: nothing was changed", after.Version)
	}
	return err
}

// unpackLayer copies in the rows that were kept under a version.
func unpackLayer(ctx context.Context, tx pgx.Tx, t *table, version string) error {
	return unpackInto(ctx, tx, t.quoted(), t, version)
}

// unpackInto copies them into a table of the same columns.
func unpackInto(ctx context.Context, tx pgx.Tx, into string, t *table, version string) error {
	rows, err := tx.Query(ctx, "SELECT columns, content FROM lifecircle.kept WHERE layer = $1 AND version = $2 ORDER BY part", string(t.layer), version)
	if err != nil {
		return fmt.Errorf("read table kept: %w", err)
	}
	var columns []string
	var part []byte
	var parts [][]byte
	if _, err := pgx.ForEachRow(rows, []any{&columns, &part}, func() error {
		parts = append(parts, part)
		part = nil
		return nil
	}); err != nil {
		return fmt.Errorf("read table kept: %w", err)
	}
	_, err = tx.Conn().PgConn().CopyFrom(ctx, pack.NewReader(parts),
		fmt.Sprintf("COPY %s (%s) FROM STDIN (FORMAT binary)", into, quoteAll(columns)))
	return err
}

// restoreAbout makes the tables meta and sources what they were in a version.
func restoreAbout(ctx context.Context, tx pgx.Tx, number int64) error {
	for _, t := range [...]string{"meta", "sources"} {
		if _, err := tx.Exec(ctx, "DELETE FROM lifecircle."+t); err != nil {
			return fmt.Errorf("restore table %s: %w", t, err)
		}
		if _, err := tx.Exec(ctx, fmt.Sprintf(`INSERT INTO lifecircle.%[1]s
  SELECT r.* FROM lifecircle.history h, jsonb_populate_recordset(NULL::lifecircle.%[1]s, h.about->'%[1]s') r WHERE h.number = $1`, t), number); err != nil {
			return fmt.Errorf("restore table %s: %w", t, err)
		}
	}
	return nil
}
