package geopackage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/geo"
)

// Load reads everything in one transaction: one consistent snapshot, whatever is
// committed meanwhile. A cell that cannot be read is a [*CellError]; a row that
// breaks a rule (which a tool that saved the table again no longer guards) is a
// [*data.RefusedError]. The time grows with the number of positions; Porto
// (102,000 segments, 450,000 positions) takes less than a second.
func (s *Store) Load(ctx context.Context) (*geo.Dataset, error) {
	d := &geo.Dataset{}
	err := s.snapshot(ctx, func(tx *sql.Tx, dataVersion int64) error {
		v, err := readAll(ctx, tx, d, true)
		if err == nil {
			s.remember(v, dataVersion)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("load %s: %w", s.path, err)
	}
	if data.Empty(d) {
		return nil, data.ErrEmpty
	}
	check := data.Write{Rows: d, Layers: map[geo.Layer]data.Mode{}}
	for _, l := range geo.Layers() {
		check.Layers[l] = data.Append
	}
	if err := check.Check(); err != nil {
		return nil, fmt.Errorf("load %s: %w", s.path, err)
	}
	data.DeriveExtent(d)
	return d, nil
}

// LoadNear reads everything and keeps the part that is near: a file holds a county
// rather than a province, and its versions are hashes of all its rows.
func (s *Store) LoadNear(ctx context.Context, near data.Near) (*geo.Dataset, error) {
	d, err := s.Load(ctx)
	if err != nil {
		return nil, err
	}
	if d, err = near.Cut(d); err != nil {
		return nil, fmt.Errorf("load %s: %w", s.path, err)
	}
	return d, nil
}

// Version returns the version that Load would return. It reads the rows, but
// makes nothing of them; while nobody commits, it reads nothing at all.
func (s *Store) Version(ctx context.Context) (string, error) {
	v, err := s.version(ctx)
	if err != nil {
		return "", fmt.Errorf("version of %s: %w", s.path, err)
	}
	return v, nil
}

func (s *Store) version(ctx context.Context) (whole string, err error) {
	err = s.snapshot(ctx, func(tx *sql.Tx, dataVersion int64) error {
		if s.known.whole != "" && s.known.connect == s.reader.connects && s.known.dataVersion == dataVersion {
			whole = s.known.whole
			return nil
		}
		v, err := readAll(ctx, tx, &geo.Dataset{}, false)
		if err != nil {
			return err
		}
		s.remember(v, dataVersion)
		whole = v.whole
		return nil
	})
	return whole, err
}

func (s *Store) remember(v versions, dataVersion int64) {
	s.known = knownVersion{versions: v, connect: s.reader.connects, dataVersion: dataVersion}
}

// snapshot runs fn in a transaction that only reads. dataVersion is a number
// that changes with every commit of another connection; it is that of the
// snapshot, since reading it begins the transaction.
func (s *Store) snapshot(ctx context.Context, fn func(tx *sql.Tx, dataVersion int64) error) error {
	if err := s.renew(ctx); err != nil {
		return err
	}
	return s.reader.use(ctx, func(conn *sql.Conn) error {
		tx, err := conn.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
		if err != nil {
			return err
		}
		defer func() { _ = tx.Rollback() }()
		now, err := dataVersion(ctx, tx)
		if err != nil {
			return err
		}
		return fn(tx, now)
	})
}

// readAll reads the whole file: the versions always, the rows into d when they
// are wanted.
func readAll(ctx context.Context, tx *sql.Tx, d *geo.Dataset, wanted bool) (versions, error) {
	at, err := readLayout(ctx, tx)
	if err != nil {
		return versions{}, err
	}
	if err := readMeta(ctx, tx, at, d); err != nil {
		return versions{}, err
	}
	v := versions{layers: map[geo.Layer]string{}, rows: map[geo.Layer]int{}}
	for _, l := range layers() {
		var h layerHash
		if st := at.layers[l.spec().name]; st != nil {
			if err := readLayer(ctx, tx, l, st, &h, d, wanted); err != nil {
				return versions{}, err
			}
		}
		v.layers[l.spec().layer], v.rows[l.spec().layer] = h.sum(l.spec().layer), len(h.rows)
	}
	v.whole = sumAll(v.layers, d)
	d.Version, d.LayerVersions = v.whole, v.layers
	return v, nil
}

// readLayer reads the rows of one layer.
func readLayer(ctx context.Context, tx *sql.Tx, l layer, st *stored, h *layerHash, d *geo.Dataset, wanted bool) error {
	t := l.spec()
	var count int
	if err := tx.QueryRowContext(ctx, "SELECT count(*) FROM "+quote(t.name)).Scan(&count); err != nil {
		return fmt.Errorf("read table %s: %w", t.name, err)
	}
	if count == 0 {
		return nil
	}
	r := row{table: t, cells: make([]cell, len(t.columns)), words: map[string]string{}}
	into := []any{&r.fid, &r.geom}
	for i := range r.cells {
		into = append(into, &r.cells[i])
	}
	h.rows = make([]rowHash, 0, count)
	if wanted {
		l.reserve(d, count)
	}
	err := eachRow(ctx, tx, selectRows(t, st), nil, func(rows *sql.Rows) error {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		h.add(&r)
		if !wanted {
			return nil
		}
		if r.begin(); l.decode(&r, d) {
			return nil
		}
		return r.err
	})
	var broken *CellError
	if errors.As(err, &broken) {
		return err
	}
	if err != nil {
		return fmt.Errorf("read table %s: %w", t.name, err)
	}
	if wanted {
		l.arrange(d)
	}
	return nil
}

// selectRows reads a table in the order of its rows on disk. A column that the
// file lacks reads as empty.
func selectRows(t *table, st *stored) string {
	columns := make([]string, len(t.columns))
	for i, c := range t.columns {
		columns[i] = "NULL"
		if st.columns[c.name] {
			columns[i] = quote(c.name)
		}
	}
	return fmt.Sprintf("SELECT rowid, %s, %s FROM %s", quote(st.geom), strings.Join(columns, ", "), quote(t.name))
}
