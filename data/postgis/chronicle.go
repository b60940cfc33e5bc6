package postgis

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/data/internal/pack"
	"github.com/seed-4611ae28/lifecircle/geo"
)

// chronicle notes what one commit does to the versions, in the commit's own
// transaction: there is no moment at which the rows have changed and the history has
// not. Both versions come from the sums that the triggers keep; what the touched
// layers hold is copied out (COPY, binary) and compressed on the way before it goes,
// and kept only when it has changed.
type chronicle struct {
	tx     pgx.Tx
	noted  []data.HistoryEntry
	keep   int
	before *data.Content
	about  json.RawMessage
	// outside is the version before, when no commit has noted it.
	outside *data.HistoryEntry
	packed  map[geo.Layer]packed
	// reversible asks for what the layers hold after the commit to be kept as well; kept is
	// what is kept already.
	reversible bool
	kept       map[data.KeptLayer]bool
}

// packed is what a layer held.
type packed struct {
	columns []string
	parts   [][]byte
}

// touched are the layers that a write may change.
func touched(w *data.Write) map[geo.Layer]bool {
	out := map[geo.Layer]bool{}
	for l := range w.Layers {
		out[l] = true
	}
	for l, marks := range w.Marks {
		if len(marks) > 0 {
			out[l] = true
		}
	}
	return out
}

// beginHistory reads what the touched layers hold, before anything is written in tx.
// before is what the database holds, nil where it has to be asked.
func beginHistory(ctx context.Context, tx pgx.Tx, before *data.Content, touched map[geo.Layer]bool) (*chronicle, error) {
	h := &chronicle{tx: tx, before: before, packed: map[geo.Layer]packed{}}
	var err error
	if h.noted, h.kept, err = readHistory(ctx, tx); err != nil {
		return nil, err
	}
	if h.keep, err = readKeep(ctx, tx); err != nil {
		return nil, err
	}
	if h.before == nil {
		if h.before, err = readContent(ctx, tx); err != nil {
			return nil, err
		}
	}
	if h.about, err = readAbout(ctx, tx); err != nil {
		return nil, err
	}
	if err := h.lookOutside(ctx); err != nil {
		return nil, err
	}
	for _, l := range layers() {
		t := l.spec()
		if h.keep == 0 || !touched[t.layer] || h.before.Rows[t.layer] == 0 || h.kept[data.KeptLayer{Layer: t.layer, Version: h.before.Layers[t.layer]}] {
			continue
		}
		if h.packed[t.layer], err = packLayer(ctx, tx, t); err != nil {
			return nil, fmt.Errorf("keep what table %s held: %w", t.name(), err)
		}
	}
	return h, nil
}

// lookOutside tells whether the version before was made outside, and by whom.
func (h *chronicle) lookOutside(ctx context.Context) error {
	var last data.Content
	if n := len(h.noted); n > 0 {
		last = h.noted[n-1].Content()
	}
	if h.before.Version == last.Version || len(h.noted) == 0 && h.before.Empty() {
		return nil
	}
	h.outside = &data.HistoryEntry{Version: h.before.Version, What: data.Unnoted(len(h.noted) > 0), Outside: true, Layers: h.before.Since(&last)}
	return lastChange(ctx, h.tx, h.outside)
}

// packLayer copies the rows of a table, with their fids and the columns that somebody
// has added.
func packLayer(ctx context.Context, tx pgx.Tx, t *table) (p packed, err error) {
	rows, err := tx.Query(ctx, `SELECT attname FROM pg_attribute
  WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum`, t.quoted())
	if err == nil {
		p.columns, err = pgx.CollectRows(rows, pgx.RowTo[string])
	}
	if err != nil {
		return p, err
	}
	w := pack.NewWriter()
	_, err = tx.Conn().PgConn().CopyTo(ctx, w, fmt.Sprintf("COPY %s (%s) TO STDOUT (FORMAT binary)", t.quoted(), quoteAll(p.columns)))
	parts, closing := w.Close()
	if err == nil {
		err = closing
	}
	p.parts = parts
	return p, err
}

func quoteAll(columns []string) (list string) {
	for i, c := range columns {
		if i > 0 {
			list += ", "
		}
		list += pgx.Identifier{c}.Sanitize()
	}
	return list
}

// note notes the version that the rows now have, unless it is the one before, and
// keeps what was before it. It returns what the database now holds.
func (h *chronicle) note(ctx context.Context, what string) (*data.Content, error) {
	after, err := readContent(ctx, h.tx)
	if err != nil {
		return nil, err
	}
	about, err := readAbout(ctx, h.tx)
	if err != nil {
		return nil, err
	}
	if h.outside == nil && len(h.noted) > 0 {
		// When a source was imported is no content, and yet is kept.
		said := h.about
		if h.before.Version == after.Version {
			said = about
		}
		if err := h.setAbout(ctx, h.noted[len(h.noted)-1].Number, said); err != nil {
			return nil, err
		}
	}
	if h.before.Version == after.Version {
		return after, nil
	}
	if h.outside != nil {
		if err := h.insert(ctx, h.outside, h.about); err != nil {
			return nil, err
		}
	}
	for l, p := range h.packed {
		if h.before.Layers[l] == after.Layers[l] {
			continue
		}
		if err := h.insertKept(ctx, l, h.before.Layers[l], p); err != nil {
			return nil, err
		}
	}
	if h.reversible {
		if err := h.keepAfter(ctx, after); err != nil {
			return nil, err
		}
	}
	if err := h.insert(ctx, &data.HistoryEntry{Version: after.Version, What: what, Layers: after.Since(h.before)}, about); err != nil {
		return nil, err
	}
	return after, prune(ctx, h.tx, h.keep)
}

// keepAfter keeps what the changed layers hold now, where that is not kept already.
func (h *chronicle) keepAfter(ctx context.Context, after *data.Content) error {
	for _, l := range layers() {
		t := l.spec()
		version := after.Layers[t.layer]
		if h.keep == 0 || version == h.before.Layers[t.layer] || after.Rows[t.layer] == 0 || h.kept[data.KeptLayer{Layer: t.layer, Version: version}] {
			continue
		}
		p, err := packLayer(ctx, h.tx, t)
		if err != nil {
			return fmt.Errorf("keep what table %s holds: %w", t.name(), err)
		}
		if err := h.insertKept(ctx, t.layer, version, p); err != nil {
			return err
		}
	}
	return nil
}

func (h *chronicle) insertKept(ctx context.Context, l geo.Layer, version string, p packed) error {
	for i, part := range p.parts {
		if _, err := h.tx.Exec(ctx, "INSERT INTO lifecircle.kept (layer, version, part, columns, content) VALUES ($1, $2, $3, $4, $5)",
			string(l), version, i, p.columns, part); err != nil {
			return fmt.Errorf("keep what layer %s held: %w", l, err)
		}
	}
	return nil
}

func (h *chronicle) insert(ctx context.Context, e *data.HistoryEntry, about json.RawMessage) error {
	layers, err := json.Marshal(e.Layers)
	if err == nil {
		var at *time.Time // now
		if !e.At.IsZero() {
			at = &e.At
		}
		_, err = h.tx.Exec(ctx, `INSERT INTO lifecircle.history (version, at, what, outside, layers, about)
  VALUES ($1, coalesce($2, clock_timestamp()), $3, $4, $5, $6)`, e.Version, at, e.What, e.Outside, layers, about)
	}
	if err != nil {
		return fmt.Errorf("note version %s: %w", e.Version, err)
	}
	return nil
}

func (h *chronicle) setAbout(ctx context.Context, number int64, about json.RawMessage) error {
	if _, err := h.tx.Exec(ctx, "UPDATE lifecircle.history SET about = $1 WHERE number = $2", about, number); err != nil {
		return fmt.Errorf("note what is said of version number %d: %w", number, err)
	}
	return nil
}

// readAbout reads the tables meta and sources as they are, NULL where it is NULL:
// their rows, too, count in the version.
func readAbout(ctx context.Context, tx pgx.Tx) (said json.RawMessage, err error) {
	err = tx.QueryRow(ctx, `SELECT jsonb_build_object(
  'meta', (SELECT coalesce(jsonb_agg(to_jsonb(m) ORDER BY m.key), '[]') FROM lifecircle.meta m),
  'sources', (SELECT coalesce(jsonb_agg(to_jsonb(s) ORDER BY s.name), '[]') FROM lifecircle.sources s))`).Scan(&said)
	if err != nil {
		return nil, fmt.Errorf("read what is said of the dataset: %w", err)
	}
	return said, nil
}
