package postgis

import (
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// schema is the schema of every table, as the migrations name it.
const schema = "lifecircle"

// table says how a layer is stored.
type table struct {
	layer geo.Layer
	// columns are the columns of a row's content, the first two being geom and the
	// id (for units the code).
	columns []string
	// indexes are those that the migrations make beside the keys.
	indexes []string
}

// name is the table's name without its schema.
func (t *table) name() string { return strings.ReplaceAll(string(t.layer), "-", "_") }

// identifier is the table's name for a COPY.
func (t *table) identifier() pgx.Identifier { return pgx.Identifier{schema, t.name()} }

// quoted is the table's name in a statement.
func (t *table) quoted() string { return t.identifier().Sanitize() }

// id is the column that identifies a row.
func (t *table) id() string { return t.columns[1] }

// layer is one layer's table together with the Go rows that it holds.
type layer interface {
	spec() *table
	// source returns the rows of d for a COPY.
	source(d *geo.Dataset) pgx.CopyFromSource
	// read appends the rows of a query over all columns to d.
	read(rows pgx.Rows, d *geo.Dataset) error
	// share gives dst the rows of src.
	share(dst, src *geo.Dataset)
	// ids are what rows are known by in d: for units with the source after it.
	ids(d *geo.Dataset) (ids, sources []string)
}

// layerOf is a layer whose rows are of type T. fields appends the addresses of a
// row's fields to dst, in the order of the columns: they are written from and read
// into.
type layerOf[T any] struct {
	table
	rows   func(*geo.Dataset) *[]T
	known  func(*T) (id, source string)
	fields func(dst []any, row *T) []any
}

func (l *layerOf[T]) spec() *table { return &l.table }

func (l *layerOf[T]) share(dst, src *geo.Dataset) { *l.rows(dst) = *l.rows(src) }

func (l *layerOf[T]) ids(d *geo.Dataset) (ids, sources []string) {
	rows := *l.rows(d)
	ids, sources = make([]string, len(rows)), make([]string, len(rows))
	for i := range rows {
		ids[i], sources[i] = l.known(&rows[i])
	}
	return ids, sources
}

func (l *layerOf[T]) source(d *geo.Dataset) pgx.CopyFromSource {
	return &copySource[T]{layer: l, rows: *l.rows(d), at: -1}
}

func (l *layerOf[T]) read(rows pgx.Rows, d *geo.Dataset) error {
	var into []any
	words := map[string]string{}
	out := *l.rows(d)
	for rows.Next() {
		var row T
		into = l.fields(into[:0], &row)
		if err := rows.Scan(into...); err != nil {
			return err
		}
		intern(words, into)
		out = append(out, row)
	}
	*l.rows(d) = out
	return rows.Err()
}

// intern keeps one copy of each of the few different words that text columns hold.
func intern(words map[string]string, fields []any) {
	for _, f := range fields {
		t, ok := f.(*text)
		if !ok || len(*t) > 32 {
			continue
		}
		if known, ok := words[string(*t)]; ok {
			*t = text(known)
		} else if len(words) < 1<<12 {
			words[string(*t)] = string(*t)
		}
	}
}

// copySource hands rows to a COPY, one at a time.
type copySource[T any] struct {
	layer  *layerOf[T]
	rows   []T
	at     int
	values []any
}

func (c *copySource[T]) Next() bool {
	c.at++
	return c.at < len(c.rows)
}

func (c *copySource[T]) Values() ([]any, error) {
	c.values = c.layer.fields(c.values[:0], &c.rows[c.at])
	return c.values, nil
}

func (c *copySource[T]) Err() error { return nil }

// layers returns every layer's table, in the order of [geo.Layers].
func layers() []layer {
	return []layer{
		units(), builtUps(), facilities(), roads(), greenways(), parks(),
		parcels(), buildings(), barriers(), population(), elevation(), homes(),
	}
}
