package postgis

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/geo"
)

// reversal takes a change of one layer back.
type reversal struct {
	tx    pgx.Tx
	table *table
	// columns are those of the table but the fid: those that somebody has added, too.
	columns []string
	// kept is what is kept.
	kept map[data.KeptLayer]bool
}

// The tables of the session that hold what a layer held before and after the change, and
// the rows in which the two differ.
const (
	tableBefore = "pg_temp.lifecircle_before"
	tableAfter  = "pg_temp.lifecircle_after"
	tableDiffer = "pg_temp.lifecircle_differ"
)

func (v *reversal) run(ctx context.Context, before, after data.HistoryLayer, refused *data.ReversalError) error {
	if err := v.readColumns(ctx); err != nil {
		return err
	}
	for _, side := range []struct {
		name string
		want data.HistoryLayer
	}{{tableBefore, before}, {tableAfter, after}} {
		if err := v.unpack(ctx, side.name, side.want); err != nil {
			return err
		}
	}
	t, key := v.table.quoted(), v.same
	content := func(alias string) string { return "ROW(" + v.list(alias) + ")::text" }
	absent := func(alias, what string) string {
		return "CASE WHEN " + alias + ".fid IS NULL THEN NULL ELSE " + what + " END"
	}
	id := pgx.Identifier{v.table.id()}.Sanitize()
	// Rows are compared as the version has them, text for text.
	if _, err := v.tx.Exec(ctx, fmt.Sprintf(`CREATE TEMP TABLE lifecircle_differ ON COMMIT DROP AS
  SELECT coalesce(b.%[1]s, a.%[1]s) AS %[1]s, coalesce(b.source, a.source) AS source, b.fid AS before_fid, %[2]s AS was, %[3]s AS left_as
  FROM %[4]s b FULL JOIN %[5]s a ON %[6]s
  WHERE b.fid IS NULL OR a.fid IS NULL OR %[7]s IS DISTINCT FROM %[8]s`,
		id, absent("b", content("b")), absent("a", content("a")), tableBefore, tableAfter, key("b", "a"), content("b"), content("a"))); err != nil {
		return fmt.Errorf("compare the versions: %w", err)
	}
	if err := v.inTheWay(ctx, id, content("c"), refused); err != nil {
		return err
	}
	if refused.All == 0 {
		for _, statement := range []string{
			fmt.Sprintf("DELETE FROM %s c USING %s d WHERE %s", t, tableDiffer, key("c", "d")),
			fmt.Sprintf("INSERT INTO %s (fid, %s) SELECT b.fid, %s FROM %s b JOIN %s d ON d.before_fid = b.fid WHERE NOT EXISTS (SELECT FROM %s c WHERE c.fid = b.fid)",
				t, v.list(""), v.list("b"), tableBefore, tableDiffer, t),
			// A fid that another row was given by hand meanwhile is not asked for.
			fmt.Sprintf("INSERT INTO %s (%s) SELECT %s FROM %s b JOIN %s d ON d.before_fid = b.fid WHERE NOT EXISTS (SELECT FROM %s c WHERE %s)",
				t, v.list(""), v.list("b"), tableBefore, tableDiffer, t, key("c", "b")),
		} {
			if _, err := v.tx.Exec(ctx, statement); err != nil {
				return fmt.Errorf("put rows back: %w", err)
			}
		}
	}
	if _, err := v.tx.Exec(ctx, "DROP TABLE "+tableBefore+", "+tableAfter+", "+tableDiffer); err != nil {
		return fmt.Errorf("let go of what was compared: %w", err)
	}
	return nil
}

// readColumns reads which columns the table has.
func (v *reversal) readColumns(ctx context.Context) error {
	rows, err := v.tx.Query(ctx, `SELECT attname FROM pg_attribute
  WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' AND attname <> 'fid' ORDER BY attnum`, v.table.quoted())
	if err == nil {
		v.columns, err = pgx.CollectRows(rows, pgx.RowTo[string])
	}
	if err != nil {
		return fmt.Errorf("read the columns: %w", err)
	}
	return nil
}

// list are the columns, each after an alias.
func (v *reversal) list(alias string) string {
	out := make([]string, len(v.columns))
	for i, c := range v.columns {
		out[i] = pgx.Identifier{c}.Sanitize()
		if alias != "" {
			out[i] = alias + "." + out[i]
		}
	}
	return strings.Join(out, ", ")
}

// same holds for rows of two aliases that are known by the same key.
func (v *reversal) same(a, b string) string {
	id := pgx.Identifier{v.table.id()}.Sanitize()
	out := fmt.Sprintf("%s.%s = %s.%s", a, id, b, id)
	if v.table.layer == geo.LayerUnits {
		out += fmt.Sprintf(" AND %s.source = %s.source", a, b)
	}
	return out
}

// unpack fills a table of the session with what the layer held in a version: as it was kept,
// else as it is now, which is then the same content.
func (v *reversal) unpack(ctx context.Context, name string, want data.HistoryLayer) error {
	_, bare, _ := strings.Cut(name, ".")
	with := "WITH NO DATA"
	current := want.Rows > 0 && !v.kept[data.KeptLayer{Layer: v.table.layer, Version: want.Version}]
	if current {
		with = "WITH DATA"
	}
	if _, err := v.tx.Exec(ctx, fmt.Sprintf("CREATE TEMP TABLE %s ON COMMIT DROP AS SELECT fid, %s FROM %s %s", bare, v.list(""), v.table.quoted(), with)); err != nil {
		return fmt.Errorf("make room for what version %s held: %w", want.Version, err)
	}
	if current || want.Rows == 0 {
		return nil
	}
	if err := unpackInto(ctx, v.tx, name, v.table, want.Version); err != nil {
		return fmt.Errorf("read what version %s held: %w", want.Version, err)
	}
	return nil
}

// inTheWay names the rows that are neither what the change left nor what was before it.
func (v *reversal) inTheWay(ctx context.Context, id, content string, refused *data.ReversalError) error {
	rows, err := v.tx.Query(ctx, fmt.Sprintf(`SELECT d.%[1]s, d.source, c.fid IS NULL, d.left_as IS NULL
  FROM %[2]s d LEFT JOIN %[3]s c ON %[4]s
  WHERE CASE WHEN c.fid IS NULL THEN d.was IS NOT NULL AND d.left_as IS NOT NULL
    ELSE %[5]s IS DISTINCT FROM d.left_as AND %[5]s IS DISTINCT FROM d.was END
  ORDER BY d.%[1]s COLLATE "C", d.source COLLATE "C"`, id, tableDiffer, v.table.quoted(), v.same("c", "d"), content))
	if err != nil {
		return fmt.Errorf("look for what has changed since: %w", err)
	}
	row := data.ReversalRow{Layer: v.table.layer}
	var gone, removed bool
	if _, err := pgx.ForEachRow(rows, []any{&row.ID, &row.Source, &gone, &removed}, func() error {
		switch {
		case gone:
			row.Rule = data.ReversalGone
		case removed:
			row.Rule = data.ReversalTaken
		default:
			row.Rule = data.ReversalChanged
		}
		if v.table.layer != geo.LayerUnits {
			row.Source = ""
		}
		refused.Add(row)
		return nil
	}); err != nil {
		return fmt.Errorf("look for what has changed since: %w", err)
	}
	return nil
}
