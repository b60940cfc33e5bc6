package postgis

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/seed-4611ae28/lifecircle/data"
)

// AddKey keeps a key.
func (s *Store) AddKey(ctx context.Context, k data.Key) error {
	if err := k.Check(); err != nil {
		return err
	}
	return s.recording(ctx, "keep key "+k.ID, func(tx pgx.Tx) error {
		var revoked *time.Time
		if !k.Revoked.IsZero() {
			revoked = &k.Revoked
		}
		_, err := tx.Exec(ctx, "INSERT INTO lifecircle.keys (id, name, role, hash, created, revoked) VALUES ($1, $2, $3, $4, $5, $6)",
			k.ID, k.Name, string(k.Role), k.Hash[:], k.Created, revoked)
		return err
	})
}

// Keys returns every key, the oldest first. Only a login that may write may read them.
func (s *Store) Keys(ctx context.Context) (out []data.Key, err error) {
	err = s.records(ctx, "read the keys", func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, "SELECT id, name, role, hash, created, revoked FROM lifecircle.keys ORDER BY number")
		if err != nil {
			return err
		}
		out, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (k data.Key, err error) {
			var hash []byte
			var revoked *time.Time
			if err := row.Scan(&k.ID, &k.Name, &k.Role, &hash, &k.Created, &revoked); err != nil {
				return k, err
			}
			if copy(k.Hash[:], hash) != len(k.Hash) {
				return k, fmt.Errorf("key %s: its hash has %d bytes", k.ID, len(hash))
			}
			k.Created = k.Created.UTC()
			if revoked != nil {
				k.Revoked = revoked.UTC()
			}
			return k, nil
		})
		return err
	})
	return out, err
}

// RevokeKey ends a key.
func (s *Store) RevokeKey(ctx context.Context, id string, at time.Time) error {
	return s.recording(ctx, "revoke key "+id, func(tx pgx.Tx) error {
		done, err := tx.Exec(ctx, "UPDATE lifecircle.keys SET revoked = coalesce(revoked, $1) WHERE id = $2", at.UTC().Truncate(time.Second), id)
		if err == nil && done.RowsAffected() == 0 {
			return data.ErrNoSuchKey
		}
		return err
	})
}
