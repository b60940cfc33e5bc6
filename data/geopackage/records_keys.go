package geopackage

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/seed-4611ae28/lifecircle/data"
)

// AddKey keeps a key.
func (s *Store) AddKey(ctx context.Context, k data.Key) error {
	if err := k.Check(); err != nil {
		return err
	}
	return s.recording(ctx, "keep key "+k.ID, func(tx *sql.Tx) error {
		var revoked any
		if !k.Revoked.IsZero() {
			revoked = instant(k.Revoked)
		}
		_, err := tx.ExecContext(ctx, "INSERT INTO "+keysTable+" (id, name, role, hash, created, revoked) VALUES (?, ?, ?, ?, ?, ?)",
			k.ID, k.Name, string(k.Role), k.Hash[:], instant(k.Created), revoked)
		return err
	})
}

// Keys returns every key, the oldest first.
func (s *Store) Keys(ctx context.Context) (out []data.Key, err error) {
	err = s.records(ctx, "read the keys", keysTable, func(tx *sql.Tx) error {
		return eachRow(ctx, tx, "SELECT id, name, role, hash, created, coalesce(revoked, '') FROM "+keysTable+" ORDER BY number", nil, func(rows *sql.Rows) error {
			var k data.Key
			var hash []byte
			var created, revoked string
			if err := rows.Scan(&k.ID, &k.Name, &k.Role, &hash, &created, &revoked); err != nil {
				return err
			}
			if copy(k.Hash[:], hash) != len(k.Hash) || len(hash) != len(k.Hash) {
				return fmt.Errorf("key %s: its hash has %d bytes", k.ID, len(hash))
			}
			var err error
			if k.Created, err = time.Parse(time.RFC3339, created); err != nil {
				return fmt.Errorf("key %s: %w", k.ID, err)
			}
			if revoked != "" {
				if k.Revoked, err = time.Parse(time.RFC3339, revoked); err != nil {
					return fmt.Errorf("key %s: %w", k.ID, err)
				}
			}
			out = append(out, k)
			return nil
		})
	})
	return out, err
}

// RevokeKey ends a key.
func (s *Store) RevokeKey(ctx context.Context, id string, at time.Time) error {
	return s.recording(ctx, "revoke key "+id, func(tx *sql.Tx) error {
		done, err := tx.ExecContext(ctx, "UPDATE "+keysTable+" SET revoked = coalesce(revoked, ?) WHERE id = ?", instant(at), id)
		if err != nil {
			return err
		}
		if n, err := done.RowsAffected(); err != nil || n > 0 {
			return err
		}
		return data.ErrNoSuchKey
	})
}
