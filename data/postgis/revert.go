package postgis

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/seed-4611ae28/lifecircle/data"
)

// Revert takes a change back and leaves what came after it, in one transaction. What the
// two versions held is unpacked into tables of the session, and compared there. Rows come
// back with the fids and the columns of their own that they had.
func (s *Store) Revert(ctx context.Context, r data.Reversal) error {
	if s.isClosed() {
		return fmt.Errorf("take a change of %s back: %w", s.at, ErrClosed)
	}
	err := s.writing(ctx, func(tx pgx.Tx) error { return revert(ctx, tx, &r) })
	var unknown *data.VersionError
	var refused *data.ReversalError
	if err != nil && !errors.As(err, &unknown) && !errors.As(err, &refused) {
		return fmt.Errorf("take a change of %s back: %w", s.at, ended(ctx, err))
	}
	return err
}

func revert(ctx context.Context, tx pgx.Tx, r *data.Reversal) error {
	now, err := readContent(ctx, tx)
	if err != nil {
		return err
	}
	noted, kept, err := readHistory(ctx, tx)
	if err != nil {
		return err
	}
	before, after, differ, err := r.ReversedVersions(data.FinishHistory(noted, kept, now))
	if err != nil {
		return err
	}
	h, err := beginHistory(ctx, tx, now, differ)
	if err != nil {
		return err
	}
	refused := &data.ReversalError{}
	for _, l := range layers() {
		t := l.spec()
		if !differ[t.layer] {
			continue
		}
		v := reversal{tx: tx, table: t, kept: kept}
		if err := v.run(ctx, before.Layer(t.layer), after.Layer(t.layer), refused); err != nil {
			return fmt.Errorf("table %s: %w", t.name(), err)
		}
	}
	if refused.All > 0 { // what was put back goes with the transaction
		return refused
	}
	if err := revertSources(ctx, tx, before.Number, after.Number); err != nil {
		return err
	}
	_, err = h.note(ctx, r.What)
	return err
}
