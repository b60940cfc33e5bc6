package data

import (
	"time"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// DefaultHistory is how many versions before the current one a store keeps until
// [Store.KeepHistory] says otherwise: some days of imports. A version in which every
// layer changed costs about a quarter of the file, a layer that did not change nothing.
const DefaultHistory = 20

// HistoryEntry is one version that a dataset had, or has.
//
// A version is noted when a commit makes it; what it held is kept when the next
// commit replaces it ([Write.Reversible]: at once), layer by layer, each content once. What somebody does outside
// (in QGIS, with psql) is seen by its content hash, and noted at the next commit as a
// version of its own; the layers that it changed are those whose content before it
// nobody has kept ([HistoryEntry.Missing]).
type HistoryEntry struct {
	// Number counts the entries of a store from 1; 0 is a version that was made outside
	// and that no commit has noted yet.
	Number int64 `json:"number"`
	// Version is the content hash, as [Store.Version] said it.
	Version string `json:"version"`
	// At is when it was committed (UTC); of a version made outside when it was last
	// changed where the store knows, else when it was noticed; zero when it was not yet.
	At time.Time `json:"at,omitzero"`
	// What made it, in words.
	What string `json:"what"`
	// Outside tells that it was not made by a commit of a store.
	Outside bool `json:"outside,omitempty"`
	// Current is set for the newest entry, when it is what the store holds.
	Current bool `json:"current,omitempty"`
	// Pruned tells that its content was let go of, as older than what is kept.
	Pruned bool `json:"pruned,omitempty"`
	// Missing are the layers whose content nobody has kept: it was changed outside.
	Missing []geo.Layer `json:"missing,omitempty"`
	// Layers are all layers, in the order of [geo.Layers].
	Layers []HistoryLayer `json:"layers"`
}

// HistoryLayer is a layer of one version.
type HistoryLayer struct {
	Layer   geo.Layer `json:"layer"`
	Version string    `json:"version"`
	Rows    int       `json:"rows"`
	// Was is the number of rows in the version before; Changed tells that the content
	// is another than there, though the number may be the same.
	Was     int  `json:"was"`
	Changed bool `json:"changed,omitempty"`
}

// Restorable reports whether [Store.Restore] can bring the version back.
func (e *HistoryEntry) Restorable() bool { return !e.Pruned && len(e.Missing) == 0 }

// Layer is a layer of the version; the zero value when it is not told.
func (e *HistoryEntry) Layer(l geo.Layer) HistoryLayer {
	for i := range e.Layers {
		if e.Layers[i].Layer == l {
			return e.Layers[i]
		}
	}
	return HistoryLayer{Layer: l}
}

// Content is what a store holds at one moment, as its history notes it: the content
// hashes and the numbers of rows.
type Content struct {
	Version string
	Layers  map[geo.Layer]string
	Rows    map[geo.Layer]int
}

// Empty reports whether no layer has a row.
func (c *Content) Empty() bool {
	for _, n := range c.Rows {
		if n > 0 {
			return false
		}
	}
	return true
}

// Since tells the layers of c against those of the version before; the zero value
// stands for an empty dataset.
func (c *Content) Since(before *Content) []HistoryLayer {
	out := make([]HistoryLayer, 0, len(geo.Layers()))
	for _, l := range geo.Layers() {
		h := HistoryLayer{Layer: l, Version: c.Layers[l], Rows: c.Rows[l], Was: before.Rows[l]}
		h.Changed = h.Rows != h.Was || h.Rows > 0 && before.Layers[l] != h.Version
		out = append(out, h)
	}
	return out
}

// Content is what the entry tells of the version.
func (e *HistoryEntry) Content() Content {
	c := Content{Version: e.Version, Layers: map[geo.Layer]string{}, Rows: map[geo.Layer]int{}}
	for _, l := range e.Layers {
		c.Layers[l.Layer], c.Rows[l.Layer] = l.Version, l.Rows
	}
	return c
}

// KeptLayer names the content of a layer.
type KeptLayer struct {
	Layer   geo.Layer
	Version string
}

// FinishHistory makes the answer to [Store.History] out of what a store has noted,
// oldest first, of the contents that it has kept, and of what it holds now: the
// newest comes first, and a version that nobody noted yet before all.
func FinishHistory(noted []HistoryEntry, kept map[KeptLayer]bool, now *Content) []HistoryEntry {
	out := make([]HistoryEntry, 0, len(noted)+1)
	var last Content
	if len(noted) > 0 {
		last = noted[len(noted)-1].Content()
	}
	if now.Version != last.Version && (len(noted) > 0 || !now.Empty()) {
		out = append(out, HistoryEntry{Version: now.Version, What: Unnoted(len(noted) > 0), Outside: true, Layers: now.Since(&last)})
	}
	for i := len(noted) - 1; i >= 0; i-- {
		e := noted[i]
		for _, l := range e.Layers {
			if l.Rows > 0 && l.Version != now.Layers[l.Layer] && !e.Pruned && !kept[KeptLayer{l.Layer, l.Version}] {
				e.Missing = append(e.Missing, l.Layer)
			}
		}
		out = append(out, e)
	}
	if len(out) > 0 {
		out[0].Current = true
	}
	return out
}

// Unnoted says what made a version that no commit of a store has noted: an edit
// outside, or, where nothing was noted before, whoever filled the store.
func Unnoted(afterSome bool) string {
	if afterSome {
		return "edited outside"
	}
	return "there before the history began"
}

// Prune tells which entries, given oldest first, are let go of when keep versions
// before the newest are kept, and which contents the others still need: that of the
// newest, too, where it is kept already, for somebody may edit it outside. With none
// to keep nothing is needed.
func Prune(noted []HistoryEntry, keep int) (gone []int64, needed map[KeptLayer]bool) {
	needed = map[KeptLayer]bool{}
	for i := range noted {
		e := &noted[i]
		if i+1+keep < len(noted) || e.Pruned {
			if !e.Pruned {
				gone = append(gone, e.Number)
			}
			continue
		}
		for _, l := range e.Layers {
			if keep == 0 {
				break
			}
			needed[KeptLayer{l.Layer, l.Version}] = true
		}
	}
	return gone, needed
}
