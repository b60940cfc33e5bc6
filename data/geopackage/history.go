package geopackage

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/geo"
)

// The tables of the history. They are not registered in gpkg_contents, so that no
// program takes them for layers; they are made by the first commit that has something
// to note.
const (
	historyTable = "lifecircle_history"
	keptTable    = "lifecircle_kept"
)

// metaKeep is the key of lifecircle_meta that says how many versions are kept.
const metaKeep = "history_keep"

var historyTables = [...]string{
	`CREATE TABLE IF NOT EXISTS ` + historyTable + ` (
  number INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  version TEXT NOT NULL,
  at TEXT NOT NULL,
  what TEXT NOT NULL,
  outside INTEGER NOT NULL DEFAULT 0,
  pruned INTEGER NOT NULL DEFAULT 0,
  layers TEXT NOT NULL,
  about TEXT NOT NULL
)`,
	`CREATE TABLE IF NOT EXISTS ` + keptTable + ` (
  layer TEXT NOT NULL,
  version TEXT NOT NULL,
  part INTEGER NOT NULL,
  content BLOB NOT NULL,
  UNIQUE (layer, version, part)
)`,
}

// History returns the versions that the file held, the newest first.
func (s *Store) History(ctx context.Context) (out []data.HistoryEntry, err error) {
	if _, err := s.version(ctx); err != nil {
		return nil, fmt.Errorf("history of %s: %w", s.path, err)
	}
	err = s.snapshot(ctx, func(tx *sql.Tx, dataVersion int64) error {
		// Mostly nobody has committed since a moment ago.
		v := s.known.versions
		if s.known.connect != s.reader.connects || s.known.dataVersion != dataVersion {
			if v, err = readAll(ctx, tx, &geo.Dataset{}, false); err != nil {
				return err
			}
		}
		noted, kept, err := readHistory(ctx, tx)
		now := v.content()
		out = data.FinishHistory(noted, kept, &now)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("history of %s: %w", s.path, err)
	}
	return out, nil
}

// KeepHistory sets how many versions before the current one are kept, and gives the
// room of the others back to the file system, unless another program reads just then.
func (s *Store) KeepHistory(ctx context.Context, keep int) error {
	if keep < 0 {
		return fmt.Errorf("keep %d versions of %s: has to be 0 or more", keep, s.path)
	}
	err := s.writing(ctx, func(tx *sql.Tx, _ *versions) error {
		if err := ensureSystem(ctx, tx, s.now()); err != nil {
			return err
		}
		if err := execAll(ctx, tx, historyTables[:]...); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "INSERT INTO "+metaTable+
			" (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", metaKeep, strconv.Itoa(keep)); err != nil {
			return fmt.Errorf("record the %s: %w", metaKeep, err)
		}
		return prune(ctx, tx, keep)
	})
	if err != nil {
		return fmt.Errorf("keep %d versions of %s: %w", keep, s.path, err)
	}
	s.vacuum(ctx)
	return nil
}

// vacuum gives room that is no longer used back to the file system. It is as well left
// undone, and so hardly waits for others; it goes over a connection of its own, since
// the writer's keeps temporary files in memory.
func (s *Store) vacuum(ctx context.Context) {
	v := newSession(s.path, 100*time.Millisecond, s.closed)
	defer v.disconnect()
	if v.connect(ctx, "rw") == nil && !v.fixed {
		_, _ = v.conn.ExecContext(ctx, "VACUUM")
		v.settle(ctx)
	}
}

// writing runs fn in a transaction that writes. known is the version of the file before
// it, nil where it would have to be read.
func (s *Store) writing(ctx context.Context, fn func(tx *sql.Tx, known *versions) error) error {
	if err := s.renew(ctx); err != nil {
		return err
	}
	return s.writer.use(ctx, func(conn *sql.Conn) error {
		if s.writer.fixed {
			return errFixed
		}
		// Changing to the log looks to the reader like a change of the file; to the writer,
		// whose change it is, it does not.
		before, err := dataVersion(ctx, conn)
		if err != nil {
			return err
		}
		known := s.knownNow(ctx)
		if !s.opts.draft {
			s.writer.keepLog(ctx)
		}
		defer forgetAside(ctx, conn)
		tx, err := conn.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		defer func() { _ = tx.Rollback() }()
		if now, err := dataVersion(ctx, tx); err != nil {
			return err
		} else if now != before {
			known = nil
		}
		if err := fn(tx, known); err != nil {
			return err
		}
		if err := tx.Commit(); err != nil {
			return err
		}
		s.writer.settle(ctx)
		return nil
	})
}

