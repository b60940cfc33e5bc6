package geopackage

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/geo"
)

// revertSources takes what a change said of sources back: one that no row names any more
// goes, and one that is as the change left it becomes what it was.
func revertSources(ctx context.Context, tx *sql.Tx, at *layout, before, after int64) error {
	was, err := sourcesOf(ctx, tx, before)
	if err != nil {
		return err
	}
	left, err := sourcesOf(ctx, tx, after)
	if err != nil {
		return err
	}
	var now geo.Dataset
	if at.source {
		if err := readSources(ctx, tx, &now); err != nil {
			return fmt.Errorf("read table %s: %w", sourcesTable, err)
		}
	}
	for i := range now.Sources {
		is := now.Sources[i]
		old, known := was[is.Name]
		if changed, some := left[is.Name]; !some || known && changed == old {
			continue
		}
		named, err := sourceNamed(ctx, tx, at, is.Name)
		switch {
		case err != nil:
			return err
		case !named:
			_, err = tx.ExecContext(ctx, "DELETE FROM "+sourcesTable+" WHERE name = ?", is.Name)
		case known && is == left[is.Name]:
			err = writeMeta(ctx, tx, &data.Write{Info: &old})
		}
		if err != nil {
			return fmt.Errorf("restore the source %q: %w", is.Name, err)
		}
	}
	return nil
}

// sourcesOf are the sources of a version, by name.
func sourcesOf(ctx context.Context, tx *sql.Tx, number int64) (map[string]geo.SourceInfo, error) {
	a, err := aboutOf(ctx, tx, number)
	if err != nil {
		return nil, err
	}
	out := map[string]geo.SourceInfo{}
	for _, s := range a.Sources {
		out[s.Name] = s
	}
	return out, nil
}

// sourceNamed reports whether a row of any layer names a source, or a part of it ("s:1" of
// "s").
func sourceNamed(ctx context.Context, tx *sql.Tx, at *layout, name string) (bool, error) {
	for _, l := range layers() {
		t := l.spec()
		st := at.layers[t.name]
		if st == nil || !st.columns["source"] {
			continue
		}
		var some bool
		query := "SELECT EXISTS (SELECT 1 FROM " + quote(t.name) + " WHERE source = ?1 OR substr(source, 1, length(?1) + 1) = ?1 || ':')"
		if err := tx.QueryRowContext(ctx, query, name).Scan(&some); err != nil || some {
			return some, err
		}
	}
	return false, nil
}
