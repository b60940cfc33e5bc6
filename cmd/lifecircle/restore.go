package main

import (
	"context"
	"fmt"
	"os"
	"regexp"
	"time"

	"github.com/spf13/cobra"

	"github.com/seed-4611ae28/lifecircle/data"
)

func newRestore() *cobra.Command {
	var at place
	c := &cobra.Command{
		Use:   "restore VERSION --data FILE.gpkg|--db URL",
		Short: "Make the dataset again what it was in a version",
		Long: "Make the dataset again what it was in a version that lifecircle history lists: every\n" +
			"row, its title and date, its sources, and so the very same version. All or nothing; a\n" +
			"server that answers from the dataset takes it up like any change.\n\n" +
			"VERSION is the version or the first digits of it, six at least. What the dataset was\n" +
			"before the restore is kept as well: restoring that version undoes the restore.",
		Args: arguments(cobra.ExactArgs(1)),
		RunE: func(c *cobra.Command, args []string) error { return restore(c.Context(), &at, args[0]) },
	}
	at.flags(c)
	return c
}

// versionDigits is what a version is made of.
var versionDigits = regexp.MustCompile(`^[0-9a-fA-F]*$`)

func restore(ctx context.Context, at *place, version string) (err error) {
	switch {
	case !versionDigits.MatchString(version):
		return usagef("version %q: has to be made of the digits 0-9 and a-f; lifecircle history lists the versions", version)
	case len(version) < data.ShortestPrefix:
		return usagef("version %q: give at least %d digits of it; lifecircle history lists the versions", version, data.ShortestPrefix)
	}
	store, err := at.open(ctx, false)
	if err != nil {
		return err
	}
	defer closing(store, &err)
	before, err := store.Version(ctx)
	if err != nil {
		return err
	}
	if err := store.Restore(ctx, version); err != nil {
		return err
	}
	entries, err := store.History(ctx)
	if err != nil || len(entries) == 0 {
		return err
	}
	now := &entries[0]
	if now.Version == before {
		_, err = fmt.Fprintf(os.Stderr, "nothing to do: the dataset is at version %s\n", now.Version)
		return err
	}
	_, err = fmt.Fprintf(os.Stderr, "%s: version %s, at %s\nlifecircle restore %s undoes this\n",
		now.What, now.Version, now.At.UTC().Format(time.RFC3339), before[:data.ShortVersion])
	return err
}
