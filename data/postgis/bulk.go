package postgis

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// bulkRows is from how many rows on an empty table is filled without its indexes.
const bulkRows = 2000

// bulk fills a table that never had a row. Its indexes and keys are taken away while the
// rows come and made anew from all of them, which takes a fifth of the time of keeping
// them up; and the rows are counted and hashed by a query over the table, which the server
// spreads over its processors, rather than by the trigger. All of that is in the
// transaction of the commit: nobody sees the table without them, and in the end it is as
// if the rows had been inserted.
//
// It takes who owns the table; and nobody else may look at it until the commit is done.
type bulk struct {
	tx    pgx.Tx
	table *table
	// remake are the statements that make the indexes and keys again.
	remake []string
	// content are the columns that the trigger counts.
	content string
}

// mayBulk tells, for a table, whether it takes no room yet, is the user's to change, has
// the trigger as the migrations make it, nothing points to it, and nothing of its indexes
// would be lost: a comment, or a place or setting of their own.
const mayBulk = `SELECT pg_relation_size(c.oid) = 0 AND pg_has_role(c.relowner, 'USAGE')
  AND EXISTS (SELECT FROM pg_trigger WHERE tgrelid = c.oid AND tgname = 'note_insert' AND tgenabled = 'O')
  AND NOT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = c.oid AND NOT tgisinternal AND tgtype & 4 > 0 AND tgname <> 'note_insert')
  AND NOT EXISTS (SELECT FROM pg_constraint WHERE confrelid = c.oid OR conrelid = c.oid AND contype NOT IN ('c', 'p', 'u'))
  AND NOT EXISTS (SELECT FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid WHERE i.indrelid = c.oid
    AND (x.reltablespace <> 0 OR i.indisclustered OR i.indisreplident OR obj_description(x.oid, 'pg_class') IS NOT NULL
      OR EXISTS (SELECT FROM pg_constraint WHERE conindid = x.oid AND obj_description(oid, 'pg_constraint') IS NOT NULL)))
  FROM pg_class c WHERE c.oid = $1::regclass`

// indexesOf tells how to drop and how to make each key and each other index of a table.
const indexesOf = `SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname),
    format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
  FROM pg_constraint WHERE conrelid = $1::regclass AND contype IN ('p', 'u')
  UNION ALL SELECT format('DROP INDEX %s', indexrelid::regclass), pg_get_indexdef(indexrelid)
  FROM pg_index WHERE indrelid = $1::regclass AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)`

// contentOf is the last argument of the trigger, which ends with a zero byte.
const contentOf = `SELECT convert_from(substring(tgargs FROM position('\000'::bytea IN tgargs) + 1 FOR
    length(tgargs) - position('\000'::bytea IN tgargs) - 1), 'UTF8')
  FROM pg_trigger WHERE tgrelid = $1::regclass AND tgname = 'note_insert' AND tgnargs = 2`

// beginBulk makes a table ready to be filled; nil where it has to be filled as any other.
func beginBulk(ctx context.Context, tx pgx.Tx, t *table, rows int) (*bulk, error) {
	if rows < bulkRows {
		return nil, nil //nolint:nilnil // few rows are no bulk
	}
	name := t.quoted()
	var may bool
	if err := tx.QueryRow(ctx, mayBulk, name).Scan(&may); err != nil || !may {
		return nil, err
	}
	// Whoever looks at the empty table just now is not waited for.
	part, err := tx.Begin(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { _ = part.Rollback(ctx) }()
	_, err = part.Exec(ctx, "LOCK TABLE "+name+" IN ACCESS EXCLUSIVE MODE NOWAIT")
	var e *pgconn.PgError
	if errors.As(err, &e) && e.Code == "55P03" { // lock_not_available
		return nil, part.Rollback(ctx)
	}
	if err != nil {
		return nil, err
	}
	b := &bulk{tx: tx, table: t}
	if err := part.QueryRow(ctx, contentOf, name).Scan(&b.content); err != nil {
		return nil, fmt.Errorf("read the trigger: %w", err)
	}
	var drop []string
	indexes, err := part.Query(ctx, indexesOf, name)
	if err != nil {
		return nil, fmt.Errorf("read the indexes: %w", err)
	}
	var gone, again string
	if _, err := pgx.ForEachRow(indexes, []any{&gone, &again}, func() error {
		drop, b.remake = append(drop, gone), append(b.remake, again)
		return nil
	}); err != nil {
		return nil, fmt.Errorf("read the indexes: %w", err)
	}
	for _, statement := range append(drop, "ALTER TABLE "+name+" DISABLE TRIGGER note_insert") {
		if _, err := part.Exec(ctx, statement); err != nil {
			return nil, fmt.Errorf("%s: %w", statement, err)
		}
	}
	return b, part.Commit(ctx)
}

// end makes the table as it was, and notes the change as the trigger does
// (lifecircle.note_change). A nil bulk has nothing to end.
func (b *bulk) end(ctx context.Context) error {
	if b == nil {
		return nil
	}
	name := b.table.quoted()
	// The server does not know how dear a hash is: to spread it over processors has to look
	// cheap.
	for _, setting := range [...]string{"extra_float_digits = 1", "parallel_setup_cost = 0", "parallel_tuple_cost = 0"} {
		if _, err := b.tx.Exec(ctx, "SET LOCAL "+setting); err != nil {
			return err
		}
	}
	var rows int64
	var sumA, sumB string
	// Without OFFSET 0 the hash would be moved to where it is used, and made twice.
	if err := b.tx.QueryRow(ctx, fmt.Sprintf(`SELECT count(*), coalesce(sum(substring(h FROM 1 FOR 64)::bigint), 0)::text,
    coalesce(sum(substring(h FROM 65)::bigint), 0)::text FROM (SELECT ('x' || md5(ROW(%s)::text))::bit(128) AS h FROM %s OFFSET 0) hashed`, b.content, name)).
		Scan(&rows, &sumA, &sumB); err != nil {
		return fmt.Errorf("count the rows: %w", err)
	}
	if _, err := b.tx.Exec(ctx, `INSERT INTO lifecircle.changes AS c (layer, xact, rows, sum_a, sum_b)
    VALUES ($1, pg_current_xact_id(), $2, $3::text::numeric, $4::text::numeric) ON CONFLICT ON CONSTRAINT changes_pkey DO UPDATE
    SET rows = c.rows + excluded.rows, sum_a = c.sum_a + excluded.sum_a, sum_b = c.sum_b + excluded.sum_b`,
		b.table.name(), rows, sumA, sumB); err != nil {
		return fmt.Errorf("note the change: %w", err)
	}
	if _, err := b.tx.Exec(ctx, "SELECT pg_notify('lifecircle', $1)", b.table.name()); err != nil {
		return err
	}
	for _, statement := range append(b.remake, "ALTER TABLE "+name+" ENABLE TRIGGER note_insert") {
		if _, err := b.tx.Exec(ctx, statement); err != nil {
			return fmt.Errorf("%s: %w", statement, err)
		}
	}
	return nil
}
