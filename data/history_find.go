package data

import (
	"fmt"
	"strings"
	"time"

	"github.com/seed-4611ae28/lifecircle/geo"
)

// ShortestPrefix is how many digits of a version have to be given to name it.
const ShortestPrefix = 6

// ShortVersion is how many digits of a version are shown where the whole is too long.
const ShortVersion = 8

// VersionError says why a version cannot be restored. A store that returns one is
// as it was.
type VersionError struct {
	// Asked is what was asked for, Rule what is wrong with it.
	Asked, Rule string
	// Candidates are what it could have been, newest first.
	Candidates []HistoryEntry
}

// candidatesShown is how many candidates a message lists.
const candidatesShown = 20

// Error names what was asked for, the rule, and what there is, a line each.
func (e *VersionError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "version %q: %s", e.Asked, e.Rule)
	for i := range e.Candidates {
		if i == candidatesShown {
			fmt.Fprintf(&b, "\n  and %d older ones", len(e.Candidates)-i)
			break
		}
		c := &e.Candidates[i]
		fmt.Fprintf(&b, "\n  %s  %s  %s", c.Version, moment(c.At), c.What)
	}
	return b.String()
}

func moment(at time.Time) string {
	if at.IsZero() {
		return "not noted yet       "
	}
	return at.UTC().Format(time.RFC3339)
}

// FindVersion finds the version that prefix names, in a history as [Store.History]
// tells it: its newest entry that can be restored. What is too short, ambiguous,
// unknown, pruned or not kept whole is a [*VersionError] that says so, and what
// there is instead. Upper and lower case are the same.
func FindVersion(history []HistoryEntry, prefix string) (*HistoryEntry, error) {
	asked := strings.ToLower(strings.TrimSpace(prefix))
	fail := func(candidates []HistoryEntry, rule string, args ...any) (*HistoryEntry, error) {
		return nil, &VersionError{Asked: prefix, Rule: fmt.Sprintf(rule, args...), Candidates: candidates}
	}
	var there []HistoryEntry // restorable, each version once
	var found []HistoryEntry // named by the prefix, each version once, restorable before not
	for i := range history {
		e := history[i]
		if e.Restorable() && !has(there, e.Version) {
			there = append(there, e)
		}
		if !strings.HasPrefix(e.Version, asked) {
			continue
		}
		if at := indexOf(found, e.Version); at < 0 {
			found = append(found, e)
		} else if e.Restorable() && !found[at].Restorable() {
			found[at] = e
		}
	}
	switch {
	case len(asked) < ShortestPrefix:
		return fail(there, "give at least %d digits of it; there is:", ShortestPrefix)
	case len(found) > 1:
		return fail(found, "names %d versions; give more digits:", len(found))
	case len(found) == 0 && len(there) == 0:
		return fail(nil, "is not known; the history is empty")
	case len(found) == 0:
		return fail(there, "is not known; there is:")
	case found[0].Pruned:
		return fail(there, "was pruned: only the last versions are kept (lifecircle history --keep N keeps more from then on); there is:")
	case len(found[0].Missing) > 0:
		return fail(there, "cannot be restored: it was changed outside (in QGIS or SQL) before anybody kept its %s; there is:", join(found[0].Missing))
	}
	return &found[0], nil
}

func has(entries []HistoryEntry, version string) bool { return indexOf(entries, version) >= 0 }

func indexOf(entries []HistoryEntry, version string) int {
	for i := range entries {
		if entries[i].Version == version {
			return i
		}
	}
	return -1
}

func join(layers []geo.Layer) string {
	out := make([]string, len(layers))
	for i, l := range layers {
		out[i] = string(l)
	}
	return strings.Join(out, ", ")
}

// Restoring says what a restore did, for the history: "restore 1a2b3c4d (import osm)".
// A restore of a restore names what that restored.
func Restoring(e *HistoryEntry) string {
	if strings.HasPrefix(e.What, "restore ") {
		return e.What
	}
	return fmt.Sprintf("restore %s (%s)", e.Version[:min(ShortVersion, len(e.Version))], e.What)
}

// Describe is what made the change, in words: what the write says of itself, else
// the file and the source of its rows.
func (w *Write) Describe() string {
	switch {
	case w.What != "":
		return w.What
	case w.Info != nil && w.Info.File != "":
		return fmt.Sprintf("import %s (source %s)", w.Info.File, w.Info.Name)
	case w.Source != "":
		return "import of source " + w.Source
	case w.Info != nil:
		return "import of source " + w.Info.Name
	}
	var named []geo.Layer
	for _, l := range geo.Layers() {
		_, written := w.Layers[l]
		if _, marked := w.Marks[l]; written || marked {
			named = append(named, l)
		}
	}
	if len(named) == 0 {
		return "what is said of the dataset"
	}
	return "write " + join(named)
}