// dataVersion is a number that changes on a connection whenever another one commits.
func dataVersion(ctx context.Context, q queryer) (n int64, err error) {
	err = q.QueryRowContext(ctx, "PRAGMA data_version").Scan(&n)
	return n, err
}

// content is what the versions say, in the words of the history.
func (v *versions) content() data.Content {
	return data.Content{Version: v.whole, Layers: v.layers, Rows: v.rows}
}

// readHistory reads what was noted, oldest first, and which contents are kept.
func readHistory(ctx context.Context, tx *sql.Tx) (noted []data.HistoryEntry, kept map[data.KeptLayer]bool, err error) {
	kept = map[data.KeptLayer]bool{}
	if there, err := historyThere(ctx, tx); err != nil || !there {
		return nil, kept, err
	}
	err = eachRow(ctx, tx, "SELECT number, version, at, what, outside, pruned, layers FROM "+historyTable+" ORDER BY number", nil,
		func(rows *sql.Rows) error {
			var e data.HistoryEntry
			var at, layers string
			if err := rows.Scan(&e.Number, &e.Version, &at, &e.What, &e.Outside, &e.Pruned, &layers); err != nil {
				return err
			}
			var err error
			if e.At, err = time.Parse(time.RFC3339Nano, at); err != nil {
				return err
			}
			noted = append(noted, e)
			return json.Unmarshal([]byte(layers), &noted[len(noted)-1].Layers)
		})
	if err != nil {
		return nil, nil, fmt.Errorf("read table %s: %w", historyTable, err)
	}
	err = eachRow(ctx, tx, "SELECT DISTINCT layer, version FROM "+keptTable, nil, func(rows *sql.Rows) error {
		var k data.KeptLayer
		err := rows.Scan(&k.Layer, &k.Version)
		kept[k] = true
		return err
	})
	if err != nil {
		return nil, nil, fmt.Errorf("read table %s: %w", keptTable, err)
	}
	return noted, kept, nil
}

// historyThere reports whether the file has the tables of a history.
func historyThere(ctx context.Context, tx *sql.Tx) (bool, error) {
	names, err := queryStrings(ctx, tx, "SELECT name FROM sqlite_master WHERE type = 'table' AND name IN (?, ?)", historyTable, keptTable)
	if err != nil {
		return false, fmt.Errorf("look for the history: %w", err)
	}
	return len(names) == len(historyTables), nil
}

// readKeep is how many versions are kept.
func readKeep(ctx context.Context, tx *sql.Tx, at *layout) (int, error) {
	if !at.meta {
		return data.DefaultHistory, nil
	}
	values, err := queryStrings(ctx, tx, "SELECT coalesce(value, '') FROM "+metaTable+" WHERE key = ?", metaKeep)
	if err != nil || len(values) == 0 {
		return data.DefaultHistory, err
	}
	keep, err := strconv.Atoi(values[0])
	if err != nil || keep < 0 {
		return 0, fmt.Errorf("table %s: %s is %q: has to be a number from 0 on", metaTable, metaKeep, values[0])
	}
	return keep, nil
}

// prune lets go of what is older than the keep versions before the newest.
func prune(ctx context.Context, tx *sql.Tx, keep int) error {
	noted, kept, err := readHistory(ctx, tx)
	if err != nil {
		return err
	}
	gone, needed := data.Prune(noted, keep)
	for _, number := range gone {
		if _, err := tx.ExecContext(ctx, "UPDATE "+historyTable+" SET pruned = 1 WHERE number = ?", number); err != nil {
			return fmt.Errorf("prune table %s: %w", historyTable, err)
		}
	}
	for k := range kept {
		if needed[k] {
			continue
		}
		if _, err := tx.ExecContext(ctx, "DELETE FROM "+keptTable+" WHERE layer = ? AND version = ?", k.Layer, k.Version); err != nil {
			return fmt.Errorf("prune table %s: %w", keptTable, err)
		}
	}
	return nil
}
