package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/seed-4611ae28/lifecircle/data/postgis"
)

func newMigrate() *cobra.Command {
	var url string
	c := &cobra.Command{
		Use:   "migrate up|down|status --db URL",
		Short: "Make or change the schema of a PostGIS database",
		Long: "Make or change the schema lifecircle of a PostGIS database.\n\n" +
			"up makes every step that was not made yet, down takes the last one back, status\n" +
			"lists them. The login has to own the database; the extension postgis has to be\n" +
			"there or the login a superuser. Logins that read or write are made members of the\n" +
			"roles lifecircle_reader and lifecircle_writer.",
		Args: arguments(cobra.NoArgs),
		RunE: func(*cobra.Command, []string) error { return usagef("migrate: say up, down or status") },
	}
	c.PersistentFlags().StringVar(&url, "db", "", "`URL` of the database (environment: "+envDB+")")
	c.PersistentPreRunE = func(*cobra.Command, []string) error {
		if url == "" {
			url = os.Getenv(envDB)
		}
		if url == "" {
			return usagef("name the database: --db URL, or %s", envDB)
		}
		return nil
	}
	// What was done is told on standard error, what was asked answered on standard output.
	step := func(use, short string, run func(ctx context.Context, told, answer io.Writer) error) *cobra.Command {
		return &cobra.Command{Use: use, Short: short, Args: arguments(cobra.NoArgs),
			RunE: func(c *cobra.Command, _ []string) error { return run(c.Context(), os.Stderr, os.Stdout) }}
	}
	var dropData bool
	down := step("down", "Take the last step back", func(ctx context.Context, told, _ io.Writer) error {
		undone, err := postgis.MigrateDown(ctx, url, dropData)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintln(told, "taken back:", undone.Name)
		return err
	})
	down.Flags().BoolVar(&dropData, "drop-data", false, "also a step that drops tables with rows in them")
	c.AddCommand(down,
		step("up", "Make every step that was not made yet", func(ctx context.Context, told, _ io.Writer) error {
			made, err := postgis.MigrateUp(ctx, url)
			for _, s := range made {
				_, _ = fmt.Fprintln(told, "made:", s.Name)
			}
			if err == nil && len(made) == 0 {
				_, err = fmt.Fprintln(told, "nothing to do: every step was made")
			}
			return err
		}),
		step("status", "List the steps", func(ctx context.Context, _, answer io.Writer) error {
			steps, err := postgis.MigrateStatus(ctx, url)
			for _, s := range steps {
				at := "not made"
				if s.Made() {
					at = "made " + s.At.UTC().Format(time.RFC3339)
				}
				_, _ = fmt.Fprintf(answer, "%s\t%s\n", s.Name, at)
			}
			return err
		}))
	return c
}
