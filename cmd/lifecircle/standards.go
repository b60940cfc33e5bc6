package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/seed-4611ae28/lifecircle/data/standards"
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/indicator"
)

// documents are the standards that units are judged by: those that ship, and the user's
// own over them.
type documents struct {
	dir string
	// list and version are there once loaded.
	list    []*indicator.Standard
	version string
}

func (d *documents) flag(c *cobra.Command) {
	c.Flags().StringVar(&d.dir, "standards", "", "`DIR` of YAML files with your own standards, over those shipped (docs/standards.md)")
}

// load reads the standards, which name categories, circles and rules of the profiles.
func (d *documents) load(rules *geo.Profiles) error {
	list, err := standards.Load(rules, d.dir)
	if err != nil {
		return fmt.Errorf("reading the standards: %w", err)
	}
	version, err := standards.Version(list)
	if err != nil {
		return err
	}
	d.list, d.version = list, version
	return nil
}

// standard is the document of an id.
func (d *documents) standard(id string) (*indicator.Standard, error) {
	ids := make([]string, len(d.list))
	for i, s := range d.list {
		if s.ID == id {
			return s, nil
		}
		ids[i] = s.ID
	}
	return nil, usagef("--standard %q: is no standard; they are %v", id, ids)
}
