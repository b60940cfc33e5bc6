package geopackage

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"

	"github.com/seed-4611ae28/lifecircle/data/internal/pack"
)

// The kinds of value that SQLite stores, as they are marked in what is kept.
const (
	kindNull  = 0
	kindInt   = 'i'
	kindFloat = 'f'
	kindText  = 't'
	kindBlob  = 'b'
)

// packLayer compresses a layer's rows as they are stored: with their fids, and with
// the columns that the planner has added. First come the number of columns and their
// names without the first two, which are the fid and the geometry whatever they are
// called; then the rows, each value with its kind before it.
func packLayer(ctx context.Context, tx *sql.Tx, t *table, st *stored) (parts [][]byte, err error) {
	names := keptColumns(t, st)
	w := pack.NewWriter()
	defer func() {
		var closing error
		if parts, closing = w.Close(); err == nil {
			err = closing
		}
	}()
	b := binary.AppendUvarint(nil, uint64(len(names)))
	for _, name := range names {
		b = appendText(b, name)
	}
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
	err = eachRow(ctx, tx, query+" FROM "+quote(t.name), nil, func(rows *sql.Rows) error {
		if err := rows.Scan(into...); err != nil {
			return err
		}
		for i := range cells {
			if b, err = appendValue(b, cells[i].value); err != nil {
				return err
			}
		}
		_, err := w.Write(b)
		b = b[:0]
		return err
	})
	return nil, err
}

// keptColumns are the columns of a table beside fid and geometry, in a stable order.
func keptColumns(t *table, st *stored) []string {
	var names, own []string
	for _, c := range t.columns {
		if st.columns[c.name] {
			names = append(names, c.name)
		}
	}
	for name := range st.columns {
		if name != st.fid && name != st.geom && !slices.Contains(names, name) {
			own = append(own, name)
		}
	}
	slices.Sort(own)
	return append(names, own...)
}

func appendText[T string | []byte](b []byte, v T) []byte {
	return append(binary.AppendUvarint(b, uint64(len(v))), v...)
}

func appendValue(b []byte, value any) ([]byte, error) {
	switch v := value.(type) {
	case nil:
		return append(b, kindNull), nil
	case int64:
		return binary.AppendVarint(append(b, kindInt), v), nil
	case float64:
		return binary.LittleEndian.AppendUint64(append(b, kindFloat), math.Float64bits(v)), nil
	case string:
		return appendText(append(b, kindText), v), nil
	case []byte:
		return appendText(append(b, kindBlob), v), nil
	}
	return b, fmt.Errorf("a value of type %T cannot be kept", value)
}

// longestText bounds a text or blob that is read back: what SQLite itself can hold.
const longestText = 1 << 31

var errDamaged = errors.New("what was kept is damaged")

// byteReader is what values are read from.
type byteReader interface {
	io.Reader
	io.ByteReader
}

func readText(r byteReader) ([]byte, error) {
	length, err := binary.ReadUvarint(r)
	if err != nil || length > longestText {
		return nil, errors.Join(errDamaged, err)
	}
	b := make([]byte, length)
	if _, err := io.ReadFull(r, b); err != nil {
		return nil, errors.Join(errDamaged, err)
	}
	return b, nil
}

// readNames reads the names of the columns.
func readNames(r byteReader) ([]string, error) {
	count, err := binary.ReadUvarint(r)
	if err != nil || count > 1<<15 { // more columns than a table can have (SQLITE_MAX_COLUMN)
		return nil, errors.Join(errDamaged, err)
	}
	names := make([]string, count)
	for i := range names {
		b, err := readText(r)
		if err != nil {
			return nil, err
		}
		names[i] = string(b)
	}
	return names, nil
}

// readValue reads a value; io.EOF, and nothing else, tells that there are no more.
func readValue(r byteReader) (any, error) {
	kind, err := r.ReadByte()
	if errors.Is(err, io.EOF) {
		return nil, io.EOF
	}
	if err != nil {
		return nil, errors.Join(errDamaged, err)
	}
	switch kind {
	case kindNull:
		return nil, nil //nolint:nilnil // NULL
	case kindInt:
		v, err := binary.ReadVarint(r)
		if err != nil {
			return nil, errors.Join(errDamaged, err)
		}
		return v, nil
	case kindFloat:
		var b [8]byte
		if _, err := io.ReadFull(r, b[:]); err != nil {
			return nil, errors.Join(errDamaged, err)
		}
		return math.Float64frombits(binary.LittleEndian.Uint64(b[:])), nil
	case kindText, kindBlob:
		b, err := readText(r)
		if err != nil {
			return nil, err
		}
		if kind == kindBlob {
			return b, nil
		}
		return string(b), nil
	}
	return nil, fmt.Errorf("%w: a value is of kind %d", errDamaged, kind)
}
