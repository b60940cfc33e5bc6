package geopackage

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/paulmach/orb"
)

const (
	rtreeExtension  = "gpkg_rtree_index"
	rtreeDefinition = "http://www.geopackage.org/spec120/#extension_rtree"
)

// rtreeName is the name that the extension gives to the index of a table.
func rtreeName(t *table, s *stored) string { return "rtree_" + t.name + "_" + s.geom }

// rtreeTriggers keep the index right whatever program changes the table. They
// are those of OGC 12-128r17 (version 1.3), annex F.3, word for word.
func rtreeTriggers(t *table, s *stored) map[string]string {
	var (
		index, on, fid, geom = quote(rtreeName(t, s)), quote(t.name), quote(s.fid), quote(s.geom)

		some   = fmt.Sprintf("(NEW.%[1]s NOTNULL AND NOT ST_IsEmpty(NEW.%[1]s))", geom)
		none   = fmt.Sprintf("(NEW.%[1]s ISNULL OR ST_IsEmpty(NEW.%[1]s))", geom)
		insert = fmt.Sprintf("INSERT OR REPLACE INTO %[1]s VALUES (NEW.%[2]s, ST_MinX(NEW.%[3]s), ST_MaxX(NEW.%[3]s), "+
			"ST_MinY(NEW.%[3]s), ST_MaxY(NEW.%[3]s));", index, fid, geom)
		remove = fmt.Sprintf("DELETE FROM %s WHERE id = OLD.%s;", index, fid)
		both   = fmt.Sprintf("DELETE FROM %[1]s WHERE id IN (OLD.%[2]s, NEW.%[2]s);", index, fid)
		same   = fmt.Sprintf("OLD.%[1]s = NEW.%[1]s", fid)
		moved  = fmt.Sprintf("OLD.%[1]s != NEW.%[1]s", fid)
	)
	trigger := func(event, when, do string) string {
		return fmt.Sprintf("AFTER %s ON %s WHEN %s BEGIN %s END", event, on, when, do)
	}
	return map[string]string{
		"insert":  trigger("INSERT", fmt.Sprintf("(NEW.%[1]s NOT NULL AND NOT ST_IsEmpty(NEW.%[1]s))", geom), insert),
		"update1": trigger("UPDATE OF "+geom, same+" AND "+some, insert),
		"update2": trigger("UPDATE OF "+geom, same+" AND "+none, remove),
		"update3": trigger("UPDATE", moved+" AND "+some, remove+" "+insert),
		"update4": trigger("UPDATE", moved+" AND "+none, both),
		"delete":  trigger("DELETE", fmt.Sprintf("OLD.%s NOT NULL", geom), remove),
	}
}

func createTriggers(ctx context.Context, tx *sql.Tx, t *table, s *stored) error {
	for name, body := range rtreeTriggers(t, s) {
		if err := execAll(ctx, tx, fmt.Sprintf("CREATE TRIGGER IF NOT EXISTS %s %s", quote(rtreeName(t, s)+"_"+name), body)); err != nil {
			return err
		}
	}
	return nil
}

func dropTriggers(ctx context.Context, tx *sql.Tx, t *table, s *stored) error {
	for name := range rtreeTriggers(t, s) {
		if err := execAll(ctx, tx, "DROP TRIGGER IF EXISTS "+quote(rtreeName(t, s)+"_"+name)); err != nil {
			return err
		}
	}
	return nil
}

// ensureRTree makes the index of a table that has none, and registers it.
func ensureRTree(ctx context.Context, tx *sql.Tx, t *table, s *stored) error {
	names, err := queryStrings(ctx, tx, "SELECT name FROM sqlite_master WHERE type = 'table' AND name = ?", rtreeName(t, s))
	if err != nil {
		return err
	}
	if len(names) > 0 {
		return createTriggers(ctx, tx, t, s)
	}
	if err := execAll(ctx, tx, fmt.Sprintf("CREATE VIRTUAL TABLE %s USING rtree(id, minx, maxx, miny, maxy)", quote(rtreeName(t, s)))); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "INSERT OR IGNORE INTO gpkg_extensions VALUES (?, ?, ?, ?, 'write-only')",
		t.name, s.geom, rtreeExtension, rtreeDefinition); err != nil {
		return fmt.Errorf("register the index of table %s: %w", t.name, err)
	}
	boxes, err := storedBoxes(ctx, tx, t, s)
	if err != nil {
		return err
	}
	if err := fillRTree(ctx, tx, rtreeName(t, s), boxes); err != nil {
		return err
	}
	return createTriggers(ctx, tx, t, s)
}

// box is the bound of the geometry of one row.
type box struct {
	fid   int64
	bound orb.Bound
}

// storedBoxes reads the bounds of all rows of a table out of their envelopes.
func storedBoxes(ctx context.Context, tx *sql.Tx, t *table, s *stored) ([]box, error) {
	var out []box
	query := fmt.Sprintf("SELECT rowid, %[1]s FROM %[2]s WHERE %[1]s IS NOT NULL", quote(s.geom), quote(t.name))
	err := eachRow(ctx, tx, query, nil, func(rows *sql.Rows) error {
		var b box
		var blob cell
		if err := rows.Scan(&b.fid, &blob); err != nil {
			return err
		}
		var ok bool
		if b.bound, ok = boundOf(blob.value); ok {
			out = append(out, b)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read the geometry of table %s: %w", t.name, err)
	}
	return out, nil
}
