package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/seed-4611ae28/lifecircle/data"
)

func newKey() *cobra.Command {
	c := &cobra.Command{
		Use:   "key",
		Short: "Keys of those who may write over HTTP: add, list, revoke",
		Long: "Keys of those who may write over HTTP. They are kept beside the dataset, as hashes:\n" +
			"a secret is shown once, when its key is made, and can never be shown again. A key of\n" +
			"the role designer reports figures and keeps scenarios; one of the role admin also\n" +
			"changes the dataset.",
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usagef("key %q: has to be add, list or revoke; see %s --help", args[0], c.CommandPath())
			}
			return c.Help()
		},
		Args: cobra.ArbitraryArgs,
	}
	c.AddCommand(newKeyAdd(), newKeyList(), newKeyRevoke())
	return c
}

func newKeyAdd() *cobra.Command {
	var at place
	var name, role string
	c := &cobra.Command{
		Use:   "add --name NAME --role designer|admin --data FILE.gpkg|--db URL",
		Short: "Make a key and print its secret, once",
		Args:  arguments(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			switch {
			case name == "":
				return usagef("--name: say whose key it is")
			case !data.Role(role).Valid():
				return usagef("--role %q: has to be designer or admin", role)
			}
			key, secret, err := data.NewKey(name, data.Role(role), time.Now())
			if err != nil {
				return &usageError{err}
			}
			return withRecords(c.Context(), &at, func(ctx context.Context, s data.Records) error {
				if err := s.AddKey(ctx, key); err != nil {
					return err
				}
				if _, err := fmt.Fprintln(os.Stdout, secret); err != nil {
					return fmt.Errorf("key %s was made, and its secret could not be shown: revoke it: %w", key.ID, err)
				}
				_, err := fmt.Fprintf(os.Stderr, "key %s of %s, role %s: the line above is its secret, which is not shown again\n", key.ID, key.Name, key.Role)
				return err
			})
		},
	}
	at.flags(c)
	c.Flags().StringVar(&name, "name", "", "`NAME` of whose key it is; figures that they report bear it")
	c.Flags().StringVar(&role, "role", "", "`ROLE`: designer or admin")
	return c
}

func newKeyList() *cobra.Command {
	var at place
	var asJSON bool
	c := &cobra.Command{
		Use:   "list --data FILE.gpkg|--db URL",
		Short: "List the keys, the revoked ones too; no secret can be listed",
		Args:  arguments(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			return withRecords(c.Context(), &at, func(ctx context.Context, s data.Records) error {
				keys, err := s.Keys(ctx)
				if err != nil {
					return err
				}
				return listKeys(keys, asJSON)
			})
		},
	}
	at.flags(c)
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return c
}

func listKeys(keys []data.Key, asJSON bool) error {
	if asJSON {
		type listed struct {
			ID      string    `json:"id"`
			Name    string    `json:"name"`
			Role    data.Role `json:"role"`
			Created time.Time `json:"created"`
			Revoked time.Time `json:"revoked,omitzero"`
		}
		out := make([]listed, len(keys))
		for i, k := range keys {
			out[i] = listed{k.ID, k.Name, k.Role, k.Created, k.Revoked}
		}
		e := json.NewEncoder(os.Stdout)
		e.SetIndent("", "  ")
		return e.Encode(out)
	}
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(w, "ID\tNAME\tROLE\tMADE (UTC)\tREVOKED (UTC)") // Flush tells
	for _, k := range keys {
		revoked := ""
		if !k.Revoked.IsZero() {
			revoked = k.Revoked.Format(time.DateTime)
		}
		_, _ = fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", k.ID, k.Name, k.Role, k.Created.Format(time.DateTime), revoked)
	}
	return w.Flush()
}

func newKeyRevoke() *cobra.Command {
	var at place
	c := &cobra.Command{
		Use:   "revoke ID --data FILE.gpkg|--db URL",
		Short: "End a key for good; servers refuse it from then on",
		Args:  arguments(cobra.ExactArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			return withRecords(c.Context(), &at, func(ctx context.Context, s data.Records) error {
				err := s.RevokeKey(ctx, args[0], time.Now())
				if errors.Is(err, data.ErrNoSuchKey) {
					return fmt.Errorf("key %q: %w; lifecircle key list tells the ids", args[0], data.ErrNoSuchKey)
				}
				if err == nil {
					_, err = fmt.Fprintf(os.Stderr, "key %s is revoked\n", args[0])
				}
				return err
			})
		},
	}
	at.flags(c)
	return c
}

// withRecords runs fn on the records of a dataset that is there.
func withRecords(ctx context.Context, at *place, fn func(context.Context, data.Records) error) (err error) {
	if !at.named() {
		return errNoDataset()
	}
	store, err := at.open(ctx, false)
	if err != nil {
		return err
	}
	defer closing(store, &err)
	return fn(ctx, store)
}
