package postgis

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/geo"
)

// Load reads everything in one snapshot. A layer that has the version that it had
// at the last load is taken from there. Constraints guard the rows, and yet each is
// checked once more, so that a database whose constraints were dropped gives a
// [*data.RefusedError] rather than a wrong figure.
func (s *Store) Load(ctx context.Context) (*geo.Dataset, error) {
	d := &geo.Dataset{}
	err := s.snapshot(ctx, func(tx pgx.Tx) error {
		if err := readHead(ctx, tx, d); err != nil {
			return err
		}
		last := s.lastLoaded()
		for _, l := range layers() {
			name := l.spec().layer
			if last != nil && last.LayerVersions[name] == d.LayerVersions[name] {
				l.share(d, last)
				continue
			}
			if err := readLayer(ctx, tx, l, d, nil); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		err = check(d)
	}
	if err != nil {
		return nil, fmt.Errorf("load %s: %w", s.at, err)
	}
	// The newest of two loads at once may finish first; then the older one is kept,
	// which costs a reading and is never wrong.
	s.mu.Lock()
	s.last, s.lastVersion = d, d.Version
	s.mu.Unlock()
	if data.Empty(d) {
		return nil, data.ErrEmpty
	}
	out := *d // what is kept here has no derived extent
	data.DeriveExtent(&out)
	return &out, nil
}

// maxBoxes is how many boxes are looked for one by one; of more, their union.
const maxBoxes = 16

// LoadNear reads the part of one snapshot that is near some units, by the spatial
// indexes, and its version without reading the rest.
func (s *Store) LoadNear(ctx context.Context, near data.Near) (*geo.Dataset, error) {
	d := &geo.Dataset{}
	err := s.snapshot(ctx, func(tx pgx.Tx) error {
		if err := readHead(ctx, tx, d); err != nil {
			return err
		}
		var boxes []orb.Bound
		for _, l := range layers() { // units are the first
			wanted := boxes
			if l.spec().layer == geo.LayerElevation {
				wanted = data.ElevationBoxes(boxes)
			}
			if err := readLayer(ctx, tx, l, d, wanted); err != nil {
				return err
			}
			if boxes != nil {
				continue
			}
			if some, err := anyRow(ctx, tx); err != nil || !some {
				return err
			}
			var err error
			if boxes, err = near.Boxes(d.Units); err != nil {
				return err
			}
		}
		return recordedExtent(ctx, tx, d)
	})
	if err == nil && data.Empty(d) {
		return nil, data.ErrEmpty
	}
	if err == nil {
		err = check(d)
	}
	if err == nil {
		d, err = near.Cut(d)
	}
	if err != nil {
		return nil, fmt.Errorf("load %s: %w", s.at, err)
	}
	return d, nil
}

// Version returns the version that Load would return, from the sums that the
// triggers keep: it reads no row of any layer.
func (s *Store) Version(ctx context.Context) (string, error) {
	d := &geo.Dataset{}
	if err := s.snapshot(ctx, func(tx pgx.Tx) error { return readVersions(ctx, tx, d) }); err != nil {
		return "", fmt.Errorf("version of %s: %w", s.at, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lastVersion = d.Version
	return d.Version, nil
}

func (s *Store) lastLoaded() *geo.Dataset {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.last
}

// snapshot runs fn in a transaction that only reads, and sees one state.
func (s *Store) snapshot(ctx context.Context, fn func(tx pgx.Tx) error) error {
	if s.isClosed() {
		return ErrClosed
	}
	err := pgx.BeginTxFunc(ctx, s.reader, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, fn)
	return ended(ctx, err)
}

// readHead reads the versions and what is said of the dataset and its sources.
func readHead(ctx context.Context, tx pgx.Tx, d *geo.Dataset) error {
	if err := readVersions(ctx, tx, d); err != nil {
		return err
	}
	return readMeta(ctx, tx, d)
}

// readLayer reads the rows of a layer in the order of their ids: all, or those near
// one of the boxes and those without a geometry.
func readLayer(ctx context.Context, tx pgx.Tx, l layer, d *geo.Dataset, boxes []orb.Bound) error {
	t := l.spec()
	query := fmt.Sprintf("SELECT %s FROM %s", strings.Join(t.columns, ", "), t.quoted())
	var args []any
	if len(boxes) > maxBoxes {
		all := boxes[0]
		for _, b := range boxes[1:] {
			all = all.Union(b)
		}
		boxes = []orb.Bound{all}
	}
	for i, b := range boxes {
		word := " OR "
		if i == 0 {
			word = " WHERE geom IS NULL OR "
		}
		n := len(args)
		query += word + fmt.Sprintf("geom && ST_MakeEnvelope($%d, $%d, $%d, $%d, %d)", n+1, n+2, n+3, n+4, srid)
		args = append(args, b.Min[0], b.Min[1], b.Max[0], b.Max[1])
	}
	rows, err := tx.Query(ctx, query+fmt.Sprintf(" ORDER BY %s, source", t.id()), args...)
	if err != nil {
		return fmt.Errorf("read table %s: %w", t.name(), err)
	}
	defer rows.Close()
	if err := l.read(rows, d); err != nil {
		return fmt.Errorf("read table %s: %w", t.name(), err)
	}
	return nil
}

// anyRow reports whether there is a row in any layer.
func anyRow(ctx context.Context, tx pgx.Tx) (some bool, err error) {
	var each []string
	for _, l := range layers() {
		each = append(each, fmt.Sprintf("EXISTS (SELECT FROM %s)", l.spec().quoted()))
	}
	if err := tx.QueryRow(ctx, "SELECT "+strings.Join(each, " OR ")).Scan(&some); err != nil {
		return false, fmt.Errorf("look for a row: %w", err)
	}
	return some, nil
}

// check reports the first row that breaks a rule.
func check(d *geo.Dataset) error {
	w := data.Write{Rows: d, Layers: map[geo.Layer]data.Mode{}}
	for _, l := range geo.Layers() {
		w.Layers[l] = data.Append
	}
	return w.Check()
}
