package data

import (
	"fmt"
	"strings"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// Reversal names a change that is to be taken back while what came after it stays: by the
// versions before and after it.
type Reversal struct {
	Before, After string
	// What says in a few words what takes it back, for the history.
	What string
}

// The rules that a row breaks which cannot be taken back.
const (
	ReversalChanged = "was changed since"
	ReversalGone    = "was taken away since"
	ReversalTaken   = "was put in the place of one that the change took away"
)

// ReversalRow is a row that a change left in one way, and that is in another now.
type ReversalRow struct {
	Layer geo.Layer
	RowID
	// Rule is one of the rules above.
	Rule string
}

// RowsOfReversal bounds the rows that a [ReversalError] names.
const RowsOfReversal = 20

// ReversalError says which rows stand in the way of taking a change back. A store that
// returns one is as it was.
type ReversalError struct {
	// Rows are the first, by layer and id; All is how many there are.
	Rows []ReversalRow
	All  int
}

// Error names the rows, a line each.
func (e *ReversalError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d rows are not what the change left:", e.All)
	for i := range e.Rows {
		r := &e.Rows[i]
		fmt.Fprintf(&b, "\n  %s %q %s", r.Layer, r.ID, r.Rule)
	}
	if more := e.All - len(e.Rows); more > 0 {
		fmt.Fprintf(&b, "\n  and %d more", more)
	}
	return b.String()
}

// Add adds a row.
func (e *ReversalError) Add(r ReversalRow) {
	if e.All++; len(e.Rows) < RowsOfReversal {
		e.Rows = append(e.Rows, r)
	}
}

// ReversedVersions finds the two versions of a reversal in a history as [Store.History]
// tells it, and the layers in which they differ. A version that is not kept is a
// [*VersionError].
func (r *Reversal) ReversedVersions(history []HistoryEntry) (before, after *HistoryEntry, differ map[geo.Layer]bool, err error) {
	if before, err = FindVersion(history, r.Before); err != nil {
		return nil, nil, nil, err
	}
	if after, err = FindVersion(history, r.After); err != nil {
		return nil, nil, nil, err
	}
	differ = map[geo.Layer]bool{}
	for _, l := range geo.Layers() {
		b, a := before.Layer(l), after.Layer(l)
		if b.Rows+a.Rows > 0 && (b.Version != a.Version || b.Rows != a.Rows) {
			differ[l] = true
		}
	}
	return before, after, differ, nil
}
