package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/seed-4611ae28/lifecircle/data/exporter"
	"github.com/seed-4611ae28/lifecircle/data/profiles"
)

func newExportTemplate() *cobra.Command {
	var category, out, dir string
	c := &cobra.Command{
		Use:   "template --category ID --out FILE.xlsx",
		Short: "Write an Excel ledger to be filled in, which import facilities reads as it is",
		Args:  arguments(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			return exportTemplate(c.Context(), dir, category, out)
		},
	}
	c.Flags().StringVar(&category, "category", "", "`ID` or code of the category of the facilities")
	c.Flags().StringVar(&out, "out", "", "`FILE` to write, ending in .xlsx")
	c.Flags().StringVar(&dir, "profiles", "", "`FOLDER` with profiles that replace those built in")
	return c
}

func exportTemplate(ctx context.Context, dir, category, out string) error {
	if category == "" || !strings.HasSuffix(strings.ToLower(out), ".xlsx") {
		return usagef("export template needs --category ID and --out FILE.xlsx")
	}
	rules, err := profiles.LoadWith(dir)
	if err != nil {
		return fmt.Errorf("reading the profiles: %w", err)
	}
	for i := range rules.Categories {
		c := &rules.Categories[i]
		if strings.EqualFold(c.ID, category) || c.Code != "" && strings.EqualFold(c.Code, category) {
			return replaceFile(out, func(w io.Writer) error { return exporter.Template(ctx, w, c) })
		}
	}
	return usagef("category %s is not known; the profiles have %d, listed in data/profiles/categories", category, len(rules.Categories))
}
