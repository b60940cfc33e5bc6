package postgis

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash"

	"github.com/jackc/pgx/v5"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// versionFormat is part of every version, so that a change of how content is
// hashed changes them.
const versionFormat = "lifecircle postgis 1"

// versionBytes is the length of a version before it is written in hexadecimal.
const versionBytes = 16

// readVersions reads the sums that the triggers keep, and makes the versions of
// the layers and of the whole.
func readVersions(ctx context.Context, tx pgx.Tx, d *geo.Dataset) error {
	rows, err := tx.Query(ctx, `SELECT layer, sum(rows)::text, sum(sum_a)::text, sum(sum_b)::text
  FROM lifecircle.changes GROUP BY layer`)
	if err != nil {
		return fmt.Errorf("read table changes: %w", err)
	}
	sums := map[string][3]string{}
	var table string
	var sum [3]string
	if _, err := pgx.ForEachRow(rows, []any{&table, &sum[0], &sum[1], &sum[2]}, func() error {
		sums[table] = sum
		return nil
	}); err != nil {
		return fmt.Errorf("read table changes: %w", err)
	}
	d.LayerVersions = map[geo.Layer]string{}
	all := sha256.New()
	writeText(all, versionFormat)
	of := func(name string) string {
		s, some := sums[name]
		if !some {
			s = [3]string{"0", "0", "0"}
		}
		h := sha256.New()
		writeText(h, versionFormat, name, s[0], s[1], s[2])
		v := hex.EncodeToString(h.Sum(nil)[:versionBytes])
		writeText(all, name, v)
		return v
	}
	for _, l := range layers() {
		d.LayerVersions[l.spec().layer] = of(l.spec().name())
	}
	of("meta")
	of("sources")
	d.Version = hex.EncodeToString(all.Sum(nil)[:versionBytes])
	return nil
}

// writeText hashes texts, each with its length before it.
func writeText(h hash.Hash, texts ...string) {
	for _, s := range texts {
		var length [8]byte
		binary.LittleEndian.PutUint64(length[:], uint64(len(s)))
		h.Write(length[:])
		h.Write([]byte(s))
	}
}
