package data

import (
	"context"
	"errors"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// ErrEmpty is returned by Load when the store holds no row of any layer.
var ErrEmpty = errors.New("the dataset is empty: import something first")

// Store keeps one dataset, and records beside it. It is safe for use by several
// goroutines, and by several processes on the same file or database.
type Store interface {
	Records
	// Load returns one consistent snapshot of everything, with its versions. Rows
	// come in a stable order, so that the same content loads to the same dataset.
	Load(ctx context.Context) (*geo.Dataset, error)
	// LoadNear returns the part of that snapshot that [Near.Cut] leaves; a store that
	// can find it by an index reads little more than that part.
	LoadNear(ctx context.Context, near Near) (*geo.Dataset, error)
	// Version returns the content hash that Load would return, without loading
	// geometry where the store can tell. It changes with every committed write,
	// also one made by another program.
	Version(ctx context.Context) (string, error)
	// Watch sends the new version each time the content has changed, whoever
	// changed it, until ctx ends; then the channel is closed. Versions may be
	// skipped, the last one never is.
	Watch(ctx context.Context) <-chan string
	// Commit writes all of w, or nothing. What the changed layers held before is kept
	// for Restore; a commit that leaves the content as it is notes nothing.
	Commit(ctx context.Context, w Write) error
	// History returns the versions that the dataset had, the newest first: the current
	// one, those that can be restored, and those whose content was let go of.
	History(ctx context.Context) ([]HistoryEntry, error)
	// Restore makes the dataset again what it was in a version, named by at least
	// [ShortestPrefix] digits: every row, what is said of the dataset, its sources, and so
	// the very content hash. It is a commit, noted like any other, and can be undone by
	// restoring what was before it. Restoring the current version changes nothing. A
	// version that cannot be restored is a [*VersionError].
	Restore(ctx context.Context, version string) error
	// Revert takes one change back and leaves what came after it, in one commit: the rows in
	// which the versions before and after the change differ become what they were before.
	// A row that is neither what the change left nor what it was before stands in the way:
	// nothing is written, and the rows are named in a [*ReversalError]. Columns that somebody
	// has added count as content. A source that the change described goes when no row names
	// it or a part of it ("s:1" of "s") any more. A version that is not kept is a [*VersionError].
	Revert(ctx context.Context, r Reversal) error
	// KeepHistory sets how many versions before the current one are kept, now and from
	// now on; 0 keeps none. What is older is let go of for good.
	KeepHistory(ctx context.Context, versions int) error
	// Close releases the store.
	Close() error
}

// Mode says what a write does with the rows that are there.
type Mode int

// The modes of a write.
const (
	// ReplaceSource replaces the rows of the same layer and source.
	ReplaceSource Mode = iota
	// Append keeps them and adds the new rows.
	Append
	// ReplaceLayer clears the layer, whatever the sources.
	ReplaceLayer
)

// Write is one atomic change of a store.
type Write struct {
	// Rows carries the new rows, each naming its Source. Only the layers named in
	// Layers are written; the rest of Rows is ignored.
	Rows *geo.Dataset
	// Layers are the layers written, each with its mode. ReplaceSource needs Source.
	Layers map[geo.Layer]Mode
	// Source is the source whose rows are replaced under ReplaceSource.
	Source string
	// Info, when not nil, is recorded as the source's description. Title, Notice,
	// Date and Extent of Rows are recorded when they are set.
	Info *geo.SourceInfo
	// Marks, when not nil, sets SupersededBy of rows already in the store (and not
	// written by this write), by layer and id; "" clears it.
	Marks map[geo.Layer]map[string]string
	// Drop names rows that are taken away before the new ones come; an id that is not there
	// is passed over. What stays keeps the columns that somebody has added.
	Drop map[geo.Layer][]RowID
	// Expect, when it is not empty, is the version that the dataset has to be in for the
	// write to make sense: in any other, it is [ErrChanged] and nothing is written.
	Expect string
	// Reversible keeps what the changed layers hold after the write as well, as the next
	// commit would: then [Store.Revert] can tell what it left from what somebody does
	// outside next.
	Reversible bool
	// What says in a few words what makes the change, for the history; when it is
	// empty, [Write.Describe] makes it out of the rest.
	What string
}

// RowID names a row of a layer: by its id, a unit by its code and source.
type RowID struct{ ID, Source string }
