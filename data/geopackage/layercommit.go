package geopackage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/geo"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// valuesPerStatement bounds how many values one INSERT carries: enough that the
// cost of a statement does not matter, few enough to stay in the processor's
// cache.
const valuesPerStatement = 800

// layerCommit writes the rows of one layer within a commit.
type layerCommit struct {
	tx     *sql.Tx
	layer  layer
	table  *table
	stored *stored
	write  *data.Write
	mode   data.Mode
	// last is the highest fid before this commit: new rows come after it.
	last int64
	// boxes are those of the new rows, and in bulk of those that stay too.
	boxes []box
	bulk  bool
	// whole tells that none but the new rows are in the table; hash is of these.
	whole   bool
	hash    layerHash
	history *chronicle
	// aside is from how many rows on a half of them is written aside.
	aside int
}

func (c *layerCommit) run(ctx context.Context) error {
	if err := c.drop(ctx); err != nil {
		return fmt.Errorf("table %s: %w", c.table.name, err)
	}
	rows := c.layer.count(c.write.Rows)
	gone, kept, err := c.count(ctx)
	if err != nil {
		return fmt.Errorf("table %s: %w", c.table.name, err)
	}
	if c.whole = kept == 0; rows != gone {
		c.history.changing(c.table)
	}
	// Many rows are written without indexes, which are then made in one go; few
	// rows are left to the triggers.
	c.bulk = rows+gone >= bulkRows
	if c.bulk {
		if err := dropTriggers(ctx, c.tx, c.table, c.stored); err != nil {
			return fmt.Errorf("table %s: %w", c.table.name, err)
		}
		if err := execAll(ctx, c.tx, "DROP INDEX IF EXISTS "+quote(keyName(c.table))); err != nil {
			return fmt.Errorf("table %s: %w", c.table.name, err)
		}
	}
	if err := c.remove(ctx); err != nil {
		return fmt.Errorf("clear table %s: %w", c.table.name, err)
	}
	if kept > 0 && rows > 0 {
		if err := c.refuseTaken(ctx); err != nil {
			return err
		}
	}
	if c.bulk && kept > 0 {
		if c.boxes, err = storedBoxes(ctx, c.tx, c.table, c.stored); err != nil {
			return err
		}
	}
	if err := c.insert(ctx, rows); err != nil {
		return err
	}
	if c.whole { // what was there is kept while the indexes are made
		if err := c.history.wrote(ctx, c.layer, c.stored, &c.hash); err != nil {
			return err
		}
	}
	if !c.bulk {
		return nil
	}
	if err := execAll(ctx, c.tx, createKey(c.table)); err != nil {
		return fmt.Errorf("index table %s: %w", c.table.name, err)
	}
	if err := fillRTree(ctx, c.tx, rtreeName(c.table, c.stored), c.boxes); err != nil {
		return fmt.Errorf("index table %s: %w", c.table.name, err)
	}
	return createTriggers(ctx, c.tx, c.table, c.stored)
}

// drop takes away the rows that are named.
func (c *layerCommit) drop(ctx context.Context) error {
	names := c.write.Drop[c.table.layer]
	if len(names) == 0 {
		return nil
	}
	c.history.changing(c.table)
	// A row that was drawn without an id is known by its fid (generatedID).
	id := quote(c.table.idColumn())
	query := fmt.Sprintf("DELETE FROM %s WHERE (%s = ?1 OR coalesce(%s, '') = '' AND ?2 <> 0 AND %s = ?2)", quote(c.table.name), id, id, quote(c.stored.fid))
	if c.table.layer == geo.LayerUnits {
		query += " AND coalesce(source, '') = ?3"
	}
	statement, err := c.tx.PrepareContext(ctx, query)
	if err != nil {
		return err
	}
	defer func() { _ = statement.Close() }()
	for _, n := range names {
		args := []any{n.ID, fidOf(c.table, n.ID)}
		if c.table.layer == geo.LayerUnits {
			args = append(args, n.Source)
		}
		if _, err := statement.ExecContext(ctx, args...); err != nil {
			return err
		}
	}
	return nil
}

