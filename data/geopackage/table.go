package geopackage

import (
	"slices"
	"strings"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// column is a column of a layer's table: its name, and its SQL type with its
// constraints.
type column struct{ name, decl string }

// table says how a layer is stored. Beside the columns every table has fid and
// geom.
type table struct {
	layer geo.Layer
	// name is the table's name, label what QGIS shows beside it.
	name, label string
	// geometry is the geometry type name of gpkg_geometry_columns.
	geometry string
	columns  []column
	// key is the unique key: the id column, and for units the source.
	key string
}

// idColumn is the column that identifies a row: the first one.
func (t *table) idColumn() string { return t.columns[0].name }

// layer is one layer's table together with the Go rows that it holds.
type layer interface {
	spec() *table
	// count is the number of rows that d has of the layer.
	count(d *geo.Dataset) int
	// encode puts row i of d into w, in the order of the columns.
	encode(w *record, d *geo.Dataset, i int)
	// keyOf is what has to be unique of row i: its id, for units also its source.
	keyOf(d *geo.Dataset, i int) key
	// reserve makes room in d for n rows; decode adds one, unless it cannot be
	// read; arrange sorts them by id, so that their order does not depend on how
	// they came in.
	reserve(d *geo.Dataset, n int)
	decode(r *row, d *geo.Dataset) (ok bool)
	arrange(d *geo.Dataset)
}

// key identifies a row within its layer.
type key struct{ id, source string }

// layerOf is a layer whose rows are of type T.
type layerOf[T any] struct {
	table
	rows  func(*geo.Dataset) *[]T
	key   func(*T) key
	read  func(*row) T
	write func(*record, *T)
}

func (l *layerOf[T]) spec() *table { return &l.table }

func (l *layerOf[T]) count(d *geo.Dataset) int { return len(*l.rows(d)) }

func (l *layerOf[T]) encode(w *record, d *geo.Dataset, i int) { l.write(w, &(*l.rows(d))[i]) }

func (l *layerOf[T]) keyOf(d *geo.Dataset, i int) key { return l.key(&(*l.rows(d))[i]) }

func (l *layerOf[T]) reserve(d *geo.Dataset, n int) { *l.rows(d) = make([]T, 0, n) }

func (l *layerOf[T]) decode(r *row, d *geo.Dataset) bool {
	rows := l.rows(d)
	*rows = append(*rows, l.read(r))
	return r.err == nil
}

func (l *layerOf[T]) arrange(d *geo.Dataset) {
	rows := *l.rows(d)
	if len(rows) == 0 {
		*l.rows(d) = nil
		return
	}
	type place struct {
		key
		at int
	}
	order := make([]place, len(rows))
	for i := range rows {
		order[i] = place{l.key(&rows[i]), i}
	}
	compare := func(a, b place) int {
		if c := strings.Compare(a.id, b.id); c != 0 {
			return c
		}
		return strings.Compare(a.source, b.source)
	}
	if slices.IsSortedFunc(order, compare) {
		return
	}
	// Places are sorted rather than the rows, which are hundreds of bytes each.
	slices.SortStableFunc(order, compare)
	sorted := make([]T, len(rows))
	for i, p := range order {
		sorted[i] = rows[p.at]
	}
	*l.rows(d) = sorted
}

// layers returns every layer's table, in the order of [geo.Layers].
func layers() []layer {
	return []layer{
		units(), builtUps(), facilities(), roads(), greenways(), parks(),
		parcels(), buildings(), barriers(), population(), elevation(), homes(),
	}
}

// Declarations that several tables share. A CHECK of NULL holds, so each of them
// allows an empty cell, which means unknown.
const (
	declText     = "TEXT"
	declAmount   = "REAL CHECK (%s >= 0)"
	declReal     = "REAL"
	declBoolean  = "BOOLEAN"
	declJSON     = "TEXT CHECK (%s IS NULL OR json_valid(%s))" // json_valid(NULL) is 0 before SQLite 3.45
	declStatus   = "TEXT CHECK (%s IN ('', 'existing', 'building', 'planned', 'closed'))"
	declRequired = "TEXT NOT NULL CHECK (%s <> '')"
)

// columnsOf makes columns out of pairs of a name and a declaration, in which %s
// stands for the quoted name.
func columnsOf(pairs ...string) []column {
	out := make([]column, 0, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		out = append(out, column{pairs[i], strings.ReplaceAll(pairs[i+1], "%s", quote(pairs[i]))})
	}
	return out
}

// byID is the key of most layers.
func byID(id string) key { return key{id: id} }

// quote makes an SQL identifier of a name.
func quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }
