package btree

import (
	"database/sql"
	"fmt"
	"math"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	_ "modernc.org/sqlite" // the judge of what is written
)

// The table that tests fill, and its index.
const schema = "CREATE TABLE t (id INTEGER PRIMARY KEY, key TEXT, number REAL, whole INTEGER, yes BOOLEAN, bytes BLOB);" +
	"CREATE UNIQUE INDEX k ON t (key)"

type row struct {
	id     int64
	key    string
	number any // float64 or nil
	whole  int64
	yes    bool
	bytes  []byte
}

// draft makes a database of empty tables and tells their root pages.
func draft(t *testing.T, pageSize int, statements string) (path string, roots map[string]uint32) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "draft.db")
	db := open(t, path)
	for _, s := range []string{fmt.Sprintf("PRAGMA page_size = %d", pageSize), "PRAGMA journal_mode = OFF", statements} {
		_, err := db.ExecContext(t.Context(), s)
		require.NoError(t, err)
	}
	roots = map[string]uint32{}
	rows, err := db.QueryContext(t.Context(), "SELECT name, rootpage FROM sqlite_schema")
	require.NoError(t, err)
	defer func() { require.NoError(t, rows.Close()) }()
	for rows.Next() {
		var name string
		var root uint32
		require.NoError(t, rows.Scan(&name, &root))
		roots[name] = root
	}
	require.NoError(t, rows.Err())
	return path, roots
}

// open opens a database on a single connection.
func open(t *testing.T, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", path+"?_pragma=synchronous(0)")
	require.NoError(t, err)
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	return db
}

// fill writes rows, whose ids ascend, into the table and its index.
func fill(t *testing.T, path string, roots map[string]uint32, rows []row) {
	t.Helper()
	f, err := Open(path)
	require.NoError(t, err)
	table, err := f.Table(roots["t"])
	require.NoError(t, err)
	var record []byte
	for _, r := range rows {
		record, err = AppendRecord(record[:0], nil, r.key, r.number, r.whole, r.yes, r.bytes)
		require.NoError(t, err)
		require.NoError(t, table.Add(r.id, record))
	}
	require.NoError(t, table.Close())
	sorted := slices.Clone(rows)
	slices.SortFunc(sorted, func(a, b row) int { return strings.Compare(a.key, b.key) })
	require.NoError(t, f.Index(roots["k"], func(yield func([]byte, error) bool) {
		for _, r := range sorted {
			record, err := AppendRecord(nil, r.key, r.id)
			if !yield(record, err) {
				return
			}
		}
	}))
	require.NoError(t, f.Close())
}

// check compares what SQLite reads with the rows, and asks it for faults.
func check(t *testing.T, db *sql.DB, rows []row) {
	t.Helper()
	var verdict string
	require.NoError(t, db.QueryRowContext(t.Context(), "PRAGMA integrity_check").Scan(&verdict))
	require.Equal(t, "ok", verdict)
	got, err := db.QueryContext(t.Context(), "SELECT id, key, number, whole, yes, bytes FROM t ORDER BY id")
	require.NoError(t, err)
	defer func() { require.NoError(t, got.Close()) }()
	for _, want := range rows {
		require.True(t, got.Next())
		var r row
		require.NoError(t, got.Scan(&r.id, &r.key, &r.number, &r.whole, &r.yes, &r.bytes))
		if len(r.bytes) == 0 {
			r.bytes = want.bytes[:0]
		}
		require.Equal(t, want, r)
	}
	require.False(t, got.Next())
	require.NoError(t, got.Err())
}

func text(r *rand.Rand, length int) string {
	b := make([]byte, length)
	for i := range b {
		b[i] = byte('a' + r.IntN(26))
	}
	return string(b)
}

// drawn are rows with ids that leave gaps and begin below 0, keys and blobs of a length
// that longest bounds.
func drawn(r *rand.Rand, n, longestKey, longestBlob int) []row {
	rows := make([]row, n)
	id := -int64(r.IntN(300))
	for i := range rows {
		id += 1 + r.Int64N(1<<r.IntN(20))
		rows[i] = row{id: id, key: fmt.Sprintf("%d-%s", i, text(r, r.IntN(longestKey+1))), whole: r.Int64() >> r.IntN(64),
			yes: r.IntN(2) == 0, bytes: []byte(text(r, r.IntN(longestBlob+1)))}
		switch r.IntN(4) {
		case 0:
			rows[i].number = r.NormFloat64() * math.Pow(10, float64(r.IntN(40)-20))
		case 1:
			rows[i].number = float64(r.Int64() >> r.IntN(64))
		case 2:
			rows[i].number = float64(r.IntN(3))
		}
	}
	return rows
}

// Trees of each size from nothing to several levels: on small pages every border is met,
// such as a last page without a cell.
func TestEachNumberOfRows(t *testing.T) {
	const seed = 11
	r := rand.New(rand.NewPCG(seed, seed))
	for n := 0; n < 1500; n += 1 + n/15 {
		rows := drawn(r, n, 1+n%90, 1+n%70)
		path, roots := draft(t, 512, schema)
		fill(t, path, roots, rows)
		check(t, open(t, path), rows)
		require.False(t, t.Failed(), "seed %d, %d rows", seed, n)
	}
}

// Keys and blobs around every length at which a cell spills onto another page, on every
// size of page.
func TestEachLengthOfOverflow(t *testing.T) {
	const seed = 12
	r := rand.New(rand.NewPCG(seed, seed))
	for _, size := range []int{512, 1024, 4096, 1 << 16} {
		d := &File{size: size, usable: size}
		var rows []row
		for _, border := range []int{0, d.mostIndex(), d.mostTable(), d.local(1<<20, d.mostTable()), d.usable, 5 * d.usable,
			d.mostTable() + d.usable - pointer, d.mostIndex() + d.usable - pointer} {
			for off := -24; off <= 24; off++ {
				if length := border + off; length > 0 {
					n := int64(len(rows) + 1)
					rows = append(rows, row{id: 2*n - 1, key: fmt.Sprint(2 * n), whole: n, bytes: []byte(text(r, length))},
						row{id: 2 * n, key: fmt.Sprint(2*n+1, text(r, length)), whole: n, bytes: []byte{}})
				}
			}
		}
		for i := range rows {
			rows[i].id = int64(i)
			rows[i].key = fmt.Sprintf("%05d%s", i, rows[i].key)
		}
		path, roots := draft(t, size, schema)
		fill(t, path, roots, rows)
		check(t, open(t, path), rows)
	}
}

// What was filled is a table like any other: the index finds its rows, and rows go and
// come.
func TestFilledTableLivesOn(t *testing.T) {
	const seed = 13
	r := rand.New(rand.NewPCG(seed, seed))
	rows := drawn(r, 3000, 300, 900)
	path, roots := draft(t, 1024, schema)
	fill(t, path, roots, rows)
	db := open(t, path)
	for _, i := range r.Perm(len(rows))[:200] {
		var id int64
		require.NoError(t, db.QueryRowContext(t.Context(), "SELECT id FROM t INDEXED BY k WHERE key = ?", rows[i].key).Scan(&id))
		require.Equal(t, rows[i].id, id)
	}
	var left []row
	for i := range rows {
		if i%3 == 0 {
			_, err := db.ExecContext(t.Context(), "DELETE FROM t WHERE id = ?", rows[i].id)
			require.NoError(t, err)
			continue
		}
		left = append(left, rows[i])
	}
	more := drawn(r, 1000, 300, 900)
	for i := range more {
		more[i].id, more[i].key = rows[len(rows)-1].id+int64(i)+1, "more"+more[i].key
		m := more[i]
		_, err := db.ExecContext(t.Context(), "INSERT INTO t VALUES (?, ?, ?, ?, ?, ?)", m.id, m.key, m.number, m.whole, m.yes, m.bytes)
		require.NoError(t, err)
	}
	check(t, db, append(left, more...))
	_, err := db.ExecContext(t.Context(), "INSERT INTO t (key) VALUES (?)", left[0].key)
	require.ErrorContains(t, err, "UNIQUE")
}

// Rows of every kind of value are stored in as many bytes as SQLite takes.
func TestRecordIsAsLongAsSQLites(t *testing.T) {
	const seed = 14
	rows := drawn(rand.New(rand.NewPCG(seed, seed)), 2000, 40, 200)
	path, roots := draft(t, 4096, schema)
	fill(t, path, roots, rows)
	theirs, _ := draft(t, 4096, schema)
	a, b := open(t, path), open(t, theirs)
	for _, r := range rows {
		_, err := b.ExecContext(t.Context(), "INSERT INTO t VALUES (?, ?, ?, ?, ?, ?)", r.id, r.key, r.number, r.whole, r.yes, r.bytes)
		require.NoError(t, err)
	}
	bytes := func(db *sql.DB) (n int64) {
		require.NoError(t, db.QueryRowContext(t.Context(), "SELECT sum(payload) FROM dbstat WHERE name = 't' AND pagetype = 'leaf'").Scan(&n))
		return n
	}
	require.Equal(t, bytes(b), bytes(a))
}

func TestPageOfTheLockIsLeftOut(t *testing.T) {
	d := &File{size: 4096}
	require.Equal(t, uint32(262144), d.next(262143))
	require.Equal(t, uint32(262146), d.next(262144))
	d.pages = 262144
	number, err := d.append(make([]byte, d.size))
	require.NoError(t, err)
	require.Equal(t, uint32(262146), number)
	require.Equal(t, uint32(262146), d.pages)
	require.Len(t, d.buffer, 2*d.size, "an empty page and the page")
}

func TestVarint(t *testing.T) {
	// Worked by hand from fileformat2 §1.6.
	for v, want := range map[uint64][]byte{
		0: {0}, 127: {0x7f}, 128: {0x81, 0}, 300: {0x82, 0x2c}, 16383: {0xff, 0x7f}, 16384: {0x81, 0x80, 0},
		1<<56 - 1: {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f}, 1 << 56: {0x80, 0xc0, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0},
		math.MaxUint64: {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff},
	} {
		require.Equal(t, want, appendVarint(nil, v), "%d", v)
		require.Equal(t, len(want), varintLen(v), "%d", v)
	}
}

func TestWhatCannotBeFilled(t *testing.T) {
	path, roots := draft(t, 4096, schema)
	f, err := Open(path)
	require.NoError(t, err)
	_, err = f.Table(roots["k"])
	require.ErrorContains(t, err, "not the root of an empty tree")
	_, err = f.Table(999)
	require.ErrorContains(t, err, "is no root")
	table, err := f.Table(roots["t"])
	require.NoError(t, err)
	require.NoError(t, table.Add(5, []byte{2, 0}))
	require.ErrorContains(t, table.Add(5, []byte{2, 0}), "row 5 comes after row 5")
	require.NoError(t, table.Close())
	require.Error(t, table.Close())
	_, err = f.Table(roots["t"])
	require.ErrorContains(t, err, "not the root of an empty tree")
	require.NoError(t, f.Close())
	_, err = AppendRecord(nil, uint8(1))
	require.ErrorContains(t, err, "uint8")

	for _, other := range []string{"PRAGMA journal_mode = WAL", "PRAGMA encoding = 'UTF-16'", "PRAGMA auto_vacuum = FULL"} {
		path := filepath.Join(t.TempDir(), "other.db")
		db := open(t, path)
		_, err := db.ExecContext(t.Context(), other+";"+schema)
		require.NoError(t, err)
		_, err = Open(path)
		require.Error(t, err, other)
	}
	_, err = Open(filepath.Join(t.TempDir(), "none.db"))
	require.Error(t, err)
}
