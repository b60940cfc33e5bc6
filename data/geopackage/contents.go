package geopackage

import (
	"bufio"
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/data/internal/pack"
	"github.com/seed-4611ae28/lifecircle/geo"
)

// keptRow is a row as it is or was stored: its columns by name, without fid and geometry.
type keptRow struct {
	fid, geom any
	values    map[string]any
}

// key is what the row is known by; a row without an id by its fid.
func (r *keptRow) key(t *table) key {
	id, _ := r.values[t.idColumn()].(string)
	if id == "" {
		fid, _ := r.fid.(int64)
		id = generatedID(t, fid)
	}
	if t.layer != geo.LayerUnits {
		return byID(id)
	}
	source, _ := r.values["source"].(string)
	return key{id, source}
}

// sum is a hash of the content of a row in the columns of a table as it stands: of the
// geometry without its envelope, in which tools differ, and of every column, those that
// somebody has added included. What is not there is empty, and so is an empty text.
func (r *keptRow) sum(columns []string) (out [sha256.Size]byte, err error) {
	var b []byte
	if blob, ok := r.geom.([]byte); ok {
		if head, err := parseHeader(blob); err == nil {
			b = append(b, byte(head.srs), byte(head.srs>>8), byte(head.srs>>16))
			blob = head.body
		}
		b = appendText(b, blob)
	}
	for _, name := range columns {
		v := r.values[name]
		if v == "" {
			v = nil
		}
		if b, err = appendValue(b, v); err != nil {
			return out, err
		}
	}
	return sha256.Sum256(b), nil
}

// contentColumns are the columns of a table whose values are content.
func contentColumns(st *stored) []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(st.columns)), func(name string) bool { return name == st.fid || name == st.geom })
}

// eachKept calls fn for every row that a layer held in a version: as it was kept, else as it
// is stored now, which is then the same content. The row is fn's for the call only.
func eachKept(ctx context.Context, tx *sql.Tx, t *table, st *stored, want data.HistoryLayer, kept map[data.KeptLayer]bool, fn func(*keptRow) error) error {
	switch {
	case want.Rows == 0:
		return nil
	case !kept[data.KeptLayer{Layer: t.layer, Version: want.Version}]:
		return eachStored(ctx, tx, t, st, fn)
	}
	r, err := keptReader(ctx, tx, t, want.Version)
	if err != nil {
		return err
	}
	names, err := readNames(r)
	if err != nil {
		return err
	}
	row := keptRow{values: make(map[string]any, len(names))}
	for {
		if row.fid, err = readValue(r); errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil {
			row.geom, err = readValue(r)
		}
		for i := 0; err == nil && i < len(names); i++ {
			row.values[names[i]], err = readValue(r)
		}
		if err != nil {
			return errors.Join(errDamaged, err)
		}
		if err := fn(&row); err != nil {
			return err
		}
	}
}

// keptReader reads what was kept of a layer under a version.
func keptReader(ctx context.Context, tx *sql.Tx, t *table, version string) (*bufio.Reader, error) {
	var parts [][]byte
	err := eachRow(ctx, tx, "SELECT content FROM "+keptTable+" WHERE layer = ? AND version = ? ORDER BY part",
		[]any{string(t.layer), version}, func(rows *sql.Rows) error {
			var part []byte
			err := rows.Scan(&part)
			parts = append(parts, part)
			return err
		})
	if err != nil {
		return nil, fmt.Errorf("read table %s: %w", keptTable, err)
	}
	return bufio.NewReaderSize(pack.NewReader(parts), 1<<16), nil
}

// eachStored calls fn for every row that a table holds now.
func eachStored(ctx context.Context, tx *sql.Tx, t *table, st *stored, fn func(*keptRow) error) error {
	names := contentColumns(st)
	// A sign before a column makes the driver leave its value as it is, whatever type
	// the column was declared to be.
	query := "SELECT +rowid, +" + quote(st.geom)
	for _, name := range names {
		query += ", +" + quote(name)
	}
	cells := make([]cell, len(names)+2)
	into := make([]any, len(cells))
	for i := range cells {
		into[i] = &cells[i]
	}
	row := keptRow{values: make(map[string]any, len(names))}
	return eachRow(ctx, tx, query+" FROM "+quote(t.name), nil, func(rows *sql.Rows) error {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		row.fid, row.geom = cells[0].value, cells[1].value
		for i, name := range names {
			row.values[name] = cells[i+2].value
		}
		return fn(&row)
	})
}