// count tells how many rows the mode removes and how many it keeps.
func (c *layerCommit) count(ctx context.Context) (gone, kept int, err error) {
	var all, own int
	err = c.tx.QueryRowContext(ctx, fmt.Sprintf("SELECT count(*), coalesce(sum(source = ?), 0) FROM %s", quote(c.table.name)), c.write.Source).
		Scan(&all, &own)
	switch c.mode {
	case data.ReplaceLayer:
		return all, 0, err
	case data.ReplaceSource:
		return own, all - own, err
	}
	return 0, all, err
}

func (c *layerCommit) remove(ctx context.Context) error {
	query, args := "DELETE FROM "+quote(c.table.name), []any(nil)
	switch c.mode {
	case data.Append:
		return nil
	case data.ReplaceSource:
		query, args = query+" WHERE source = ?", []any{c.write.Source}
	}
	_, err := c.tx.ExecContext(ctx, query, args...)
	return err
}

// refuseTaken refuses the first new row whose id a row that stays already has.
func (c *layerCommit) refuseTaken(ctx context.Context) error {
	mine := make(map[key]int, c.layer.count(c.write.Rows))
	for i := range c.layer.count(c.write.Rows) {
		mine[c.layer.keyOf(c.write.Rows, i)] = i
	}
	query := fmt.Sprintf("SELECT coalesce(%s, ''), coalesce(source, '') FROM %s", quote(c.table.idColumn()), quote(c.table.name))
	return eachRow(ctx, c.tx, query, nil, func(rows *sql.Rows) error {
		var there key
		if err := rows.Scan(&there.id, &there.source); err != nil {
			return fmt.Errorf("read the ids of table %s: %w", c.table.name, err)
		}
		same := there
		if c.table.layer != geo.LayerUnits {
			same = byID(there.id)
		}
		if i, taken := mine[same]; taken {
			return &data.RefusedError{Layer: c.table.layer, Row: i, ID: there.id, Field: c.table.idColumn(), Value: there.id,
				Rule: fmt.Sprintf("%s, of source %q", data.RuleUnique, there.source)}
		}
		return nil
	})
}

func (c *layerCommit) insertSQL(rows int) string {
	names := []string{quote(c.stored.fid), quote(c.stored.geom)}
	for _, column := range c.table.columns {
		names = append(names, quote(column.name))
	}
	one := "(" + strings.Repeat("?, ", len(names)-1) + "?)"
	return fmt.Sprintf("INSERT INTO %s (%s) VALUES %s", quote(c.table.name), strings.Join(names, ", "),
		one+strings.Repeat(", "+one, rows-1))
}

// explain turns a broken constraint of the table, which may be one that somebody
// added, into a refusal.
func (c *layerCommit) explain(err error, first, last int) error {
	var e *sqlite.Error
	if errors.As(err, &e) && e.Code()&0xff == sqlite3.SQLITE_CONSTRAINT {
		return &data.RefusedError{Layer: c.table.layer, Row: first, ID: c.layer.keyOf(c.write.Rows, first).id,
			Field: "row", Value: fmt.Sprintf("one of the rows %d to %d", first, last-1), Rule: e.Error()}
	}
	return fmt.Errorf("insert into table %s: %w", c.table.name, err)
}

// describe records in gpkg_contents when the table changed, and the box of its
// rows.
func (c *layerCommit) describe(ctx context.Context, now string) error {
	sides := []any{nil, nil, nil, nil}
	if c.bulk {
		var e extent
		for i := range c.boxes {
			e.addBound(c.boxes[i].bound)
		}
		if b := e.bound; e.some {
			sides = []any{b.Min[0], b.Min[1], b.Max[0], b.Max[1]}
		}
	} else if err := c.tx.QueryRowContext(ctx, "SELECT min(minx), min(miny), max(maxx), max(maxy) FROM "+quote(rtreeName(c.table, c.stored))).
		Scan(&sides[0], &sides[1], &sides[2], &sides[3]); err != nil {
		return err
	}
	_, err := c.tx.ExecContext(ctx, "UPDATE gpkg_contents SET last_change = ?, min_x = ?, min_y = ?, max_x = ?, max_y = ? WHERE table_name = ?",
		append(append([]any{now}, sides...), c.table.name)...)
	return err
}
