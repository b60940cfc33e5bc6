package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/seed-4611ae28/lifecircle/data"
)

func newHistory() *cobra.Command {
	var at place
	var keep int
	var asJSON bool
	c := &cobra.Command{
		Use:   "history --data FILE.gpkg|--db URL",
		Short: "List the versions that the dataset had, which restore brings back",
		Long: "List the versions that the dataset had, the newest first; the first is the current\n" +
			"one. Each import that changes something makes one, and what the changed layers held\n" +
			"before is kept. What was edited outside, in QGIS or SQL, shows as a version of its own.\n\n" +
			"The last " + fmt.Sprint(data.DefaultHistory) + " versions before the current one are kept. --keep N keeps N, now and from\n" +
			"now on, and lets go of what is older for good; --keep 0 keeps none.",
		Args: arguments(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			n := -1
			if c.Flags().Changed("keep") {
				if n = keep; n < 0 {
					return usagef("--keep %d: has to be 0 or more", n)
				}
			}
			return history(c.Context(), &at, n, asJSON, os.Stdout)
		},
	}
	at.flags(c)
	c.Flags().IntVar(&keep, "keep", data.DefaultHistory, "`NUMBER` of versions before the current one to keep, now and from now on")
	c.Flags().BoolVar(&asJSON, "json", false, "print every version as JSON, those that were pruned too")
	return c
}

// history prints the versions of a dataset; keep below 0 leaves what is kept as it is.
func history(ctx context.Context, at *place, keep int, asJSON bool, out io.Writer) (err error) {
	store, err := at.open(ctx, false)
	if err != nil {
		return err
	}
	defer closing(store, &err)
	if keep >= 0 {
		if err := store.KeepHistory(ctx, keep); err != nil {
			return err
		}
	}
	entries, err := store.History(ctx)
	if err != nil {
		return err
	}
	if asJSON {
		if entries == nil {
			entries = []data.HistoryEntry{}
		}
		e := json.NewEncoder(out)
		e.SetIndent("", "  ")
		e.SetEscapeHTML(false)
		return e.Encode(entries)
	}
	shown, pruned := make([]data.HistoryEntry, 0, len(entries)), 0
	for _, e := range entries {
		if e.Pruned {
			pruned++
			continue
		}
		shown = append(shown, e)
	}
	if err := printHistory(out, shown); err != nil {
		return err
	}
	switch {
	case len(entries) == 0:
		_, err = fmt.Fprintln(os.Stderr, "the dataset is empty: there is no version yet")
	case pruned > 0:
		_, err = fmt.Fprintf(os.Stderr, "%d older versions were pruned (--json lists them)\n", pruned)
	}
	return err
}

// printHistory prints a line for each version.
func printHistory(out io.Writer, entries []data.HistoryEntry) error {
	if len(entries) == 0 {
		return nil
	}
	digits := distinctDigits(entries)
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(w, "TIME (UTC)\tVERSION\tWHAT\tCHANGES") // Flush tells of errors
	for i := range entries {
		e := &entries[i]
		at := "not noted yet"
		if !e.At.IsZero() {
			at = e.At.UTC().Format(time.DateTime)
		}
		var remarks []string
		if e.Current {
			remarks = append(remarks, "current")
		}
		if len(e.Missing) > 0 {
			remarks = append(remarks, "cannot be restored: changed outside before its "+joinLayers(e)+" were kept")
		}
		what := strings.Join(strings.Fields(e.What), " ")
		if len(remarks) > 0 {
			what += " [" + strings.Join(remarks, "; ") + "]"
		}
		_, _ = fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", at, e.Version[:min(digits, len(e.Version))], what, layerChanges(e))
	}
	return w.Flush()
}

func joinLayers(e *data.HistoryEntry) string {
	names := make([]string, len(e.Missing))
	for i, l := range e.Missing {
		names[i] = string(l)
	}
	return strings.Join(names, ", ")
}

// distinctDigits is how many digits tell the versions apart.
func distinctDigits(entries []data.HistoryEntry) int {
	for digits := data.ShortVersion; ; digits++ {
		known, apart := map[string]string{}, true
		for i := range entries {
			v := entries[i].Version
			short := v[:min(digits, len(v))]
			if other, some := known[short]; some && other != v {
				apart = false
			}
			known[short] = v
		}
		if apart {
			return digits
		}
	}
}

// layerChanges tells how many rows the changed layers have, and how many more than
// before.
func layerChanges(e *data.HistoryEntry) string {
	var out []string
	for _, l := range e.Layers {
		if !l.Changed {
			continue
		}
		more := "changed"
		if l.Rows != l.Was {
			more = fmt.Sprintf("%+d", l.Rows-l.Was)
		}
		out = append(out, fmt.Sprintf("%s %d (%s)", l.Layer, l.Rows, more))
	}
	if len(out) == 0 {
		return "what is said of the dataset and its sources"
	}
	return strings.Join(out, ", ")
}
