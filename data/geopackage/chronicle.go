package geopackage

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"maps"

	"github.com/paulmach/orb"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/geo"
)

// chronicle notes what one commit does to the versions, in the commit's own
// transaction: there is no moment at which the rows have changed and the history has
// not.
//
// It costs little: the version before is known to whoever has just loaded the file;
// new rows are hashed as they are written rather than read again; and what a layer held
// is read and compressed only once it is certain that its new rows are others, over a
// connection of its own, while they are written.
type chronicle struct {
	store *Store
	tx    *sql.Tx
	noted []data.HistoryEntry
	kept  map[data.KeptLayer]bool
	keep  int
	// before and after are the versions; after is whole when all layers are written.
	before, after versions
	// about is what was said of the dataset before.
	about  *about
	keeper *keeper
	// reversible asks for what the layers hold after the commit to be kept as well.
	reversible bool
	// queued are the layers that the keeper was told of.
	queued map[geo.Layer]bool
}

// about is what is said of the dataset and its sources, as the history keeps it.
type about struct {
	Title, Notice, Date, ExtentFrom string
	Extent                          string
	Sources                         []geo.SourceInfo
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

// beginHistory looks at what the file holds, before anything is written in tx. known is
// its version, nil where it has to be read; touched are the layers that may change.
func (s *Store) beginHistory(ctx context.Context, tx *sql.Tx, known *versions, touched map[geo.Layer]bool) (h *chronicle, err error) {
	h = &chronicle{store: s, tx: tx, queued: map[geo.Layer]bool{}}
	at, err := readLayout(ctx, tx)
	if err != nil {
		return nil, err
	}
	if h.keep, err = readKeep(ctx, tx, at); err != nil {
		return nil, err
	}
	if h.noted, h.kept, err = readHistory(ctx, tx); err != nil {
		return nil, err
	}
	if h.about, _, err = readAbout(ctx, tx, at); err != nil {
		return nil, err
	}
	if known == nil {
		v, err := readAll(ctx, tx, &geo.Dataset{}, false)
		if err != nil {
			return nil, err
		}
		known = &v
	}
	h.before = *known
	h.after = versions{layers: maps.Clone(known.layers), rows: maps.Clone(known.rows)}
	for l := range touched {
		if h.wants(l) {
			h.keeper, err = s.startKeeper(ctx)
			break
		}
	}
	return h, err
}

// wants reports whether the content of a layer before the commit is there and is to be
// kept, and is not kept yet.
func (h *chronicle) wants(l geo.Layer) bool {
	return h.keep > 0 && h.before.rows[l] > 0 && !h.kept[data.KeptLayer{Layer: l, Version: h.before.layers[l]}]
}

// wrote tells that a layer is written. hash is of its rows, nil where they have to be
// read.
func (h *chronicle) wrote(ctx context.Context, l layer, st *stored, hash *layerHash) error {
	name := l.spec().layer
	if hash == nil {
		hash = &layerHash{}
		if err := readLayer(ctx, h.tx, l, st, hash, &geo.Dataset{}, false); err != nil {
			return err
		}
	}
	h.after.layers[name], h.after.rows[name] = hash.sum(name), len(hash.rows)
	if h.after.layers[name] != h.before.layers[name] {
		h.changing(l.spec())
	}
	return nil
}

// changing tells that the content of a layer is to be another, as soon as that is
// certain. It may be told twice.
func (h *chronicle) changing(t *table) {
	if h.wants(t.layer) && !h.queued[t.layer] {
		h.queued[t.layer] = true
		h.keeper.queue <- t
	}
}

// end lets go of what the chronicle holds, whether the commit was made or not.
func (h *chronicle) end() {
	if h.keeper != nil {
		h.keeper.stop()
	}
}

// knownNow is the version of the file, where the reader knows it.
func (s *Store) knownNow(ctx context.Context) *versions {
	select {
	case s.reader.slot <- struct{}{}:
	default: // it is being read; whoever waits for that might wait for long
		return nil
	}
	defer func() { <-s.reader.slot }()
	if s.reader.conn == nil || s.known.whole == "" || s.known.connect != s.reader.connects {
		return nil
	}
	if now, err := dataVersion(ctx, s.reader.conn); err != nil || now != s.known.dataVersion {
		return nil
	}
	v := s.known.versions
	return &v
}

// note notes the version that the rows now have, unless it is the one before, and
// keeps what was before it. It returns the version.
func (h *chronicle) note(ctx context.Context, what string) (*versions, error) {
	if h.keeper != nil {
		if err := h.keeper.join(); err != nil {
			return nil, fmt.Errorf("keep what the changed layers held: %w", err)
		}
	}
	at, err := readLayout(ctx, h.tx)
	if err != nil {
		return nil, err
	}
	about, d, err := readAbout(ctx, h.tx, at)
	if err != nil {
		return nil, err
	}
	h.after.whole = sumAll(h.after.layers, d)
	was, is := h.before.content(), h.after.content()
	var last data.Content
	if n := len(h.noted); n > 0 {
		last = h.noted[n-1].Content()
	}
	if len(h.noted) > 0 && last.Version == was.Version {
		// When a source was imported is no content, and yet is kept.
		said := h.about
		if was.Version == is.Version {
			said = about
		}
		if err := h.setAbout(ctx, h.noted[len(h.noted)-1].Number, said); err != nil {
			return nil, err
		}
	}
	if was.Version == is.Version {
		return &h.after, nil
	}
	if err := execAll(ctx, h.tx, historyTables[:]...); err != nil {
		return nil, err
	}
	if last.Version != was.Version && (len(h.noted) > 0 || !was.Empty()) {
		outside := &data.HistoryEntry{Version: was.Version, What: data.Unnoted(len(h.noted) > 0), Outside: true, Layers: was.Since(&last)}
		if err := h.insert(ctx, outside, h.about); err != nil {
			return nil, err
		}
	}
	if err := h.keepChanged(ctx); err != nil {
		return nil, err
	}
	if h.reversible {
		if err := h.keepAfter(ctx, at); err != nil {
			return nil, err
		}
	}
	if err := h.insert(ctx, &data.HistoryEntry{Version: is.Version, What: what, Layers: is.Since(&was)}, about); err != nil {
		return nil, err
	}
	return &h.after, prune(ctx, h.tx, h.keep)
}

// keepChanged writes what the keeper has read of the layers that have changed.
func (h *chronicle) keepChanged(ctx context.Context) error {
	if h.keeper == nil {
		return nil
	}
	for l, parts := range h.keeper.parts {
		if err := h.insertKept(ctx, l, h.before.layers[l], parts); err != nil {
			return err
		}
	}
	return nil
}

// keepAfter keeps what the changed layers hold now, where that is not kept already.
func (h *chronicle) keepAfter(ctx context.Context, at *layout) error {
	for _, l := range layers() {
		t := l.spec()
		version := h.after.layers[t.layer]
		if h.keep == 0 || version == h.before.layers[t.layer] || h.after.rows[t.layer] == 0 || h.kept[data.KeptLayer{Layer: t.layer, Version: version}] {
			continue
		}
		parts, err := packLayer(ctx, h.tx, t, at.layers[t.name])
		if err != nil {
			return fmt.Errorf("keep what table %s holds: %w", t.name, err)
		}
		if err := h.insertKept(ctx, t.layer, version, parts); err != nil {
			return err
		}
	}
	return nil
}

func (h *chronicle) insertKept(ctx context.Context, l geo.Layer, version string, parts [][]byte) error {
	for i, part := range parts {
		if _, err := h.tx.ExecContext(ctx, "INSERT INTO "+keptTable+" (layer, version, part, content) VALUES (?, ?, ?, ?)", l, version, i, part); err != nil {
			return fmt.Errorf("keep what layer %s held: %w", l, err)
		}
	}
	return nil
}

func (h *chronicle) insert(ctx context.Context, e *data.HistoryEntry, about *about) error {
	layers, err := json.Marshal(e.Layers)
	if err != nil {
		return fmt.Errorf("note version %s: %w", e.Version, err)
	}
	said, err := json.Marshal(about)
	if err != nil {
		return fmt.Errorf("note version %s: %w", e.Version, err)
	}
	if _, err := h.tx.ExecContext(ctx, "INSERT INTO "+historyTable+" (version, at, what, outside, layers, about) VALUES (?, ?, ?, ?, ?, ?)",
		e.Version, h.store.now(), e.What, e.Outside, string(layers), string(said)); err != nil {
		return fmt.Errorf("note version %s: %w", e.Version, err)
	}
	return nil
}

func (h *chronicle) setAbout(ctx context.Context, number int64, about *about) error {
	said, err := json.Marshal(about)
	if err == nil {
		_, err = h.tx.ExecContext(ctx, "UPDATE "+historyTable+" SET about = ? WHERE number = ?", string(said), number)
	}
	if err != nil {
		return fmt.Errorf("note what is said of version number %d: %w", number, err)
	}
	return nil
}

// readAbout reads what is said of the dataset, also as a dataset without rows.
func readAbout(ctx context.Context, tx *sql.Tx, at *layout) (*about, *geo.Dataset, error) {
	d := &geo.Dataset{}
	if err := readMeta(ctx, tx, at, d); err != nil {
		return nil, nil, err
	}
	a := &about{Title: d.Title, Notice: d.Notice, Date: d.Date, ExtentFrom: d.ExtentFrom, Sources: d.Sources}
	if d.Extent != (orb.Bound{}) {
		a.Extent = data.FormatExtent(d.Extent)
	}
	return a, d, nil
}
