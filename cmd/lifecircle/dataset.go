package main

import (
	"context"
	"errors"
	"os"

	"github.com/spf13/cobra"

	"github.com/seed-4611ae28/lifecircle/data"
	"github.com/seed-4611ae28/lifecircle/data/geopackage"
	"github.com/seed-4611ae28/lifecircle/data/profiles"
	"github.com/seed-4611ae28/lifecircle/geo"
	"github.com/seed-4611ae28/lifecircle/geo/homes"
)

// place is where the dataset is kept, as the flags and the environment say.
type place struct {
	file     string
	profiles string
}

// envData names the environment variable that stands for --data.
const envData = "LIFECIRCLE_DATA"

func (p *place) flags(c *cobra.Command) {
	c.Flags().StringVar(&p.file, "data", os.Getenv(envData), "GeoPackage `FILE` that holds the dataset (environment: "+envData+")")
	c.Flags().StringVar(&p.profiles, "profiles", "", "`DIR` of YAML files that override the profiles shipped")
}

// open opens the store; with create the first commit makes the file where there is
// none.
func (p *place) open(ctx context.Context, create bool) (data.Store, error) {
	if p.file == "" {
		return nil, errNoDataset()
	}
	if _, err := os.Stat(p.file); create && errors.Is(err, os.ErrNotExist) {
		return &newFile{path: p.file}, nil
	}
	// An empty file is made a dataset where one may be made.
	return geopackage.Open(ctx, p.file, geopackage.Options{Create: create})
}

func errNoDataset() error { return usagef("name the dataset: --data FILE.gpkg, or %s", envData) }

func (p *place) loadProfiles() (*geo.Profiles, error) { return profiles.LoadWith(p.profiles) }

// makeHomes is how every import makes the demand points anew.
func makeHomes(ctx context.Context, ds *geo.Dataset) ([]geo.Home, error) {
	r, err := homes.Make(ctx, ds, homes.Options{})
	if err != nil {
		return nil, err
	}
	return r.Homes, nil
}

// closing closes a store and keeps the first error.
func closing(s data.Store, err *error) {
	if e := s.Close(); *err == nil && e != nil && !errors.Is(e, os.ErrClosed) {
		*err = e
	}
}
